package catalog

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
)

// Draft is a whole course, ready to become the next published version.
type Draft struct {
	Course      // ids and counts are ignored
	Modules     []Module
	ContentHash []byte
}

// PublishOutcome says what PublishVersionTx did.
type PublishOutcome string

// The outcomes.
const (
	Published  PublishOutcome = "published"   // a new version is current
	Unchanged  PublishOutcome = "unchanged"   // the current version has this very content
	EditedHere PublishOutcome = "edited_here" // the course was edited in the platform: left alone
)

// PublishVersionTx makes the draft the current version of the course with its key, which is
// created on the way. The course and version ids are set on the draft, and the lessons' ids.
func PublishVersionTx(ctx context.Context, tx bun.Tx, d *Draft, now time.Time) (PublishOutcome, error) {
	var current struct {
		ID          uuid.UUID
		VersionID   *uuid.UUID
		EditedHere  bool
		Number      int
		ContentHash []byte
	}
	err := tx.NewRaw(`SELECT c.id, c.current_version_id AS version_id, c.edited_here, COALESCE(v.number, 0) AS number, v.content_hash
		FROM catalog.courses c LEFT JOIN catalog.course_versions v ON v.id = c.current_version_id
		WHERE c.key = ? FOR UPDATE OF c`, d.Key).Scan(ctx, &current)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		current.ID = audit.NewID()
		if _, err := tx.ExecContext(ctx, "INSERT INTO catalog.courses (id, key, code) VALUES (?, ?, ?)", current.ID, d.Key, d.Code); err != nil {
			return "", err
		}
	case err != nil:
		return "", err
	case current.EditedHere:
		return EditedHere, nil
	case bytes.Equal(current.ContentHash, d.ContentHash):
		return Unchanged, nil
	}
	d.ID, d.VersionID, d.Number = current.ID, audit.NewID(), current.Number+1
	if err := insertVersion(ctx, tx, d, now); err != nil {
		return "", err
	}
	_, err = tx.ExecContext(ctx, "UPDATE catalog.courses SET current_version_id = ?, code = ? WHERE id = ?", d.VersionID, d.Code, d.ID)
	return Published, err
}
