package reporting

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/planning"
)

// target gives an agency a target of 2025; course and field may be empty, a value of 0 drops it.
func (w *world) target(agency, course, field string, measure planning.Measure, value int, day string) {
	w.t.Helper()
	key := agency + course + field + string(measure)
	w.exec(`INSERT INTO planning.targets (id, period_id, agency_id, course_id, field, measure) VALUES (?, ?, ?, ?, NULLIF(?, ''), ?) ON CONFLICT DO NOTHING`,
		w.id(key), w.plan(planning.Year, 2025), w.id(agency), w.nullable(course), field, string(measure))
	w.exec(`INSERT INTO planning.target_versions (target_id, number, agency_id, value, decided_on, document, approver)
		SELECT ?0, 1 + count(*), ?1, NULLIF(?2, 0), ?3, '12/KH', 'Trưởng Ban' FROM planning.target_versions WHERE target_id = ?0`, w.id(key), w.id(agency), value, day)
}

// yearPlan submits a plan of 2025 with lines of [people, budget]; a budget of -1 is none.
func (w *world) yearPlan(agency string, number int, lines ...[2]int64) {
	w.t.Helper()
	id := audit.NewID()
	w.exec(`INSERT INTO planning.training_plans (id, agency_id, year, number, state, document, submitted_at) VALUES (?, ?, 2025, ?, 'submitted', '05/KH', now())`, id, w.id(agency), number)
	for i, line := range lines {
		w.exec(`INSERT INTO planning.training_plan_items (training_plan_id, agency_id, position, title, form, people, month, budget) VALUES (?, ?, ?, 'Lớp', 'in_person', ?, 3, NULLIF(?, -1))`,
			id, w.id(agency), i+1, line[0], line[1])
	}
}

