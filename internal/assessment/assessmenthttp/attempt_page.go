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
	TestKind     string         `json:"testKind" enum:"pre_test,final"`
	Title        web.LocalText  `json:"title"`
	Number       int            `json:"number" doc:"Counts from 1"`
	State        string         `json:"state" enum:"started,submitted,graded,expired"`
	StartedAt    time.Time      `json:"startedAt"`
	DeadlineAt   time.Time      `json:"deadlineAt"`
	ServerNow    time.Time      `json:"serverNow" doc:"The clock that decides"`
	Items        []AttemptItem  `json:"items"`
	Answers      []StoredAnswer `json:"answers"`
}

// AttemptItem is a question as it is asked, in the language of Accept-Language.
type AttemptItem struct {
	Position int             `json:"position" minimum:"1"`
	Type     string          `json:"type" enum:"single,multiple,true_false,numeric,short_answer"`
	StemHTML string          `json:"stemHtml"`
	Options  []AttemptOption `json:"options,omitempty"`
	Unit     string          `json:"unit,omitempty"`
}

// AttemptOption is an option of a question; answers name it by its index.
type AttemptOption struct {
	Index int    `json:"index"`
	HTML  string `json:"html"`
}

// StoredAnswer is an answer as the server keeps it.
type StoredAnswer struct {
	Position int           `json:"position"`
	Revision int64         `json:"revision"`
	Payload  answerPayload `json:"payload"`
	SavedAt  time.Time     `json:"savedAt"`
}

func attemptOf(ctx context.Context, page assessment.AttemptPage) Attempt {
	a := page.Attempt
	shape := Attempt{ID: a.ID, EnrollmentID: a.EnrollmentID, TestKind: string(a.Kind), Title: web.LocalText(page.Test.Title), Number: a.Number,
		State: string(a.CurrentState()), StartedAt: a.StartedAt.UTC(), DeadlineAt: a.DeadlineAt.UTC(), ServerNow: a.ReadAt.UTC(),
		Items: make([]AttemptItem, len(page.Items)), Answers: make([]StoredAnswer, len(page.Answers))}
	locale := web.Locale(ctx)
	for i, view := range page.Items {
		item := AttemptItem{Position: i + 1, Type: string(view.Type), StemHTML: view.Stem.In(locale), Unit: view.Unit.In(locale)}
		for index, text := range view.Options {
			item.Options = append(item.Options, AttemptOption{Index: index, HTML: text.In(locale)})
		}
		shape.Items[i] = item
	}
	for i, answer := range page.Answers {
		shape.Answers[i] = StoredAnswer{Position: answer.Position, Revision: answer.Revision, Payload: answerPayload(answer.Payload), SavedAt: answer.SavedAt.UTC()}
	}
	return shape
}
