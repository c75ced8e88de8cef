package gathering

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// TestForbiddenSide: another agency, a province role, a learner, a participant and nobody.
func TestForbiddenSide(t *testing.T) {
	w := setup(t)
	class := w.open(w.plan(5))
	attending, stranger := w.person(w.a), w.person(w.b)
	w.call(class, attending.PersonID)
	session := w.sessions(class)[0]
	mark := []Mark{{ID: audit.NewID(), ParticipantID: w.participant(class, attending.PersonID), State: Present, MarkedAt: w.now}}
	ctx := t.Context()
	acts := map[string]func(who access.Principal) error{
		"change": func(who access.Principal) error { return w.service.ChangeClass(ctx, who, class.ID, w.plan(6)) },
		"cancel": func(who access.Principal) error {
			return w.service.SetState(ctx, who, SetState{ClassID: class.ID, State: Cancelled, Reason: "x"})
		},
		"sessions": func(who access.Principal) error { return w.service.SetSessions(ctx, who, class.ID, nil) },
		"staff":    func(who access.Principal) error { return w.service.SetStaff(ctx, who, SetStaff{ClassID: class.ID}) },
		"invite":   func(who access.Principal) error { return w.service.SetInvitations(ctx, who, class.ID, nil) },
		"name people": func(who access.Principal) error {
			_, err := w.service.CallPeople(ctx, who, CallPeople{ClassID: class.ID, AgencyID: w.a, People: []uuid.UUID{attending.PersonID}})
			return err
		},
		"roll call": func(who access.Principal) error {
			_, err := w.service.FindRollCall(ctx, who, class.ID, session.ID)
			return err
		},
		"mark": func(who access.Principal) error {
			_, err := w.service.RecordMarks(ctx, who, RecordMarks{ClassID: class.ID, SessionID: session.ID, Marks: mark})
			return err
		},
		"close": func(who access.Principal) error {
			return w.service.CloseRollCall(ctx, who, class.ID, session.ID)
		},
		"decide": func(who access.Principal) error {
			return w.service.Decide(ctx, who, Decide{ClassID: class.ID, ParticipantID: mark[0].ParticipantID, Decision: Withdraw, Reason: "x"})
		},
		"documents": func(who access.Principal) error {
			_, err := w.service.ClassSheet(ctx, who, class.ID)
			return err
		},
	}
	mayManage := map[string]bool{"change": true, "cancel": true, "sessions": true, "staff": true, "invite": true}
	for name, act := range acts {
		for role, who := range map[string]access.Principal{"another agency": w.focalB, "participant": attending, "stranger": stranger, "nobody": {}} {
			if err := act(who); err == nil {
				t.Errorf("%s may %s", role, name)
			}
		}
		if err := act(w.province); err == nil && !mayManage[name] {
			t.Errorf("a province role may %s", name)
		}
	}
	if _, _, err := w.service.ListParticipants(ctx, w.province, ListParticipants{ClassID: class.ID, Limit: 50}); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("a province role reads names: %v", err)
	}
	if own, n, err := w.service.ListParticipants(ctx, w.focalB, ListParticipants{ClassID: class.ID, Limit: 50}); err != nil || n != 0 {
		t.Errorf("another agency reads %v, %v", own, err)
	}
}

