package access

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"taphuan/internal/fault"
)

var update = flag.Bool("update", false, "write the golden file")

// TestMatrix shows every role with every right, so that a change of rights is seen whole.
func TestMatrix(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, role := range Roles() {
		for _, p := range Permissions() {
			mark := "-"
			if role.Allows(p) {
				mark = "yes"
			}
			fmt.Fprintf(&b, "%-16s %-20s %s\n", role, p, mark)
		}
	}
	const golden = "testdata/matrix.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("the rights have changed (-golden +now); if that is meant, run go test ./internal/access -update\n%s", diff)
	}
}

// TestProvinceSeesNoPersons: roles of the province never carry a right on person rows (domain 0.2).
func TestProvinceSeesNoPersons(t *testing.T) {
	t.Parallel()
	for _, role := range []Role{ProvinceManager, StandingAgency, Grader, Examiner, SystemAdmin} {
		for _, p := range []Permission{ReadPeople, ManageRoster, PrintSlips, ReadRegister, CheckRecognition, AcceptRecognition, ManageRegister, ApproveRegister} {
			if role.Allows(p) {
				t.Errorf("%s may %s", role, p)
			}
		}
	}
}

func TestPrincipal(t *testing.T) {
	t.Parallel()
	own, other := uuid.New(), uuid.New()
	focal := Principal{PersonID: uuid.New(), Grants: []Grant{{Role: FocalPoint, AgencyID: own, Agencies: []uuid.UUID{own}}}}
	restricted := focal
	restricted.Restricted = true
	program := focal
	program.Only = ManageRoster
	for name, c := range map[string]struct {
		got  error
		want error
	}{
		"own agency":              {focal.RequireAt(ReadPeople, own), nil},
		"other agency":            {focal.RequireAt(ReadPeople, other), fault.ErrNotFound},
		"right of another role":   {focal.Require(ReadUnitFigures), fault.ErrForbidden},
		"nobody":                  {Principal{}.Require(Learn), fault.ErrSignInRequired},
		"nobody, public":          {Principal{}.Require(Public), nil},
		"restricted":              {restricted.Require(Learn), fault.ErrForbidden},
		"restricted, own account": {restricted.Require(SignedIn), nil},
		"a program's one right":   {program.RequireAt(ManageRoster, own), nil},
		"a program elsewhere":     {program.RequireAt(ManageRoster, other), fault.ErrNotFound},
		"a program, other rights": {program.RequireAt(ReadPeople, own), fault.ErrForbidden},
		"a program, own account":  {program.Require(SignedIn), fault.ErrForbidden},
		"a program learns":        {program.Require(Learn), fault.ErrForbidden},
		"a program, public":       {program.Require(Public), nil},
		"restricted at":           {restricted.RequireAt(ReadPeople, own), fault.ErrForbidden},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if len(restricted.AgenciesFor(ReadPeople)) != 0 {
		t.Error("a restricted person reaches agencies")
	}
	for name, c := range map[string]struct {
		who  Principal
		want []uuid.UUID
	}{
		"once, without those below": {Principal{PersonID: uuid.New(), Grants: []Grant{{Role: FocalPoint, AgencyID: own, Agencies: []uuid.UUID{own, other}}, {Role: AgencyLeader, AgencyID: own}}}, []uuid.UUID{own}},
		"a teacher's school":        {Principal{PersonID: uuid.New(), Grants: []Grant{{Role: ClassTeacher, AgencyID: other, SchoolClassID: uuid.New()}}}, []uuid.UUID{other}},
		"another role":              {Principal{PersonID: uuid.New(), Grants: []Grant{{Role: Examiner, AgencyID: own}}}, nil},
		"restricted":                {restricted, nil},
	} {
		if got := c.who.HeldFor(ManageSittings); !slices.Equal(got, c.want) {
			t.Errorf("held, %s: %v, want %v", name, got, c.want)
		}
	}
}

// TestRequireFigures: agency roles see the totals of their own agencies, province roles those of every one.
func TestRequireFigures(t *testing.T) {
	t.Parallel()
	own, other := uuid.New(), uuid.New()
	at := func(role Role) Principal {
		return Principal{PersonID: uuid.New(), Grants: []Grant{{Role: role, AgencyID: own, Agencies: []uuid.UUID{own}}}}
	}
	for name, c := range map[string]struct {
		who    Principal
		agency uuid.UUID
		want   error
	}{
		"the own agency":   {at(AgencyLeader), own, nil},
		"another agency":   {at(AgencyLeader), other, fault.ErrNotFound},
		"the province":     {at(ProvinceManager), other, nil},
		"a class teacher":  {at(ClassTeacher), own, fault.ErrForbidden},
		"an administrator": {at(SystemAdmin), own, fault.ErrForbidden},
		"nobody":           {Principal{}, own, fault.ErrSignInRequired},
	} {
		if got := c.who.RequireFigures(c.agency); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
