package demo

import (
	"context"

	"github.com/uptrace/bun"
)

// loosenPolicies lets an owner who is bound by forced row-level security copy rows, inside this
// transaction alone, and returns the tables that were loosened. A superuser needs nothing.
func loosenPolicies(ctx context.Context, tx bun.Tx) ([]string, error) {
	var bound []string
	err := tx.NewRaw(`SELECT c.oid::regclass::text FROM pg_class c
		WHERE c.relforcerowsecurity AND NOT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) ORDER BY 1`).Scan(ctx, &bound)
	if err != nil {
		return nil, err
	}
	return bound, alterTables(ctx, tx, bound, "NO FORCE ROW LEVEL SECURITY")
}

// tightenPolicies puts the policies back.
func tightenPolicies(ctx context.Context, tx bun.Tx, bound []string) error {
	return alterTables(ctx, tx, bound, "FORCE ROW LEVEL SECURITY")
}

func alterTables(ctx context.Context, tx bun.Tx, names []string, change string) error {
	for _, name := range names { // written by PostgreSQL, quoted where needed
		if _, err := tx.ExecContext(ctx, "ALTER TABLE "+name+" "+change); err != nil {
			return err
		}
	}
	return nil
}
