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
	State           string        `json:"state" enum:"not_started,in_progress,overdue,done,exempt"`
	ProgressPercent int           `json:"progressPercent"`
	Why             *Why          `json:"why,omitempty"`
	CompletedOn     string        `json:"completedOn,omitempty" format:"date"`
}

// Why says which document asks for the course and for what reason.
type Why struct {
	Text     string `json:"text"`
	Document string `json:"document"`
}

// MyLearning is everything the caller must learn, learns and has learned.
type MyLearning struct {
	Required     []Duty `json:"required"`
	Current      []Duty `json:"current" doc:"Own choice, not done"`
	Completed    []Duty `json:"completed"`
	Certificates int    `json:"certificates"`
}

func listDuties(p Parts) func(context.Context, access.Principal, *struct{}) (*web.Body[MyLearning], error) {
	return func(ctx context.Context, who access.Principal, _ *struct{}) (*web.Body[MyLearning], error) {
		duties, err := p.Learning.ListDuties(ctx, who)
		if err != nil {
			return nil, err
		}
		ids := make([]uuid.UUID, len(duties))
		for i, d := range duties {
			ids[i] = d.CourseID
		}
		courses, err := p.Courses.CoursesByID(ctx, ids)
		if err != nil {
			return nil, err
		}
		mine := MyLearning{Required: []Duty{}, Current: []Duty{}, Completed: []Duty{}}
		for _, d := range duties {
			mine.add(d, dutyOf(d, courses[d.CourseID], web.Locale(ctx)))
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

func dutyOf(d learning.Duty, course catalog.Course, locale string) Duty {
	shown := Duty{CourseKey: course.Key, Title: textOf(course.Title), Periods: web.Periods(course.Periods), State: string(d.State),
		ProgressPercent: d.Progress, DueOn: web.Date(d.DueOn)}
	if d.Enrollment != nil {
		shown.EnrollmentID = &d.Enrollment.ID
	}
	if d.State == learning.Done {
		shown.CompletedOn = web.Date(d.CompletedOn)
	}
	if r := d.Requirement; r != nil {
		shown.Why = &Why{Text: r.Reason().In(locale), Document: r.Document}
	}
	return shown
}

func textOf(t catalog.LocalText) web.LocalText { return web.LocalText{VI: t.VI, EN: t.EN} }
