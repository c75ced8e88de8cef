package notify

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
)

// TestStepsOfADuty walks a learner through every day before and after the date: each step is told
// once, on its day, whatever number of turns a day has.
func TestStepsOfADuty(t *testing.T) {
	w := setup(t)
	learner := w.person(t, w.room)
	w.owes(learner, w.room, 40)
	var told []string
	for day := range 80 {
		w.now = noon.AddDate(0, 0, day)
		for range 2 {
			w.remind(t)
		}
		if now := strings.Fields(w.told(t, learner)); len(now) > len(told) {
			told = append(told, now[len(told)]+"@"+w.now.Format("02/01"))
		}
	}
	// Due on 02/01/2027.
	want := "duty_due/d30@03/12 duty_due/d14@19/12 duty_due/d7@26/12 duty_due/d1@01/01 duty_overdue/overdue@03/01"
	if got := strings.Join(told, " "); got != want {
		t.Errorf("told %s,\nwant %s", got, want)
	}
}

// TestLateComer: who owes a course only days before the date gets one step, not all that have passed.
func TestLateComer(t *testing.T) {
	w := setup(t)
	learner := w.person(t, w.room)
	w.owes(learner, w.room, 5)
	w.remind(t)
	if got := w.told(t, learner); got != "duty_due/d7" {
		t.Errorf("told %q", got)
	}
}

// TestLadder: learner, then focal points with numbers of their subtree, then leaders; a unit's
// focal point hears of the unit alone, and nobody hears names.
func TestLadder(t *testing.T) {
	w := setup(t)
	above, below, leader, elsewhere := w.person(t, w.department), w.person(t, w.room), w.person(t, w.department), w.person(t, w.agency(t, "Sở Y tế"))
	w.grant(t, above, access.FocalPoint, w.department)
	w.grant(t, below, access.FocalPoint, w.room)
	w.grant(t, leader, access.AgencyLeader, w.department)
	for range 3 {
		w.owes(w.person(t, w.room), w.room, 7)
	}
	w.owes(w.person(t, w.department), w.department, 7)
	heard := func(day int) string {
		w.now = noon.AddDate(0, 0, day)
		w.remind(t)
		return w.told(t, above) + " | " + w.told(t, below) + " | " + w.told(t, leader)
	}
	for _, c := range []struct {
		day  int
		want string
	}{
		{0, "unit_due/focal_d7 | unit_due/focal_d7 | "},
		{7, "unit_due/focal_d7 | unit_due/focal_d7 | "},
		{8, "unit_due/focal_d7 unit_overdue/focal_overdue | unit_due/focal_d7 unit_overdue/focal_overdue | "},
		{10, "unit_due/focal_d7 unit_overdue/focal_overdue | unit_due/focal_d7 unit_overdue/focal_overdue | unit_overdue/leader_overdue"},
	} {
		if got := heard(c.day); got != c.want {
			t.Errorf("day %d: %q, want %q", c.day, got, c.want)
		}
	}
	people := func(who access.Principal) int {
		return w.count(t, `SELECT COALESCE(max((facts->>'people')::int), 0) FROM notify.notices WHERE person_id = ?`, who.PersonID)
	}
	if people(above) != 4 || people(below) != 3 || people(leader) != 4 || people(elsewhere) != 0 {
		t.Errorf("numbers: above %d, below %d, leader %d, elsewhere %d", people(above), people(below), people(leader), people(elsewhere))
	}
	if n := w.count(t, `SELECT count(*) FROM notify.notices WHERE facts::text LIKE '%Ươm%'`); n != 0 {
		t.Error("a notice holds a person's name")
	}
}

// TestCutShort: a day that breaks off is written again, whole, and nobody is told twice.
func TestCutShort(t *testing.T) {
	w := setup(t)
	first, last := w.person(t, w.room), w.person(t, w.room)
	w.owes(first, w.room, 3)
	w.owes(last, w.room, 3)
	whole, power := w.Due, errors.New("the power fails")
	w.Due = func(ctx context.Context, q DueQuery, take func([]Due) error) error {
		return errors.Join(take([]Due{w.due[0]}), power)
	}
	if err := w.Remind(t.Context()); !errors.Is(err, power) {
		t.Fatal(err)
	}
	w.Due = whole
	w.remind(t)
	if w.told(t, first) != "duty_due/d7" || w.told(t, last) != "duty_due/d7" {
		t.Errorf("first told %q, last %q", w.told(t, first), w.told(t, last))
	}
}

