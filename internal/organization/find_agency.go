package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

const selectAgency = `SELECT v.agency_id, v.name, v.short_name, v.kind, v.code, v.parent_id, v.header_kind, v.full_place_name,
	(SELECT count(*) FROM organization.agency_versions c
	 WHERE c.parent_id = v.agency_id AND c.valid_from <= ?0 AND (c.valid_to IS NULL OR c.valid_to > ?0)) AS child_count,
	COALESCE((SELECT p.name FROM organization.agency_versions p
	 WHERE p.agency_id = v.parent_id AND p.valid_from <= ?0 AND (p.valid_to IS NULL OR p.valid_to > ?0)), '') AS parent_name
	FROM organization.agency_versions v`

// FindAgency returns an agency as of a day. After its end the last version is returned, so that
// history stays readable; fault.ErrNotFound when it never was.
func (s *Service) FindAgency(ctx context.Context, id uuid.UUID, asOf time.Time) (Agency, error) {
	var agency Agency
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		var err error
		agency, err = FindAgencyTx(ctx, tx, id, asOf)
		return err
	})
	return agency, err
}
