package identityhttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/identity"
	"taphuan/internal/web"
)

// OwnSession is one of my open sessions.
type OwnSession struct {
	ID         uuid.UUID `json:"id"`
	CreatedAt  time.Time `json:"createdAt"`
	LastSeenAt time.Time `json:"lastSeenAt"`
	Device     string    `json:"device" example:"Chrome trên Windows"`
	MadeBy     string    `json:"madeBy" enum:"password,passkey,totp"`
	Current    bool      `json:"current"`
}

type byID struct {
	ID uuid.UUID `path:"id" format:"uuid"`
}

// whole is the page that holds a short list entirely.
func whole(n int) web.Paging { return web.Paging{Page: 1, PageSize: max(1, n)} }

func (h handlers) listSessions(ctx context.Context, who access.Principal, _ *struct{}) (*web.Body[web.List[OwnSession]], error) {
	sessions, err := h.identity.ListSessions(ctx, who)
	if err != nil {
		return nil, err
	}
	return web.Respond(web.ListOf(sessions, len(sessions), whole(len(sessions)), func(s identity.Session) OwnSession {
		return OwnSession{ID: s.ID, CreatedAt: s.CreatedAt.UTC(), LastSeenAt: s.LastSeenAt.UTC(), Device: s.Device,
			MadeBy: madeBy(s.MadeBy), Current: s.ID == who.SessionID}
	})), nil
}

func madeBy(how string) string {
	if how == identity.MadeBySecondFactor {
		return "totp"
	}
	return how
}

func (h handlers) endSession(ctx context.Context, who access.Principal, in *byID) (*struct{}, error) {
	return nil, h.identity.EndSession(ctx, who, in.ID)
}

func (h handlers) endOtherSessions(ctx context.Context, who access.Principal, _ *struct{}) (*struct{}, error) {
	return nil, h.identity.EndOtherSessions(ctx, who)
}

type changePasswordInput struct {
	Body struct {
		Current string `json:"current,omitempty" maxLength:"256" doc:"Not asked for after a sign-in by a slip"`
		Next    string `json:"next" maxLength:"256"`
	}
}

func (h handlers) changePassword(ctx context.Context, who access.Principal, in *changePasswordInput) (*struct{}, error) {
	return nil, h.identity.ChangePassword(ctx, who, identity.ChangePassword{Current: in.Body.Current, Next: in.Body.Next})
}
