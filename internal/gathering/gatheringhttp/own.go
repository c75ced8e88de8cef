package gatheringhttp

import (
	"context"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/gathering"
	"taphuan/internal/gathering/sheet"
	"taphuan/internal/web"
)

func ownRoutes(s *web.Server, p Parts) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/me/training-classes", Permission: access.Learn, Name: "list-own-classes",
		Summary: "Classes that the caller attends, has registered for or runs"}, listOwn(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/courses/{key}/training-classes", Permission: access.Learn, Name: "list-course-classes",
		Summary: "Classes of a course that the caller may register for or has a place in"}, listOfCourse(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/training-classes/{id}/calendar.ics", Permission: access.Learn, Name: "get-class-calendar",
		Summary: "The sessions of a class as calendar entries"}, calendar(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/training-classes/{id}/files/{name}", Permission: access.Learn, Name: "get-class-file",
		Summary: "Class list or attendance sheet, for who runs the class; every opening is shown to the people"}, classFile(p))
}

// MyTrainingClass is a class as the caller stands to it.
type MyTrainingClass struct {
	ID          uuid.UUID      `json:"id"`
	Name        string         `json:"name"`
	Form        string         `json:"form" enum:"in_person,online,blended"`
	Place       string         `json:"place"`
	MeetingURL  string         `json:"meetingUrl,omitempty"`
	StartsOn    string         `json:"startsOn" format:"date"`
	EndsOn      string         `json:"endsOn" format:"date"`
	State       string         `json:"state" enum:"draft,open,running,finished,cancelled"`
	MyState     string         `json:"myState,omitempty" enum:"registered,waiting,confirmed"`
	Role        string         `json:"role,omitempty" enum:"organizer,instructor,assistant"`
	Registers   bool           `json:"registers" doc:"May register now"`
	SessionList []ClassSession `json:"sessionList"`
}

// MyTrainingClasses are classes as the caller stands to them.
type MyTrainingClasses struct {
	Items []MyTrainingClass `json:"items"`
}

func listOwn(p Parts) func(context.Context, access.Principal, *struct{}) (*web.Body[MyTrainingClasses], error) {
	return func(ctx context.Context, who access.Principal, _ *struct{}) (*web.Body[MyTrainingClasses], error) {
		mine, err := p.Gathering.ListOwnClasses(ctx, who)
		return web.Respond(minesOf(mine)), err
	}
}

func minesOf(classes []gathering.MyClass) MyTrainingClasses {
	shown := MyTrainingClasses{Items: make([]MyTrainingClass, len(classes))}
	for i, c := range classes {
		shown.Items[i] = mineOf(c)
	}
	return shown
}

func mineOf(c gathering.MyClass) MyTrainingClass {
	return MyTrainingClass{ID: c.ID, Name: c.Name, Form: string(c.Form), Place: c.Place, MeetingURL: c.MeetingURL,
		StartsOn: web.Date(&c.StartsOn), EndsOn: web.Date(&c.EndsOn), State: string(c.Class.State), MyState: string(c.State), Role: string(c.Role),
		Registers: c.Registers, SessionList: sessionsOf(c.Sessions)}
}

type courseInput struct {
	Key string `path:"key" maxLength:"40"`
}

func listOfCourse(p Parts) func(context.Context, access.Principal, *courseInput) (*web.Body[MyTrainingClasses], error) {
	return func(ctx context.Context, who access.Principal, in *courseInput) (*web.Body[MyTrainingClasses], error) {
		course, err := p.Courses.CourseByKey(ctx, in.Key)
		if err != nil {
			return nil, err
		}
		found, err := p.Gathering.ListCourseClasses(ctx, who, course.ID)
		return web.Respond(minesOf(found)), err
	}
}

func calendar(p Parts) func(context.Context, access.Principal, *ClassInput) (*web.File, error) {
	return func(ctx context.Context, who access.Principal, in *ClassInput) (*web.File, error) {
		v, err := p.Gathering.FindClass(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		return web.Download("text/calendar; charset=utf-8", "lop-tap-huan.ics", gathering.Calendar(v)), nil
	}
}

type fileInput struct {
	ID   uuid.UUID `path:"id"`
	Name string    `path:"name" enum:"danh-sach.pdf,danh-sach.xlsx,diem-danh.pdf,diem-danh.xlsx"`
}

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func classFile(p Parts) func(context.Context, access.Principal, *fileInput) (*web.File, error) {
	return func(ctx context.Context, who access.Principal, in *fileInput) (*web.File, error) {
		papers, err := p.Gathering.ClassSheet(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		paper := papers.List
		if strings.HasPrefix(in.Name, "diem-danh") {
			paper = papers.Roll
		}
		paper.Demo = p.Demo
		draw, mime := sheet.PDF, "application/pdf"
		if strings.HasSuffix(in.Name, ".xlsx") {
			draw, mime = sheet.XLSX, xlsx
		}
		body, err := draw(paper)
		if err != nil {
			return nil, fault.ErrInternal.Because(err)
		}
		return web.Download(mime, fileName(papers.Class.Code, in.Name), body), nil
	}
}

// fileName carries the code of the class, in letters that every file system takes.
func fileName(code, name string) string {
	return strings.NewReplacer("/", "-", "\\", "-", ":", "-", " ", "-").Replace(code) + "_" + name
}
