package reportinghttp

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/planning"
	"taphuan/internal/reporting"
	"taphuan/internal/web"
)

type targetInput struct {
	AgencyID  string `query:"agencyId" format:"uuid" maxLength:"36" doc:"Without it: the agency of the caller's grant"`
	PeriodID  string `query:"periodId" format:"uuid" maxLength:"36" required:"true"`
	CourseKey string `query:"courseKey" maxLength:"40" pattern:"^[a-z0-9-]*$" doc:"Without it and without field: all training"`
	Field     string `query:"field" enum:"it,cybersecurity,pedagogy,psychology"`
	Measure   string `query:"measure" enum:"people,coverage" default:"coverage"`
}

// TargetInForce is the version of a target that holds on the closing day.
type TargetInForce struct {
	ID        uuid.UUID `json:"id"`
	Number    int       `json:"number" doc:"How many versions there were until the closing day"`
	Value     *int64    `json:"value" doc:"null: the target was dropped"`
	DecidedOn string    `json:"decidedOn" format:"date"`
	Document  string    `json:"document"`
	Approver  string    `json:"approver"`
}

// PlannedYear is what the unit itself intends in the year, as it last submitted it.
type PlannedYear struct {
	Plans  int64  `json:"plans" doc:"How many agencies of the unit have submitted a plan"`
	Items  int64  `json:"items" doc:"Courses and classes"`
	People int64  `json:"people" doc:"Turns"`
	Budget *int64 `json:"budget" doc:"Đồng, self-declared; null: no figure"`
}

// TargetRow is one unit with everything below it.
type TargetRow struct {
	AgencyID   uuid.UUID      `json:"agencyId"`
	AgencyName string         `json:"agencyName"`
	ChildCount int            `json:"childCount"`
	Target     *TargetInForce `json:"target,omitempty" doc:"Without it: never given"`
	Figure     *int64         `json:"figure" doc:"People, or hundredths of a percent; null: note says why"`
	Note       string         `json:"note,omitempty"`
	Gap        *int64         `json:"gap" doc:"Missing to the target, 0 once it is reached; null without target or figure"`
	Planned    PlannedYear    `json:"planned"`
}

// TargetSubject is what some of the units have targets of.
type TargetSubject struct {
	CourseKey string `json:"courseKey,omitempty"`
	Field     string `json:"field,omitempty"`
	Measure   string `json:"measure" enum:"people,coverage"`
	Agencies  int64  `json:"agencies"`
}

// Targets are the targets of an agency and of the units directly below it.
type Targets struct {
	Agency    FigureAgency    `json:"agency"`
	Ancestors []FigureAgency  `json:"ancestors" doc:"The agencies above it from the root down, as far as the caller's right reaches"`
	Period    ReportPeriod    `json:"period"`
	AsOf      string          `json:"asOf" format:"date"`
	Measure   string          `json:"measure" enum:"people,coverage"`
	Whole     TargetRow       `json:"whole" doc:"The agency with everything below it"`
	Rows      []TargetRow     `json:"rows"`
	Subjects  []TargetSubject `json:"subjects"`
	Rule      string          `json:"rule"`
}

func compareTargets(svc *reporting.Service) func(context.Context, access.Principal, *targetInput) (*web.Body[Targets], error) {
	return func(ctx context.Context, who access.Principal, in *targetInput) (*web.Body[Targets], error) {
		q, err := targetQuery(who, *in)
		if err != nil {
			return nil, err
		}
		t, err := svc.CompareTargets(ctx, who, q)
		if err != nil {
			return nil, err
		}
		return web.Respond(targetsOf(t, web.Locale(ctx))), nil
	}
}

func targetQuery(who access.Principal, in targetInput) (reporting.CompareTargets, error) {
	q := reporting.CompareTargets{CourseKey: in.CourseKey, Field: in.Field, Measure: planning.Measure(in.Measure)}
	if in.PeriodID == "" {
		return q, fault.ErrInvalid.At("query.periodId", "required", fault.TextRequired)
	}
	asked, err := optionalID(in.AgencyID, "query.agencyId")
	if err != nil {
		return q, err
	}
	if q.AgencyID, err = homeAgency(who, access.ReadReport, asked); err != nil {
		return q, err
	}
	q.PeriodID, err = optionalID(in.PeriodID, "query.periodId")
	return q, err
}

func targetsOf(t reporting.Targets, locale string) Targets {
	out := Targets{Agency: FigureAgency{t.Agency.ID, t.Agency.Name}, Ancestors: agenciesOf(t.Ancestors), Period: periodOf(t.Period, locale), AsOf: t.AsOf.Format(time.DateOnly), Measure: string(t.Query.Measure),
		Whole: targetRowOf(t.Whole, locale), Rows: make([]TargetRow, len(t.Rows)), Subjects: make([]TargetSubject, len(t.Subjects)), Rule: t.Rule.In(locale)}
	for i, r := range t.Rows {
		out.Rows[i] = targetRowOf(r, locale)
	}
	for i, s := range t.Subjects {
		out.Subjects[i] = TargetSubject{CourseKey: s.CourseKey, Field: s.Field, Measure: string(s.Measure), Agencies: s.Agencies}
	}
	return out
}

func targetRowOf(r reporting.TargetRow, locale string) TargetRow {
	out := TargetRow{AgencyID: r.ID, AgencyName: r.Name, ChildCount: r.ChildCount, Figure: r.Figure, Note: r.Note.In(locale), Gap: r.Gap,
		Planned: PlannedYear{Plans: r.Planned.Plans, Items: r.Planned.Items, People: r.Planned.People, Budget: r.Planned.Budget}}
	if t := r.Target; t != nil {
		out.Target = &TargetInForce{ID: t.TargetID, Number: t.Number, Value: t.Value, DecidedOn: t.DecidedOn.Format(time.DateOnly), Document: t.Document, Approver: t.Approver}
	}
	return out
}

func targetFile(svc *reporting.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, who access.Principal) error {
		course, err := courseKey(c)
		if err != nil {
			return err
		}
		q, err := targetQuery(who, targetInput{AgencyID: c.Query("agencyId"), PeriodID: c.Query("periodId"), CourseKey: course, Field: c.Query("field"),
			Measure: c.DefaultQuery("measure", string(planning.MeasureCoverage))})
		if err != nil {
			return err
		}
		ctx := c.Request.Context()
		file, err := svc.ExportTargets(ctx, who, q, web.Locale(ctx))
		if err != nil {
			return err
		}
		web.Attachment(c, mimeXLSX, file.Name)
		_, err = c.Writer.Write(file.Bytes)
		return ignoreGone(c, err)
	}
}
