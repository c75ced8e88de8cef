package reporting

import (
	"time"

	"taphuan/internal/organization"
	"taphuan/internal/planning"
	"taphuan/internal/postgres"
)

// Service runs the use cases of this domain.
type Service struct {
	db    *postgres.DB
	plans *planning.Service
	now   func() time.Time
	demo  bool
}

// New returns a service. now is the clock of the day; demo marks every document as made from
// invented data.
func New(db *postgres.DB, plans *planning.Service, now func() time.Time, demo bool) *Service {
	return &Service{db: db, plans: plans, now: now, demo: demo}
}

// today is the current day in Viet Nam.
func (s *Service) today() time.Time { return organization.Day(s.now()) }
