package demo

import (
	"context"

	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
)

// addLibrary gives the agency of each author one video: that of the first lesson that has one. Its captions are
// still to be made.
func addLibrary(ctx context.Context, tx bun.Tx, g *generator) error {
	for _, a := range cast {
		if a.role != access.Author {
			continue
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO media.videos (id, agency_id, title, file_id, created_at, updated_at)
			SELECT ?0, ?1, title_vi, video_id, ?2, ?2 FROM catalog.lessons
			WHERE course_version_id = ?3 AND video_id IS NOT NULL ORDER BY position LIMIT 1`,
			audit.NewID(), g.tree.byCode[a.place], g.cal.now, g.courses[0].VersionID)
		if err != nil {
			return err
		}
	}
	return nil
}
