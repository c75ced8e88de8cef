package organizationhttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

type classListInput struct {
	web.Paging
	AgencyInput
}

// SchoolClass is one class of a school.
type SchoolClass struct {
	ID           uuid.UUID `json:"id"`
	Name         string    `json:"name"`
	SchoolYear   string    `json:"schoolYear"`
	StudentCount int       `json:"studentCount"`
	UnusedSlips  int       `json:"unusedSlips" doc:"Printed, not used and not yet expired"`
}

func listSchoolClasses(svc *organization.Service) func(context.Context, access.Principal, *classListInput) (*web.Body[web.List[SchoolClass]], error) {
	return func(ctx context.Context, who access.Principal, in *classListInput) (*web.Body[web.List[SchoolClass]], error) {
		classes, err := svc.ListSchoolClasses(ctx, who, in.ID)
		from := min(int(in.Offset()), len(classes))
		page := classes[from:min(from+in.PageSize, len(classes))]
		return web.Respond(web.ListOf(page, len(classes), in.Paging, classOf)), err
	}
}

func classOf(c organization.SchoolClassLine) SchoolClass {
	return SchoolClass{ID: c.ID, Name: c.Name, SchoolYear: c.SchoolYear, StudentCount: c.StudentCount, UnusedSlips: c.UnusedSlips}
}
