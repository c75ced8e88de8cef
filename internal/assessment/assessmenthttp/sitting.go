package assessmenthttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

// Keeping is what the pages about who may take a test when, and how, are put together from.
type Keeping struct {
	Assessment *assessment.Service
	Courses    *catalog.Service
	Agencies   func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error)
	Today      func() time.Time
}

// KeepingRoutes adds sittings, extra time and the settings of learners.
func KeepingRoutes(s *web.Server, k Keeping) {
	settingsRoutes(s, k)
	extraTimeRoutes(s, k)
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/sittings", Permission: access.ManageSittings, Name: "list-sittings",
		Summary: "When the people of the caller's agencies, or the caller's class, take tests, also in sittings that agencies above opened; numbers, never persons"}, listSittings(k))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/sittings", Permission: access.ManageSittings, Name: "create-sitting", Status: http.StatusCreated,
		Summary: "Open a test for an agency and those below it, or for one class"}, createSitting(k))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/sittings/{id}", Permission: access.ManageSittings, Name: "change-sitting",
		Summary: "Change title and times; never takes time from whoever is inside"}, changeSitting(k))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/sittings/{id}/code", Permission: access.ManageSittings, Name: "renew-sitting-code",
		Summary: "Give a sitting another access code, or none"}, renewCode(k))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/sittings/{id}/cancel", Permission: access.ManageSittings, Name: "cancel-sitting", Status: http.StatusNoContent,
		Summary: "Cancel a sitting; whoever is inside goes on"}, cancelSitting(k))
}

// Sitting is when a test can be taken, with how many did.
type Sitting struct {
	ID           uuid.UUID     `json:"id" format:"uuid"`
	AgencyID     uuid.UUID     `json:"agencyId" format:"uuid"`
	AgencyName   string        `json:"agencyName"`
	ClassName    string        `json:"className,omitempty" doc:"Without it: everybody of the agency and of those below it"`
	CourseTitle  web.LocalText `json:"courseTitle"`
	TestKind     string        `json:"testKind" enum:"pre_test,final"`
	Title        string        `json:"title"`
	OpensAt      time.Time     `json:"opensAt"`
	ClosesAt     time.Time     `json:"closesAt"`
	NeedsCode    bool          `json:"needsCode"`
	State        string        `json:"state" enum:"planned,open,over,cancelled"`
	CancelReason string        `json:"cancelReason,omitempty"`
	Version      int           `json:"version"`
	Own          bool          `json:"own" doc:"The caller may change it; otherwise an agency above theirs opened it for their people too"`
	Started      int           `json:"started" doc:"Attempts that were begun in it; where it is not their own, by their own people"`
	Running      int           `json:"running" doc:"Of these, not handed in yet"`
}

type sittingsInput struct {
	web.Paging
	State string `query:"state" enum:"planned,open,over,cancelled"`
}

func listSittings(k Keeping) func(context.Context, access.Principal, *sittingsInput) (*web.Body[web.List[Sitting]], error) {
	return func(ctx context.Context, who access.Principal, in *sittingsInput) (*web.Body[web.List[Sitting]], error) {
		lines, total, err := k.Assessment.ListSittings(ctx, who, assessment.ListSittings{State: assessment.SittingState(in.State), Limit: in.Limit(), Offset: in.Offset()})
		if err != nil {
			return nil, err
		}
		ids := make([]uuid.UUID, len(lines))
		for i, l := range lines {
			ids[i] = l.CourseID
		}
		courses, err := k.Courses.CoursesByID(ctx, ids)
		return web.Respond(web.ListOf(lines, total, in.Paging, func(l assessment.SittingLine) Sitting {
			return sittingOf(l, courses[l.CourseID])
		})), err
	}
}

func sittingOf(l assessment.SittingLine, course catalog.Course) Sitting {
	return Sitting{ID: l.ID, AgencyID: l.AgencyID, AgencyName: l.Agency, ClassName: l.Class, CourseTitle: web.LocalText(course.Title), TestKind: string(l.Kind),
		Title: l.Title, OpensAt: l.OpensAt.UTC(), ClosesAt: l.ClosesAt.UTC(), NeedsCode: l.NeedsCode(), State: string(l.State()), CancelReason: l.CancelReason,
		Version: l.Version, Own: l.Own, Started: l.Started, Running: l.Running}
}

