package certificate

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// leader leads an agency.
func leader(agency uuid.UUID) access.Principal {
	return access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.AgencyLeader, Agencies: []uuid.UUID{agency}}}}
}

// By its kind an agency is named, the police and what is below them are not; what an agency decides counts from then on for
// new certificates, and hides the name on old ones at once.
func TestUnitIsShownWhereItsAgencyAgrees(t *testing.T) {
	w := setup(t, false)
	shown := func(agency uuid.UUID) bool {
		t.Helper()
		found, err := w.FindUnitSetting(t.Context(), leader(agency), agency)
		if err != nil {
			t.Fatal(err)
		}
		return found.Shown
	}
	decide := func(agency uuid.UUID, agrees bool) {
		t.Helper()
		if _, err := w.DecideUnitShown(t.Context(), leader(agency), agency, agrees); err != nil {
			t.Fatal(err)
		}
	}
	read := func(code string) string {
		t.Helper()
		c, err := w.Verify(context.Background(), code)
		if err != nil {
			t.Fatal(err)
		}
		return c.Stated().Unit
	}
	if !shown(w.department) || shown(w.police) || shown(w.room) {
		t.Error("the kinds do not decide")
	}
	who, event := w.complete(t, w.department, 845)
	first := w.issue(t, who, event).Code
	who, event = w.complete(t, w.room, 845)
	hidden := w.issue(t, who, event).Code
	if read(first) == "" || read(hidden) != "" {
		t.Fatal("the issue does not keep what held")
	}
	decide(w.department, false)
	if read(first) != "" {
		t.Error("a name that was hidden since is still read")
	}
	who, event = w.complete(t, w.department, 845)
	second := w.issue(t, who, event).Code
	decide(w.department, true)
	if read(first) == "" || read(second) != "" {
		t.Error("showing again is no more than not hiding")
	}
	decide(w.room, true)
	if shown(w.room) {
		t.Error("a room of the police is named although the police do not agree")
	}
	decide(w.police, true)
	if !shown(w.room) || read(hidden) != "" {
		t.Error("the police agree: new certificates name the room, old ones do not")
	}
	decide(w.police, false)
	if n := w.count(t, `SELECT count(*) FROM audit.entries WHERE action = 'decide_unit_shown'`); n != 5 {
		t.Errorf("%d entries in the audit log", n)
	}
}

// An agency above that decides against it hides what is below.
func TestUnitHiddenFromAbove(t *testing.T) {
	w := setup(t, false)
	below := w.agency(t, "Phòng Bưu chính", "unit")
	w.exec(t, `INSERT INTO organization.agency_closure VALUES (?, ?, 1, '2020-01-01', NULL)`, w.department, below)
	who, event := w.complete(t, below, 845)
	code := w.issue(t, who, event).Code
	if _, err := w.DecideUnitShown(t.Context(), leader(w.department), w.department, false); err != nil {
		t.Fatal(err)
	}
	if c, err := w.Verify(t.Context(), code); err != nil || c.Facts.UnitPublic {
		t.Errorf("%+v, %v", c.Facts, err)
	}
	if found, err := w.FindUnitSetting(t.Context(), leader(below), below); err != nil || found.Shown || !found.Agrees || !found.HiddenAbove || found.DecidedAt != nil {
		t.Errorf("%+v, %v", found, err)
	}
}

// Nobody decides for another agency, and no learner for any.
func TestUnitIsDecidedByItsOwnAgency(t *testing.T) {
	w := setup(t, false)
	for name, test := range map[string]struct {
		who  access.Principal
		want fault.Kind
	}{
		"another agency": {leader(w.police), fault.NotFound},
		"a learner":      {access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.Learner, Agencies: []uuid.UUID{w.department}}}}, fault.Forbidden},
		"a teacher":      {access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.ClassTeacher, Agencies: []uuid.UUID{w.department}}}}, fault.Forbidden},
		"nobody":         {access.Principal{}, fault.Unauthenticated},
	} {
		if _, err := w.DecideUnitShown(t.Context(), test.who, w.department, false); fault.KindOf(err) != test.want {
			t.Errorf("%s decides: %v", name, err)
		}
		if _, err := w.FindUnitSetting(t.Context(), test.who, w.department); fault.KindOf(err) != test.want {
			t.Errorf("%s reads: %v", name, err)
		}
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.unit_settings`); n != 0 {
		t.Errorf("%d decisions are stored", n)
	}
}
