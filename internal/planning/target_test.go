package planning

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// world is the plan of 2022 to 2026 with two agencies, a course, and the people who act.
type world struct {
	*Service
	t                         *testing.T
	owner                     *bun.DB
	first, second, course     uuid.UUID
	period                    Period // the year 2026
	standing, focal, leader   access.Principal
	province, learner, nobody access.Principal
}

// today is the day on which the tests happen.
var today = day(2026, 11, 23)

func setup(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	w := &world{Service: New(db, func() time.Time { return today.Add(3 * time.Hour) }), t: t, owner: owner}
	w.first, w.second, w.course = w.agency("Xã A"), w.agency("Xã B"), audit.NewID()
	w.exec(`INSERT INTO catalog.courses (id, key, code) VALUES (?, 'an1', 'AN1')`, w.course)
	as := func(role access.Role, agency uuid.UUID) access.Principal {
		return access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: role, AgencyID: agency, Agencies: []uuid.UUID{agency}}}}
	}
	w.standing, w.province = as(access.StandingAgency, audit.NewID()), as(access.ProvinceManager, audit.NewID())
	w.focal, w.leader, w.learner = as(access.FocalPoint, w.first), as(access.AgencyLeader, w.first), as(access.Learner, w.first)
	if _, err := w.CreatePlan(t.Context(), w.standing, CreatePlan{Plan: plan1905()}); err != nil {
		t.Fatal(err)
	}
	periods, _, err := w.ListPeriods(t.Context(), ListPeriods{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	w.period = periods[0]
	return w
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	if _, err := w.owner.ExecContext(context.Background(), query, args...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) count(query string, args ...any) (n int) {
	w.t.Helper()
	if err := w.owner.NewRaw(query, args...).Scan(context.Background(), &n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *world) agency(name string) uuid.UUID {
	id := audit.NewID()
	w.exec(`INSERT INTO organization.agencies (id) VALUES (?)`, id)
	w.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key) VALUES (?, ?, '2020-01-01', ?, 'commune', ?, '')`, audit.NewID(), id, name, name)
	return id
}

func (w *world) target(value int, on time.Time) SetTarget {
	return SetTarget{PeriodID: w.period.ID, AgencyIDs: []uuid.UUID{w.first}, Subject: Subject{CourseID: w.course}, Measure: MeasurePeople, Value: &value,
		DecidedOn: on, Document: "12/KH-BCĐ138", Approver: "Phó Trưởng Ban Thường trực"}
}

func (w *world) set(cmd SetTarget) {
	w.t.Helper()
	if err := w.SetTarget(w.t.Context(), w.standing, cmd); err != nil {
		w.t.Fatal(err)
	}
}

func TestTargetIsVersioned(t *testing.T) {
	w := setup(t)
	first, changed := w.target(100, day(2026, 1, 5)), w.target(120, day(2026, 3, 1))
	first.AgencyIDs = []uuid.UUID{w.second, w.first, w.first}
	w.set(first)
	w.set(changed)
	field := w.target(40, day(2026, 1, 5))
	field.Subject = Subject{Field: catalog.IT}
	w.set(field)
	dropped := changed
	dropped.Value, dropped.Document, dropped.DecidedOn = nil, "30/CV-BCĐ138", day(2026, 6, 1)
	w.set(dropped)
	var id uuid.UUID
	if err := w.owner.NewRaw(`SELECT id FROM planning.targets WHERE agency_id = ? AND course_id = ?`, w.first, w.course).Scan(t.Context(), &id); err != nil {
		t.Fatal(err)
	}
	for name, who := range map[string]access.Principal{"leader": w.leader, "focal point": w.focal, "province": w.province, "standing agency": w.standing} {
		versions, total, err := w.ListTargetVersions(t.Context(), who, ListTargetVersions{AgencyID: w.first, TargetID: id, Limit: 2})
		if err != nil || total != 3 || len(versions) != 2 || versions[0].Value != nil || *versions[1].Value != 120 || versions[1].Approver != first.Approver {
			t.Errorf("%s: %+v of %d, %v", name, versions, total, err)
		}
	}
	if n := w.count(`SELECT count(*) FROM planning.target_facts`); n != 5 {
		t.Errorf("%d versions in all", n)
	}
	if n := w.count(`SELECT count(*) FROM audit.entries WHERE action = 'set_target' AND agency_id = ? AND actor_id = ?`, w.first, w.standing.PersonID); n != 4 {
		t.Errorf("%d audit entries of the first agency", n)
	}
	for _, statement := range []string{`UPDATE planning.target_versions SET value = 1`, `DELETE FROM planning.target_versions`} {
		if _, err := w.owner.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s is possible", statement)
		}
	}
}

func TestSetTargetRefuses(t *testing.T) {
	w := setup(t)
	w.set(w.target(100, day(2026, 2, 1)))
	cmd := w.target(100, day(2026, 2, 1))
	for name, c := range map[string]struct {
		who   access.Principal
		spoil func(*SetTarget)
		want  error
		field string
	}{
		"nobody":              {w.nobody, nil, fault.ErrSignInRequired, ""},
		"a learner":           {w.learner, nil, fault.ErrForbidden, ""},
		"a focal point":       {w.focal, nil, fault.ErrForbidden, ""},
		"a leader":            {w.leader, nil, fault.ErrForbidden, ""},
		"a province manager":  {w.province, nil, fault.ErrForbidden, ""},
		"the same again":      {w.standing, nil, ErrTargetSame, ""},
		"an older document":   {w.standing, func(c *SetTarget) { c.DecidedOn = day(2026, 1, 1) }, ErrTargetOlder, "body.decidedOn"},
		"nothing to drop":     {w.standing, func(c *SetTarget) { c.Value, c.Measure = nil, MeasureCoverage }, ErrTargetNone, ""},
		"an unknown period":   {w.standing, func(c *SetTarget) { c.PeriodID = audit.NewID() }, fault.ErrNotFound, ""},
		"an unknown agency":   {w.standing, func(c *SetTarget) { c.AgencyIDs = []uuid.UUID{w.second, audit.NewID()} }, fault.ErrInvalid, "body.agencyIds"},
		"no agency":           {w.standing, func(c *SetTarget) { c.AgencyIDs = nil }, fault.ErrInvalid, "body.agencyIds"},
		"too many agencies":   {w.standing, func(c *SetTarget) { c.AgencyIDs = newIDs(501) }, fault.ErrInvalid, "body.agencyIds"},
		"no document":         {w.standing, func(c *SetTarget) { c.Document = " " }, fault.ErrInvalid, "body.document"},
		"no approver":         {w.standing, func(c *SetTarget) { c.Approver = "" }, fault.ErrInvalid, "body.approver"},
		"an unknown measure":  {w.standing, func(c *SetTarget) { c.Measure = "turns" }, fault.ErrInvalid, "body.measure"},
		"a value of nothing":  {w.standing, func(c *SetTarget) { c.Value = new(int) }, fault.ErrInvalid, "body.value"},
		"over 100 %":          {w.standing, func(c *SetTarget) { v := 10001; c.Measure, c.Value = MeasureCoverage, &v }, fault.ErrInvalid, "body.value"},
		"course and field":    {w.standing, func(c *SetTarget) { c.Subject.Field = catalog.IT }, fault.ErrInvalid, "body.field"},
		"an unknown field":    {w.standing, func(c *SetTarget) { c.Subject = Subject{Field: "politics"} }, fault.ErrInvalid, "body.field"},
		"a day to come":       {w.standing, func(c *SetTarget) { c.DecidedOn = today.AddDate(0, 0, 1) }, fault.ErrInvalid, "body.decidedOn"},
		"after the period":    {w.standing, func(c *SetTarget) { c.DecidedOn = day(2026, 11, 1) }, fault.ErrInvalid, "body.decidedOn"},
		"older than the plan": {w.standing, func(c *SetTarget) { c.DecidedOn = day(2022, 5, 12) }, fault.ErrInvalid, "body.decidedOn"},
	} {
		try := cmd
		if c.spoil != nil {
			c.spoil(&try)
		}
		err := w.SetTarget(t.Context(), c.who, try)
		if !errors.Is(err, c.want) || (c.field != "" && fault.From(err).Fields[0].Path != c.field) {
			t.Errorf("%s: %v, want %v at %s", name, err, c.want, c.field)
		}
	}
	if n := w.count(`SELECT count(*) FROM planning.target_versions`); n != 1 {
		t.Errorf("%d versions: a refused command has written", n)
	}
}

// Of several agencies the one in the way is named, and those that have the target already are no hindrance.
func TestSetTargetOfSeveral(t *testing.T) {
	w := setup(t)
	w.set(w.target(100, day(2026, 2, 1)))
	both := w.target(100, day(2026, 2, 1))
	both.AgencyIDs = []uuid.UUID{w.first, w.second}
	w.set(both)
	if n := w.count(`SELECT count(*) FROM planning.target_versions`); n != 2 {
		t.Errorf("%d versions, want one of each agency", n)
	}
	older := w.target(90, day(2026, 3, 1))
	older.AgencyIDs = []uuid.UUID{w.second}
	w.set(older)
	both = w.target(80, day(2026, 2, 15))
	both.AgencyIDs = []uuid.UUID{w.first, w.second}
	err := w.SetTarget(t.Context(), w.standing, both)
	if fields := fault.From(err).Fields; len(fields) != 1 || !strings.HasPrefix(fields[0].Text.VI, "Xã B: ") {
		t.Errorf("%v %+v", err, fields)
	}
	if n := w.count(`SELECT count(*) FROM planning.target_versions`); n != 3 {
		t.Errorf("%d versions: the refused command has written", n)
	}
}

func newIDs(n int) []uuid.UUID {
	ids := make([]uuid.UUID, n)
	for i := range ids {
		ids[i] = audit.NewID()
	}
	return ids
}

func TestTargetHistoryForbidden(t *testing.T) {
	w := setup(t)
	w.set(w.target(100, day(2026, 2, 1)))
	var id uuid.UUID
	if err := w.owner.NewRaw(`SELECT id FROM planning.targets`).Scan(t.Context(), &id); err != nil {
		t.Fatal(err)
	}
	elsewhere := access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: w.second, Agencies: []uuid.UUID{w.second}}}}
	for name, c := range map[string]struct {
		who    access.Principal
		agency uuid.UUID
		want   error
	}{
		"nobody":         {w.nobody, w.first, fault.ErrSignInRequired},
		"a learner":      {w.learner, w.first, fault.ErrForbidden},
		"another agency": {elsewhere, w.first, fault.ErrNotFound},
	} {
		if _, _, err := w.ListTargetVersions(t.Context(), c.who, ListTargetVersions{AgencyID: c.agency, TargetID: id, Limit: 5}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	// Under the own agency's name another's target is not there.
	if versions, total, err := w.ListTargetVersions(t.Context(), elsewhere, ListTargetVersions{AgencyID: w.second, TargetID: id, Limit: 5}); !errors.Is(err, fault.ErrNotFound) || total != 0 || len(versions) != 0 {
		t.Errorf("%v, %d, %v", versions, total, err)
	}
	w.rowsUnder(postgres.Agencies(w.second), 0)
	w.rowsUnder(postgres.Nobody(), 0)
	w.rowsUnder(postgres.Agencies(w.first), 2)
}

// rowsUnder counts what the database itself shows of targets and yearly plans under a scope.
func (w *world) rowsUnder(scope postgres.Scope, want int) {
	w.t.Helper()
	var seen int
	err := w.db.Read(w.t.Context(), scope, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT (SELECT count(*) FROM planning.targets) + (SELECT count(*) FROM planning.target_facts)
			+ (SELECT count(*) FROM planning.training_plans) + (SELECT count(*) FROM planning.training_plan_items)`).Scan(ctx, &seen)
	})
	if err != nil || seen != want {
		w.t.Errorf("%d rows under %+v, want %d, %v", seen, scope, want, err)
	}
}