// SittingTimes are what may change about a sitting.
type SittingTimes struct {
	Title    string    `json:"title" maxLength:"200"`
	OpensAt  time.Time `json:"opensAt"`
	ClosesAt time.Time `json:"closesAt"`
}

// CodeWish is what is wanted about the access code.
type CodeWish struct {
	WithCode bool   `json:"withCode" doc:"Starts ask for an access code"`
	Code     string `json:"code,omitempty" maxLength:"60" doc:"At least 6 characters; without it one is generated"`
}

func (w CodeWish) wish() assessment.CodeWish {
	return assessment.CodeWish{Wanted: w.WithCode, Text: w.Code}
}

type sittingCreateInput struct {
	Body struct {
		SittingTimes
		CodeWish
		AgencyID      uuid.UUID  `json:"agencyId" format:"uuid"`
		SchoolClassID *uuid.UUID `json:"schoolClassId,omitempty" format:"uuid" doc:"For this class of the school alone"`
		CourseKey     string     `json:"courseKey" maxLength:"64"`
		TestKind      string     `json:"testKind" enum:"pre_test,final"`
	}
}

// CreatedSitting names what was made. The code is shown this once.
type CreatedSitting struct {
	ID   uuid.UUID `json:"id" format:"uuid"`
	Code string    `json:"code,omitempty"`
}

var textCourseChoice = fault.Text{VI: "Hãy chọn một khóa học đang mở trong danh mục.", EN: "Choose a course that stands in the catalogue."}

func createSitting(k Keeping) func(context.Context, access.Principal, *sittingCreateInput) (*web.Body[CreatedSitting], error) {
	return func(ctx context.Context, who access.Principal, in *sittingCreateInput) (*web.Body[CreatedSitting], error) {
		b := in.Body
		course, err := k.Courses.CourseByKey(ctx, b.CourseKey)
		if fault.KindOf(err) == fault.NotFound {
			err = fault.ErrInvalid.At("body.courseKey", "unknown", textCourseChoice)
		}
		if err != nil {
			return nil, err
		}
		id, code, err := k.Assessment.CreateSitting(ctx, who, assessment.CreateSitting{AgencyID: b.AgencyID, SchoolClassID: b.SchoolClassID, Course: course,
			Kind: assessment.Kind(b.TestKind), Times: assessment.SittingTimes(b.SittingTimes), Code: b.wish()})
		return web.Respond(CreatedSitting{ID: id, Code: code}), err
	}
}

type sittingChangeInput struct {
	ID   uuid.UUID `path:"id" format:"uuid"`
	Body struct {
		SittingTimes
		Version int    `json:"version" minimum:"1" doc:"The one that was read"`
		Reason  string `json:"reason,omitempty" maxLength:"500" doc:"Required once the sitting is open"`
	}
}

func changeSitting(k Keeping) func(context.Context, access.Principal, *sittingChangeInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *sittingChangeInput) (*struct{}, error) {
		return nil, k.Assessment.ChangeSitting(ctx, who, assessment.ChangeSitting{ID: in.ID, Version: in.Body.Version,
			Times: assessment.SittingTimes(in.Body.SittingTimes), Reason: in.Body.Reason})
	}
}

type codeInput struct {
	ID   uuid.UUID `path:"id" format:"uuid"`
	Body CodeWish
}

// RenewedCode is an access code, shown this once.
type RenewedCode struct {
	Code string `json:"code,omitempty"`
}

func renewCode(k Keeping) func(context.Context, access.Principal, *codeInput) (*web.Body[RenewedCode], error) {
	return func(ctx context.Context, who access.Principal, in *codeInput) (*web.Body[RenewedCode], error) {
		code, err := k.Assessment.RenewCode(ctx, who, in.ID, in.Body.wish())
		return web.Respond(RenewedCode{Code: code}), err
	}
}

type sittingCancelInput struct {
	ID   uuid.UUID `path:"id" format:"uuid"`
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

func cancelSitting(k Keeping) func(context.Context, access.Principal, *sittingCancelInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *sittingCancelInput) (*struct{}, error) {
		return nil, k.Assessment.CancelSitting(ctx, who, in.ID, in.Body.Reason)
	}
}
