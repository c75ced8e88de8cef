package notify

import (
	"context"
	"time"

	"taphuan/internal/outbox"
	"taphuan/internal/postgres"
)

// Options are the parts that the service is built from.
type Options struct {
	DB     *postgres.DB
	Outbox *outbox.Outbox
	Now    func() time.Time
	// Due hands over, part by part, who still owes a required course whose date lies in a range.
	Due func(context.Context, DueQuery, func([]Due) error) error
	// Meetings hands over the sessions of training classes that begin after one instant and before another.
	Meetings func(ctx context.Context, after, before time.Time, take func(Meeting) error) error
	// Mail sends; nil where no mail server is set: then there is the inbox alone.
	Mail *Mailer
	Demo bool // marks every mail as an illustration
}

// Service runs the use cases of this domain.
type Service struct{ Options }

// New returns a service.
func New(o Options) *Service { return &Service{Options: o} }

// CanMail reports whether a mail server is set.
func (s *Service) CanMail() bool { return s.Mail != nil }
