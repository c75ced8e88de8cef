package learning

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// classWorld is a school with one class, another school, and a published course.
type classWorld struct {
	*Service
	t             *testing.T
	owner         *bun.DB
	school, other uuid.UUID
	class         uuid.UUID
	course        catalog.Course
}

func newClassWorld(t *testing.T, students int) *classWorld {
	t.Helper()
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	w := &classWorld{Service: New(db, &outbox.Outbox{}, time.Now), t: t, owner: owner, school: audit.NewID(), other: audit.NewID(), class: audit.NewID()}
	for _, agency := range []uuid.UUID{w.school, w.other} {
		w.exec("INSERT INTO organization.agencies (id) VALUES (?)", agency)
	}
	w.exec("INSERT INTO organization.school_classes (id, agency_id, school_year, name) VALUES (?, ?, '2026-2027', '10A1')", w.class, w.school)
	w.course = catalog.Course{ID: audit.NewID(), VersionID: audit.NewID(), Key: "an1"}
	w.exec("INSERT INTO catalog.courses (id, key, code) VALUES (?, 'an1', 'AN1')", w.course.ID)
	w.exec(`INSERT INTO catalog.course_versions (id, course_id, number, state, title_vi, field, level, periods, pass_mark, updated_on, content_hash)
		VALUES (?, ?, 1, 'published', 'Nhận diện lừa đảo', 'cybersecurity', 'basic', 400, 500, '2026-11-01', '\x00')`, w.course.VersionID, w.course.ID)
	for range students {
		w.student()
	}
	return w
}

func (w *classWorld) exec(query string, args ...any) {
	w.t.Helper()
	if _, err := w.owner.ExecContext(context.Background(), query, args...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *classWorld) count(query string, args ...any) (n int) {
	w.t.Helper()
	if err := w.owner.NewRaw(query, args...).Scan(context.Background(), &n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *classWorld) student() uuid.UUID {
	w.t.Helper()
	id := audit.NewID()
	w.exec("INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'student', 'Lê An', 'An')", id, w.school)
	w.exec("INSERT INTO organization.class_members (school_class_id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2026-09-05')", w.class, id, w.school)
	return id
}

func (w *classWorld) focalPoint(agencies ...uuid.UUID) access.Principal {
	return access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: agencies[0], Agencies: agencies}}}
}

func (w *classWorld) enroll(due *time.Time) EnrolledClass {
	w.t.Helper()
	done, err := w.EnrollClass(w.t.Context(), w.focalPoint(w.school), EnrollClass{AgencyID: w.school, SchoolClassID: w.class, Course: w.course, DueOn: due, Document: "12/KH-THPT"})
	if err != nil {
		w.t.Fatal(err)
	}
	return done
}

func TestEnrollClass(t *testing.T) {
	w := newClassWorld(t, 3)
	gone, transferred := w.student(), w.student()
	w.exec("UPDATE organization.class_members SET valid_to = '2026-10-01' WHERE person_id = ?", gone)
	// An enrollment from another school, which this one may not see by itself, is theirs and counts.
	w.exec("INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, source) VALUES (?, ?, ?, ?, ?, 'self')",
		audit.NewID(), transferred, w.other, w.course.ID, w.course.VersionID)
	due := organization.Day(time.Now()).AddDate(0, 1, 0)
	if diff := cmp.Diff(EnrolledClass{Enrolled: 3, Already: 1}, w.enroll(&due)); diff != "" {
		t.Error(diff)
	}
	w.student()
	if diff := cmp.Diff(EnrolledClass{Enrolled: 1, Already: 4}, w.enroll(nil)); diff != "" {
		t.Error(diff)
	}
	for what, n := range map[string]int{
		"SELECT count(*) FROM learning.enrollments WHERE source = 'list' AND agency_id = ?": 4,
		"SELECT sum(amount) FROM learning.deltas WHERE what = 'enrolled' AND agency_id = ?": 4,
		"SELECT count(*) FROM audit.entries WHERE reason = '12/KH-THPT' AND agency_id = ?":  2,
	} {
		if got := w.count(what, w.school); got != n {
			t.Errorf("%s: %d, want %d", what, got, n)
		}
	}
	if n := w.count("SELECT count(*) FROM learning.enrollments WHERE due_on = ? AND school_class_id = ?", due, w.class); n != 3 {
		t.Errorf("%d enrollments have the date, want 3", n)
	}
}

func TestEnrollClassRights(t *testing.T) {
	w := newClassWorld(t, 2)
	cmd := EnrollClass{AgencyID: w.school, SchoolClassID: w.class, Course: w.course}
	yesterday := organization.Day(time.Now()).AddDate(0, 0, -1)
	late := cmd
	late.DueOn = &yesterday
	wrongSchool := cmd
	wrongSchool.AgencyID = w.other
	teacher := access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.ClassTeacher, AgencyID: w.school, SchoolClassID: w.class}}}
	province := access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.ProvinceManager, AgencyID: w.school, Agencies: []uuid.UUID{w.school}}}}
	for name, test := range map[string]struct {
		who  access.Principal
		cmd  EnrollClass
		want *fault.Error
	}{
		"nobody":                         {access.Principal{}, cmd, fault.ErrSignInRequired},
		"a learner":                      {access.Principal{PersonID: audit.NewID()}, cmd, fault.ErrForbidden},
		"a class teacher":                {teacher, cmd, fault.ErrForbidden},
		"a province manager":             {province, cmd, fault.ErrForbidden},
		"another school":                 {w.focalPoint(w.other), cmd, fault.ErrNotFound},
		"the class under another school": {w.focalPoint(w.other), wrongSchool, fault.ErrNotFound},
		"a reach of both, the wrong one": {w.focalPoint(w.school, w.other), wrongSchool, fault.ErrNotFound},
		"a day that has passed":          {w.focalPoint(w.school), late, ErrDuePast},
	} {
		_, err := w.EnrollClass(t.Context(), test.who, test.cmd)
		if err == nil || fault.From(err).Code != test.want.Code {
			t.Errorf("%s: error is %v, want %v", name, err, test.want)
		}
	}
	if n := w.count("SELECT count(*) FROM learning.enrollments"); n != 0 {
		t.Errorf("%d enrollments were written", n)
	}
	// Below the service the database refuses the same.
	err := w.db.RunInTx(t.Context(), postgres.Agencies(w.other), func(ctx context.Context, tx bun.Tx) error {
		_, err := enrollMembers(ctx, tx, cmd, []uuid.UUID{w.student()})
		return err
	})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("the database answers %v", err)
	}
}

func TestEnrollWholeSchool(t *testing.T) {
	w := newClassWorld(t, 0)
	w.exec(`INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) SELECT gen_random_uuid(), ?, 'student', 'Lê An', 'An' FROM generate_series(1, 1200)`, w.school)
	w.exec(`INSERT INTO organization.class_members (school_class_id, person_id, agency_id, valid_from) SELECT ?, id, agency_id, '2026-09-05' FROM organization.persons`, w.class)
	start := time.Now()
	if got := w.enroll(nil); got.Enrolled != 1200 {
		t.Errorf("%+v", got)
	}
	t.Logf("1,200 students enrolled in %v", time.Since(start))
}
