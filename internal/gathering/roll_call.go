package gathering

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// RollCall (điểm danh) is a session with everybody who has a place and the newest mark of each.
type RollCall struct {
	Class   Class
	Session Session
	Lines   []RollLine
}

// RollLine is one participant of a roll call; without a mark State is "".
type RollLine struct {
	Attendee
	Mark Mark
}

// FindRollCall returns the roll call of a session to those who run the class; the reading is recorded.
// fault.ErrNotFound for others.
func (s *Service) FindRollCall(ctx context.Context, who access.Principal, classID, sessionID uuid.UUID) (RollCall, error) {
	var call RollCall
	err := s.db.RunInTx(ctx, own(who), func(ctx context.Context, tx bun.Tx) error {
		class, session, err := s.findRun(ctx, tx, who, classID, sessionID)
		if err != nil {
			return err
		}
		call = RollCall{Class: class, Session: session}
		people, err := listConfirmed(ctx, tx, runScope(who, class), class)
		if err != nil {
			return err
		}
		marks, err := currentMarks(ctx, tx, "class_id = ? AND session_id = ?", classID, sessionID)
		if err != nil {
			return err
		}
		standing := byKey(marks)
		for _, one := range people {
			call.Lines = append(call.Lines, RollLine{Attendee: one, Mark: standing[markKey{sessionID, one.ID}]})
		}
		return recordRead(ctx, tx, who, class, people)
	})
	return call, err
}

// findRun returns a class that the person runs and one of its sessions, in the scope of running it.
func (s *Service) findRun(ctx context.Context, tx bun.Tx, who access.Principal, classID, sessionID uuid.UUID) (Class, Session, error) {
	var session Session
	class, err := findClass(ctx, tx, classID)
	if err != nil {
		return class, session, err
	}
	if err := s.mayRun(ctx, tx, who, class); err != nil {
		return class, session, err
	}
	if err := postgres.SetScope(ctx, tx, runScope(who, class)); err != nil {
		return class, session, err
	}
	err = tx.NewSelect().Model(&session).Where("id = ? AND class_id = ?", sessionID, classID).Scan(ctx)
	return class, session, err
}

// currentMarks returns the newest marks of a class or of one of its sessions. A condition names class_id
// and perhaps session_id: by these the history has an index.
func currentMarks(ctx context.Context, tx bun.IDB, where string, args ...any) ([]Mark, error) {
	var marks []Mark
	err := tx.NewRaw(`SELECT mark_id AS id, session_id, participant_id, state, excuse, marked_at FROM gathering.attendances WHERE `+where, args...).Scan(ctx, &marks)
	return marks, err
}

// markKey names a participant in a session.
type markKey struct{ session, participant uuid.UUID }

func byKey(marks []Mark) map[markKey]Mark {
	keyed := make(map[markKey]Mark, len(marks))
	for _, m := range marks {
		keyed[markKey{m.SessionID, m.ParticipantID}] = m
	}
	return keyed
}
