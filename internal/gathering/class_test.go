package gathering

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// TestWays: the states follow doc.go, and every other way is refused.
func TestWays(t *testing.T) {
	w := setup(t)
	states := []State{Draft, Open, Running, Finished, Cancelled}
	for _, from := range states {
		for _, to := range states {
			class := w.open(w.plan(2))
			w.exec(`UPDATE gathering.classes SET state = ?, cancel_reason = 'x' WHERE id = ?`, string(from), class.ID)
			w.exec(`UPDATE gathering.sessions SET roll_call_closed_at = now()`)
			err := w.service.SetState(t.Context(), w.focalA, SetState{ClassID: class.ID, State: to, Reason: "Hoãn"})
			if allowed := slices.Contains(ways[from], to); allowed != (err == nil) || !allowed && !errors.Is(err, ErrWay) {
				t.Errorf("%s to %s: %v", from, to, err)
			}
		}
	}
	draft, err := w.service.CreateClass(t.Context(), w.focalA, w.plan(2))
	w.must(err)
	if err := w.service.SetState(t.Context(), w.focalA, SetState{ClassID: draft, State: Open}); !errors.Is(err, ErrNoSessions) {
		t.Errorf("without sessions: %v", err)
	}
	if err := w.service.SetState(t.Context(), w.focalA, SetState{ClassID: draft, State: Cancelled, Reason: " x "}); !errors.Is(err, fault.ErrInvalid) {
		t.Errorf("without a reason: %v", err)
	}
}

func TestCodes(t *testing.T) {
	w := setup(t)
	first, second := w.open(w.plan(2)), w.open(w.plan(2))
	if first.Code != "LTH-01/2026" || second.Code != "LTH-02/2026" {
		t.Errorf("%s, %s", first.Code, second.Code)
	}
	cmd := w.plan(2)
	cmd.Class.Code = "LTH-01/2026"
	if _, err := w.service.CreateClass(t.Context(), w.focalA, cmd); !errors.Is(err, ErrCodeTaken) {
		t.Errorf("a code twice: %v", err)
	}
	cmd.Class.HostID = w.b
	if _, err := w.service.CreateClass(t.Context(), w.focalB, cmd); err != nil {
		t.Errorf("another host: %v", err)
	}
	if _, err := w.service.CreateClass(t.Context(), w.focalA, cmd); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("for another host: %v", err)
	}
}

func TestBadPlans(t *testing.T) {
	w := setup(t)
	for field, change := range map[string]func(*Class){
		"body.name":           func(c *Class) { c.Name = "  " },
		"body.endsOn":         func(c *Class) { c.EndsOn = c.StartsOn.AddDate(0, 0, -1) },
		"body.place":          func(c *Class) { c.Place = "" },
		"body.seats":          func(c *Class) { c.Seats = MaxSeats + 1 },
		"body.meetingUrl":     func(c *Class) { c.MeetingURL = "http://hop.vn" },
		"body.registrationTo": func(c *Class) { c.Registration = AllRegistration },
	} {
		cmd := w.plan(2)
		change(&cmd.Class)
		_, err := w.service.CreateClass(t.Context(), w.focalA, cmd)
		if f := fault.From(err); len(f.Fields) != 1 || f.Fields[0].Path != field {
			t.Errorf("%s: %v %v", field, err, f.Fields)
		}
	}
}

