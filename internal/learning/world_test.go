package learning

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// world is a small province: two agencies, an officer in each, a course of one text lesson and
// one video of a minute.
type world struct {
	service          *Service
	db               *postgres.DB
	owner            *bun.DB
	agencyA, agencyB uuid.UUID
	anna, binh       access.Principal
	course           catalog.Course
	text, video      uuid.UUID
}

// today is the day on which the tests happen.
var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

func setup(t *testing.T) *world {
	t.Helper()
	db, owner := pgtest.NewWithOwner(t)
	events, err := outbox.New(db, []outbox.Reaction{outbox.On("test", func(context.Context, CourseCompleted) error { return nil })})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{db: db, owner: owner, service: New(db, events, func() time.Time { return today.Add(3 * time.Hour) })}
	w.service.watches = postgres.NewGroup(postgres.GroupRules{Most: watchRules.Most, Waiting: watchRules.Waiting, Patience: watchRules.Patience}, w.service.recordWatches)
	w.agencyA, w.agencyB = w.agency(t, "Sở A"), w.agency(t, "Sở B")
	w.anna, w.binh = w.officer(t, w.agencyA), w.officer(t, w.agencyB)
	w.exec(t, `INSERT INTO organization.agency_closure SELECT agency_id, agency_id, 0, valid_from, NULL FROM organization.agency_versions`)
	w.publish(t)
	return w
}

func (w *world) exec(t *testing.T, query string, args ...any) {
	t.Helper()
	if _, err := w.owner.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}

func (w *world) agency(t *testing.T, name string) uuid.UUID {
	t.Helper()
	id := uuid.New()
	w.exec(t, `INSERT INTO organization.agencies (id) VALUES (?)`, id)
	w.exec(t, `INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key) VALUES (?, ?, '2020-01-01', ?, 'department', ?, '')`, uuid.New(), id, name, name)
	return id
}

func (w *world) officer(t *testing.T, agency uuid.UUID) access.Principal {
	t.Helper()
	id := uuid.New()
	w.exec(t, `INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'officer', 'Nguyễn Văn An', 'An')`, id, agency)
	w.exec(t, `INSERT INTO organization.postings (id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2020-01-01')`, uuid.New(), id, agency)
	return access.Principal{PersonID: id}
}

// film stores a video of its own bytes.
func (w *world) film(t *testing.T, ms int) uuid.UUID {
	t.Helper()
	id := uuid.New()
	w.exec(t, `INSERT INTO media.files (id, sha256, size, mime, duration_ms) VALUES (?, sha256(?::text::bytea), 1000, 'video/mp4', ?)`, id, id, ms)
	return id
}

func (w *world) publish(t *testing.T) {
	t.Helper()
	film := w.film(t, filmMs)
	draft := catalog.Draft{ContentHash: []byte{1}, Course: catalog.Course{Key: "an1", Code: "AN1", Title: catalog.LocalText{VI: "Nhận biết lừa đảo"},
		Field: catalog.Cybersecurity, Level: "basic", Periods: 800, PassMark: 700, UpdatedOn: today, Audience: []string{"CB"}},
		Modules: []catalog.Module{{Key: "m1", Title: catalog.LocalText{VI: "Phần 1"}, Lessons: []catalog.Lesson{
			{Slug: "01-chu", Kind: catalog.TextLesson, Title: catalog.LocalText{VI: "Bài chữ"}, Minutes: 5, Texts: map[string]catalog.LessonText{"vi": {}}},
			{Slug: "02-video", Kind: catalog.VideoLesson, Title: catalog.LocalText{VI: "Bài video"}, Minutes: 1, VideoID: film, Voice: "human"},
		}}}}
	err := w.db.RunInTx(t.Context(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		_, err := catalog.PublishVersionTx(ctx, tx, &draft, today)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.course, w.text, w.video = draft.Course, draft.Modules[0].Lessons[0].ID, draft.Modules[0].Lessons[1].ID
}

// republish publishes a new version of the course after a change of its lessons; whoever enrolls then gets it.
func (w *world) republish(t *testing.T, change func(*catalog.Module)) []catalog.Lesson {
	t.Helper()
	var draft catalog.Draft
	err := w.db.RunInTx(t.Context(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		var err error
		if draft, err = catalog.FindDraft(ctx, tx, "an1"); err != nil {
			return err
		}
		change(&draft.Modules[0])
		return catalog.PublishEditTx(ctx, tx, &draft, today.AddDate(0, 0, draft.Number))
	})
	if err != nil {
		t.Fatal(err)
	}
	w.course = draft.Course
	return draft.Modules[0].Lessons
}

func (w *world) enroll(t *testing.T, who access.Principal) uuid.UUID {
	t.Helper()
	id, err := w.service.EnrollSelf(t.Context(), who, w.course)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (w *world) count(t *testing.T, query string, args ...any) int {
	t.Helper()
	var n int
	if err := w.owner.NewRaw(query, args...).Scan(t.Context(), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// require asks an agency's officers, or one of its school classes, for the course.
func (w *world) require(t *testing.T, agency uuid.UUID, class *uuid.UUID, starts, due, document string) uuid.UUID {
	t.Helper()
	id := uuid.New()
	w.exec(t, `INSERT INTO learning.requirements (id, agency_id, starts_on, due_on, document, reason_vi) VALUES (?, ?, ?, ?, ?, 'Vì an toàn')`, id, agency, starts, due, document)
	w.exec(t, `INSERT INTO learning.requirement_rules (requirement_id, number, agency_id, school_class_id) VALUES (?, 1, ?, ?)`, id, agency, class)
	w.exec(t, `INSERT INTO learning.requirement_courses (requirement_id, slot, course_id) VALUES (?, 1, ?)`, id, w.course.ID)
	return id
}
