package gatheringhttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/gathering"
	"taphuan/internal/web"
)

func rollCallRoutes(s *web.Server, p Parts) {
	const path = "/training-classes/{id}/roll-calls/{sessionId}"
	web.Handle(s, web.Route{Method: http.MethodGet, Path: path, Permission: access.Learn, Name: "find-roll-call",
		Summary: "A session with everybody who has a place, for who runs the class"}, findRollCall(p))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: path, Permission: access.Learn, Name: "record-marks", MaxBody: maxMarksBody,
		Summary: "Keep marks made on a device; again: nothing changes"}, recordMarks(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: path + "/closing", Permission: access.Learn, Name: "close-roll-call",
		Summary: "Close a roll call; afterwards it changes only with a reason"}, closeRollCall(p))
}

type rollCallInput struct {
	ID        uuid.UUID `path:"id"`
	SessionID uuid.UUID `path:"sessionId"`
}

// RollCall is a session with its people.
type RollCall struct {
	ClassID   uuid.UUID    `json:"classId"`
	ClassName string       `json:"className"`
	State     string       `json:"state" enum:"draft,open,running,finished,cancelled"`
	Session   ClassSession `json:"session"`
	Lines     []RollLine   `json:"lines"`
}

// RollLine is one participant with the newest mark.
type RollLine struct {
	ParticipantID uuid.UUID  `json:"participantId"`
	FullName      string     `json:"fullName"`
	Unit          string     `json:"unit"`
	State         string     `json:"state,omitempty" enum:"present,late,excused,absent"`
	Excuse        string     `json:"excuse,omitempty" enum:"duty,leave,other"`
	MarkedAt      *time.Time `json:"markedAt,omitempty"`
}

func findRollCall(p Parts) func(context.Context, access.Principal, *rollCallInput) (*web.Body[RollCall], error) {
	return func(ctx context.Context, who access.Principal, in *rollCallInput) (*web.Body[RollCall], error) {
		call, err := p.Gathering.FindRollCall(ctx, who, in.ID, in.SessionID)
		if err != nil {
			return nil, err
		}
		shown := RollCall{ClassID: call.Class.ID, ClassName: call.Class.Name, State: string(call.Class.State),
			Session: sessionsOf([]gathering.Session{call.Session})[0], Lines: make([]RollLine, len(call.Lines))}
		for i, line := range call.Lines {
			shown.Lines[i] = RollLine{ParticipantID: line.ID, FullName: line.FullName, Unit: line.Unit, State: string(line.Mark.State), Excuse: line.Mark.Excuse}
			if at := line.Mark.MarkedAt; !at.IsZero() {
				shown.Lines[i].MarkedAt = &at
			}
		}
		return web.Respond(shown), nil
	}
}

// MarkMade is one mark, made on a device.
type MarkMade struct {
	ID            uuid.UUID `json:"id" doc:"UUIDv7, made on the device"`
	ParticipantID uuid.UUID `json:"participantId"`
	State         string    `json:"state" enum:"present,late,excused,absent"`
	Excuse        string    `json:"excuse,omitempty" enum:"duty,leave,other" doc:"Required for an excused absence"`
	MarkedAt      time.Time `json:"markedAt"`
}

type marksInput struct {
	ID        uuid.UUID `path:"id"`
	SessionID uuid.UUID `path:"sessionId"`
	Body      struct {
		Marks  []MarkMade `json:"marks" minItems:"1" maxItems:"1000"`
		Reason string     `json:"reason,omitempty" maxLength:"300" doc:"Required once the roll call is closed"`
	}
}

// StandingMark is the newest mark of a participant in a session; who it is stands in the roll call.
type StandingMark struct {
	ParticipantID uuid.UUID `json:"participantId"`
	State         string    `json:"state" enum:"present,late,excused,absent"`
	Excuse        string    `json:"excuse,omitempty" enum:"duty,leave,other"`
}

// StandingMarks are the marks that stand in a session after a batch, those of other devices among them.
type StandingMarks struct {
	Marks []StandingMark `json:"marks"`
}

func recordMarks(p Parts) func(context.Context, access.Principal, *marksInput) (*web.Body[StandingMarks], error) {
	return func(ctx context.Context, who access.Principal, in *marksInput) (*web.Body[StandingMarks], error) {
		cmd := gathering.RecordMarks{ClassID: in.ID, SessionID: in.SessionID, Reason: in.Body.Reason, Marks: make([]gathering.Mark, len(in.Body.Marks))}
		for i, m := range in.Body.Marks {
			cmd.Marks[i] = gathering.Mark{ID: m.ID, ParticipantID: m.ParticipantID, State: gathering.MarkState(m.State), Excuse: m.Excuse, MarkedAt: m.MarkedAt}
		}
		standing, err := p.Gathering.RecordMarks(ctx, who, cmd)
		shown := StandingMarks{Marks: make([]StandingMark, len(standing))}
		for i, m := range standing {
			shown.Marks[i] = StandingMark{m.ParticipantID, string(m.State), m.Excuse}
		}
		return web.Respond(shown), err
	}
}

func closeRollCall(p Parts) func(context.Context, access.Principal, *rollCallInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *rollCallInput) (*struct{}, error) {
		return nil, p.Gathering.CloseRollCall(ctx, who, in.ID, in.SessionID)
	}
}
