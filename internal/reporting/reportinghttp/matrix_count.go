package reportinghttp

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/reporting"
	"taphuan/internal/web"
)

type matrixInput struct {
	AgencyID string `query:"agencyId" format:"uuid" maxLength:"36" doc:"Without it: the agency of the caller's grant"`
}

// MatrixCell is the duties of one position group in one course.
type MatrixCell struct {
	PositionGroup string        `json:"positionGroup" enum:"leader,officer,teacher,commune_staff,clerk,youth_union"`
	GroupName     string        `json:"groupName"`
	CourseKey     string        `json:"courseKey"`
	CourseTitle   web.LocalText `json:"courseTitle"`
	Required      int64         `json:"required" doc:"done + notDone + overdue + exempt + notCounted"`
	Done          int64         `json:"done"`
	NotDone       int64         `json:"notDone"`
	Overdue       int64         `json:"overdue"`
	Exempt        int64         `json:"exempt"`
	NotCounted    int64         `json:"notCounted"`
	Rate          *int64        `json:"rate" doc:"Hundredths of a percent; null where no duty counts"`
}

// Matrix is where the gaps of an agency are.
type Matrix struct {
	Cells []MatrixCell `json:"cells" doc:"By course, then position group; a pair without duties has no cell"`
}

func countMatrix(svc *reporting.Service) func(context.Context, access.Principal, *matrixInput) (*web.Body[Matrix], error) {
	return func(ctx context.Context, who access.Principal, in *matrixInput) (*web.Body[Matrix], error) {
		asked, err := optionalID(in.AgencyID, "query.agencyId")
		if err != nil {
			return nil, err
		}
		agency, err := homeAgency(who, access.ReadReport, asked)
		if err != nil {
			return nil, err
		}
		cells, err := svc.CountMatrix(ctx, who, agency)
		if err != nil {
			return nil, err
		}
		m := Matrix{Cells: make([]MatrixCell, len(cells))}
		for i, c := range cells {
			m.Cells[i] = MatrixCell{PositionGroup: c.PositionGroup, GroupName: c.Group().In(web.Locale(ctx)), CourseKey: c.CourseKey,
				CourseTitle: web.LocalText{VI: c.TitleVI, EN: c.TitleEN}, Required: c.Required, Done: c.Done, NotDone: c.NotDone, Overdue: c.Overdue,
				Exempt: c.Exempt, NotCounted: c.NotCounted, Rate: c.Rate()}
		}
		return web.Respond(m), nil
	}
}
