package learning

import (
	"sync"
	"time"

	"taphuan/internal/organization"
	"taphuan/internal/outbox"
	"taphuan/internal/postgres"
)

// Service runs the use cases of this domain.
type Service struct {
	db      *postgres.DB
	outbox  *outbox.Outbox
	now     func() time.Time
	watches *postgres.Group[watchMessage, WatchState]
	films   sync.Map // filmKey -> film: a published lesson never changes
}

// New returns a service. now is the clock of the day; instants that decide are the database's.
func New(db *postgres.DB, events *outbox.Outbox, now func() time.Time) *Service {
	s := &Service{db: db, outbox: events, now: now}
	s.watches = postgres.NewGroup(watchRules, s.recordWatches)
	return s
}

// today is the current day in Viet Nam, by the service's clock.
func (s *Service) today() time.Time { return organization.Day(s.now()) }
