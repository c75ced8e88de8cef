package assessmenthttp

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

type saveInput struct {
	ID   uuid.UUID `path:"id" format:"uuid"`
	Body struct {
		Seat    uuid.UUID     `json:"seat,omitempty" format:"uuid" doc:"The window that sends them"`
		Answers []givenAnswer `json:"answers" minItems:"1" maxItems:"200" nullable:"false"`
		Away    *awayTotals   `json:"away,omitempty" doc:"Of a final test: how often and how long its page was left so far"`
	}
}

type awayTotals struct {
	Times   int `json:"times" minimum:"0" maximum:"100000"`
	Seconds int `json:"seconds" minimum:"0" maximum:"1000000"`
}

type givenAnswer struct {
	Position int           `json:"position" minimum:"1" maximum:"200"`
	Revision int64         `json:"revision" minimum:"1" maximum:"9007199254740991" doc:"Grows with each change on the device; the higher one stands"`
	Payload  AnswerPayload `json:"payload"`
}

// SavedAnswers says what is stored now, after the commit.
type SavedAnswers struct {
	Saved      []SavedAnswer `json:"saved"`
	ServerNow  time.Time     `json:"serverNow"`
	DeadlineAt time.Time     `json:"deadlineAt"`
	TimeBack   int           `json:"timeBackSeconds" doc:"Given back for outages, part of the deadline"`
	Seated     bool          `json:"seated" doc:"False: the attempt is taken in another window now; the answers were stored all the same"`
}

// SavedAnswer is what stands at one position. A revision above the one sent is a newer answer.
type SavedAnswer struct {
	Position int       `json:"position"`
	Revision int64     `json:"revision"`
	SavedAt  time.Time `json:"savedAt"`
}

func saveAnswers(s *web.Server, svc *assessment.Service) {
	route := web.Route{Method: http.MethodPut, Path: "/attempts/{id}/answers", Permission: access.Learn,
		Name: "save-answers", Summary: "Save answers of a running attempt; the reply is sent after the commit", MaxBody: 512 << 10}
	web.Handle(s, route, func(ctx context.Context, who access.Principal, in *saveInput) (*web.Body[SavedAnswers], error) {
		answers := make([]assessment.Answer, len(in.Body.Answers))
		for i, a := range in.Body.Answers {
			answers[i] = assessment.Answer{Position: a.Position, Revision: a.Revision, Payload: a.Payload.answer()}
		}
		saved, err := svc.SaveAnswers(ctx, who, in.ID, in.Body.Seat, answers)
		if err != nil {
			return nil, inBody(err)
		}
		if away := in.Body.Away; away != nil {
			// The answers are committed and acknowledged whatever becomes of this: totals come again with the next ones.
			_ = svc.NoteAway(ctx, who, in.ID, away.Times, away.Seconds)
		}
		shape := SavedAnswers{Saved: make([]SavedAnswer, len(saved.Answers)), ServerNow: saved.Now.UTC(), DeadlineAt: saved.DeadlineAt.UTC(),
			TimeBack: int(saved.TimeBack.Seconds()), Seated: saved.Seated}
		for i, a := range saved.Answers {
			shape.Saved[i] = SavedAnswer{Position: a.Position, Revision: a.Revision, SavedAt: a.SavedAt.UTC()}
		}
		return web.Respond(shape), nil
	})
}

// inBody names the fields of a fault as the client wrote them.
func inBody(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) || len(f.Fields) == 0 {
		return err
	}
	named := *f
	named.Fields = make([]fault.Field, len(f.Fields))
	for i, field := range f.Fields {
		field.Path = "body." + field.Path
		named.Fields[i] = field
	}
	return &named
}
