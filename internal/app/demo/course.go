package demo

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/catalog"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// course is what a learning story needs of a published course.
type course struct {
	catalog.Course
	lessons []lesson
	pre     *test // nil: the course has none
	final   *test
}

type lesson struct {
	id         uuid.UUID
	durationMs int // 0: a text
}

// test is a test with the questions from which papers are drawn.
type test struct {
	id                uuid.UUID
	minutes           int
	passMark          int
	attempts          int // 0: no limit
	coolingOff        int // minutes
	moderationPercent int
	blueprint         question.Blueprint
	pool              []question.Candidate
	bodies            map[string]question.Body
}

// errNoCourse is returned when nothing can be learned yet.
var errNoCourse = errors.New("the demonstration needs the courses: run 'taphuan course import' first")

// loadCourses returns the current courses that have lessons and a final test, AN1 first; practice are those whose final
// test people mark.
func loadCourses(ctx context.Context, tx bun.IDB) (courses, practice []*course, err error) {
	var ids []uuid.UUID
	err = tx.NewRaw(`SELECT current_version_id FROM catalog.courses
		WHERE current_version_id IS NOT NULL AND withdrawn_at IS NULL ORDER BY key <> 'an1', key LIMIT 50`).Scan(ctx, &ids)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range ids {
		c, err := loadCourse(ctx, tx, id)
		switch {
		case err != nil:
			return nil, nil, err
		case c.final == nil || len(c.lessons) == 0:
		case c.final.byPeople():
			practice = append(practice, c)
		default:
			courses = append(courses, c)
		}
	}
	if len(courses) == 0 {
		return nil, nil, errNoCourse
	}
	return courses, practice, nil
}

// byPeople reports whether the test asks for answers that people mark.
func (t *test) byPeople() bool {
	for _, body := range t.bodies {
		if question.NeedsMarking(body) {
			return true
		}
	}
	return false
}

func loadCourse(ctx context.Context, tx bun.IDB, version uuid.UUID) (*course, error) {
	found, err := catalog.FindVersion(ctx, tx, version)
	if err != nil {
		return nil, err
	}
	c := &course{Course: found}
	var lessons []struct {
		ID         uuid.UUID
		DurationMs int
	}
	err = tx.NewRaw(`SELECT l.id, COALESCE(f.duration_ms, 0) AS duration_ms FROM catalog.lessons l LEFT JOIN media.files f ON f.id = l.video_id
		WHERE l.course_version_id = ? ORDER BY l.position`, version).Scan(ctx, &lessons)
	if err != nil {
		return nil, err
	}
	for _, l := range lessons {
		c.lessons = append(c.lessons, lesson{l.ID, l.DurationMs})
	}
	if c.pre, err = loadTest(ctx, tx, version, "pre_test"); err != nil {
		return nil, err
	}
	c.final, err = loadTest(ctx, tx, version, "final")
	return c, err
}

func loadTest(ctx context.Context, tx bun.IDB, version uuid.UUID, kind string) (*test, error) {
	var rows []struct {
		ID                uuid.UUID
		Minutes           int
		PassMark          int
		Attempts          int
		CoolingOffMinutes int
		ModerationPercent int
		ShuffleQuestions  bool
		ShuffleOptions    bool
	}
	err := tx.NewRaw(`SELECT id, minutes, pass_mark, attempts, cooling_off_minutes, moderation_percent, shuffle_questions, shuffle_options FROM assessment.tests
		WHERE course_version_id = ? AND kind = ?`, version, kind).Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	r := rows[0]
	t := &test{id: r.ID, minutes: r.Minutes, passMark: r.PassMark, attempts: r.Attempts, coolingOff: r.CoolingOffMinutes, moderationPercent: r.ModerationPercent, bodies: map[string]question.Body{},
		blueprint: question.Blueprint{KeepQuestions: !r.ShuffleQuestions, KeepOptions: !r.ShuffleOptions}}
	err = tx.NewRaw(`SELECT c.topic, c.difficulty, c.count FROM assessment.tests t, jsonb_to_recordset(t.blueprint) AS c(topic text, difficulty int, count int)
		WHERE t.id = ?`, r.ID).Scan(ctx, &t.blueprint.Cells)
	if err != nil {
		return nil, err
	}
	return t, t.loadPool(ctx, tx)
}

func (t *test) loadPool(ctx context.Context, tx bun.IDB) error {
	var rows []struct {
		ID         string
		Topic      string
		Difficulty int
		Body       string
		Fixed      bool
	}
	err := tx.NewRaw(`SELECT v.id::text AS id, v.topic, v.difficulty, v.body::text AS body, p.fixed_position IS NOT NULL AS fixed
		FROM assessment.test_pool p JOIN assessment.question_versions v ON v.id = p.question_version_id
		WHERE p.test_id = ? ORDER BY p.fixed_position, v.id`, t.id).Scan(ctx, &rows)
	if err != nil {
		return err
	}
	for _, r := range rows {
		var body question.Body
		if err := (postgres.JSON{V: &body}).Scan(r.Body); err != nil {
			return err
		}
		t.pool = append(t.pool, question.Candidate{ID: r.ID, Topic: r.Topic, Difficulty: r.Difficulty})
		t.bodies[r.ID] = body
		if r.Fixed {
			t.blueprint.Fixed = append(t.blueprint.Fixed, r.ID)
		}
	}
	return nil
}
