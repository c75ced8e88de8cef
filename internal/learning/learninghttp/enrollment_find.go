package learninghttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

type enrollmentInput struct {
	ID uuid.UUID `path:"id"`
}

// Enrollment is the caller's own enrollment with the state of each part.
type Enrollment struct {
	ID              uuid.UUID         `json:"id"`
	CourseKey       string            `json:"courseKey"`
	CourseTitle     web.LocalText     `json:"courseTitle"`
	VersionNumber   int               `json:"versionNumber"`
	DueOn           string            `json:"dueOn,omitempty" format:"date"`
	ProgressPercent int               `json:"progressPercent"`
	State           string            `json:"state" enum:"not_started,in_progress,done"`
	Exempt          bool              `json:"exempt" doc:"The pre-test was passed: lessons may be skipped"`
	Modules         []Module          `json:"modules"`
	Tests           []TestState       `json:"tests"`
	NextLessonID    *uuid.UUID        `json:"nextLessonId,omitempty"`
	Certificate     *CertificateState `json:"certificate,omitempty"`
}

// Module is a part of the course with the states of its lessons.
type Module struct {
	Key     string        `json:"key"`
	Title   web.LocalText `json:"title"`
	Lessons []LessonCard  `json:"lessons"`
}

// LessonCard is a lesson in the outline.
type LessonCard struct {
	ID      uuid.UUID     `json:"id"`
	Slug    string        `json:"slug"`
	Title   web.LocalText `json:"title"`
	Kind    string        `json:"kind" enum:"text,video"`
	Minutes int           `json:"minutes"`
	Bytes   int64         `json:"bytes,omitempty" doc:"Size of the video"`
	State   string        `json:"state" enum:"todo,started,done"`
}

// TestState is a test with what the caller may do now.
type TestState struct {
	Kind            string        `json:"kind" enum:"pre_test,self_check,final"`
	Title           web.LocalText `json:"title"`
	Minutes         int           `json:"minutes"`
	ExtraSeconds    int           `json:"extraSeconds,omitempty" doc:"The learner's own, beyond the minutes"`
	QuestionCount   int           `json:"questionCount"`
	PassMark        int           `json:"passMark" doc:"Hundredths of 10"`
	AttemptsAllowed int           `json:"attemptsAllowed" doc:"0: no limit"`
	AttemptsUsed    int           `json:"attemptsUsed"`
	BestScore       *int          `json:"bestScore,omitempty" doc:"Hundredths of 10"`
	Passed          bool          `json:"passed"`
	State           string        `json:"state" enum:"locked,closed,open,running,marking,cooling_off,exhausted,passed"`
	OpensAt         string        `json:"opensAt,omitempty" format:"date-time" doc:"When cooling off ends, or the next sitting opens"`
	Sitting         *TestSitting  `json:"sitting,omitempty" doc:"The sitting that is open, or else opens next; while cooling off the one that is open when it ends"`
	LessonsLeft     int           `json:"lessonsLeft,omitempty" doc:"Above zero while the test waits for them"`
	AttemptID       *uuid.UUID    `json:"attemptId,omitempty" doc:"The running or the last attempt"`
}

// TestSitting is when the caller's agency or class opens a test.
type TestSitting struct {
	Title     string    `json:"title"`
	OpensAt   time.Time `json:"opensAt"`
	ClosesAt  time.Time `json:"closesAt"`
	NeedsCode bool      `json:"needsCode" doc:"A start in it asks for its access code"`
}

// CertificateState is the certificate of an enrollment.
type CertificateState struct {
	ID             *uuid.UUID `json:"id,omitempty"`
	RegisterNumber string     `json:"registerNumber,omitempty"`
	Code           string     `json:"code,omitempty"`
	State          string     `json:"state" enum:"issuing,awaiting_decision,valid,expired,revoked,replaced"`
}

func findEnrollment(p Parts) func(context.Context, access.Principal, *enrollmentInput) (*web.Body[Enrollment], error) {
	return func(ctx context.Context, who access.Principal, in *enrollmentInput) (*web.Body[Enrollment], error) {
		study, tests, err := p.Study(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		shown := enrollmentOf(study)
		shown.Tests = tests
		if study.Enrollment.CompletedAt != nil {
			shown.Certificate, err = p.Certificate(ctx, who, in.ID)
		}
		return web.Respond(shown), err
	}
}

func enrollmentOf(study learning.Study) Enrollment {
	e := study.Enrollment
	shown := Enrollment{ID: e.ID, CourseKey: study.Course.Key, CourseTitle: textOf(study.Course.Title), VersionNumber: study.Course.Number,
		DueOn: web.Date(e.DueOn), ProgressPercent: study.Progress, State: "not_started", Exempt: study.Exempt, NextLessonID: web.OptionalID(study.NextLesson), Modules: []Module{}}
	switch {
	case e.CompletedAt != nil:
		shown.State = "done"
	case e.StartedAt != nil:
		shown.State = "in_progress"
	}
	for _, m := range study.Modules {
		module := Module{Key: m.Key, Title: textOf(m.Title), Lessons: []LessonCard{}}
		for _, l := range m.Lessons {
			state := study.States[l.ID]
			if state == "" {
				state = learning.Todo
			}
			module.Lessons = append(module.Lessons, LessonCard{ID: l.ID, Slug: l.Slug, Title: textOf(l.Title), Kind: string(l.Kind), Minutes: l.Minutes, Bytes: l.VideoBytes, State: string(state)})
		}
		shown.Modules = append(shown.Modules, module)
	}
	return shown
}
