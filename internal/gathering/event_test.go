package gathering

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
)

// TestAttendanceChangedIsRare: the event that replays a class comes once a command, and only when who has
// a place, or a closed roll call, has changed.
func TestAttendanceChangedIsRare(t *testing.T) {
	w := setup(t)
	ctx := t.Context()
	until := today.AddDate(0, 0, 1)
	cmd := w.plan(2)
	cmd.Class.Registration, cmd.Class.RegistrationFrom, cmd.Class.RegistrationTo = AllRegistration, &today, &until
	class := w.open(cmd)
	people, registrant := w.persons(w.a, 4), w.person(w.b)
	session := w.sessions(class)[0]
	decide := func(person uuid.UUID, d Decision) {
		w.must(w.service.Decide(ctx, w.focalA, Decide{ClassID: class.ID, ParticipantID: w.participant(class, person), Decision: d, Reason: "Bận"}))
	}
	mark := func(person uuid.UUID, reason string) {
		w.now = w.now.Add(time.Minute)
		_, err := w.service.RecordMarks(ctx, w.focalA, RecordMarks{ClassID: class.ID, SessionID: session.ID, Reason: reason,
			Marks: []Mark{{ID: audit.NewID(), ParticipantID: w.participant(class, person), State: Present, MarkedAt: w.now}}})
		w.must(err)
	}
	for _, step := range []struct {
		name string
		act  func()
		want int
	}{
		{"opening", func() {}, 0},
		{"two are named and get places", func() { w.call(class, people[:2]...) }, 1},
		{"they are named again", func() { w.call(class, people[:2]...) }, 0},
		{"two wait", func() { w.call(class, people[2:]...) }, 0},
		{"somebody registers", func() { w.must(w.service.Register(ctx, registrant, class.ID)) }, 0},
		{"and waits", func() { decide(registrant.PersonID, Approve) }, 0},
		{"who waits is withdrawn", func() { decide(people[3], Withdraw) }, 0},
		{"a place is freed and given", func() { decide(people[0], Withdraw) }, 1},
		{"the name changes", func() { cmd.Class.Name = "Lớp hai"; w.must(w.service.ChangeClass(ctx, w.focalA, class.ID, cmd)) }, 0},
		{"a place more is given", func() { cmd.Class.Seats = 3; w.must(w.service.ChangeClass(ctx, w.focalA, class.ID, cmd)) }, 1},
		{"marks", func() { mark(people[1], ""); mark(people[2], ""); mark(registrant.PersonID, "") }, 0},
		{"the roll call is closed", func() { w.must(w.service.CloseRollCall(ctx, w.focalA, class.ID, session.ID)) }, 1},
		{"and corrected", func() { mark(people[1], "Đến muộn") }, 1},
		{"cancelling", func() {
			w.must(w.service.SetState(ctx, w.focalA, SetState{ClassID: class.ID, State: Cancelled, Reason: "Bão"}))
		}, 1},
	} {
		step.act()
		if n := w.events(AttendanceChanged{}); n != step.want {
			t.Errorf("%s: %d events, want %d", step.name, n, step.want)
		}
	}
}

// TestWhoIsTold: who is named, who moves up, who is taken off; the lists do not meet, and nobody is told
// of what they did themselves.
func TestWhoIsTold(t *testing.T) {
	w := setup(t)
	ctx := t.Context()
	class := w.open(w.plan(1))
	people := w.persons(w.a, 2)
	w.call(class, people...)
	first, second := w.participant(class, people[0]), w.participant(class, people[1])
	if told := w.told(); !slices.Equal(told.Named, []uuid.UUID{first, second}) && !slices.Equal(told.Named, []uuid.UUID{second, first}) || len(told.Seated)+len(told.Ended) > 0 {
		t.Errorf("named: %+v", told)
	}
	w.events(PlacesChanged{})
	w.call(class, people...)
	if n := w.events(PlacesChanged{}); n != 0 {
		t.Errorf("named again: %d events", n)
	}
	w.must(w.service.Decide(ctx, w.focalA, Decide{ClassID: class.ID, ParticipantID: first, Decision: Withdraw, Reason: "Bận"}))
	if told := w.told(); len(told.Named) > 0 || !slices.Equal(told.Seated, []uuid.UUID{second}) || !slices.Equal(told.Ended, []uuid.UUID{first}) {
		t.Errorf("withdrawn: %+v", told)
	}
	news, err := w.service.NewsOfPlaces(ctx, class.ID, []uuid.UUID{first})
	if err != nil || len(news.Participants) != 1 || news.Participants[0].State != Withdrawn || news.Next == nil || news.Next.Room != "P1" {
		t.Errorf("%+v, %v", news, err)
	}
}

