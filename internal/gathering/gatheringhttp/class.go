package gatheringhttp

import (
	"time"

	"github.com/google/uuid"

	"taphuan/internal/fault"
	"taphuan/internal/gathering"
	"taphuan/internal/web"
)

// TrainingClass is a class in a list.
type TrainingClass struct {
	ID            uuid.UUID     `json:"id"`
	Code          string        `json:"code"`
	Name          string        `json:"name"`
	HostID        uuid.UUID     `json:"hostId"`
	Host          string        `json:"host"`
	CourseKey     string        `json:"courseKey"`
	CourseTitle   web.LocalText `json:"courseTitle"`
	Field         string        `json:"field" enum:"it,cybersecurity,pedagogy,psychology"`
	Form          string        `json:"form" enum:"in_person,online,blended"`
	Place         string        `json:"place"`
	StartsOn      string        `json:"startsOn" format:"date"`
	EndsOn        string        `json:"endsOn" format:"date"`
	State         string        `json:"state" enum:"draft,open,running,finished,cancelled"`
	Seats         int           `json:"seats"`
	Confirmed     int           `json:"confirmed" doc:"People who have a place"`
	Waiting       int           `json:"waiting"`
	Registered    int           `json:"registered" doc:"Registrations that nobody has decided about"`
	Sessions      int           `json:"sessions"`
	ClosedRolls   int           `json:"closedRolls" doc:"Sessions whose roll call is closed"`
	CancelReason  string        `json:"cancelReason,omitempty"`
	BudgetPlanned *int64        `json:"budgetPlanned,omitempty" doc:"Đồng, declared by the host"`
	BudgetSpent   *int64        `json:"budgetSpent,omitempty"`
}

// ClassPlan is what a host says about a class.
type ClassPlan struct {
	HostID           uuid.UUID `json:"hostId" doc:"Read when the class is created"`
	Code             string    `json:"code,omitempty" maxLength:"40" doc:"Empty: the next free code of host and year"`
	Name             string    `json:"name" maxLength:"200"`
	CourseKey        string    `json:"courseKey" maxLength:"40" pattern:"^[a-z0-9-]+$"`
	Form             string    `json:"form" enum:"in_person,online,blended"`
	Place            string    `json:"place,omitempty" maxLength:"300"`
	MeetingURL       string    `json:"meetingUrl,omitempty" maxLength:"500" doc:"Shown to participants only"`
	StartsOn         string    `json:"startsOn" format:"date" maxLength:"10"`
	EndsOn           string    `json:"endsOn" format:"date" maxLength:"10"`
	Seats            int       `json:"seats" minimum:"1" maximum:"1000"`
	Registration     string    `json:"registration" enum:"none,host,all"`
	RegistrationFrom string    `json:"registrationFrom,omitempty" format:"date" maxLength:"10"`
	RegistrationTo   string    `json:"registrationTo,omitempty" format:"date" maxLength:"10"`
	AttendanceRole   string    `json:"attendanceRole" enum:"none,lessons,part" doc:"What attendance counts as for the course"`
	AttendanceShare  int       `json:"attendanceShare" minimum:"1" maximum:"100" doc:"Percent of the sessions"`
	Document         string    `json:"document,omitempty" maxLength:"200"`
	Note             string    `json:"note,omitempty" maxLength:"500"`
	BudgetPlanned    *int64    `json:"budgetPlanned,omitempty" minimum:"0" maximum:"1000000000000" doc:"Đồng"`
	BudgetSpent      *int64    `json:"budgetSpent,omitempty" minimum:"0" maximum:"1000000000000"`
	BudgetSource     string    `json:"budgetSource,omitempty" maxLength:"200"`
}

func (p ClassPlan) class() (gathering.Class, error) {
	c := gathering.Class{HostID: p.HostID, Code: p.Code, Name: p.Name, Form: gathering.Form(p.Form), Place: p.Place, MeetingURL: p.MeetingURL, Seats: p.Seats,
		Registration: gathering.Registration(p.Registration), AttendanceRole: gathering.AttendanceRole(p.AttendanceRole), AttendanceShare: p.AttendanceShare,
		Document: p.Document, Note: p.Note, BudgetPlanned: p.BudgetPlanned, BudgetSpent: p.BudgetSpent, BudgetSource: p.BudgetSource}
	wrong := fault.ErrInvalid
	day := func(text, path string) *time.Time {
		if text == "" {
			return nil
		}
		d, err := time.Parse(time.DateOnly, text)
		if err != nil {
			wrong = wrong.At(path, "not_a_date", fault.TextInvalid)
		}
		return &d
	}
	starts, ends := day(p.StartsOn, "body.startsOn"), day(p.EndsOn, "body.endsOn")
	c.RegistrationFrom, c.RegistrationTo = day(p.RegistrationFrom, "body.registrationFrom"), day(p.RegistrationTo, "body.registrationTo")
	if starts == nil {
		wrong = wrong.At("body.startsOn", "required", fault.TextRequired)
	}
	if ends == nil {
		wrong = wrong.At("body.endsOn", "required", fault.TextRequired)
	}
	if len(wrong.Fields) > 0 {
		return c, wrong
	}
	c.StartsOn, c.EndsOn = *starts, *ends
	return c, nil
}

func planOf(c gathering.Class, courseKey string) ClassPlan {
	return ClassPlan{HostID: c.HostID, Code: c.Code, Name: c.Name, CourseKey: courseKey, Form: string(c.Form), Place: c.Place, MeetingURL: c.MeetingURL,
		StartsOn: web.Date(&c.StartsOn), EndsOn: web.Date(&c.EndsOn), Seats: c.Seats, Registration: string(c.Registration),
		RegistrationFrom: web.Date(c.RegistrationFrom), RegistrationTo: web.Date(c.RegistrationTo), AttendanceRole: string(c.AttendanceRole),
		AttendanceShare: c.AttendanceShare, Document: c.Document, Note: c.Note, BudgetPlanned: c.BudgetPlanned, BudgetSpent: c.BudgetSpent, BudgetSource: c.BudgetSource}
}
