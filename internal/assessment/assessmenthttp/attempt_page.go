package assessmenthttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/assessment"
	"taphuan/internal/web"
)

// Attempt is a running attempt: nothing in it tells what is right.
type Attempt struct {
	ID           uuid.UUID      `json:"id" format:"uuid"`
	EnrollmentID uuid.UUID      `json:"enrollmentId" format:"uuid"`
	TestKind     string         `json:"testKind" enum:"pre_test,self_check,final"`
	Title        web.LocalText  `json:"title"`
	Number       int            `json:"number" doc:"Counts from 1"`
	State        string         `json:"state" enum:"started,submitted,under_review,graded,expired"`
	StartedAt    time.Time      `json:"startedAt"`
	DeadlineAt   time.Time      `json:"deadlineAt"`
	ServerNow    time.Time      `json:"serverNow" doc:"The clock that decides"`
	TimeBack     int            `json:"timeBackSeconds" doc:"Given back for outages, part of the deadline"`
	Seat         *uuid.UUID     `json:"seat,omitempty" format:"uuid" doc:"The window in which it is taken"`
	Items        []AttemptItem  `json:"items"`
	Answers      []StoredAnswer `json:"answers"`
}

// AttemptItem is a question as it is asked, in the language of Accept-Language.
type AttemptItem struct {
	Position int `json:"position" minimum:"1"`
	QuestionView
	Parts []QuestionView `json:"parts,omitempty" doc:"The questions of a case study"`
}

// StoredAnswer is an answer as the server keeps it.
type StoredAnswer struct {
	Position int           `json:"position"`
	Revision int64         `json:"revision"`
	Payload  AnswerPayload `json:"payload"`
	SavedAt  time.Time     `json:"savedAt"`
}

func attemptOf(ctx context.Context, page assessment.AttemptPage, address Address) Attempt {
	a := page.Attempt
	shape := Attempt{ID: a.ID, EnrollmentID: a.EnrollmentID, TestKind: string(a.Kind), Title: web.LocalText(page.Test.Title), Number: a.Number,
		State: string(a.CurrentState()), StartedAt: a.StartedAt.UTC(), DeadlineAt: a.DeadlineAt.UTC(), ServerNow: a.ReadAt.UTC(), TimeBack: a.TimeBack,
		Items: make([]AttemptItem, len(page.Items)), Answers: make([]StoredAnswer, len(page.Answers))}
	if a.Seat != uuid.Nil {
		shape.Seat = &a.Seat
	}
	words := viewer{locale: web.Locale(ctx), address: address}
	for i, view := range page.Items {
		shape.Items[i] = words.item(i+1, view)
	}
	for i, answer := range page.Answers {
		shape.Answers[i] = StoredAnswer{Position: answer.Position, Revision: answer.Revision, Payload: payloadOf(answer.Payload), SavedAt: answer.SavedAt.UTC()}
	}
	return shape
}