// TestChangesAreTold: another time, room or place of an open class is told, once a command; a draft and
// what nobody notices are not.
func TestChangesAreTold(t *testing.T) {
	w := setup(t)
	ctx := t.Context()
	cmd := w.plan(2)
	draft, err := w.service.CreateClass(ctx, w.focalA, cmd)
	w.must(err)
	class := w.open(cmd)
	plan := func(id uuid.UUID, room string, hour int) {
		sessions := w.sessions(class)
		if id == draft {
			sessions = []Session{{}}
		}
		sessions[0].StartsAt, sessions[0].EndsAt, sessions[0].Room = today.Add(time.Duration(hour)*time.Hour), today.Add(time.Duration(hour+2)*time.Hour), room
		w.must(w.service.SetSessions(ctx, w.focalA, id, sessions))
	}
	plan(class.ID, "P1", 1)
	w.events(ClassChanged{})
	for _, step := range []struct {
		name string
		act  func()
		want int
	}{
		{"a draft", func() { plan(draft, "P9", 3) }, 0},
		{"the same again", func() { plan(class.ID, "P1", 1) }, 0},
		{"another room", func() { plan(class.ID, "P2", 1) }, 1},
		{"another hour", func() { plan(class.ID, "P2", 4) }, 1},
		{"money", func() {
			cmd.Class.BudgetSource = "Ngân sách"
			w.must(w.service.ChangeClass(ctx, w.focalA, class.ID, cmd))
		}, 0},
		{"another place", func() {
			cmd.Class.Place = "Nhà văn hóa"
			w.must(w.service.ChangeClass(ctx, w.focalA, class.ID, cmd))
		}, 1},
		{"cancelling", func() {
			w.must(w.service.SetState(ctx, w.focalA, SetState{ClassID: class.ID, State: Cancelled, Reason: "Bão"}))
		}, 1},
		{"cancelling a draft", func() {
			w.must(w.service.SetState(ctx, w.focalA, SetState{ClassID: draft, State: Cancelled, Reason: "Bão"}))
		}, 0},
	} {
		step.act()
		if n := w.events(ClassChanged{}); n != step.want {
			t.Errorf("%s: %d events, want %d", step.name, n, step.want)
		}
	}
}

// TestPostponing: a session of today whose roll was not called is moved while the class runs; one with
// marks is not.
func TestPostponing(t *testing.T) {
	w := setup(t)
	class := w.open(w.plan(1))
	person := w.person(w.a)
	w.call(class, person.PersonID)
	w.exec(`UPDATE gathering.classes SET state = 'running'`)
	later := func() []Session {
		sessions := w.sessions(class)
		sessions[0].StartsAt, sessions[0].EndsAt = sessions[0].StartsAt.AddDate(0, 0, 1), sessions[0].EndsAt.AddDate(0, 0, 1)
		return sessions
	}
	w.must(w.service.SetSessions(t.Context(), w.focalA, class.ID, later()))
	w.now = today.Add(26 * time.Hour)
	session := w.sessions(class)[0]
	_, err := w.service.RecordMarks(t.Context(), w.focalA, RecordMarks{ClassID: class.ID, SessionID: session.ID,
		Marks: []Mark{{ID: audit.NewID(), ParticipantID: w.participant(class, person.PersonID), State: Present, MarkedAt: w.now}}})
	w.must(err)
	cmd := w.plan(1)
	cmd.Class.EndsOn = today.AddDate(0, 0, 5)
	w.must(w.service.ChangeClass(t.Context(), w.focalA, class.ID, cmd))
	if err := w.service.SetSessions(t.Context(), w.focalA, class.ID, later()); err != ErrSessionUsed {
		t.Errorf("a session with marks is moved: %v", err)
	}
	if err := w.service.SetSessions(t.Context(), w.province, class.ID, w.sessions(class)[1:]); err != ErrSessionUsed {
		t.Errorf("a session with marks is removed by who may not see them: %v", err)
	}
}

