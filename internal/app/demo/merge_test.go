package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/audit"
	"taphuan/internal/certificate"
	"taphuan/internal/gathering"
	"taphuan/internal/identity"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/planning"
	"taphuan/internal/postgres"
)

// checking is a test or one of its random cases.
type checking interface {
	Helper()
	Fatal(args ...any)
}

// loadedProvince is a loaded demonstration with the service that keeps its people.
type loadedProvince struct {
	*organization.Service
	db     *postgres.DB
	owner  *bun.DB
	keeper access.Principal // keeps people in every agency
	kinds  map[organization.PersonKind][]uuid.UUID
}

func loadProvince(t *testing.T) *loadedProvince {
	t.Helper()
	url := loaded.URL(t)
	db, err := postgres.Open(t.Context(), url, 4)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	owner, err := postgres.OpenAsOwner(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { owner.Close() })
	keys, err := identity.NewKeys(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	accounts, err := identity.New(identity.Options{DB: db, Keys: keys, PublicURL: "http://localhost", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	p := &loadedProvince{Service: organization.New(db, accounts, nil, organization.Links{Closed: planning.ClosedPeriods, Restate: planning.RestateTx}, func() time.Time { return testDay }), db: db, owner: owner, kinds: map[organization.PersonKind][]uuid.UUID{}}
	p.FollowPeople(certificate.PersonFacts(), assessment.PersonFacts(), learning.PersonFacts(), gathering.PersonFacts())
	var agencies []uuid.UUID
	p.read(t, &agencies, "SELECT id FROM organization.agencies")
	p.keeper = access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: agencies[0], Agencies: agencies}}}
	for _, kind := range []organization.PersonKind{organization.Officer, organization.Student} {
		var ids []uuid.UUID
		p.read(t, &ids, "SELECT id FROM organization.persons WHERE kind = ? AND id NOT IN (SELECT person_id FROM organization.grants) ORDER BY id", string(kind))
		p.kinds[kind] = ids
	}
	return p
}

func (p *loadedProvince) read(t checking, into any, query string, args ...any) {
	t.Helper()
	if err := p.owner.NewRaw(query, args...).Scan(context.Background(), into); err != nil {
		t.Fatal(err)
	}
}

// state is every row about the two people, in every table that follows people.
func (p *loadedProvince) state(t checking, people ...uuid.UUID) map[string][]string {
	rows := map[string][]string{}
	names := organization.PersonTableNames(certificate.PersonFacts(), assessment.PersonFacts(), learning.PersonFacts(), gathering.PersonFacts())
	for _, name := range append(names, "organization.person_tokens") {
		var found []string
		p.read(t, &found, fmt.Sprintf("SELECT to_jsonb(t)::text FROM %s t WHERE person_id IN (?) ORDER BY 1", name), bun.List(people))
		rows[name] = found
	}
	var found []string
	p.read(t, &found, "SELECT to_jsonb(t)::text FROM organization.persons t WHERE id IN (?) ORDER BY 1", bun.List(people))
	rows["persons"] = found
	p.read(t, &found, "SELECT person_id::text || COALESCE(disabled_at::text, '') FROM identity.accounts WHERE person_id IN (?) ORDER BY 1", bun.List(people))
	rows["accounts"] = found
	return rows
}

