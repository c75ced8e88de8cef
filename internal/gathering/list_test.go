package gathering

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// TestTurnIsEverybodys: an invited agency sees its own people alone, and their true place in the queue.
func TestTurnIsEverybodys(t *testing.T) {
	w := setup(t)
	class := w.open(w.plan(1))
	w.must(w.service.SetInvitations(t.Context(), w.focalA, class.ID, []Invitation{{AgencyID: w.b, Quota: 3}, {AgencyID: w.b, Quota: 2}}))
	w.call(class, w.persons(w.a, 3)...)
	theirs := w.persons(w.b, 2)
	_, err := w.service.CallPeople(t.Context(), w.focalB, CallPeople{ClassID: class.ID, AgencyID: w.b, People: theirs})
	w.must(err)
	people, n, err := w.service.ListParticipants(t.Context(), w.focalB, ListParticipants{ClassID: class.ID, Limit: 50})
	if err != nil || n != 2 || people[0].Turn != 3 || people[1].Turn != 4 {
		t.Errorf("%d people, %+v, %v", n, people, err)
	}
	v, err := w.service.FindClass(t.Context(), w.focalB, class.ID)
	if err != nil || len(v.Invitations) != 1 || v.Invitations[0].Named != 2 || v.Invitations[0].Quota != 2 || v.Invitations[0].Name != "Sở B" {
		t.Errorf("%+v, %v", v.Invitations, err)
	}
}

// TestPages: pages neither repeat nor leave out anybody: by name, then by turn; only the page is recorded.
func TestPages(t *testing.T) {
	w := setup(t)
	class := w.open(w.plan(3))
	w.call(class, w.persons(w.a, 7)...)
	var seen []string
	for offset := 0; ; offset += 2 {
		page, n, err := w.service.ListParticipants(t.Context(), w.focalA, ListParticipants{ClassID: class.ID, Limit: 2, Offset: offset})
		if err != nil || n != 7 {
			t.Fatalf("%d, %v", n, err)
		}
		for i, one := range page {
			seen = append(seen, one.FullName)
			if want := max(offset+i-2, 0); one.Turn != want {
				t.Errorf("%s has turn %d, want %d", one.FullName, one.Turn, want)
			}
		}
		if offset == 2 {
			if n := w.count(`SELECT count(*) FROM audit.person_reads WHERE reader_id = ?`, w.focalA.PersonID); n < len(seen) || n > 2*len(seen)+7 {
				t.Errorf("%d readings recorded", n)
			}
		}
		if len(page) < 2 {
			break
		}
	}
	if len(seen) != 7 {
		t.Fatalf("%v", seen)
	}
	for i := 1; i < len(seen); i++ {
		if seen[i-1] >= seen[i] {
			t.Errorf("%s stands before %s", seen[i-1], seen[i])
		}
	}
}

// TestRightsMeetInOneAgency: managing classes in one agency and reading people in another opens neither.
func TestRightsMeetInOneAgency(t *testing.T) {
	w := setup(t)
	class := w.open(w.plan(2))
	w.must(w.service.SetInvitations(t.Context(), w.focalA, class.ID, []Invitation{{AgencyID: w.b, Quota: 2}}))
	w.call(class, w.person(w.a).PersonID)
	split := w.person(w.root)
	split.Grants = []access.Grant{{Role: access.ProvinceManager, AgencyID: w.b, Agencies: []uuid.UUID{w.b}}, {Role: access.FocalPoint, AgencyID: w.root, Agencies: []uuid.UUID{w.root}}}
	people, n, err := w.service.ListParticipants(t.Context(), split, ListParticipants{ClassID: class.ID, Limit: 50})
	if err != nil || n != 0 {
		t.Errorf("reads %+v, %v", people, err)
	}
	if _, err := w.service.FindClass(t.Context(), split, class.ID); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("is taken for invited: %v", err)
	}
	if _, err := w.service.CallPeople(t.Context(), split, CallPeople{ClassID: class.ID, AgencyID: w.b, People: []uuid.UUID{split.PersonID}}); err == nil {
		t.Error("names people")
	}
}

