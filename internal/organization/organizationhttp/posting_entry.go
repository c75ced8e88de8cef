package organizationhttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// postingRoutes adds what corrects postings that were entered wrong.
func postingRoutes(s *web.Server, svc *organization.Service) {
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/people/{personId}/postings/{postingId}", Permission: access.ManagePeople, Name: "change-posting",
		Summary: "Correct a posting, or end it by a day; its days in closed periods stay, with a restatement line"}, changePosting(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/people/{personId}/postings/{postingId}/remove", Permission: access.ManagePeople, Name: "remove-posting",
		Summary: "Take away a posting that was entered by mistake; its days in closed periods stay, with a restatement line"}, removePosting(svc))
}

// PostingEntry says what became of what was entered about postings.
type PostingEntry struct {
	Restated  []string `json:"restated" doc:"Closed periods that it reaches into; they stay as they are, with a line for each"`
	HoldsFrom string   `json:"holdsFrom,omitempty" format:"date" doc:"The first day on which it holds; absent: as it was entered"`
}

func enteredOf(ctx context.Context, done organization.PostingEntry) PostingEntry {
	return PostingEntry{Restated: labels(done.Restated, web.Locale(ctx)), HoldsFrom: dateOf(done.HoldsFrom)}
}

type changePostingInput struct {
	PersonInput
	PostingID uuid.UUID `path:"postingId"`
	Body      struct {
		Terms
		Reason string `json:"reason" maxLength:"500"`
	}
}

func changePosting(svc *organization.Service) func(context.Context, access.Principal, *changePostingInput) (*web.Body[PostingEntry], error) {
	return func(ctx context.Context, who access.Principal, in *changePostingInput) (*web.Body[PostingEntry], error) {
		terms, err := in.Body.Terms.at(uuid.Nil, svc.Today())
		if err != nil {
			return nil, err
		}
		done, err := svc.ChangePosting(ctx, who, organization.ChangePosting{PersonID: in.PersonID, PostingID: in.PostingID, Terms: terms, Reason: in.Body.Reason})
		return web.Respond(enteredOf(ctx, done)), err
	}
}

type removePostingInput struct {
	PersonInput
	PostingID uuid.UUID `path:"postingId"`
	Body      struct {
		Resume bool   `json:"resume,omitempty" doc:"The counting posting that ended on its first day goes on"`
		Reason string `json:"reason" maxLength:"500"`
	}
}

func removePosting(svc *organization.Service) func(context.Context, access.Principal, *removePostingInput) (*web.Body[PostingEntry], error) {
	return func(ctx context.Context, who access.Principal, in *removePostingInput) (*web.Body[PostingEntry], error) {
		done, err := svc.RemovePosting(ctx, who, organization.RemovePosting{PersonID: in.PersonID, PostingID: in.PostingID, Resume: in.Body.Resume, Reason: in.Body.Reason})
		return web.Respond(enteredOf(ctx, done)), err
	}
}