// Two who set a target at once make two versions, never one over the other.
func TestTargetsAtOnce(t *testing.T) {
	w := setup(t)
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			cmd := w.target(100+i, day(2026, 2, 1))
			cmd.AgencyIDs = []uuid.UUID{w.first, w.second}
			if i%2 == 1 {
				cmd.AgencyIDs = []uuid.UUID{w.second, w.first}
			}
			if err := w.SetTarget(t.Context(), w.standing, cmd); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := w.count(`SELECT count(*) FROM planning.target_versions WHERE number BETWEEN 1 AND 6`); n != 12 {
		t.Errorf("%d versions, want 12", n)
	}
}

// The history of a target is what was accepted, in order, and each day has at most one value: the last
// that was decided on or before it.
func TestTargetHistoryIsWhatWasSet(t *testing.T) {
	w := setup(t)
	rapid.Check(t, func(rt *rapid.T) {
		agency := w.agency(fmt.Sprintf("Xã %s", audit.NewID()))
		var accepted []TargetVersion
		for range rapid.IntRange(1, 6).Draw(rt, "commands") {
			cmd := w.target(rapid.IntRange(1, 3).Draw(rt, "value"), day(2026, time.Month(rapid.IntRange(1, 4).Draw(rt, "month")), 1))
			cmd.AgencyIDs = []uuid.UUID{agency}
			if rapid.IntRange(0, 3).Draw(rt, "drop") == 0 {
				cmd.Value = nil
			}
			if err := w.SetTarget(t.Context(), w.standing, cmd); err == nil {
				accepted = append(accepted, TargetVersion{Number: len(accepted) + 1, Value: cmd.Value, DecidedOn: cmd.DecidedOn})
			} else if fault.KindOf(err) == fault.Internal {
				rt.Fatal(err)
			}
		}
		var stored []TargetVersion
		err := w.owner.NewRaw(`SELECT number, value, decided_on FROM planning.target_facts WHERE agency_id = ? ORDER BY number`, agency).Scan(t.Context(), &stored)
		if diff := cmp.Diff(accepted, stored); err != nil || diff != "" {
			rt.Fatalf("%v %s", err, diff)
		}
		for i := 1; i < len(stored); i++ {
			if stored[i].DecidedOn.Before(stored[i-1].DecidedOn) {
				rt.Fatalf("version %d is older than the one before", stored[i].Number)
			}
		}
	})
}