// TestMergeAndUndo: for any two people of a kind, merging loses no fact and counts one person, and
// undoing gives back both to the last column.
func TestMergeAndUndo(t *testing.T) {
	t.Parallel()
	p := loadProvince(t)
	var completed []uuid.UUID // people who finished the same course: their rounds meet
	p.read(t, &completed, "SELECT c.person_id FROM learning.completions c JOIN organization.persons p ON p.id = c.person_id WHERE p.kind = 'officer' ORDER BY c.course_id, c.person_id")
	p.kinds["completed"] = completed
	merged := 0
	rapid.Check(t, func(t *rapid.T) {
		people := p.kinds[rapid.SampledFrom([]organization.PersonKind{organization.Officer, organization.Student, "completed"}).Draw(t, "kind")]
		kept, gone := rapid.SampledFrom(people).Draw(t, "kept"), rapid.SampledFrom(people).Draw(t, "merged")
		var grants int
		p.read(t, &grants, "SELECT count(*) FROM organization.grants WHERE person_id IN (?, ?)", kept, gone)
		if kept == gone || grants > 0 {
			t.Skip("one person, or somebody with a role")
		}
		before := p.state(t, kept, gone)
		var total int
		p.read(t, &total, "SELECT count(*) FROM organization.persons")
		m, err := p.MergePeople(context.Background(), p.keeper, organization.MergePeople{Kept: kept, Merged: gone, Reason: "Một người được nhập hai lần"})
		if errors.Is(err, organization.ErrMergeAccount) || errors.Is(err, gathering.ErrMergeMarked) {
			t.Skip("the entry that would stay has no account, or both were called in one class")
		}
		if err != nil {
			t.Fatal(err)
		}
		merged++
		p.checkMerged(t, m, before, total)
		if err := p.UndoMerge(context.Background(), p.keeper, m.ID, "Là hai người khác nhau"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, p.state(t, kept, gone)); diff != "" {
			t.Fatalf("undoing does not restore: %s", diff)
		}
		if err := p.UndoMerge(context.Background(), p.keeper, m.ID, "Lần thứ hai"); err == nil {
			t.Fatal("a merge is undone twice")
		}
	})
	if merged == 0 {
		t.Error("no pair was merged")
	}
}

// checkMerged: the kept entry holds every fact, the merged one none, and one person fewer is counted.
func (p *loadedProvince) checkMerged(t *rapid.T, m organization.PersonMerge, before map[string][]string, total int) {
	var now int
	p.read(t, &now, "SELECT count(*) FROM organization.persons")
	if now != total-1 {
		t.Fatalf("%d people of %d are left", now, total)
	}
	for name, rows := range p.state(t, m.MergedID) {
		if len(rows) > 0 && name != "accounts" {
			t.Fatalf("%s still holds %d rows of the merged entry", name, len(rows))
		}
	}
	after := p.state(t, m.KeptID)
	for name, rows := range before {
		taken := name == "persons" || name == "organization.person_tokens" || name == "accounts" || name == "organization.class_members" ||
			name == "gathering.participants" || name == "gathering.class_staff"
		if !taken && len(after[name]) != len(rows) {
			t.Fatalf("%s: %d rows before, %d after", name, len(rows), len(after[name]))
		}
	}
	for i, kind := range m.Before.Kept {
		sum := kind.Count + m.Before.Merged[i].Count
		if kind.Kind != "classes" && kind.Kind != "training_classes" && m.After.Kept[i].Count != sum || m.After.Merged[i].Count != 0 {
			t.Fatalf("%s: %d and %d before, %d and %d after", kind.Kind, kind.Count, m.Before.Merged[i].Count, m.After.Kept[i].Count, m.After.Merged[i].Count)
		}
	}
	var twice int
	p.read(t, &twice, `SELECT count(*) FROM (SELECT 1 FROM organization.postings WHERE person_id = ? AND counts AND valid_to IS NULL HAVING count(*) > 1) x`, m.KeptID)
	var last int
	p.read(t, &last, `SELECT count(*) FROM learning.enrollments e WHERE person_id = ? AND completed_at IS NULL AND EXISTS (SELECT FROM learning.enrollments o
		WHERE o.person_id = e.person_id AND o.course_id = e.course_id AND o.completed_at IS NOT NULL AND o.round < e.round)`, m.KeptID)
	if twice > 0 || last > 0 {
		t.Fatalf("%d people count twice, %d finished courses stand behind unfinished ones", twice, last)
	}
}