// TestNaming: by codes, by what is owed, within the quota of an invited agency; naming again changes nothing.
func TestNaming(t *testing.T) {
	w := setup(t)
	class := w.open(w.plan(2))
	ids := w.persons(w.b, 3)
	call := func(who access.Principal, cmd CallPeople) (Called, error) {
		cmd.ClassID = class.ID
		return w.service.CallPeople(t.Context(), who, cmd)
	}
	if _, err := call(w.focalB, CallPeople{AgencyID: w.b, People: ids}); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("without an invitation: %v", err)
	}
	w.must(w.service.SetInvitations(t.Context(), w.focalA, class.ID, []Invitation{{AgencyID: w.b, Quota: 2}}))
	if _, err := call(w.focalB, CallPeople{AgencyID: w.b, People: ids}); !errors.Is(err, ErrQuota) {
		t.Errorf("over the quota: %v", err)
	}
	if confirmed, waiting := w.places(class); len(confirmed)+len(waiting) > 0 {
		t.Error("somebody was named over the quota")
	}
	for range 2 {
		if done, err := call(w.focalB, CallPeople{AgencyID: w.b, People: ids[:2]}); err != nil || done.Joined+done.Already != 2 {
			t.Errorf("within the quota: %+v, %v", done, err)
		}
	}
	if _, err := call(w.focalB, CallPeople{AgencyID: w.b, People: []uuid.UUID{w.person(w.a).PersonID}}); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("people of another agency: %v", err)
	}
	if _, err := call(w.focalA, CallPeople{AgencyID: w.a, Codes: []string{"CB9999"}}); !errors.Is(err, ErrNobodyFound) {
		t.Errorf("an unknown code: %v", err)
	}
	requirement := uuid.New()
	w.exec(`INSERT INTO learning.requirements (id, agency_id, starts_on, due_on, document) VALUES (?, ?, '2026-01-01', '2026-12-31', 'CV 1')`, requirement, w.a)
	w.exec(`INSERT INTO learning.requirement_rules (requirement_id, number, agency_id) VALUES (?, 1, ?)`, requirement, w.a)
	w.exec(`INSERT INTO learning.requirement_courses (requirement_id, slot, course_id) VALUES (?, 1, ?)`, requirement, w.course.ID)
	officers := w.count(`SELECT count(*) FROM organization.postings WHERE agency_id = ?`, w.a)
	if done, err := call(w.focalA, CallPeople{AgencyID: w.a, Owing: true}); err != nil || done.Joined != officers {
		t.Errorf("those who owe the course: %+v, %v; want %d", done, err, officers)
	}
	if _, err := call(w.focalA, CallPeople{AgencyID: w.a, Owing: true, Codes: []string{"CB0001"}}); !errors.Is(err, ErrChoice) {
		t.Errorf("two ways: %v", err)
	}
}

// TestRegistration: within the window and the audience, approved in the order of registering; the place
// that is given back goes to the next.
func TestRegistration(t *testing.T) {
	w := setup(t)
	cmd := w.plan(1)
	until := today.AddDate(0, 0, 1)
	cmd.Class.Registration, cmd.Class.RegistrationFrom, cmd.Class.RegistrationTo = HostRegistration, &today, &until
	class := w.open(cmd)
	first, second, outside := w.person(w.a), w.person(w.a), w.person(w.b)
	if err := w.service.Register(t.Context(), outside, class.ID); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("of another agency: %v", err)
	}
	w.must(w.service.Register(t.Context(), first, class.ID))
	w.must(w.service.Register(t.Context(), first, class.ID))
	w.must(w.service.Register(t.Context(), second, class.ID))
	approve := func(who access.Principal) error {
		return w.service.Decide(t.Context(), w.focalA, Decide{ClassID: class.ID, ParticipantID: w.participant(class, who.PersonID), Decision: Approve})
	}
	w.must(approve(second))
	w.must(approve(first))
	confirmed, waiting := w.places(class)
	if len(confirmed) != 1 || confirmed[0] != second.PersonID || len(waiting) != 1 {
		t.Errorf("%v, %v", confirmed, waiting)
	}
	w.must(w.service.Unregister(t.Context(), second, class.ID))
	if confirmed, _ := w.places(class); len(confirmed) != 1 || confirmed[0] != first.PersonID {
		t.Errorf("after giving back: %v", confirmed)
	}
	w.now = until.AddDate(0, 0, 1).Add(time.Hour)
	if err := w.service.Register(t.Context(), w.person(w.a), class.ID); !errors.Is(err, ErrRegistrationClosed) {
		t.Errorf("after the window: %v", err)
	}
}

// TestMeetingAddress: for participants and those who run the class, not for whom it merely invites.
func TestMeetingAddress(t *testing.T) {
	w := setup(t)
	cmd := w.plan(1)
	cmd.Class.MeetingURL = "https://hop.quangngai.gov.vn/lop"
	class := w.open(cmd)
	in, waits := w.person(w.a), w.person(w.a)
	w.call(class, in.PersonID)
	w.call(class, waits.PersonID)
	w.must(w.service.SetInvitations(t.Context(), w.focalA, class.ID, []Invitation{{AgencyID: w.b, Quota: 1}}))
	for name, c := range map[string]struct {
		who  access.Principal
		want string
	}{"participant": {in, cmd.Class.MeetingURL}, "waiting": {waits, ""}, "invited focal point": {w.focalB, ""}, "host": {w.focalA, cmd.Class.MeetingURL}} {
		v, err := w.service.FindClass(t.Context(), c.who, class.ID)
		if err != nil || v.MeetingURL != c.want {
			t.Errorf("%s reads %q, %v", name, v.MeetingURL, err)
		}
		if c.who.PersonID != w.focalA.PersonID && len(v.Staff) > 0 {
			t.Errorf("%s reads who runs it", name)
		}
	}
	if _, err := w.service.FindClass(t.Context(), w.person(w.b), class.ID); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("a stranger: %v", err)
	}
}
