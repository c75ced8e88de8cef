package reportinghttp

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/reporting"
	"taphuan/internal/web"
)

type peopleInput struct {
	web.Paging
	AgencyID      string `query:"agencyId" format:"uuid" maxLength:"36" doc:"Without it: the agency of the caller's grant"`
	CourseKey     string `query:"courseKey" maxLength:"40" pattern:"^[a-z0-9-]*$"`
	State         string `query:"state" enum:"not_done,overdue,done,exempt,not_counted" default:"not_done"`
	PositionGroup string `query:"positionGroup" enum:"leader,officer,teacher,commune_staff,clerk,youth_union" doc:"Without it: every group"`
	RequirementID string `query:"requirementId" format:"uuid" maxLength:"36" doc:"Without it: every requirement"`
}

// FigurePerson is one officer and one required course.
type FigurePerson struct {
	PersonID    uuid.UUID     `json:"personId"`
	FullName    string        `json:"fullName"`
	Unit        string        `json:"unit"`
	Position    string        `json:"position" doc:"The position group"`
	CourseKey   string        `json:"courseKey"`
	CourseTitle web.LocalText `json:"courseTitle"`
	State       string        `json:"state" enum:"not_done,overdue,done,exempt,not_counted"`
	Why         string        `json:"why,omitempty" enum:"absent,joined" doc:"Why it is not counted"`
	DueOn       string        `json:"dueOn" format:"date"`
	CompletedOn string        `json:"completedOn,omitempty" format:"date"`
}

func listPeople(svc *reporting.Service) func(context.Context, access.Principal, *peopleInput) (*web.Body[web.List[FigurePerson]], error) {
	return func(ctx context.Context, who access.Principal, in *peopleInput) (*web.Body[web.List[FigurePerson]], error) {
		asked, err := optionalID(in.AgencyID, "query.agencyId")
		if err != nil {
			return nil, err
		}
		agency, err := homeAgency(who, access.ReadPeople, asked)
		if err != nil {
			return nil, err
		}
		requirement, err := optionalID(in.RequirementID, "query.requirementId")
		if err != nil {
			return nil, err
		}
		people, total, err := svc.ListPeople(ctx, who, reporting.ListPeople{AgencyID: agency, CourseKey: in.CourseKey,
			PositionGroup: in.PositionGroup, Requirement: requirement, State: reporting.DutyState(in.State), Limit: in.Limit(), Offset: in.Offset()})
		if err != nil {
			return nil, err
		}
		shape := func(d reporting.PersonDuty) FigurePerson { return personOf(d, web.Locale(ctx)) }
		return web.Respond(web.ListOf(people, total, in.Paging, shape)), nil
	}
}

func personOf(d reporting.PersonDuty, locale string) FigurePerson {
	return FigurePerson{PersonID: d.PersonID, FullName: d.FullName, Unit: d.Unit, Position: d.Position().In(locale), CourseKey: d.CourseKey,
		CourseTitle: web.LocalText{VI: d.TitleVI, EN: d.TitleEN}, State: string(d.State), Why: d.Why, DueOn: d.DueOn.Format(time.DateOnly), CompletedOn: web.Date(d.CompletedOn)}
}

func peopleFile(svc *reporting.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, who access.Principal) error {
		asked, err := queryID(c, "agencyId")
		if err != nil {
			return err
		}
		q := reporting.ListPeople{}
		if q.AgencyID, err = homeAgency(who, access.ReadPeople, asked); err != nil {
			return err
		}
		if q.CourseKey, err = courseKey(c); err != nil {
			return err
		}
		if q.State, err = dutyState(c); err != nil {
			return err
		}
		ctx := c.Request.Context()
		file := &lateFile{c: c, name: "danh-sach-" + string(q.State) + ".xlsx"}
		return file.end(svc.ExportPeople(ctx, who, q, web.Locale(ctx), file))
	}
}

// lateFile sends the headers with the first byte, so that an error before it still becomes a problem.
type lateFile struct {
	c     *gin.Context
	name  string
	begun bool
}

func (f *lateFile) Write(p []byte) (int, error) {
	if !f.begun {
		f.begun = true
		web.Attachment(f.c, mimeXLSX, f.name)
	}
	return f.c.Writer.Write(p)
}

func (f *lateFile) end(err error) error {
	if f.begun {
		return ignoreGone(f.c, err)
	}
	return err
}
