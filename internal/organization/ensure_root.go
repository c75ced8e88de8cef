package organization

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/vietnamese"
)

// EnsureRootTx returns the root agency of the installation, establishing it under the given name
// when there is no agency yet.
func EnsureRootTx(ctx context.Context, tx bun.Tx, name string, from time.Time) (uuid.UUID, error) {
	root, err := FindRoot(ctx, tx)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return root, err
	}
	v := AgencyVersion{ID: audit.NewID(), AgencyID: audit.NewID(), ValidFrom: from, Name: vietnamese.Normalize(name), Kind: KindProvince,
		Code: "0", HeaderKind: "plain", PublishesStrength: true, Contact: map[string]any{}, NameKey: vietnamese.Fold(name)}
	if _, err := tx.ExecContext(ctx, "INSERT INTO organization.agencies (id) VALUES (?)", v.AgencyID); err != nil {
		return uuid.Nil, err
	}
	if _, err := tx.NewInsert().Model(&v).Exec(ctx); err != nil {
		return uuid.Nil, err
	}
	return v.AgencyID, RebuildClosureTx(ctx, tx)
}

// FindRoot returns the root agency of the installation; sql.ErrNoRows when there is no agency yet.
func FindRoot(ctx context.Context, tx bun.IDB) (uuid.UUID, error) {
	var root uuid.UUID
	err := tx.NewRaw(`SELECT agency_id FROM organization.agency_versions WHERE parent_id IS NULL AND valid_to IS NULL ORDER BY valid_from, agency_id LIMIT 1`).Scan(ctx, &root)
	return root, err
}

// OwnerOf returns the agency that answers for what an agency has: that one, or the root for what is the province's
// (uuid.Nil). sql.ErrNoRows when there is no agency yet.
func OwnerOf(ctx context.Context, tx bun.IDB, agency uuid.UUID) (uuid.UUID, error) {
	if agency != uuid.Nil {
		return agency, nil
	}
	return FindRoot(ctx, tx)
}

// InsertGrantTx stores a grant.
func InsertGrantTx(ctx context.Context, tx bun.IDB, g Grant) error {
	_, err := tx.NewInsert().Model(&g).Exec(ctx)
	return err
}
