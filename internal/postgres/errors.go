package postgres

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"taphuan/internal/fault"
)

// Fault maps what PostgreSQL says to a fault: no row is ErrNotFound, a refused row is
// ErrNotFound too (the caller may not know that it exists), a lost connection is
// ErrUnavailable, anything unexpected is internal. Faults pass through unchanged.
func Fault(err error) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return fault.ErrNotFound.Because(err)
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return fault.ErrUnavailable.Because(err)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return faultOfCode(pg)
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) || pgconn.SafeToRetry(err) {
		return fault.ErrUnavailable.Because(err)
	}
	return fault.ErrInternal.Because(err)
}

func faultOfCode(pg *pgconn.PgError) error {
	switch {
	case pg.Code == "42501": // row-level security or a missing grant
		return fault.ErrNotFound.Because(pg)
	case pg.Code == "25006", strings.HasPrefix(pg.Code, "57P0"), strings.HasPrefix(pg.Code, "08"), strings.HasPrefix(pg.Code, "53"):
		return fault.ErrUnavailable.Because(pg)
	}
	return fault.ErrInternal.Because(pg)
}

// IsUnique reports whether err is a violation of the named unique constraint or index;
// an empty name means any.
func IsUnique(err error, constraint string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23505" && (constraint == "" || pg.ConstraintName == constraint)
}

// IsReferenced reports whether err is a refused deletion of a row to which others refer.
func IsReferenced(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23503"
}

func pgCode(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code
	}
	return ""
}
