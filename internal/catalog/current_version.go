package catalog

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

const selectCurrentVersion postgres.Prepared = `SELECT current_version_id FROM catalog.courses
	WHERE id = $1 AND withdrawn_at IS NULL AND current_version_id IS NOT NULL`

// CurrentVersion returns the version of a course that whoever begins today learns; sql.ErrNoRows when there is none or
// the course was withdrawn.
func CurrentVersion(ctx context.Context, tx bun.IDB, courseID uuid.UUID) (uuid.UUID, error) {
	var version uuid.UUID
	err := selectCurrentVersion.Scan(ctx, tx, &version, courseID)
	return version, err
}