// TestStudents: a student is told, the class teacher and the school hear numbers of students alone, and the
// officers of the school are counted apart.
func TestStudents(t *testing.T) {
	w := setup(t)
	class, other := uuid.New(), uuid.New()
	for id, name := range map[uuid.UUID]string{class: "10A1", other: "10A2"} {
		w.exec(t, `INSERT INTO organization.school_classes (id, agency_id, school_year, name) VALUES (?, ?, '2026-2027', ?)`, id, w.room, name)
	}
	teacher, stranger, focal, student := w.person(t, w.room), w.person(t, w.room), w.person(t, w.room), w.person(t, w.room)
	for id, who := range map[uuid.UUID]access.Principal{class: teacher, other: stranger} {
		w.exec(t, `INSERT INTO organization.grants (id, person_id, role, agency_id, school_class_id, valid_from) VALUES (?, ?, 'class_teacher', ?, ?, '2026-01-01')`, uuid.New(), who.PersonID, w.room, id)
	}
	w.grant(t, focal, access.FocalPoint, w.room)
	w.owes(student, w.room, 5)
	w.due[0].SchoolClassID = &class
	w.owes(w.person(t, w.room), w.room, 5)
	renewing := w.person(t, w.room)
	w.owes(renewing, w.room, 5)
	w.due[2].Renewal = true
	w.remind(t)
	for who, want := range map[*access.Principal]string{&student: "duty_due/d7", &teacher: "unit_due/teacher_d7", &stranger: "",
		&focal: "unit_due/focal_d7 unit_due/focal_d7", &renewing: "duty_due/d7"} {
		if got := w.told(t, *who); got != want {
			t.Errorf("told %q, want %q", got, want)
		}
	}
	if n := w.count(t, `SELECT count(*) FROM notify.notices WHERE person_id = ? AND (facts->>'people')::int <> 1`, focal.PersonID); n != 0 {
		t.Error("students and officers, or a renewal, are counted together")
	}
	list, _, err := w.ListNotices(t.Context(), teacher, 10, 0)
	if err != nil || len(list) != 1 || !strings.Contains(list[0].Words().Title.VI, "10A1") || !strings.Contains(list[0].Words().Title.VI, "1 học sinh, sinh viên") {
		t.Errorf("%+v, %v", list, err)
	}
}

// TestSessionsTomorrow: everybody of a session is told of it the day before, once, with time, room and place; again
// when it has moved to another day; and on the day itself when the day before passed in silence.
func TestSessionsTomorrow(t *testing.T) {
	w := setup(t)
	who, late := w.person(t, w.room), w.person(t, w.room)
	at := func(day, hour int) *time.Time {
		instant := time.Date(2026, 11, day, hour-7, 30, 0, 0, time.UTC)
		return &instant
	}
	meet := func(number int, next *time.Time, where string, people ...access.Principal) Meeting {
		m := Meeting{SessionID: uuid.New(), Class: Class{ID: uuid.New(), Name: "Lớp an toàn số", Next: next, Where: where, Session: number}}
		for _, one := range people {
			m.People = append(m.People, one.PersonID)
		}
		return m
	}
	w.meetings = []Meeting{meet(2, at(27, 7), "Phòng 1, Hội trường xã", who), meet(3, at(27, 8), "", who), meet(1, at(26, 16), "P2", late), meet(1, at(23, 11), "P2", late)}
	w.now = noon.AddDate(0, 0, -1)
	w.remind(t)
	if got := w.told(t, who) + w.told(t, late); got != "class_meets/d1-2026-11-23" { // at 11:30
		t.Errorf("two days before: %q", got)
	}
	w.now = noon
	w.meetings[0].Class.Next, w.meetings[1].Class.Next, w.meetings[2].Class.Next = at(24, 7), at(24, 23), at(23, 16)
	w.remind(t)
	w.remind(t)
	if got := w.told(t, who); got != "class_meets/d1-2026-11-24 class_meets/d1-2026-11-24" {
		t.Errorf("the day before: %q", got)
	}
	if got := w.told(t, late); got != "class_meets/d1-2026-11-23 class_meets/d1-2026-11-23" {
		t.Errorf("on the day: %q", got)
	}
	w.now = noon.AddDate(0, 0, 2)
	w.meetings[0].Class.Next = at(26, 7)
	w.remind(t)
	if got := w.told(t, who); !strings.HasSuffix(got, " class_meets/d1-2026-11-26") {
		t.Errorf("moved: %q", got)
	}
	list, _, err := w.ListNotices(t.Context(), who, 10, 0)
	if err != nil || len(list) != 3 {
		t.Fatalf("%d, %v", len(list), err)
	}
	var said []string
	for _, n := range list {
		said = append(said, n.Words().Title.VI+" "+n.Words().Detail.VI)
	}
	for _, want := range []string{"Lớp an toàn số: buổi 2, 07:30 ngày 24/11/2026 Tại Phòng 1, Hội trường xã.", "Lớp an toàn số: buổi 3, 23:30 ngày 24/11/2026 Vào phòng họp trực tuyến từ trang của lớp."} {
		if !slices.Contains(said, want) {
			t.Errorf("nobody said %q in %q", want, said)
		}
	}
}
