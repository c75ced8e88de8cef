package organizationhttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// ClassTeacher is somebody who teaches a class of the school.
type ClassTeacher struct {
	GrantID       uuid.UUID `json:"grantId"`
	PersonID      uuid.UUID `json:"personId"`
	FullName      string    `json:"fullName"`
	SchoolClassID uuid.UUID `json:"schoolClassId"`
	ClassName     string    `json:"className"`
	SchoolYear    string    `json:"schoolYear"`
	From          string    `json:"from" format:"date"`
	To            string    `json:"to,omitempty" format:"date"`
}

func listTeachers(svc *organization.Service) func(context.Context, access.Principal, *agencyPageInput) (*web.Body[web.List[ClassTeacher]], error) {
	return func(ctx context.Context, who access.Principal, in *agencyPageInput) (*web.Body[web.List[ClassTeacher]], error) {
		lines, total, err := svc.ListClassTeachers(ctx, who, in.ID, in.Limit(), in.Offset())
		return web.Respond(web.ListOf(lines, total, in.Paging, func(l organization.ClassTeacherLine) ClassTeacher {
			return ClassTeacher{GrantID: l.GrantID, PersonID: l.PersonID, FullName: l.FullName, SchoolClassID: l.SchoolClassID, ClassName: l.ClassName,
				SchoolYear: l.SchoolYear, From: web.Date(&l.ValidFrom), To: web.Date(l.ValidTo)}
		})), err
	}
}

type giveClassInput struct {
	AgencyInput
	Body struct {
		ClassID  uuid.UUID `json:"classId"`
		PersonID uuid.UUID `json:"personId"`
		Document string    `json:"document,omitempty" maxLength:"300"`
	}
}

func giveClass(svc *organization.Service) func(context.Context, access.Principal, *giveClassInput) (*web.Body[Made], error) {
	return func(ctx context.Context, who access.Principal, in *giveClassInput) (*web.Body[Made], error) {
		id, err := svc.GiveClass(ctx, who, organization.GiveClass{SchoolID: in.ID, ClassID: in.Body.ClassID, PersonID: in.Body.PersonID, Document: in.Body.Document})
		return web.Respond(Made{ID: id}), err
	}
}

func takeClass(svc *organization.Service) func(context.Context, access.Principal, *undoInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *undoInput) (*struct{}, error) {
		return nil, svc.TakeClass(ctx, who, in.ID, in.Body.Reason)
	}
}
