package organizationhttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// PostingCorrectionRoutes adds what corrects postings that were entered wrong.
func PostingCorrectionRoutes(s *web.Server, corrections *organization.PostingCorrections) {
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/people/{personId}/postings/{postingId}", Permission: access.ManagePeople, Name: "change-posting",
		Summary: "Correct a posting, or end it by a day; its days in closed periods stay, with a restatement line"}, changePosting(corrections))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/people/{personId}/postings/{postingId}/remove", Permission: access.ManagePeople, Name: "remove-posting",
		Summary: "Take away a posting that was entered by mistake; its days in closed periods stay, with a restatement line"}, removePosting(corrections))
}

// PostingCorrection says what became of a posting.
type PostingCorrection struct {
	Restated []string `json:"restated" doc:"Closed periods for which a line was kept"`
	KeptTo   string   `json:"keptTo,omitempty" format:"date" doc:"Until this day, not included, it is as it was; absent: nothing of it was kept"`
}

func correctionOf(ctx context.Context, done organization.PostingCorrection) *web.Body[PostingCorrection] {
	return web.Respond(PostingCorrection{Restated: labels(done.Restated, web.Locale(ctx)), KeptTo: dateOf(done.KeptTo)})
}

type changePostingInput struct {
	PersonInput
	PostingID uuid.UUID `path:"postingId"`
	Body      struct {
		Terms
		Reason string `json:"reason" maxLength:"500"`
	}
}

func changePosting(corrections *organization.PostingCorrections) func(context.Context, access.Principal, *changePostingInput) (*web.Body[PostingCorrection], error) {
	return func(ctx context.Context, who access.Principal, in *changePostingInput) (*web.Body[PostingCorrection], error) {
		terms, err := in.Body.Terms.at(uuid.Nil, corrections.Today())
		if err != nil {
			return nil, err
		}
		done, err := corrections.ChangePosting(ctx, who, organization.ChangePosting{PersonID: in.PersonID, PostingID: in.PostingID, Terms: terms, Reason: in.Body.Reason})
		return correctionOf(ctx, done), err
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

func removePosting(corrections *organization.PostingCorrections) func(context.Context, access.Principal, *removePostingInput) (*web.Body[PostingCorrection], error) {
	return func(ctx context.Context, who access.Principal, in *removePostingInput) (*web.Body[PostingCorrection], error) {
		done, err := corrections.RemovePosting(ctx, who, organization.RemovePosting{PersonID: in.PersonID, PostingID: in.PostingID, Resume: in.Body.Resume, Reason: in.Body.Reason})
		return correctionOf(ctx, done), err
	}
}