// TestMoveLosesNothing: after any moves, each completion is read by the agency of its moment and by the
// agency of a posting of today, and by nobody else: under row-level security, and on the person's page.
func TestMoveLosesNothing(t *testing.T) {
	t.Parallel()
	p := loadProvince(t)
	var units []uuid.UUID
	p.read(t, &units, `SELECT v.agency_id FROM organization.agency_versions v WHERE v.valid_to IS NULL AND NOT EXISTS
		(SELECT FROM organization.agency_versions c WHERE c.parent_id = v.agency_id AND c.valid_to IS NULL) ORDER BY 1 LIMIT 6`)
	people := p.kinds[organization.Officer]
	rapid.Check(t, func(t *rapid.T) {
		person := rapid.SampledFrom(people).Draw(t, "person")
		for range rapid.IntRange(1, 4).Draw(t, "acts") {
			p.actAtRandom(t, person, units)
		}
		var facts []struct{ AgencyID, ID uuid.UUID }
		p.read(t, &facts, "SELECT agency_id, id FROM learning.completions WHERE person_id = ? ORDER BY id", person)
		var current []uuid.UUID
		p.read(t, &current, "SELECT agency_id FROM organization.postings WHERE person_id = ? AND valid_from <= scope.today() AND (valid_to IS NULL OR valid_to > scope.today())", person)
		var all []uuid.UUID
		p.read(t, &all, "SELECT agency_id FROM learning.completions WHERE person_id = ? UNION SELECT agency_id FROM organization.postings WHERE person_id = ?", person, person)
		for _, agency := range append(all, units...) {
			p.checkReadable(t, person, agency, facts, current)
		}
	})
}

// actAtRandom moves the person, lets them finish a course, leave or come back.
func (p *loadedProvince) actAtRandom(t *rapid.T, person uuid.UUID, units []uuid.UUID) {
	to := rapid.SampledFrom(units).Draw(t, "to")
	on := organization.Day(testDay).AddDate(0, 0, -rapid.IntRange(0, 9).Draw(t, "days ago"))
	terms := organization.PostingTerms{AgencyID: to, Position: "Chuyên viên", PositionGroup: "officer", Staffing: "none", From: on}
	ctx := context.Background()
	switch rapid.SampledFrom([]string{"move", "move", "second", "leave", "return"}).Draw(t, "act") {
	case "move": // refused moves (the same agency, an earlier day) must change nothing either
		_, _, _ = p.MovePerson(ctx, p.keeper, organization.MovePerson{PersonID: person, Terms: terms, Reason: "Điều động"})
	case "second":
		_, _, _ = p.AddPosting(ctx, p.keeper, organization.AddPosting{PersonID: person, Terms: terms, Reason: "Kiêm nhiệm"})
	case "leave":
		_, _ = p.LeavePerson(ctx, p.keeper, organization.LeavePerson{PersonID: person, On: on, Reason: "Nghỉ việc"})
	case "return":
		_, _ = p.ReturnPerson(ctx, p.keeper, organization.ReturnPerson{PersonID: person, Terms: terms, Reason: "Trở lại"})
	}
	var counting int
	p.read(t, &counting, `SELECT count(*) FROM organization.postings a JOIN organization.postings b ON b.person_id = a.person_id AND b.id > a.id AND a.counts AND b.counts
		AND a.valid_from < COALESCE(b.valid_to, 'infinity') AND b.valid_from < COALESCE(a.valid_to, 'infinity') WHERE a.person_id = ?`, person)
	if counting > 0 {
		t.Fatal("two postings count on one day")
	}
}

func (p *loadedProvince) checkReadable(t *rapid.T, person, agency uuid.UUID, facts []struct{ AgencyID, ID uuid.UUID }, current []uuid.UUID) {
	want := 0
	here := false
	for _, id := range current {
		here = here || id == agency
	}
	for _, f := range facts {
		if here || f.AgencyID == agency {
			want++
		}
	}
	var seen int
	err := p.db.Read(context.Background(), postgres.Agencies(agency), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw("SELECT count(*) FROM learning.completions WHERE person_id = ?", person).Scan(ctx, &seen)
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen != want {
		t.Fatalf("row-level security shows %d completions, want %d", seen, want)
	}
	reader := access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: agency, Agencies: []uuid.UUID{agency}}}}
	page, err := p.FindPersonPage(context.Background(), reader, person)
	if err != nil { // never here, or not any more and not by a posting
		page.Study = nil
	}
	for _, kind := range page.Study {
		if kind.Kind == "completions" && kind.Count != want {
			t.Fatalf("the page shows %d completions, want %d", kind.Count, want)
		}
	}
	if here && err != nil {
		t.Fatal(err)
	}
}
