package gatheringhttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/gathering"
	"taphuan/internal/web"
)

type listInput struct {
	web.Paging
	HostID  string `query:"hostId" format:"uuid" maxLength:"36"`
	Invited bool   `query:"invited" doc:"Those of other hosts that invite an agency of the caller"`
	State   string `query:"state" enum:"draft,open,running,finished,cancelled"`
	Form    string `query:"form" enum:"in_person,online,blended"`
	Year    int    `query:"year" minimum:"2020" maximum:"2100"`
	Query   string `query:"q" maxLength:"100" doc:"Part of name or code"`
}

func listClasses(p Parts) func(context.Context, access.Principal, *listInput) (*web.Body[web.List[TrainingClass]], error) {
	return func(ctx context.Context, who access.Principal, in *listInput) (*web.Body[web.List[TrainingClass]], error) {
		q := gathering.ListClasses{Invited: in.Invited, State: gathering.State(in.State), Form: gathering.Form(in.Form), Year: in.Year,
			Query: in.Query, Limit: in.Limit(), Offset: in.Offset()}
		if in.HostID != "" {
			id, err := uuid.Parse(in.HostID)
			if err != nil {
				return nil, fault.ErrInvalid.At("query.hostId", "invalid", fault.TextInvalid)
			}
			q.HostID = id
		}
		lines, total, err := p.Gathering.ListClasses(ctx, who, q)
		if err != nil {
			return nil, err
		}
		ids := make([]uuid.UUID, len(lines))
		for i, line := range lines {
			ids[i] = line.CourseID
		}
		courses, err := p.Courses.CoursesByID(ctx, ids)
		return web.Respond(web.ListOf(lines, total, in.Paging, func(l gathering.Line) TrainingClass {
			shown := classOf(l, courses[l.CourseID])
			shown.BudgetPlanned, shown.BudgetSpent = l.BudgetPlanned, l.BudgetSpent
			if q.Invited {
				shown.BudgetPlanned, shown.BudgetSpent = nil, nil
			}
			return shown
		})), err
	}
}

func classOf(l gathering.Line, course catalog.Course) TrainingClass {
	return TrainingClass{ID: l.ID, Code: l.Code, Name: l.Name, HostID: l.HostID, Host: l.Host, CourseKey: course.Key, CourseTitle: textOf(course.Title),
		Field: l.Field, Form: string(l.Form), Place: l.Place, StartsOn: web.Date(&l.StartsOn), EndsOn: web.Date(&l.EndsOn), State: string(l.State),
		Seats: l.Seats, Confirmed: l.Counts.Confirmed, Waiting: l.Counts.Waiting, Registered: l.Counts.Registered, Sessions: l.Counts.Sessions,
		ClosedRolls: l.Counts.Closed, CancelReason: l.CancelReason}
}

func textOf(t catalog.LocalText) web.LocalText { return web.LocalText{VI: t.VI, EN: t.EN} }

// ClassSession is a session of a class.
type ClassSession struct {
	ID       uuid.UUID  `json:"id"`
	Number   int        `json:"number"`
	Title    string     `json:"title"`
	Room     string     `json:"room"`
	StartsAt time.Time  `json:"startsAt"`
	EndsAt   time.Time  `json:"endsAt"`
	ClosedAt *time.Time `json:"closedAt,omitempty" doc:"When the roll call was closed"`
}

// ClassStaff is somebody who runs a class.
type ClassStaff struct {
	PersonID uuid.UUID `json:"personId"`
	FullName string    `json:"fullName"`
	Role     string    `json:"role" enum:"organizer,instructor,assistant"`
	Document string    `json:"document"`
	UntilOn  string    `json:"untilOn" format:"date"`
}

// ClassInvitation is an agency with its quota.
type ClassInvitation struct {
	AgencyID uuid.UUID `json:"agencyId"`
	Name     string    `json:"name"`
	Quota    int       `json:"quota"`
	Named    int       `json:"named"`
}

// ClassPage is a class as the caller may see it.
type ClassPage struct {
	TrainingClass
	Plan        ClassPlan         `json:"plan"`
	Instructors []string          `json:"instructors"`
	SessionList []ClassSession    `json:"sessionList"`
	Staff       []ClassStaff      `json:"staff"`
	Invitations []ClassInvitation `json:"invitations"`
	MyState     string            `json:"myState,omitempty" enum:"registered,waiting,confirmed"`
	MySource    string            `json:"mySource,omitempty" enum:"list,requirement,registration"`
	Role        string            `json:"role,omitempty" enum:"organizer,instructor,assistant"`
	Manages     bool              `json:"manages"`
	Runs        bool              `json:"runs" doc:"Calls the roll and sees its people"`
	Invited     bool              `json:"invited" doc:"May name people of an invited agency"`
	Registers   bool              `json:"registers" doc:"May register now"`
}

func findClass(p Parts) func(context.Context, access.Principal, *ClassInput) (*web.Body[ClassPage], error) {
	return func(ctx context.Context, who access.Principal, in *ClassInput) (*web.Body[ClassPage], error) {
		v, err := p.Gathering.FindClass(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		courses, err := p.Courses.CoursesByID(ctx, []uuid.UUID{v.CourseID})
		return web.Respond(pageOf(v, courses[v.CourseID])), err
	}
}

func pageOf(v gathering.View, course catalog.Course) ClassPage {
	page := ClassPage{TrainingClass: classOf(v.Line, course), Plan: planOf(v.Class, course.Key), Instructors: v.InstructorNames,
		SessionList: sessionsOf(v.Sessions), Staff: []ClassStaff{}, Invitations: []ClassInvitation{}, Role: string(v.Role),
		Manages: v.Manages, Runs: v.Runs, Invited: v.Invited, Registers: v.Registers}
	if page.Instructors == nil {
		page.Instructors = []string{}
	}
	if v.Mine != nil {
		page.MyState, page.MySource = string(v.Mine.State), string(v.Mine.Source)
	}
	for _, one := range v.Staff {
		page.Staff = append(page.Staff, ClassStaff{one.PersonID, one.FullName, string(one.Role), one.Document, web.Date(&one.UntilOn)})
	}
	for _, one := range v.Invitations {
		page.Invitations = append(page.Invitations, ClassInvitation{one.AgencyID, one.Name, one.Quota, one.Named})
	}
	return page
}

func sessionsOf(sessions []gathering.Session) []ClassSession {
	shown := make([]ClassSession, len(sessions))
	for i, s := range sessions {
		shown[i] = ClassSession{s.ID, s.Number, s.Title, s.Room, s.StartsAt, s.EndsAt, s.ClosedAt}
	}
	return shown
}