// TestStaffAreTold: who runs a class is told when it opens, then at each change of who runs it, for what; who is
// named no longer is told so, and nobody is told again of what stays.
func TestStaffAreTold(t *testing.T) {
	w := setup(t)
	ctx := t.Context()
	teacher, helper := w.person(w.a), w.person(w.a)
	code := func(who access.Principal) (code string) {
		w.must(w.owner.NewRaw(`SELECT code FROM organization.persons WHERE id = ?`, who.PersonID).Scan(ctx, &code))
		return code
	}
	id, err := w.service.CreateClass(ctx, w.focalA, w.plan(2))
	w.must(err)
	staff := func(members ...StaffMember) {
		w.must(w.service.SetStaff(ctx, w.focalA, SetStaff{ClassID: id, Document: "QĐ 12", Members: members}))
	}
	staff(StaffMember{Code: code(teacher), Role: Instructor})
	w.must(w.service.SetSessions(ctx, w.focalA, id, []Session{{StartsAt: today.Add(time.Hour), EndsAt: today.Add(4 * time.Hour)}}))
	if n := w.events(StaffChanged{}); n != 0 {
		t.Errorf("a draft: %d events", n)
	}
	for _, step := range []struct {
		name         string
		act          func()
		named, ended []uuid.UUID
	}{
		{"opening", func() { w.must(w.service.SetState(ctx, w.focalA, SetState{ClassID: id, State: Open})) }, []uuid.UUID{teacher.PersonID}, nil},
		{"one more, and a guest", func() {
			staff(StaffMember{PersonID: teacher.PersonID, Role: Instructor}, StaffMember{Code: code(helper), Role: Assistant}, StaffMember{Guest: "TS. Khách", Role: Instructor})
		}, []uuid.UUID{helper.PersonID}, nil},
		{"another role, and one less", func() { staff(StaffMember{PersonID: helper.PersonID, Role: Organizer}) }, []uuid.UUID{helper.PersonID}, []uuid.UUID{teacher.PersonID}},
	} {
		step.act()
		told := last[StaffChanged](w)
		if !slices.Equal(told.Named, step.named) || !slices.Equal(told.Ended, step.ended) || w.events(StaffChanged{}) != 1 {
			t.Errorf("%s: %+v", step.name, told)
		}
	}
	staff(StaffMember{PersonID: helper.PersonID, Role: Organizer})
	if n := w.events(StaffChanged{}); n != 0 {
		t.Errorf("the same again: %d events", n)
	}
	news, err := w.service.NewsOf(ctx, id)
	if err != nil || len(news.Staff) != 1 || news.Staff[0].Role != Organizer {
		t.Errorf("%+v, %v", news.Staff, err)
	}
}

// TestWhatAChangeReaches: a change says from which session on the class is held otherwise: the earliest to come, as
// it was or as it is now.
func TestWhatAChangeReaches(t *testing.T) {
	at := func(hour int, room string) Session {
		return Session{StartsAt: today.Add(time.Duration(hour) * time.Hour), EndsAt: today.Add(time.Duration(hour+2) * time.Hour), Room: room}
	}
	now := today.Add(3 * time.Hour)
	for name, c := range map[string]struct {
		before, after []Session
		want          int // hour; 0: none
	}{
		"brought forward": {[]Session{at(10, "")}, []Session{at(6, "")}, 6},
		"put off":         {[]Session{at(6, "")}, []Session{at(30, "")}, 6},
		"another room":    {[]Session{at(5, "P1"), at(9, "P1")}, []Session{at(5, "P1"), at(9, "P2")}, 9},
		"taken out":       {[]Session{at(5, ""), at(9, "")}, []Session{at(5, "")}, 9},
		"all of it":       {nil, []Session{at(1, ""), at(8, ""), at(20, "")}, 8},
		"over":            {[]Session{at(1, "P1")}, []Session{at(1, "P2")}, 0},
	} {
		got := firstTouched(c.before, c.after, now)
		if (got == nil) != (c.want == 0) || got != nil && !got.Equal(today.Add(time.Duration(c.want)*time.Hour)) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestMeetings: the sessions of a span with those who have a place and those who run the class; not who waits, not a
// draft, not what was cancelled.
func TestMeetings(t *testing.T) {
	w := setup(t)
	ctx := t.Context()
	class := w.open(w.plan(1))
	people := w.persons(w.a, 2)
	w.call(class, people...)
	teacher := w.person(w.a)
	w.exec(`INSERT INTO gathering.class_staff (class_id, person_id, host_agency_id, role, full_name, from_on, until_on) VALUES (?, ?, ?, 'instructor', 'x', ?, ?)`,
		class.ID, teacher.PersonID, w.a, today, today.AddDate(0, 0, 60))
	_, err := w.service.CreateClass(ctx, w.focalA, w.plan(2))
	w.must(err)
	confirmed, _ := w.places(class)
	list := func(from, to int) (found []Meeting) {
		w.must(w.service.ListMeetings(ctx, today.Add(time.Duration(from)*time.Hour), today.Add(time.Duration(to)*time.Hour), func(m Meeting) error {
			found = append(found, m)
			return nil
		}))
		return found
	}
	tomorrow := list(2, 41)
	if len(tomorrow) != 1 || tomorrow[0].Number != 2 || tomorrow[0].Class.Place != "Hội trường Sở A" || len(tomorrow[0].People) != 2 ||
		!slices.Contains(tomorrow[0].People, confirmed[0]) || !slices.Contains(tomorrow[0].People, teacher.PersonID) {
		t.Errorf("tomorrow: %+v", tomorrow)
	}
	if both, none := list(0, 41), list(30, 60); len(both) != 2 || len(none) != 0 {
		t.Errorf("both: %d, none: %d", len(both), len(none))
	}
	w.must(w.service.SetState(ctx, w.focalA, SetState{ClassID: class.ID, State: Cancelled, Reason: "Bão"}))
	if n := len(list(0, 41)); n != 0 {
		t.Errorf("cancelled: %d", n)
	}
}
