package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/postgres"
)

const (
	// fewestWatchers is from how many people on authors see how a video is watched: fewer could be recognized.
	fewestWatchers = 5
	// mostWatchers bounds how many are counted: those who began last.
	mostWatchers = 5000
	// watchingBuckets is in how many parts a video is counted.
	watchingBuckets = 60
	// shortestBucketMs keeps the parts of a short video longer than a sentence.
	shortestBucketMs = 2000
)

// Watching says how a video is watched: in which of its parts people leave, and what they watch again. No person is
// named, and nothing is told of fewer than five.
type Watching struct {
	People   int // who began the lesson; 0 when they are too few to be told
	BucketMs int
	Buckets  []WatchingBucket
}

// WatchingBucket is one part of a video.
type WatchingBucket struct {
	People int // who watched something of it
	Again  int // who watched something of it more than once
}

// CountWatching counts how the video of a lesson is watched, by the latest people who began it. It needs
// access.ManageCourses. fault.ErrNotFound for a lesson that is in no current version of the course or has no video.
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
		film, err := s.filmOf(ctx, tx, Enrollment{CourseVersionID: course.VersionID}, lessonID)
		if err != nil {
			return err
		}
		counted.BucketMs = max(shortestBucketMs, (film.DurationMs+watchingBuckets-1)/watchingBuckets)
		counted.Buckets = make([]WatchingBucket, (film.DurationMs+counted.BucketMs-1)/counted.BucketMs)
		return counted.count(ctx, tx, course.ID, lessonID)
	})
	return counted, err
}

// count fills the buckets; when too few people began the lesson they stay empty.
func (w *Watching) count(ctx context.Context, tx bun.IDB, course, lesson uuid.UUID) error {
	const watchers = `WITH watchers AS MATERIALIZED (SELECT p.enrollment_id, p.watched FROM learning.enrollments e
		JOIN learning.lesson_progress p ON p.enrollment_id = e.id AND p.lesson_id = ?1
		WHERE e.course_id = ?0 AND e.started_at IS NOT NULL ORDER BY e.started_at DESC LIMIT ?2)`
	var people int
	if err := tx.NewRaw(watchers+` SELECT count(*) FROM watchers`, course, lesson, mostWatchers).Scan(ctx, &people); err != nil || people < fewestWatchers {
		return err
	}
	w.People = people
	var rows []struct{ N, People, Again int }
	err := tx.NewRaw(watchers+`, plays AS (
			SELECT w.enrollment_id, n, sum(LEAST(g.to_ms, (n + 1) * ?3) - GREATEST(g.from_ms, n * ?3)) AS ms
			FROM watchers w JOIN learning.playbacks b ON b.enrollment_id = w.enrollment_id AND b.lesson_id = ?1
			JOIN learning.watch_segments g ON g.playback_id = b.id
			CROSS JOIN generate_series(g.from_ms / ?3, (g.to_ms - 1) / ?3) AS n GROUP BY 1, 2),
		seen AS (SELECT DISTINCT w.enrollment_id, n FROM watchers w CROSS JOIN unnest(w.watched) AS r
			CROSS JOIN generate_series(lower(r) / ?3, (upper(r) - 1) / ?3) AS n)
		SELECT s.n, count(*) AS people, count(*) FILTER (WHERE p.ms > ?3 * 3 / 2) AS again
		FROM seen s LEFT JOIN plays p USING (enrollment_id, n) GROUP BY s.n`, course, lesson, mostWatchers, w.BucketMs).Scan(ctx, &rows)
	for _, r := range rows {
		if r.N < len(w.Buckets) {
			w.Buckets[r.N] = WatchingBucket{People: r.People, Again: r.Again}
		}
	}
	return err
}
