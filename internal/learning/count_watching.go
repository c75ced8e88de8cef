package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/media"
	"taphuan/internal/postgres"
)

const (
	// fewestWatchers is from how many people on authors see how a video is watched: fewer could be recognized.
	fewestWatchers = 5
	// mostWatchers bounds how many enrollments are counted: those that were begun last.
	mostWatchers = 5000
	// watchingBuckets is in how many parts a video is counted.
	watchingBuckets = 60
	// shortestBucketMs keeps the parts of a short video longer than a sentence.
	shortestBucketMs = 2000
)

// Watching says how a video is watched: in which of its parts people leave, and what they watch again. No person is
// named, and nothing is told of fewer than five. It counts over all versions of the course in which the lesson shows this
// video; another video of the lesson is counted apart.
type Watching struct {
	Video    catalog.Showing   // that is counted
	Videos   []catalog.Showing // which the lesson has shown, the last one first
	People   int               // who began the lesson; 0 when they are too few to be told
	BucketMs int
	Buckets  []WatchingBucket
}

// WatchingBucket is one part of a video.
type WatchingBucket struct {
	People int // who watched something of it
	Again  int // who watched something of it more than once
}

// CountWatching counts how the video of a lesson is watched, by the latest people who began it. The lesson may be that of
// any version of the course. It needs access.ManageCourses. fault.ErrNotFound for a lesson of another course or without a
// video, and for a course that is unknown or withdrawn.
func (s *Service) CountWatching(ctx context.Context, who access.Principal, courseKey string, lessonID uuid.UUID) (Watching, error) {
	var counted Watching
	if err := who.Require(access.ManageCourses); err != nil {
		return counted, err
	}
	err := s.db.Read(ctx, postgres.System(postgres.CountWatching), func(ctx context.Context, tx bun.Tx) error {
		course, err := catalog.FindCurrent(ctx, tx, courseKey)
		if err != nil {
			return err
		}
		if counted.Video, counted.Videos, err = catalog.ListShowings(ctx, tx, course.ID, lessonID); err != nil {
			return err
		}
		file, err := media.FindFile(ctx, tx, counted.Video.VideoID)
		if err != nil {
			return err
		}
		counted.BucketMs = max(shortestBucketMs, (file.DurationMs+watchingBuckets-1)/watchingBuckets)
		counted.Buckets = make([]WatchingBucket, (file.DurationMs+counted.BucketMs-1)/counted.BucketMs)
		return counted.count(ctx, tx, course.ID)
	})
	return counted, err
}

// watchers are the enrollments that are counted. Whoever takes the course again in another round has several and is one
// person.
const watchers = `WITH watchers AS MATERIALIZED (SELECT e.person_id, p.enrollment_id, p.lesson_id, p.watched FROM learning.enrollments e
	JOIN learning.lesson_progress p ON p.enrollment_id = e.id AND p.lesson_id = ANY (?1::uuid[])
	WHERE e.course_id = ?0 AND e.started_at IS NOT NULL ORDER BY e.started_at DESC LIMIT ?2)`

// countBuckets counts the watchers of each part of ?3 milliseconds; again is who watched half of it more than once in
// one round.
const countBuckets = `, plays AS (
		SELECT w.person_id, w.enrollment_id, n, sum(LEAST(g.to_ms, (n + 1) * ?3) - GREATEST(g.from_ms, n * ?3)) AS ms
		FROM watchers w JOIN learning.playbacks b ON b.enrollment_id = w.enrollment_id AND b.lesson_id = w.lesson_id
		JOIN learning.watch_segments g ON g.playback_id = b.id
		CROSS JOIN generate_series(g.from_ms / ?3, (g.to_ms - 1) / ?3) AS n GROUP BY 1, 2, 3),
	again AS (SELECT DISTINCT person_id, n FROM plays WHERE ms > ?3 * 3 / 2),
	seen AS (SELECT DISTINCT w.person_id, n FROM watchers w CROSS JOIN unnest(w.watched) AS r
		CROSS JOIN generate_series(lower(r) / ?3, (upper(r) - 1) / ?3) AS n)
	SELECT s.n, count(*) AS people, count(a.n) AS again FROM seen s LEFT JOIN again a USING (person_id, n) GROUP BY s.n`

// count fills the buckets; when too few people began the lesson they stay empty.
func (w *Watching) count(ctx context.Context, tx bun.IDB, course uuid.UUID) error {
	lessons := pgdialect.Array(w.Video.Lessons)
	var people int
	err := tx.NewRaw(watchers+` SELECT count(DISTINCT person_id) FROM watchers`, course, lessons, mostWatchers).Scan(ctx, &people)
	if err != nil || people < fewestWatchers {
		return err
	}
	w.People = people
	var rows []struct{ N, People, Again int }
	err = tx.NewRaw(watchers+countBuckets, course, lessons, mostWatchers, w.BucketMs).Scan(ctx, &rows)
	for _, r := range rows {
		if r.N < len(w.Buckets) {
			w.Buckets[r.N] = WatchingBucket{People: r.People, Again: r.Again}
		}
	}
	return err
}
