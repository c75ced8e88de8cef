package planning

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/pgtest"
)

func plan1905() Plan {
	return Plan{ID: audit.NewID(), Number: "1905/KH-BCĐ138", IssuedOn: day(2022, 5, 13), Title: "phòng, chống", Issuer: "Ban Chỉ đạo 138 tỉnh",
		Receiver: "Ban Chỉ đạo 138 tỉnh Quảng Ngãi", ValidFrom: day(2022, 5, 13), ValidTo: day(2026, 12, 31)}
}

func TestDefaultPeriods(t *testing.T) {
	t.Parallel()
	var got []string
	for _, p := range DefaultPeriods(plan1905()) {
		got = append(got, p.Label().VI+" | "+p.FromOn.Format("02/01/2006")+" - "+p.ToOn.Format("02/01/2006")+" | "+p.DueOn.Format("02/01/2006"))
	}
	want := []string{
		"Năm 2022 | 13/05/2022 - 31/10/2022 | 09/11/2022",
		"06 tháng đầu năm 2023 | 01/11/2022 - 30/04/2023 | 09/05/2023", "Năm 2023 | 01/11/2022 - 31/10/2023 | 09/11/2023",
		"06 tháng đầu năm 2024 | 01/11/2023 - 30/04/2024 | 09/05/2024", "Năm 2024 | 01/11/2023 - 31/10/2024 | 09/11/2024",
		"06 tháng đầu năm 2025 | 01/11/2024 - 30/04/2025 | 09/05/2025", "Năm 2025 | 01/11/2024 - 31/10/2025 | 09/11/2025",
		"06 tháng đầu năm 2026 | 01/11/2025 - 30/04/2026 | 09/05/2026", "Năm 2026 | 01/11/2025 - 31/10/2026 | 09/11/2026",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDeadline(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		due      time.Time
		roll     bool
		holidays []time.Time
		want     string
	}{
		"a Saturday stays without the flag": {day(2026, 5, 9), false, nil, "2026-05-09T23:59:59+07:00"},
		"a Saturday rolls to Monday":        {day(2026, 5, 9), true, nil, "2026-05-11T23:59:59+07:00"},
		"a Sunday rolls to Monday":          {day(2027, 5, 9), true, nil, "2027-05-10T23:59:59+07:00"},
		"a holiday rolls on":                {day(2026, 5, 9), true, []time.Time{day(2026, 5, 11)}, "2026-05-12T23:59:59+07:00"},
		"a working day stays":               {day(2026, 11, 9), true, nil, "2026-11-09T23:59:59+07:00"},
	} {
		p := Period{DueOn: c.due, Plan: Plan{RollToWorkday: c.roll}}
		if got := p.Deadline(c.holidays...).Format(time.RFC3339); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestCreatePlan(t *testing.T) {
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	s, ctx := New(db, time.Now), t.Context()
	agency := audit.NewID()
	if _, err := owner.ExecContext(ctx, `INSERT INTO organization.agencies (id) VALUES (?)`, agency); err != nil {
		t.Fatal(err)
	}
	who := access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.StandingAgency, AgencyID: agency}}}
	cmd := CreatePlan{Plan: plan1905(), Reporters: []Reporter{{AgencyID: agency, ValidFrom: day(2022, 5, 13), Document: "1905/KH-BCĐ138, mục V.2"}}}
	id, err := s.CreatePlan(ctx, who, cmd)
	if err != nil {
		t.Fatal(err)
	}
	periods, total, err := s.ListPeriods(ctx, ListPeriods{Limit: 2, Offset: 1})
	if err != nil || total != 9 || len(periods) != 2 {
		t.Fatalf("%d periods, total %d, %v", len(periods), total, err)
	}
	if got := periods[0].Label().EN; got != "First half of 2026" || periods[0].Plan.Number != "1905/KH-BCĐ138" {
		t.Errorf("second period: %s of %s", got, periods[0].Plan.Number)
	}
	found, err := s.FindPeriod(ctx, periods[0].ID)
	if diff := cmp.Diff(periods[0], found, cmpopts.EquateEmpty()); err != nil || diff != "" {
		t.Errorf("FindPeriod: %v %s", err, diff)
	}
	reporters, err := s.ListReporters(ctx, id)
	if err != nil || len(reporters) != 1 || reporters[0].AgencyID != agency {
		t.Errorf("reporters: %v %v", reporters, err)
	}
	if n, _ := owner.NewSelect().Table("audit.entries").Where("action = 'create_plan'").Count(ctx); n != 1 {
		t.Errorf("%d audit entries", n)
	}
	if _, err := s.FindPeriod(ctx, uuid.New()); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("unknown period: %v", err)
	}
}

func TestCreatePlanRefuses(t *testing.T) {
	t.Parallel()
	s := New(nil, time.Now) // refused before anything is written
	manager := access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.ProvinceManager}}}
	if _, err := s.CreatePlan(t.Context(), manager, CreatePlan{Plan: plan1905()}); !errors.Is(err, fault.ErrForbidden) {
		t.Errorf("a province manager: %v", err)
	}
	if _, err := s.CreatePlan(t.Context(), access.Principal{}, CreatePlan{Plan: plan1905()}); !errors.Is(err, fault.ErrSignInRequired) {
		t.Errorf("nobody: %v", err)
	}
	for field, spoil := range map[string]func(*CreatePlan){
		"number":  func(c *CreatePlan) { c.Plan.Number = " " },
		"title":   func(c *CreatePlan) { c.Plan.Title = string(make([]byte, 3)) },
		"issuer":  func(c *CreatePlan) { c.Plan.Issuer += strings.Repeat(" ", 200) },
		"validTo": func(c *CreatePlan) { c.Plan.ValidTo = day(2022, 1, 1) },
		"periods": func(c *CreatePlan) {
			c.Periods = []Period{{FromOn: day(2026, 1, 2), ToOn: day(2026, 1, 1), DueOn: day(2026, 2, 1)}}
		},
		"reporters": func(c *CreatePlan) { c.Reporters = []Reporter{{}} },
	} {
		cmd := CreatePlan{Plan: plan1905()}
		cmd.Periods = DefaultPeriods(cmd.Plan)
		spoil(&cmd)
		err := cmd.validate()
		if !errors.Is(err, fault.ErrInvalid) || fault.From(err).Fields[0].Path != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
