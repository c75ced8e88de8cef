package notifyhttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/notify"
	"taphuan/internal/web"
)

// Notice is one notice in the words of the caller's language.
type Notice struct {
	ID      uuid.UUID  `json:"id"`
	Kind    string     `json:"kind" enum:"duty_due,duty_overdue,unit_due,unit_overdue,class_place,class_staff,class_meets,class_changed,class_cancelled,role_granted,role_revoked,factors_reset,slip_printed,certificate_issued,certificate_ending,certificate_revoked,exemption_decided,recognition_decided,result_decided"`
	Title   string     `json:"title"`
	Detail  string     `json:"detail"`
	Course  string     `json:"course,omitempty" doc:"Key of the course that it is about"`
	ClassID *uuid.UUID `json:"classId,omitempty" doc:"The training class that it is about"`
	At      time.Time  `json:"at"`
	Read    bool       `json:"read"`
}

func list(s *notify.Service) func(context.Context, access.Principal, *web.Paging) (*web.Body[web.List[Notice]], error) {
	return func(ctx context.Context, who access.Principal, in *web.Paging) (*web.Body[web.List[Notice]], error) {
		found, total, err := s.ListNotices(ctx, who, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		locale := web.Locale(ctx)
		return web.Respond(web.ListOf(found, total, *in, func(n notify.Notice) Notice {
			words := n.Words()
			shown := Notice{ID: n.ID, Kind: string(n.Kind), Title: words.Title.In(locale), Detail: words.Detail.In(locale),
				Course: n.Facts.CourseKey, At: n.CreatedAt.UTC(), Read: n.ReadAt != nil}
			if class := n.Facts.Class; class != nil {
				shown.ClassID = &class.ID
			}
			return shown
		})), nil
	}
}

type readInput struct {
	Body struct {
		IDs []uuid.UUID `json:"ids,omitempty" maxItems:"100" doc:"None: all"`
	}
}

func markRead(s *notify.Service) func(context.Context, access.Principal, *readInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *readInput) (*struct{}, error) {
		return nil, s.MarkRead(ctx, who, in.Body.IDs)
	}
}

// SentMail is one mail in the caller's history.
type SentMail struct {
	ID      uuid.UUID  `json:"id"`
	Kind    string     `json:"kind" enum:"digest,urgent,address_code"`
	State   string     `json:"state" enum:"queued,sent,failed"`
	Notices int        `json:"notices"`
	At      time.Time  `json:"at"`
	SentAt  *time.Time `json:"sentAt,omitempty"`
}

func listMails(s *notify.Service) func(context.Context, access.Principal, *web.Paging) (*web.Body[web.List[SentMail]], error) {
	return func(ctx context.Context, who access.Principal, in *web.Paging) (*web.Body[web.List[SentMail]], error) {
		found, total, err := s.ListMails(ctx, who, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		return web.Respond(web.ListOf(found, total, *in, func(m notify.Mail) SentMail {
			return SentMail{ID: m.ID, Kind: m.Kind, State: m.State, Notices: m.Notices, At: m.CreatedAt.UTC(), SentAt: m.SentAt}
		})), nil
	}
}
