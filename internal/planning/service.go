package planning

import "taphuan/internal/postgres"

// Service runs the use cases of this domain.
type Service struct{ db *postgres.DB }

// New returns a service.
func New(db *postgres.DB) *Service { return &Service{db: db} }