func (w *world) compare(who access.Principal, agency string, q CompareTargets) Targets {
	w.t.Helper()
	q.AgencyID, q.PeriodID = w.id(agency), w.plan(planning.Year, 2025)
	found, err := w.service().CompareTargets(w.t.Context(), who, q)
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

func pointed(n *int64) int64 {
	if n == nil {
		return -1
	}
	return *n
}

// Of all training, what is set beside a target is the indicator of the report, unit by unit, whoever asks.
func TestTargetFiguresAreTheIndicators(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	standing := w.as(access.StandingAgency, police)
	report, err := w.service().FindResults(t.Context(), standing, FindResults{w.id(province), w.plan(planning.Year, 2025)})
	if err != nil {
		t.Fatal(err)
	}
	for measure, code := range map[planning.Measure]string{planning.MeasurePeople: "B3", planning.MeasureCoverage: "B4"} {
		found := w.compare(standing, province, CompareTargets{Measure: measure})
		if pointed(found.Whole.Figure) != *report.Line(code).Value {
			t.Errorf("%s of the whole: %d, want %d", code, pointed(found.Whole.Figure), *report.Line(code).Value)
		}
		want, got := map[string]int64{}, map[string]int64{}
		for _, unit := range report.Units {
			if unit.ID != found.Agency.ID {
				want[unit.Name] = pointed(unit.Value(code))
			}
		}
		for _, row := range found.Rows {
			got[row.Name] = pointed(row.Figure)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", code, diff)
		}
		for _, agency := range []string{department, communeN, school} {
			theirs := w.compare(standing, agency, CompareTargets{Measure: measure})
			own := w.compare(w.as(access.AgencyLeader, agency), agency, CompareTargets{Measure: measure})
			if diff := cmp.Diff(theirs, own, cmpopts.IgnoreFields(Targets{}, "Ancestors")); diff != "" {
				t.Errorf("%s of %s by role: %s", code, agency, diff)
			}
		}
	}
	police := w.compare(standing, police, CompareTargets{Measure: planning.MeasureCoverage})
	if police.Whole.Figure != nil || police.Whole.Note != whyUnpublished || police.Whole.Gap != nil {
		t.Errorf("a unit that hides its strength: %+v", police.Whole)
	}
}

func TestTargetsByCourseAndField(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	standing := w.as(access.StandingAgency, police)
	people := func(q CompareTargets) int64 {
		q.Measure = planning.MeasurePeople
		return pointed(w.compare(standing, province, q).Whole.Figure)
	}
	got := map[string]int64{"all": people(CompareTargets{}), "cybersecurity": people(CompareTargets{Field: "cybersecurity"}), "pedagogy": people(CompareTargets{Field: "pedagogy"}),
		"it": people(CompareTargets{Field: "it"}), "sp1": people(CompareTargets{CourseKey: "sp1"})}
	want := map[string]int64{"all": 7, "cybersecurity": 6, "pedagogy": 1, "it": 0, "sp1": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The version that holds is the last one decided by the closing day; a dropped one leaves no gap.
func TestTargetsInForce(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	w.target(department, "", "", planning.MeasurePeople, 4, "2025-01-10")
	w.target(department, "", "", planning.MeasurePeople, 6, "2025-03-10")
	w.target(communeN, "", "", planning.MeasurePeople, 2, "2025-07-10")
	w.target(school, "", "", planning.MeasurePeople, 9, "2025-02-01")
	w.target(school, "", "", planning.MeasurePeople, 0, "2025-04-01")
	w.target(school, "sp1", "", planning.MeasurePeople, 3, "2025-04-01")
	w.target(province, "", "cybersecurity", planning.MeasureCoverage, 9000, "2025-04-01")
	standing := w.as(access.StandingAgency, police)
	found := w.compare(standing, province, CompareTargets{Measure: planning.MeasurePeople})
	got := map[string][3]int64{}
	for _, row := range found.Rows {
		if row.Target != nil {
			got[row.Name] = [3]int64{int64(row.Target.Number), pointed(row.Target.Value), pointed(row.Gap)}
		}
	}
	want := map[string][3]int64{department: {2, 6, 2}, communeN: {1, 2, 0}, school: {2, -1, -1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	wantSubjects := []TargetSubject{{Measure: planning.MeasurePeople, Agencies: 2}, {Field: "cybersecurity", Measure: planning.MeasureCoverage, Agencies: 1},
		{CourseKey: "sp1", Measure: planning.MeasurePeople, Agencies: 1}}
	if diff := cmp.Diff(wantSubjects, found.Subjects); diff != "" {
		t.Error(diff)
	}
	if whole := w.compare(standing, province, CompareTargets{Field: "cybersecurity", Measure: planning.MeasureCoverage}).Whole; whole.Target == nil || *whole.Target.Value != 9000 {
		t.Errorf("the province's own target: %+v", whole)
	}
	w.today = on("2025-02-01")
	early := w.compare(standing, department, CompareTargets{Measure: planning.MeasurePeople})
	if early.Whole.Target == nil || *early.Whole.Target.Value != 4 {
		t.Errorf("on 1 February: %+v", early.Whole.Target)
	}
}

// Yearly plans add up over the units, each counted once, by the last version submitted.
func TestPlannedBesideTargets(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	w.yearPlan(department, 1, [2]int64{100, 1_000_000})
	w.yearPlan(department, 2, [2]int64{40, 5_000_000}, [2]int64{10, -1})
	w.yearPlan(communeN, 1, [2]int64{25, -1})
	w.yearPlan(province, 1, [2]int64{5, 0})
	found := w.compare(w.as(access.StandingAgency, police), province, CompareTargets{Measure: planning.MeasurePeople})
	type line struct{ plans, items, people, budget int64 }
	of := func(p Planned) line { return line{p.Plans, p.Items, p.People, pointed(p.Budget)} }
	got := map[string]line{"": of(found.Whole.Planned)}
	for _, row := range found.Rows {
		got[row.Name] = of(row.Planned)
	}
	want := map[string]line{"": {3, 4, 80, 5_000_000}, department: {1, 2, 50, 5_000_000}, communeN: {1, 1, 25, -1}, school: {0, 0, 0, -1}, police: {0, 0, 0, -1}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Error(diff)
	}
}

// Rates are compared as printed: 33,3 % of a target of 33,3 % is reached, and the gap is the difference of
// what stands beside it.
func TestGapAgreesWithWhatIsPrinted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ figure, target, want int64 }{{3333, 3330, 0}, {3845, 9000, 5150}, {3844, 9000, 5160}, {8996, 9000, 0}, {8994, 9000, 10}, {9500, 9000, 0}} {
		targets := Targets{Query: CompareTargets{Measure: planning.MeasureCoverage}}
		if got := *targets.gap(TargetRow{Figure: &c.figure, Target: &TargetInForce{Value: &c.target}}); got != c.want {
			t.Errorf("%d of %d: %d is missing, want %d", c.figure, c.target, got, c.want)
		}
	}
}

func TestCompareTargetsRefuses(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	focal, year := w.as(access.FocalPoint, department), w.plan(planning.Year, 2025)
	good := CompareTargets{AgencyID: w.id(department), PeriodID: year, Measure: planning.MeasurePeople}
	for name, c := range map[string]struct {
		who   access.Principal
		spoil func(*CompareTargets)
		want  error
	}{
		"nobody":                {access.Principal{}, nil, fault.ErrSignInRequired},
		"a learner":             {w.as(access.Learner, department), nil, fault.ErrForbidden},
		"another agency":        {focal, func(q *CompareTargets) { q.AgencyID = w.id(communeN) }, fault.ErrNotFound},
		"the agency above":      {focal, func(q *CompareTargets) { q.AgencyID = w.id(province) }, fault.ErrNotFound},
		"an ended agency":       {w.as(access.StandingAgency, police), func(q *CompareTargets) { q.AgencyID = w.id(communeA) }, fault.ErrNotFound},
		"an unknown period":     {focal, func(q *CompareTargets) { q.PeriodID = uuid.New() }, fault.ErrNotFound},
		"an unknown course":     {focal, func(q *CompareTargets) { q.CourseKey = "xx" }, fault.ErrNotFound},
		"an unknown field":      {focal, func(q *CompareTargets) { q.Field = "xx" }, fault.ErrInvalid},
		"a course and a field":  {focal, func(q *CompareTargets) { q.Field, q.CourseKey = "it", "an1" }, fault.ErrInvalid},
		"an unknown measure":    {focal, func(q *CompareTargets) { q.Measure = "turns" }, fault.ErrInvalid},
		"the own agency's sums": {focal, nil, nil},
	} {
		q := good
		if c.spoil != nil {
			c.spoil(&q)
		}
		if _, err := w.service().CompareTargets(t.Context(), c.who, q); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestExportTargets(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	w.target(department, "", "", planning.MeasureCoverage, 9000, "2025-01-10")
	w.yearPlan(department, 1, [2]int64{40, 5_000_000})
	file, err := w.service().ExportTargets(t.Context(), w.as(access.StandingAgency, police),
		CompareTargets{AgencyID: w.id(province), PeriodID: w.plan(planning.Year, 2025), Measure: planning.MeasureCoverage}, "vi")
	if err != nil || file.Name != "chi-tieu-20251031.xlsx" {
		t.Fatalf("%s, %v", file.Name, err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(file.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Theo đơn vị")
	if err != nil {
		t.Fatal(err)
	}
	var text []string
	for _, row := range rows {
		text = append(text, strings.Join(row, "|"))
	}
	all := strings.Join(text, "\n")
	for _, want := range []string{"Dự toán, đồng (tự kê khai)", "|" + department + "|90.0%|40.0%|50.0%|", "|12/KH (10/01/2025)|Trưởng Ban|1|40|5,000,000", "|" + school + "|–|", "Toàn đơn vị: " + province, "Mọi khóa học - tỷ lệ bao phủ - Năm 2025 - đến hết ngày 31/10/2025"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
}
