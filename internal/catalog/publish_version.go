package catalog

import (
	"bytes"
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
)

// Draft is a whole course, ready to become the next published version.
type Draft struct {
	Course      // ids, number and counts are set by PublishVersionTx
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
// created on the way. Two of them for one course follow each other. The draft is told its course,
// version and number (those of the current version when nothing was published), and its lessons'
// ids when they were stored.
func PublishVersionTx(ctx context.Context, tx bun.Tx, d *Draft, now time.Time) (PublishOutcome, error) {
	current, err := lockCourse(ctx, tx, d)
	if err != nil {
		return "", err
	}
	d.ID, d.VersionID, d.Number = current.ID, current.VersionID, current.Number
	switch {
	case current.EditedHere:
		return EditedHere, nil
	case current.VersionID != uuid.Nil && bytes.Equal(current.ContentHash, d.ContentHash):
		return Unchanged, nil
	}
	return Published, publish(ctx, tx, d, current.LastNumber+1, now)
}

// PublishEditTx makes the draft, which FindDraft began, the current version of its course. From then on an import
// leaves the course alone.
func PublishEditTx(ctx context.Context, tx bun.Tx, d *Draft, now time.Time) error {
	current, err := lockCourse(ctx, tx, d)
	if err != nil {
		return err
	}
	if err := publish(ctx, tx, d, current.LastNumber+1, now); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE catalog.courses SET edited_here = true WHERE id = ?", d.ID)
	return err
}

func publish(ctx context.Context, tx bun.Tx, d *Draft, number int, now time.Time) error {
	d.VersionID, d.Number = audit.NewID(), number
	if err := insertVersion(ctx, tx, d, now); err != nil {
		return err
	}
	if err := replacePassages(ctx, tx, d); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE catalog.courses SET current_version_id = ?, code = ? WHERE id = ?", d.VersionID, d.Code, d.ID)
	return err
}

// lockedCourse is a course that is held until the commit, with its current version.
type lockedCourse struct {
	ID          uuid.UUID
	EditedHere  bool
	VersionID   uuid.UUID // uuid.Nil: none yet
	Number      int
	ContentHash []byte
	LastNumber  int // of all versions
}

// lockCourse makes sure that the course is there, and holds it. What it reads of versions it reads
// after the lock, in a statement of its own.
func lockCourse(ctx context.Context, tx bun.Tx, d *Draft) (lockedCourse, error) {
	var c lockedCourse
	_, err := tx.ExecContext(ctx, "INSERT INTO catalog.courses (id, key, code) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING", audit.NewID(), d.Key, d.Code)
	if err != nil {
		return c, err
	}
	if _, err := tx.ExecContext(ctx, "SELECT FROM catalog.courses WHERE key = ? FOR UPDATE", d.Key); err != nil {
		return c, err
	}
	err = tx.NewRaw(`SELECT c.id, c.edited_here, c.current_version_id AS version_id, COALESCE(v.number, 0) AS number, v.content_hash,
		(SELECT COALESCE(max(number), 0) FROM catalog.course_versions WHERE course_id = c.id) AS last_number
		FROM catalog.courses c LEFT JOIN catalog.course_versions v ON v.id = c.current_version_id WHERE c.key = ?`, d.Key).Scan(ctx, &c)
	return c, err
}