// TestNamedToRun: a province role names an organizer by code and never itself; the organizer sees the
// people of that class alone, until the grant ends, and each of them is told.
func TestNamedToRun(t *testing.T) {
	w := setup(t)
	class, other := w.open(w.plan(5)), w.open(w.plan(5))
	attending, organizer := w.person(w.b), w.person(w.a)
	w.must(w.service.SetInvitations(t.Context(), w.province, class.ID, []Invitation{{AgencyID: w.b, Quota: 1}}))
	_, err := w.service.CallPeople(t.Context(), w.focalB, CallPeople{ClassID: class.ID, AgencyID: w.b, People: []uuid.UUID{attending.PersonID}})
	w.must(err)
	w.call(other, w.person(w.a).PersonID)
	code := func(who access.Principal) string {
		var c string
		w.must(w.owner.NewRaw(`SELECT code FROM organization.persons WHERE id = ?`, who.PersonID).Scan(context.Background(), &c))
		return c
	}
	err = w.service.SetStaff(t.Context(), w.province, SetStaff{ClassID: class.ID, Members: []StaffMember{{Code: code(w.province), Role: Organizer}}})
	if !errors.Is(err, ErrOwnGrant) {
		t.Errorf("a province role names itself: %v", err)
	}
	w.must(w.service.SetStaff(t.Context(), w.province, SetStaff{ClassID: class.ID, Document: "QĐ 12",
		Members: []StaffMember{{Code: code(organizer), Role: Organizer}, {Guest: "TS. Lê Thị Khách", Role: Instructor}}}))
	people, n, err := w.service.ListParticipants(t.Context(), organizer, ListParticipants{ClassID: class.ID, Limit: 50})
	if err != nil || n != 1 || people[0].PersonID != attending.PersonID || people[0].FullName == "" {
		t.Errorf("the organizer reads %+v, %v", people, err)
	}
	if _, _, err := w.service.ListParticipants(t.Context(), organizer, ListParticipants{ClassID: other.ID, Limit: 50}); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("another class: %v", err)
	}
	if n := w.count(`SELECT count(*) FROM audit.person_reads WHERE person_id = ? AND reader_id = ?`, attending.PersonID, organizer.PersonID); n != 1 {
		t.Errorf("%d readings told", n)
	}
	if names := w.class(class.ID).InstructorNames; len(names) != 1 || names[0] != "TS. Lê Thị Khách" {
		t.Errorf("announced: %v", names)
	}
	w.now = class.EndsOn.AddDate(0, 0, staffDaysAfter+1)
	if _, _, err := w.service.ListParticipants(t.Context(), organizer, ListParticipants{ClassID: class.ID, Limit: 50}); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("after the grant: %v", err)
	}
}

// TestRowsAreKeptApart: the database alone, without any check of a service.
func TestRowsAreKeptApart(t *testing.T) {
	w := setup(t)
	class := w.open(w.plan(5))
	attending := w.person(w.a)
	w.call(class, attending.PersonID)
	w.attend(class, func(int, uuid.UUID) MarkState { return Present })
	w.exec(`UPDATE gathering.classes SET ends_on = scope.today()`)
	organizer := w.person(w.b)
	w.exec(`INSERT INTO gathering.class_staff (class_id, person_id, host_agency_id, role, full_name, from_on, until_on)
		VALUES (?, ?, ?, 'organizer', 'x', scope.today() - 1, scope.today())`, class.ID, organizer.PersonID, w.a)
	for name, c := range map[string]struct {
		scope postgres.Scope
		want  int
	}{
		"nobody": {postgres.Nobody(), 0}, "province": {postgres.Province(), 0}, "another agency": {postgres.Agencies(w.b), 0}, "another person": {postgres.Persons(uuid.New()), 0},
		"own person": {postgres.Persons(attending.PersonID), 1}, "host": {postgres.Agencies(w.a), 1}, "named to run": {postgres.Persons(organizer.PersonID), 1},
	} {
		for _, table := range []string{"gathering.participants", "(SELECT DISTINCT participant_id FROM gathering.attendances)", "(SELECT DISTINCT participant_id FROM gathering.attendance_marks)"} {
			var n int
			err := w.db.Read(t.Context(), c.scope, func(ctx context.Context, tx bun.Tx) error {
				return tx.NewRaw(`SELECT count(*) FROM `+table+` x`).Scan(ctx, &n)
			})
			if err != nil || n != c.want {
				t.Errorf("%s sees %d rows of %s, %v; want %d", name, n, table, err, c.want)
			}
		}
	}
}
