package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// StandsTx reports whether an agency stands on a day.
func StandsTx(ctx context.Context, tx bun.IDB, id uuid.UUID, day time.Time) (bool, error) {
	return tx.NewSelect().Table("organization.agency_versions").
		Where("agency_id = ?0 AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1)", id, day).Exists(ctx)
}

// AllStandTx reports whether each of the agencies stands on a day; repeats do no harm.
func AllStandTx(ctx context.Context, tx bun.IDB, ids []uuid.UUID, day time.Time) (bool, error) {
	var missing bool
	err := tx.NewRaw(`SELECT EXISTS (SELECT FROM unnest(?0::uuid[]) wanted (id) WHERE NOT EXISTS (SELECT FROM organization.agency_versions
		WHERE agency_id = wanted.id AND valid_from <= ?1::date AND (valid_to IS NULL OR valid_to > ?1::date)))`, uuidArray(ids), sqlDate(day)).Scan(ctx, &missing)
	return !missing, err
}

// AgencyNames returns the names of agencies on a day; of one that does not stand then, its last name.
func AgencyNames(ctx context.Context, tx bun.IDB, ids []uuid.UUID, day time.Time) (map[uuid.UUID]string, error) {
	names := map[uuid.UUID]string{}
	var rows []struct {
		AgencyID uuid.UUID
		Name     string
	}
	err := tx.NewRaw(`SELECT DISTINCT ON (agency_id) agency_id, name FROM organization.agency_versions WHERE agency_id = ANY (?0::uuid[])
		ORDER BY agency_id, (valid_from <= ?1::date AND (valid_to IS NULL OR valid_to > ?1::date)) DESC, valid_from DESC`, uuidArray(ids), sqlDate(day)).Scan(ctx, &rows)
	for _, r := range rows {
		names[r.AgencyID] = r.Name
	}
	return names, err
}