// TestForeignDraft: what another host is planning is not to be found.
func TestForeignDraft(t *testing.T) {
	w := setup(t)
	draft, err := w.service.CreateClass(t.Context(), w.focalA, w.plan(2))
	w.must(err)
	w.must(w.service.SetInvitations(t.Context(), w.focalA, draft, []Invitation{{AgencyID: w.b, Quota: 2}}))
	_, _, listed := w.service.ListParticipants(t.Context(), w.focalB, ListParticipants{ClassID: draft, Limit: 50})
	_, named := w.service.CallPeople(t.Context(), w.focalB, CallPeople{ClassID: draft, AgencyID: w.b, People: []uuid.UUID{w.person(w.b).PersonID}})
	_, found := w.service.FindClass(t.Context(), w.focalB, draft)
	for name, err := range map[string]error{"list": listed, "name": named, "find": found} {
		if !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.service.SetInvitations(t.Context(), w.focalA, draft, []Invitation{{AgencyID: uuid.New(), Quota: 2}}); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("an agency that does not stand: %v", err)
	}
	if n := w.count(`SELECT count(*) FROM gathering.invitations`); n != 1 {
		t.Errorf("%d invitations after a refused list", n)
	}
}

// TestHostThatIsNoMore: the classes of an agency that was merged away are still listed and opened, under
// its name.
func TestHostThatIsNoMore(t *testing.T) {
	w := setup(t)
	class := w.open(w.plan(2))
	w.call(class, w.person(w.a).PersonID)
	w.exec(`UPDATE organization.agency_versions SET valid_to = ? WHERE agency_id = ?`, today, w.a)
	lines, n, err := w.service.ListClasses(t.Context(), w.focalA, ListClasses{Limit: 10})
	if err != nil || n != 1 || lines[0].Host != "Sở A" {
		t.Errorf("%+v, %v", lines, err)
	}
	if v, err := w.service.FindClass(t.Context(), w.focalA, class.ID); err != nil || v.Host != "Sở A" {
		t.Errorf("%+v, %v", v.Host, err)
	}
}

// TestClassesOfACourse: those that take registrations from the person's agency, and the own ones.
func TestClassesOfACourse(t *testing.T) {
	w := setup(t)
	until, yesterday := today.AddDate(0, 0, 1), today.AddDate(0, 0, -1)
	plan := func(who Registration) Class {
		cmd := w.plan(1)
		cmd.Class.Registration = who
		if who != NoRegistration {
			cmd.Class.RegistrationFrom, cmd.Class.RegistrationTo = &today, &until
		}
		return w.open(cmd)
	}
	over := w.plan(1)
	over.Class.Registration, over.Class.RegistrationFrom, over.Class.RegistrationTo = AllRegistration, &yesterday, &yesterday
	w.open(over)
	named, forHost, forAll := plan(NoRegistration), plan(HostRegistration), plan(AllRegistration)
	inside, outside := w.person(w.a), w.person(w.b)
	w.call(named, inside.PersonID)
	for name, c := range map[string]struct {
		who  access.Principal
		want map[uuid.UUID]bool
	}{
		"of the host":    {inside, map[uuid.UUID]bool{named.ID: false, forHost.ID: true, forAll.ID: true}},
		"of another":     {outside, map[uuid.UUID]bool{forAll.ID: true}},
		"without a post": {access.Principal{PersonID: uuid.New()}, map[uuid.UUID]bool{}},
	} {
		found, err := w.service.ListCourseClasses(t.Context(), c.who, w.course.ID)
		if err != nil || len(found) != len(c.want) {
			t.Errorf("%s: %d classes, %v", name, len(found), err)
		}
		for _, one := range found {
			if registers, wanted := c.want[one.ID]; !wanted || registers != one.Registers || len(one.Sessions) != 2 {
				t.Errorf("%s: %s %v, %d sessions", name, one.Code, one.Registers, len(one.Sessions))
			}
		}
	}
}
