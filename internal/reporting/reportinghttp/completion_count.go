package reportinghttp

import (
	"context"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/reporting"
	"taphuan/internal/web"
)

type figureInput struct {
	AgencyID      string `query:"agencyId" format:"uuid" maxLength:"36" doc:"Without it: the agency of the caller's grant"`
	PeriodID      string `query:"periodId" format:"uuid" maxLength:"36" doc:"Without it: today"`
	CourseKey     string `query:"courseKey" maxLength:"40" pattern:"^[a-z0-9-]*$" doc:"Without it: every required course"`
	RequirementID string `query:"requirementId" format:"uuid" maxLength:"36" doc:"Without it: every requirement"`
}

// FigureAgency names the agency that figures are about.
type FigureAgency struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

// CompletionFigures are counts of duties (one person and one required course) and, apart from them, of people.
type CompletionFigures struct {
	Required   int64  `json:"required" doc:"done + notDone + overdue + exempt + notCounted"`
	Done       int64  `json:"done"`
	NotDone    int64  `json:"notDone"`
	Overdue    int64  `json:"overdue"`
	Exempt     int64  `json:"exempt"`
	NotCounted int64  `json:"notCounted"`
	Rate       *int64 `json:"rate" doc:"Hundredths of a percent; null where no duty counts"`
	People     int64  `json:"people" doc:"People with at least one duty that counts"`
	PeopleDone int64  `json:"peopleDone" doc:"People who have done all of them"`
	Marked     bool   `json:"marked" doc:"Over a tenth is exempt or not counted"`
}

// CompletionRow is one unit with everything below it.
type CompletionRow struct {
	AgencyID   uuid.UUID `json:"agencyId"`
	AgencyName string    `json:"agencyName"`
	Kind       string    `json:"kind"`
	ChildCount int       `json:"childCount"`
	CompletionFigures
}

// FigureRule is how figures are counted.
type FigureRule struct {
	Version string `json:"version"`
	Text    string `json:"text"`
}

// Completion is the completion of an agency by units.
type Completion struct {
	Agency    FigureAgency      `json:"agency"`
	Ancestors []FigureAgency    `json:"ancestors" doc:"The agencies above it from the root down, as far as the caller's right reaches"`
	AsOf      string            `json:"asOf" format:"date"`
	Rows      []CompletionRow   `json:"rows" doc:"The units directly below; a row of the agency itself is for the people directly in it"`
	Total     CompletionFigures `json:"total"`
	Rule      FigureRule        `json:"rule"`
}

func countCompletion(svc *reporting.Service) func(context.Context, access.Principal, *figureInput) (*web.Body[Completion], error) {
	return func(ctx context.Context, who access.Principal, in *figureInput) (*web.Body[Completion], error) {
		q, err := completionQuery(who, in.AgencyID, in.PeriodID, in.CourseKey, in.RequirementID)
		if err != nil {
			return nil, err
		}
		c, err := svc.CountCompletion(ctx, who, q)
		if err != nil {
			return nil, err
		}
		return web.Respond(completionOf(c, web.Locale(ctx))), nil
	}
}

func completionQuery(who access.Principal, agency, period, course, requirement string) (reporting.CountCompletion, error) {
	q := reporting.CountCompletion{CourseKey: course}
	asked, err := optionalID(agency, "query.agencyId")
	if err != nil {
		return q, err
	}
	if q.AgencyID, err = homeAgency(who, access.ReadReport, asked); err != nil {
		return q, err
	}
	if q.Requirement, err = optionalID(requirement, "query.requirementId"); err != nil {
		return q, err
	}
	q.PeriodID, err = optionalID(period, "query.periodId")
	return q, err
}

func completionOf(c reporting.Completion, locale string) Completion {
	out := Completion{Agency: FigureAgency{c.Agency.ID, c.Agency.Name}, Ancestors: agenciesOf(c.Ancestors), AsOf: c.AsOf.Format(time.DateOnly), Rows: make([]CompletionRow, len(c.Rows)),
		Total: figuresOf(c.Total), Rule: FigureRule{Version: strconv.Itoa(reporting.CompletionRule), Text: c.Rule.In(locale)}}
	for i, r := range c.Rows {
		out.Rows[i] = CompletionRow{AgencyID: r.ID, AgencyName: r.Name, Kind: r.Kind, ChildCount: r.ChildCount, CompletionFigures: figuresOf(r.CompletionFigures)}
	}
	return out
}

// agenciesOf names agencies.
func agenciesOf(units []reporting.Unit) []FigureAgency {
	named := make([]FigureAgency, len(units))
	for i, u := range units {
		named[i] = FigureAgency{u.ID, u.Name}
	}
	return named
}

func figuresOf(f reporting.CompletionFigures) CompletionFigures {
	return CompletionFigures{Required: f.Required, Done: f.Done, NotDone: f.NotDone, Overdue: f.Overdue, Exempt: f.Exempt, NotCounted: f.NotCounted,
		Rate: f.Rate(), People: f.People, PeopleDone: f.PeopleDone, Marked: f.Marked()}
}

func completionFile(svc *reporting.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, who access.Principal) error {
		course, err := courseKey(c)
		if err != nil {
			return err
		}
		q, err := completionQuery(who, c.Query("agencyId"), c.Query("periodId"), course, c.Query("requirementId"))
		if err != nil {
			return err
		}
		ctx := c.Request.Context()
		file, err := svc.ExportCompletion(ctx, who, q, web.Locale(ctx))
		if err != nil {
			return err
		}
		web.Attachment(c, mimeXLSX, file.Name)
		_, err = c.Writer.Write(file.Bytes)
		return ignoreGone(c, err)
	}
}

// ignoreGone drops the error of a client that went away: the answer has begun, nobody reads another.
func ignoreGone(c *gin.Context, err error) error {
	if err != nil {
		c.Abort()
	}
	return nil
}
