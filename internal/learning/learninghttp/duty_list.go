package learninghttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

// Duty is one course in the caller's learning.
type Duty struct {
	EnrollmentID    *uuid.UUID    `json:"enrollmentId,omitempty"`
	CourseKey       string        `json:"courseKey"`
	Title           web.LocalText `json:"title"`
	Periods         float64       `json:"periods" doc:"Periods (tiết) of 45 minutes"`
	DueOn           string        `json:"dueOn,omitempty" format:"date" doc:"Last day in time"`
	State           string        `json:"state" enum:"not_started,in_progress,overdue,renewable,done,exempt"`
	ProgressPercent int           `json:"progressPercent"`
	After           *CourseName   `json:"after,omitempty" doc:"Course that must be done first"`
	Why             *Why          `json:"why,omitempty"`
	CompletedOn     string        `json:"completedOn,omitempty" format:"date"`
}

// Why says which document asks for the course, whom it names, since when and by when.
type Why struct {
	Text     string `json:"text"`
	Document string `json:"document"`
	Who      string `json:"who" doc:"Whom the requirement names, in words"`
	By       string `json:"by" doc:"By when, in words"`
	Since    string `json:"since" format:"date" doc:"Since when the caller is among those named"`
	Owner    string `json:"owner" doc:"The agency that asks"`
}

// MyLearning is everything the caller must learn, learns and has learned.
type MyLearning struct {
	Required     []Duty `json:"required"`
	Current      []Duty `json:"current" doc:"Own choice, not done"`
	Completed    []Duty `json:"completed"`
	Certificates int    `json:"certificates"`
	Ask          *AskAt `json:"ask,omitempty" doc:"Where to ask about required learning"`
}

// AskAt is the unit whose focal point answers, with the unit's own contact.
type AskAt struct {
	Unit    string `json:"unit"`
	Phone   string `json:"phone,omitempty"`
	Email   string `json:"email,omitempty"`
	Address string `json:"address,omitempty"`
	School  bool   `json:"school" doc:"Of a student: the class teacher is asked first"`
}

func listDuties(p Parts) func(context.Context, access.Principal, *struct{}) (*web.Body[MyLearning], error) {
	return func(ctx context.Context, who access.Principal, _ *struct{}) (*web.Body[MyLearning], error) {
		duties, err := p.Learning.ListDuties(ctx, who)
		if err != nil {
			return nil, err
		}
		var ids []uuid.UUID
		for _, d := range duties {
			ids = append(ids, d.CourseID, d.After)
		}
		courses, err := p.Courses.CoursesByID(ctx, ids)
		if err != nil {
			return nil, err
		}
		mine := MyLearning{Required: []Duty{}, Current: []Duty{}, Completed: []Duty{}}
		for _, d := range duties {
			mine.add(d, dutyOf(d, courses, web.Locale(ctx)))
		}
		if mine.Ask, err = askAt(ctx, p, who); err != nil {
			return nil, err
		}
		mine.Certificates, err = p.CountCertificates(ctx, who)
		return web.Respond(mine), err
	}
}

func (m *MyLearning) add(d learning.Duty, shown Duty) {
	switch {
	case d.State == learning.Done || d.State == learning.Exempt:
		m.Completed = append(m.Completed, shown)
	case d.Required:
		m.Required = append(m.Required, shown)
	default:
		m.Current = append(m.Current, shown)
	}
}

func askAt(ctx context.Context, p Parts, who access.Principal) (*AskAt, error) {
	f, err := p.Learning.FindFocalPoint(ctx, who)
	if err != nil || f.AgencyName == "" {
		return nil, err
	}
	return &AskAt{Unit: f.AgencyName, Phone: f.Phone, Email: f.Email, Address: f.Address, School: f.IsSchool}, nil
}

func dutyOf(d learning.Duty, courses map[uuid.UUID]catalog.Course, locale string) Duty {
	course := courses[d.CourseID]
	shown := Duty{CourseKey: course.Key, Title: textOf(course.Title), Periods: web.Periods(course.Periods), State: string(d.State),
		ProgressPercent: d.Progress, DueOn: web.Date(d.DueOn)}
	if d.Enrollment != nil {
		shown.EnrollmentID = &d.Enrollment.ID
	}
	if after, waits := courses[d.After]; waits && d.Enrollment == nil {
		shown.After = &CourseName{after.Key, textOf(after.Title)}
	}
	if d.State == learning.Done {
		shown.CompletedOn = web.Date(d.CompletedOn)
	}
	if r := d.Requirement; r != nil {
		shown.Why = &Why{Text: r.Reason().In(locale), Document: r.Document, Who: r.Who.In(locale), By: r.By.In(locale), Owner: r.Owner, Since: web.Date(&r.StartsOn)}
		if d.JoinedOn != nil && d.JoinedOn.After(r.StartsOn) {
			shown.Why.Since = web.Date(d.JoinedOn)
		}
	}
	return shown
}

func textOf(t catalog.LocalText) web.LocalText { return web.LocalText{VI: t.VI, EN: t.EN} }
