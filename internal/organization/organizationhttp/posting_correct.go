package organizationhttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// PostingRemovalRoutes adds the removal of a posting that was entered by mistake.
func PostingRemovalRoutes(s *web.Server, removals *organization.PostingRemovals) {
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/people/{personId}/postings/{postingId}/remove", Permission: access.ManagePeople, Name: "remove-posting",
		Summary: "Take away a posting that was entered by mistake; its days in closed periods stay, with a restatement line"}, removePosting(removals))
}

type removePostingInput struct {
	PersonInput
	PostingID uuid.UUID `path:"postingId"`
	Body      struct {
		Resume bool   `json:"resume,omitempty" doc:"The counting posting that ended on its first day goes on"`
		Reason string `json:"reason" maxLength:"500"`
	}
}

// PostingRemoval says what became of a posting.
type PostingRemoval struct {
	Restated []string `json:"restated" doc:"Closed periods for which a line was kept"`
	KeptTo   string   `json:"keptTo,omitempty" format:"date" doc:"First day on which it no longer holds; absent: nothing of it is left"`
}

func removePosting(removals *organization.PostingRemovals) func(context.Context, access.Principal, *removePostingInput) (*web.Body[PostingRemoval], error) {
	return func(ctx context.Context, who access.Principal, in *removePostingInput) (*web.Body[PostingRemoval], error) {
		done, err := removals.RemovePosting(ctx, who, organization.RemovePosting{PersonID: in.PersonID, PostingID: in.PostingID, Resume: in.Body.Resume, Reason: in.Body.Reason})
		return web.Respond(PostingRemoval{Restated: labels(done.Restated, web.Locale(ctx)), KeptTo: dateOf(done.KeptTo)}), err
	}
}
