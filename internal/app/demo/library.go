package demo

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
)

// videoOf is the id of the video of an author of the cast: the same in every demonstration, as its address may be
// written down.
func videoOf(username string) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("video/"+username))
}

// addLibrary gives the agency in which each author holds the role one video: that of the first lesson that has one. Its
// captions are still to be made.
func addLibrary(ctx context.Context, tx bun.Tx, g *generator) error {
	for _, a := range cast {
		if a.role != access.Author {
			continue
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO media.videos (id, agency_id, title, file_id, created_at, updated_at)
			SELECT ?0, ?1, regexp_replace(title_vi, '^Video: ', ''), video_id, ?2, ?2 FROM catalog.lessons
			WHERE course_version_id = ?3 AND video_id IS NOT NULL ORDER BY position LIMIT 1`,
			videoOf(a.username), g.tree.byCode[a.scope], g.cal.now, g.courses[0].VersionID)
		if err != nil {
			return err
		}
	}
	return nil
}
