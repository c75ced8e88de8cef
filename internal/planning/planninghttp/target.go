package planninghttp

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/planning"
	"taphuan/internal/web"
)

type targetSetInput struct {
	Body struct {
		PeriodID  uuid.UUID   `json:"periodId"`
		AgencyIDs []uuid.UUID `json:"agencyIds" minItems:"1" maxItems:"500"`
		CourseKey string      `json:"courseKey,omitempty" maxLength:"40" pattern:"^[a-z0-9-]*$" doc:"Without it and without field: all training"`
		Field     string      `json:"field,omitempty" enum:"it,cybersecurity,pedagogy,psychology"`
		Measure   string      `json:"measure" enum:"people,coverage"`
		Value     *int        `json:"value,omitempty" minimum:"1" maximum:"1000000" doc:"People, or hundredths of a percent; without it the target is dropped"`
		DecidedOn string      `json:"decidedOn" format:"date" minLength:"1" maxLength:"10" doc:"Day of the document"`
		Document  string      `json:"document" minLength:"1" maxLength:"200"`
		Approver  string      `json:"approver" minLength:"1" maxLength:"200" doc:"Who approved it, with the post"`
	}
}

func setTarget(svc *planning.Service, courses *catalog.Service) func(context.Context, access.Principal, *targetSetInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *targetSetInput) (*struct{}, error) {
		b := in.Body
		cmd := planning.SetTarget{PeriodID: b.PeriodID, AgencyIDs: b.AgencyIDs, Subject: planning.Subject{Field: catalog.Field(b.Field)},
			Measure: planning.Measure(b.Measure), Value: b.Value, Document: b.Document, Approver: b.Approver}
		var err error
		if cmd.DecidedOn, err = time.Parse(time.DateOnly, b.DecidedOn); err != nil {
			return nil, fault.ErrInvalid.At("body.decidedOn", "not_a_date", fault.TextInvalid)
		}
		if b.CourseKey != "" {
			course, err := courses.CourseByKey(ctx, b.CourseKey)
			if errors.Is(err, fault.ErrNotFound) {
				err = fault.ErrInvalid.At("body.courseKey", "not_an_option", errNoCourse)
			}
			if err != nil {
				return nil, err
			}
			cmd.Subject.CourseID = course.ID
		}
		return nil, svc.SetTarget(ctx, who, cmd)
	}
}

var errNoCourse = fault.Text{VI: "Không có khóa học này.", EN: "There is no such course."}

type targetVersionsInput struct {
	ID       uuid.UUID `path:"id"`
	TargetID uuid.UUID `path:"targetId"`
	web.Paging
}

// TargetVersion is one value of a target with the document that set it.
type TargetVersion struct {
	Number    int       `json:"number"`
	Value     *int      `json:"value" doc:"People, or hundredths of a percent; null: the target was dropped"`
	DecidedOn string    `json:"decidedOn" format:"date"`
	Document  string    `json:"document"`
	Approver  string    `json:"approver"`
	EnteredAt time.Time `json:"enteredAt"`
}

func listTargetVersions(svc *planning.Service) func(context.Context, access.Principal, *targetVersionsInput) (*web.Body[web.List[TargetVersion]], error) {
	return func(ctx context.Context, who access.Principal, in *targetVersionsInput) (*web.Body[web.List[TargetVersion]], error) {
		found, total, err := svc.ListTargetVersions(ctx, who, planning.ListTargetVersions{AgencyID: in.ID, TargetID: in.TargetID, Limit: in.Limit(), Offset: in.Offset()})
		return web.Respond(web.ListOf(found, total, in.Paging, versionOf)), err
	}
}

func versionOf(v planning.TargetVersion) TargetVersion {
	return TargetVersion{Number: v.Number, Value: v.Value, DecidedOn: v.DecidedOn.Format(time.DateOnly), Document: v.Document, Approver: v.Approver, EnteredAt: v.CreatedAt.UTC()}
}
