package demo

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"taphuan/internal/instance"
	"taphuan/internal/postgres"
)

// IsEmpty reports whether the demonstration may be loaded: the migrated database holds no agency
// and nobody, and is not in production.
func IsEmpty(ctx context.Context, databaseURL string) (bool, error) {
	db, err := postgres.OpenAsOwner(ctx, databaseURL)
	if err != nil {
		return false, err
	}
	defer db.Close()
	err = checkEmpty(ctx, db)
	if errors.Is(err, ErrNotEmpty) || errors.Is(err, ErrProduction) {
		return false, nil
	}
	return err == nil, err
}

func checkEmpty(ctx context.Context, db bun.IDB) error {
	mode, err := instance.FindMode(ctx, db)
	if err != nil {
		return err
	}
	if mode == instance.Production {
		return ErrProduction
	}
	var filled bool
	err = db.NewRaw(`SELECT EXISTS (SELECT FROM organization.agencies) OR EXISTS (SELECT FROM organization.persons) OR EXISTS (SELECT FROM identity.accounts)
		OR EXISTS (SELECT FROM planning.plans) OR EXISTS (SELECT FROM learning.requirements)`).Scan(ctx, &filled)
	if err == nil && filled {
		return ErrNotEmpty
	}
	return err
}
