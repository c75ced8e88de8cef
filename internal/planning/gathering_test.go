package planning

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// gatheringWorld is a plan and five agencies.
type gatheringWorld struct {
	*Service
	t        *testing.T
	owner    *bun.DB
	plan     uuid.UUID
	agencies []uuid.UUID
	standing access.Principal
}

func newGathering(t *testing.T) *gatheringWorld {
	t.Helper()
	db, owner := pgtest.NewWithOwner(t)
	w := &gatheringWorld{Service: New(db, time.Now), t: t, owner: owner}
	for i := range 5 {
		id := audit.NewID()
		w.agencies = append(w.agencies, id)
		w.exec(`INSERT INTO organization.agencies (id) VALUES (?)`, id)
		w.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key) VALUES (?, ?, '2020-01-01', ?, 'department', ?, '')`,
			audit.NewID(), id, string(rune('A'+i)), string(rune('A'+i)))
	}
	plan := plan1905()
	w.plan = plan.ID
	if err := CreatePlanTx(t.Context(), owner, CreatePlan{Plan: plan}); err != nil {
		t.Fatal(err)
	}
	w.standing = access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.StandingAgency, AgencyID: w.agencies[0], Agencies: w.agencies}}}
	return w
}

func (w *gatheringWorld) exec(query string, args ...any) {
	w.t.Helper()
	if _, err := w.owner.ExecContext(w.t.Context(), query, args...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *gatheringWorld) set(agency, collector uuid.UUID, from time.Time) error {
	return w.SetCollector(w.t.Context(), w.standing, SetCollector{PlanID: w.plan, AgencyID: agency, CollectorID: collector, From: from, Document: "CV 01"})
}

// TestGatheringIsATree: whatever is entered, on any day each unit has one collector at most and the way up
// from it ends.
func TestGatheringIsATree(t *testing.T) {
	t.Parallel()
	w := newGathering(t)
	circles, taken := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		w.exec("DELETE FROM planning.gathering_edges")
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			agency := rapid.SampledFrom(w.agencies).Draw(rt, "agency")
			collector := rapid.SampledFrom(append([]uuid.UUID{uuid.Nil}, w.agencies...)).Draw(rt, "collector")
			err := w.set(agency, collector, day(2026, time.Month(rapid.IntRange(1, 6).Draw(rt, "month")), 1))
			switch {
			case err == nil:
				taken++
			case !errors.Is(err, fault.ErrInvalid):
				rt.Fatal(err)
			case fault.From(err).Fields[0].Code == "circle":
				circles++
			}
		}
		var edges []GatheringEdge
		if err := w.owner.NewSelect().Model(&edges).Scan(t.Context()); err != nil {
			rt.Fatal(err)
		}
		for month := range 12 {
			on := day(2026, time.Month(month+1), 15)
			above := map[uuid.UUID]uuid.UUID{}
			for _, g := range edges {
				if _, twice := above[g.AgencyID]; g.holds(on) && twice {
					rt.Fatalf("%s is collected twice on %s", g.AgencyID, on)
				}
				if g.holds(on) {
					above[g.AgencyID] = g.CollectorID
				}
			}
			for _, a := range w.agencies {
				steps := 0
				for next, more := above[a]; more; next, more = above[next] {
					if steps++; steps > len(w.agencies) {
						rt.Fatalf("a circle on %s", on)
					}
				}
			}
		}
	})
	if circles == 0 || taken == 0 {
		t.Errorf("%d circles refused, %d taken", circles, taken)
	}
}

func TestReportersList(t *testing.T) {
	t.Parallel()
	w := newGathering(t)
	ctx, a := t.Context(), w.agencies[1]
	set := func(owes bool, from time.Time) error {
		return w.SetReporter(ctx, w.standing, SetReporter{PlanID: w.plan, AgencyID: a, Owes: owes, From: from, Document: "CV 01"})
	}
	if err := set(false, day(2026, 1, 1)); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("end without a line: %v", err)
	}
	if err := set(true, day(2026, 1, 1)); err != nil {
		t.Fatal(err)
	}
	if err := set(true, day(2026, 3, 1)); !errors.Is(err, fault.ErrInvalid) {
		t.Errorf("twice: %v", err)
	}
	if err := set(true, day(2021, 1, 1)); fault.From(err).Fields[0].Path != "from" {
		t.Errorf("before the plan: %v", err)
	}
	if err := w.set(a, w.agencies[0], day(2026, 2, 1)); err != nil {
		t.Fatal(err)
	}
	if err := set(false, day(2026, 6, 1)); err != nil {
		t.Fatal(err)
	}
	for month, want := range map[time.Month]string{1: "owes", 2: "owes, collected", 6: "collected"} {
		lines, total, err := w.ListGathering(ctx, w.standing, ListGathering{PlanID: w.plan, Day: day(2026, month, 15), Limit: 10})
		if err != nil || total != 1 || len(lines) != 1 {
			t.Fatalf("%v lines, %d, %v", lines, total, err)
		}
		got := ""
		if lines[0].Owes {
			got = "owes"
		}
		if lines[0].CollectorName == "A" {
			got += ", collected"
		}
		if got = trimComma(got); got != want || lines[0].AgencyName != "B" {
			t.Errorf("month %d: %q, want %q", month, got, want)
		}
	}
}

func trimComma(s string) string {
	if len(s) > 2 && s[0] == ',' {
		return s[2:]
	}
	return s
}

// TestGatheringRights: only who keeps plans changes their lists.
func TestGatheringRights(t *testing.T) {
	t.Parallel()
	w := newGathering(t)
	for _, role := range access.Roles() {
		who := access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: role, AgencyID: w.agencies[0], Agencies: w.agencies}}}
		collector := w.SetCollector(t.Context(), who, SetCollector{PlanID: w.plan, AgencyID: w.agencies[1], CollectorID: w.agencies[0], From: day(2026, 1, 1), Document: "CV 1"})
		reporter := w.SetReporter(t.Context(), who, SetReporter{PlanID: w.plan, AgencyID: w.agencies[1], Owes: true, From: day(2026, 1, 1), Document: "CV 1"})
		for what, err := range map[string]error{"collector": collector, "reporter": reporter} {
			if refused := errors.Is(err, fault.ErrForbidden); refused == (role == access.StandingAgency) {
				t.Errorf("%s as %s: %v", what, role, err)
			}
		}
		_, _, err := w.ListGathering(t.Context(), who, ListGathering{PlanID: w.plan, Day: day(2026, 1, 1), Limit: 1})
		if may := role.Allows(access.ReadReport); errors.Is(err, fault.ErrForbidden) == may {
			t.Errorf("list as %s: %v", role, err)
		}
	}
	if err := w.SetReporter(t.Context(), access.Principal{}, SetReporter{}); !errors.Is(err, fault.ErrSignInRequired) {
		t.Errorf("nobody: %v", err)
	}
	if n := w.audits(); n != 2 {
		t.Errorf("%d audit entries", n)
	}
}

func (w *gatheringWorld) audits() int {
	n, err := w.owner.NewSelect().Table("audit.entries").Where("action IN ('set_collector', 'add_reporter')").Count(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return int(n)
}

// TestClosedPeriods: a period is closed once its last valid day has passed.
func TestClosedPeriods(t *testing.T) {
	t.Parallel()
	w := newGathering(t)
	closed := func(on, today time.Time) []string {
		found, err := ClosedPeriods(t.Context(), w.owner, on, today)
		if err != nil {
			t.Fatal(err)
		}
		var labels []string
		for _, p := range found {
			labels = append(labels, p.Label.VI)
		}
		return labels
	}
	if got := closed(day(2026, 3, 1), day(2026, 5, 9)); len(got) != 0 {
		t.Errorf("on the last valid day: %v", got)
	}
	if got := closed(day(2026, 3, 1), day(2026, 5, 10)); !slices.Equal(got, []string{"06 tháng đầu năm 2026"}) {
		t.Errorf("on the day after: %v", got)
	}
	if got := closed(day(2026, 5, 1), day(2026, 11, 24)); !slices.Equal(got, []string{"Năm 2026"}) {
		t.Errorf("after the year: %v", got)
	}
	period, err := w.owner.NewSelect().Table("planning.periods").Where("kind = 'year' AND year = 2026").Exists(t.Context())
	if err != nil || !period {
		t.Fatal(err)
	}
	var id uuid.UUID
	if err := w.owner.NewRaw(`SELECT id FROM planning.periods WHERE kind = 'year' AND year = 2026`).Scan(t.Context(), &id); err != nil {
		t.Fatal(err)
	}
	if err := RestateTx(t.Context(), w.owner, []organization.Restatement{{PeriodID: id, EventID: uuid.New(), Act: "reverse", Document: "NQ", Reason: "nhầm", ActorID: uuid.New()}}); err != nil {
		t.Fatal(err)
	}
	lines, total, err := w.ListRestatements(t.Context(), w.standing, ListRestatements{PeriodID: id, Limit: 10})
	if err != nil || total != 1 || lines[0].Reason != "nhầm" || lines[0].Period.VI != "Năm 2026" {
		t.Errorf("%v %d %v", lines, total, err)
	}
	var agency uuid.UUID
	if err := w.owner.NewRaw(`SELECT id FROM organization.agencies LIMIT 1`).Scan(t.Context(), &agency); err != nil {
		t.Fatal(err)
	}
	for _, act := range []string{"add_person", "add_posting", "change_posting", "remove_posting", "move_person", "leave_person", "return_person"} {
		if err := RestateTx(t.Context(), w.owner, []organization.Restatement{{PeriodID: id, AgencyID: agency, Act: act, ActorID: uuid.New()}}); err != nil {
			t.Fatal(err)
		}
		lines, _, err := w.ListRestatements(t.Context(), w.standing, ListRestatements{PeriodID: id, Limit: 1})
		if err != nil || lines[0].Act != act || len(lines[0].Agencies) != 1 || lines[0].Agencies[0].ID != agency {
			t.Errorf("%v %v", lines, err)
		}
	}
}

// TestRestateRoster: what the steps of one list write is one line for each period and agency, with how many people it
// is about; another list has its own.
func TestRestateRoster(t *testing.T) {
	t.Parallel()
	w := newGathering(t)
	var id uuid.UUID
	if err := w.owner.NewRaw(`SELECT id FROM planning.periods WHERE kind = 'year' AND year = 2026`).Scan(t.Context(), &id); err != nil {
		t.Fatal(err)
	}
	line := organization.Restatement{PeriodID: id, AgencyID: w.agencies[0], RosterID: uuid.New(), People: 2000, Act: "commit_roster", ActorID: uuid.New()}
	last, elsewhere, other := line, line, line
	last.People, elsewhere.AgencyID, elsewhere.People, other.RosterID, other.People = 5, w.agencies[1], 1, uuid.New(), 7
	for _, step := range [][]organization.Restatement{{line}, {last, elsewhere}, {other}, {}} {
		err := w.db.RunInTx(t.Context(), postgres.Agencies(w.agencies...), func(ctx context.Context, tx bun.Tx) error { return RestateTx(ctx, tx, step) })
		if err != nil {
			t.Fatal(err)
		}
	}
	lines, total, err := w.ListRestatements(t.Context(), w.standing, ListRestatements{PeriodID: id, Limit: 10})
	people := map[string]int{}
	for _, l := range lines {
		people[l.Agencies[0].Name] += l.People
	}
	if err != nil || total != 3 || people["A"] != 2012 || people["B"] != 1 {
		t.Errorf("%v %d %v", people, total, err)
	}
}
