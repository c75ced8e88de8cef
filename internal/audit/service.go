package audit

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// Service reads the log for people.
type Service struct {
	db *postgres.DB
	// whole says whether a person's right to read the log spans the whole installation.
	whole func(ctx context.Context, who access.Principal, p access.Permission) (bool, error)
}

// New returns a service. whole is asked at each reading: entries that belong to no agency are shown
// only to those whose right spans the whole installation.
func New(db *postgres.DB, whole func(context.Context, access.Principal, access.Permission) (bool, error)) *Service {
	return &Service{db: db, whole: whole}
}
