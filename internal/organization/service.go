package organization

import (
	"time"

	"taphuan/internal/identity"
	"taphuan/internal/outbox"
	"taphuan/internal/postgres"
)

// Service runs the use cases of this domain.
type Service struct {
	db       *postgres.DB
	accounts *identity.Service
	events   *outbox.Outbox
	now      func() time.Time
	links    Links
	facts    []PersonFacts // of the domains above
}

// New returns a service. links is what lies outside and goes with what happens here; now is the clock of the day
// ("today"); tests set it.
func New(db *postgres.DB, accounts *identity.Service, events *outbox.Outbox, links Links, now func() time.Time) *Service {
	return &Service{db: db, accounts: accounts, events: events, links: links, now: now}
}

// HoChiMinh is the time zone in which the plan's days begin and end (UTC+7, no summer time).
var HoChiMinh = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// Day returns the day of an instant in Viet Nam, at midnight UTC, as DATE columns hold it.
func Day(t time.Time) time.Time {
	y, m, d := t.In(HoChiMinh).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// Today returns the current day in Viet Nam.
func (s *Service) Today() time.Time { return Day(s.now()) }
