package planning

import (
	"time"

	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// Service runs the use cases of this domain.
type Service struct {
	db  *postgres.DB
	now func() time.Time
}

// New returns a service. now is the clock of the day.
func New(db *postgres.DB, now func() time.Time) *Service { return &Service{db: db, now: now} }

// today is the current day in Viet Nam.
func (s *Service) today() time.Time { return organization.Day(s.now()) }
