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

type resultsInput struct {
	AgencyID string `query:"agencyId" format:"uuid" maxLength:"36" doc:"Without it: the agency of the caller's grant"`
	PeriodID string `query:"periodId" format:"uuid" maxLength:"36" required:"true"`
}

// Indicator is one figure of the plan with its comparison; null is "no data", never 0.
type Indicator struct {
	Code           string `json:"code"`
	Name           string `json:"name"`
	Formula        string `json:"formula"`
	Unit           string `json:"unit"`
	Format         string `json:"format" enum:"count,rate,score,periods" doc:"rate: hundredths of a percent; score and periods: hundredths"`
	RuleVersion    int    `json:"ruleVersion"`
	Students       bool   `json:"students" doc:"A line of students, never part of the officers' figures"`
	Value          *int64 `json:"value"`
	Previous       *int64 `json:"previous" doc:"The same period of the year before"`
	ChangeAbsolute *int64 `json:"changeAbsolute" doc:"Of rates: hundredths of a percentage point"`
	ChangePercent  *int64 `json:"changePercent" doc:"Hundredths of a percent; null where the base is 0 and for rates and scores"`
	Cumulative     *int64 `json:"cumulative" doc:"Since the plan began"`
	Note           string `json:"note,omitempty" doc:"Why a figure does not exist or cannot be compared"`
}

// BreakdownRow is one field of training or one audience.
type BreakdownRow struct {
	Key         string `json:"key"`
	Name        string `json:"name"`
	Turns       int64  `json:"turns"`
	Completions int64  `json:"completions"`
	People      int64  `json:"people" doc:"Distinct people; never summed over rows"`
}

// ClassRow is a training class of the period: numbers alone.
type ClassRow struct {
	ID           uuid.UUID `json:"id"`
	Code         string    `json:"code"`
	Name         string    `json:"name"`
	Field        string    `json:"field"`
	Form         string    `json:"form"`
	StartsOn     string    `json:"startsOn" format:"date"`
	EndsOn       string    `json:"endsOn" format:"date"`
	Place        string    `json:"place"`
	Host         string    `json:"host"`
	Called       int64     `json:"called"`
	Attended     int64     `json:"attended"`
	Completed    int64     `json:"completed"`
	Score        *int64    `json:"score" doc:"Mean, hundredths of 10"`
	Certificates int64     `json:"certificates"`
	Spent        *int64    `json:"spent" doc:"Đồng, declared by the host"`
}

// ReportPeriod is the period of a report.
type ReportPeriod struct {
	ID         uuid.UUID `json:"id"`
	PlanNumber string    `json:"planNumber"`
	Kind       string    `json:"kind" enum:"half_year,year,interim_review,final_review"`
	Year       int       `json:"year"`
	Label      string    `json:"label"`
	FromOn     string    `json:"fromOn" format:"date"`
	ToOn       string    `json:"toOn" format:"date"`
	DueOn      string    `json:"dueOn" format:"date"`
}

// TrainingReport is the training part of an agency's report.
type TrainingReport struct {
	Agency     FigureAgency   `json:"agency"`
	Period     ReportPeriod   `json:"period"`
	AsOf       string         `json:"asOf" format:"date"`
	Indicators []Indicator    `json:"indicators"`
	ByField    []BreakdownRow `json:"byField"`
	ByAudience []BreakdownRow `json:"byAudience"`
	Classes    []ClassRow     `json:"classes"`
	Notes      []string       `json:"notes"`
}

func findResults(svc *reporting.Service) func(context.Context, access.Principal, *resultsInput) (*web.Body[TrainingReport], error) {
	return func(ctx context.Context, who access.Principal, in *resultsInput) (*web.Body[TrainingReport], error) {
		q, err := resultsQuery(who, in.AgencyID, in.PeriodID)
		if err != nil {
			return nil, err
		}
		r, err := svc.FindResults(ctx, who, q)
		if err != nil {
			return nil, err
		}
		return web.Respond(reportOf(r, web.Locale(ctx))), nil
	}
}

func resultsQuery(who access.Principal, agency, period string) (reporting.FindResults, error) {
	var q reporting.FindResults
	if period == "" {
		return q, fault.ErrInvalid.At("query.periodId", "required", fault.TextRequired)
	}
	asked, err := optionalID(agency, "query.agencyId")
	if err != nil {
		return q, err
	}
	if q.AgencyID, err = homeAgency(who, access.ReadReport, asked); err != nil {
		return q, err
	}
	q.PeriodID, err = optionalID(period, "query.periodId")
	return q, err
}

func reportOf(r reporting.Results, locale string) TrainingReport {
	out := TrainingReport{Agency: FigureAgency{r.Agency.ID, r.Agency.Name}, Period: periodOf(r.Period, locale), AsOf: r.AsOf.Format(time.DateOnly),
		Indicators: make([]Indicator, len(r.Lines)), ByField: partsOf(r.ByField, locale), ByAudience: partsOf(r.ByAudience, locale), Classes: classesOf(r.Classes, locale), Notes: []string{}}
	for i, l := range r.Lines {
		out.Indicators[i] = Indicator{Code: l.Code, Name: l.Name.In(locale), Formula: l.Formula.In(locale), Unit: l.Unit.In(locale), Format: string(l.Form),
			RuleVersion: l.Version, Students: l.Students, Value: l.Value, Previous: l.Previous, ChangeAbsolute: l.Absolute, ChangePercent: l.Percent,
			Cumulative: l.Cumulative, Note: l.Note.In(locale)}
	}
	for _, note := range r.Notes {
		out.Notes = append(out.Notes, note.In(locale))
	}
	return out
}

func partsOf(parts []reporting.Part, locale string) []BreakdownRow {
	rows := make([]BreakdownRow, len(parts))
	for i, p := range parts {
		rows[i] = BreakdownRow{Key: p.Part, Name: p.Name().In(locale), Turns: p.Turns, Completions: p.Completions, People: p.People}
	}
	return rows
}

func classesOf(classes []reporting.ClassLine, locale string) []ClassRow {
	rows := make([]ClassRow, len(classes))
	for i, c := range classes {
		rows[i] = ClassRow{ID: c.ClassID, Code: c.Code, Name: c.Name, Field: c.FieldName().In(locale), Form: c.FormName().In(locale),
			StartsOn: web.Date(&c.StartsOn), EndsOn: web.Date(&c.EndsOn), Place: c.Place, Host: c.Host, Called: c.Called, Attended: c.Attended,
			Completed: c.Completed, Score: c.Score, Certificates: c.Certificates, Spent: c.Spent}
	}
	return rows
}

func periodOf(p planning.Period, locale string) ReportPeriod {
	return ReportPeriod{ID: p.ID, PlanNumber: p.Plan.Number, Kind: string(p.Kind), Year: p.Year, Label: p.Label().In(locale),
		FromOn: p.FromOn.Format(time.DateOnly), ToOn: p.ToOn.Format(time.DateOnly), DueOn: p.Deadline().Format(time.DateOnly)}
}

// reportFile sends what write makes for the agency and period of the address.
func reportFile(write func(context.Context, access.Principal, reporting.FindResults) (reporting.File, error), mime string) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, who access.Principal) error {
		q, err := resultsQuery(who, c.Query("agencyId"), c.Query("periodId"))
		if err != nil {
			return err
		}
		file, err := write(c.Request.Context(), who, q)
		if err != nil {
			return err
		}
		web.Attachment(c, mime, file.Name)
		_, err = c.Writer.Write(file.Bytes)
		return ignoreGone(c, err)
	}
}
