package catalog

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Showing (lần dùng video) is one video as a lesson shows it in one or more versions of its course. A version that leaves
// the video alone goes on with the showing, so that its figures go on too.
type Showing struct {
	VideoID uuid.UUID   // a file has one id: other bytes are another video
	Since   int         // number of the first version that shows it
	SinceAt time.Time   // when that version was published
	Lessons []uuid.UUID // the lesson in each of these versions, the newest first
}

// The same lesson of another version has the same key, or shows the same video under a key that no lesson with this video
// has in the version of ?1: whoever puts a lesson in between numbers the keys of those behind it anew.
const selectShowings = `SELECT v.number, v.published_at, o.id, o.video_id
	FROM catalog.lessons l
	JOIN catalog.course_versions own ON own.id = l.course_version_id
	JOIN catalog.course_versions v ON v.course_id = own.course_id AND v.state = 'published'
	JOIN catalog.lessons o ON o.course_version_id = v.id AND o.video_id IS NOT NULL
	WHERE l.id = ?1 AND own.course_id = ?0 AND l.video_id IS NOT NULL
		AND (o.slug = l.slug OR o.video_id = l.video_id AND NOT EXISTS (SELECT FROM catalog.lessons k
			WHERE k.course_version_id = l.course_version_id AND k.slug = o.slug AND k.video_id = l.video_id))
	ORDER BY v.number DESC, o.slug = l.slug DESC, o.position`

// ListShowings returns the videos that a lesson has shown over the versions of its course: own is the one that it shows
// in its own version, whichever that is, and all has each of them, the one that was shown last first. sql.ErrNoRows for a
// lesson of another course or without a video.
func ListShowings(ctx context.Context, tx bun.IDB, courseID, lessonID uuid.UUID) (own Showing, all []Showing, err error) {
	var rows []shownRow
	if err := tx.NewRaw(selectShowings, courseID, lessonID).Scan(ctx, &rows); err != nil {
		return Showing{}, nil, err
	}
	all = showingsOf(rows)
	place := slices.IndexFunc(all, func(s Showing) bool { return slices.Contains(s.Lessons, lessonID) })
	if place < 0 {
		return Showing{}, nil, sql.ErrNoRows
	}
	return all[place], all, nil
}

// shownRow is a lesson of one version, as selectShowings returns it.
type shownRow struct {
	Number      int
	PublishedAt time.Time
	ID, VideoID uuid.UUID
}

// showingsOf groups lessons, those of the newest version first, by video. A version has one lesson in a showing: where two
// show the video, the first of them.
func showingsOf(rows []shownRow) []Showing {
	var all []Showing
	for _, r := range rows {
		place := slices.IndexFunc(all, func(s Showing) bool { return s.VideoID == r.VideoID })
		if place < 0 {
			place, all = len(all), append(all, Showing{VideoID: r.VideoID})
		}
		if s := &all[place]; s.Since != r.Number {
			s.Since, s.SinceAt, s.Lessons = r.Number, r.PublishedAt, append(s.Lessons, r.ID)
		}
	}
	return all
}
