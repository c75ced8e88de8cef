package access

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"taphuan/internal/fault"
)

// TestGrantingTable shows who names whom, so that a change is seen whole.
func TestGrantingTable(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, role := range Roles() {
		for _, other := range Roles() {
			mark := "-"
			if role.MayGrant(other) {
				mark = "yes"
			}
			fmt.Fprintf(&b, "%-16s may grant %-16s %s\n", role, other, mark)
		}
	}
	const golden = "testdata/granting.golden"
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
		t.Errorf("who names whom has changed (-golden +now); if that is meant, run go test ./internal/access -update\n%s", diff)
	}
}

// TestNobodyRaisesBeyondTheirOwn: whatever somebody holds, they give a role only where one of their
// own grants carries it, and only the system administrator gives an administrator.
func TestNobodyRaisesBeyondTheirOwn(t *testing.T) {
	t.Parallel()
	agencies := []uuid.UUID{uuid.New(), uuid.New(), uuid.New()}
	rapid.Check(t, func(t *rapid.T) {
		who := Principal{PersonID: uuid.New(), Restricted: rapid.Bool().Draw(t, "restricted")}
		for range rapid.IntRange(0, 3).Draw(t, "grants") {
			at := rapid.SampledFrom(agencies).Draw(t, "at")
			who.Grants = append(who.Grants, Grant{Role: rapid.SampledFrom(Roles()).Draw(t, "role"), AgencyID: at, Agencies: []uuid.UUID{at}})
		}
		role, at := rapid.SampledFrom(Roles()).Draw(t, "granted"), rapid.SampledFrom(agencies).Draw(t, "where")
		carried := false
		for _, g := range who.Grants {
			carried = carried || g.AgencyID == at && g.Role.MayGrant(role)
		}
		err := who.RequireGrant(role, at)
		if (err == nil) != (carried && !who.Restricted) {
			t.Fatalf("%+v grants %s at %s: %v", who, role, at, err)
		}
		if err == nil && role.Administers() && !anyRole(who, SystemAdmin) {
			t.Fatalf("%+v grants %s and is no administrator", who, role)
		}
	})
	if err := (Principal{}).RequireGrant(FocalPoint, agencies[0]); !errors.Is(err, fault.ErrSignInRequired) {
		t.Errorf("nobody grants: %v", err)
	}
}

func anyRole(who Principal, role Role) bool {
	for _, g := range who.Grants {
		if g.Role == role {
			return true
		}
	}
	return false
}

// TestInspectorOnlyReads: the role carries no right that changes anything, and needs a second factor.
func TestInspectorOnlyReads(t *testing.T) {
	t.Parallel()
	reading := []Permission{Public, SignedIn, Learn, ReadPeople, ReadAgencyFigure, ReadReport, ReadRegister, ReadGradeHistory}
	for _, p := range Permissions() {
		if Inspector.Allows(p) != contains(reading, p) {
			t.Errorf("inspector, %s: %v", p, Inspector.Allows(p))
		}
	}
	if !Inspector.Administers() || !Inspector.NeedsEnd() {
		t.Error("an inspector needs a second factor and an end")
	}
}

func contains(list []Permission, p Permission) bool {
	for _, one := range list {
		if one == p {
			return true
		}
	}
	return false
}
