package gathering

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/vietnamese"
)

// MaxMarks bounds one batch.
const MaxMarks = 1000

// RecordMarks is a batch of marks from a device, in any order.
type RecordMarks struct {
	ClassID   uuid.UUID
	SessionID uuid.UUID
	Marks     []Mark
	Reason    string // required once the roll call is closed
}

// RecordMarks keeps marks; all or none. A mark that is known already changes nothing, of two marks the
// newer by its own time wins, and both stay. Whoever lost the place while a device was without a line is
// kept too, so that nothing else in the batch is lost; only those with a place count. The first mark
// starts an open class. It returns the marks that stand in the session now, those of other devices among
// them. It needs to run the class. Errors: ErrMark, ErrEarly, ErrNotOpen, ErrRollCallClosed without a
// reason on a closed roll call.
func (s *Service) RecordMarks(ctx context.Context, who access.Principal, cmd RecordMarks) ([]Mark, error) {
	cmd.Reason = vietnamese.Normalize(cmd.Reason)
	var standing []Mark
	err := s.db.RunInTx(ctx, own(who), func(ctx context.Context, tx bun.Tx) error {
		if _, err := lockClass(ctx, tx, cmd.ClassID); err != nil {
			return err
		}
		class, session, err := s.findRun(ctx, tx, who, cmd.ClassID, cmd.SessionID)
		if err != nil {
			return err
		}
		if err := s.mayMark(class, session, cmd); err != nil {
			return err
		}
		marks, err := s.complete(ctx, tx, who, class, session, cmd)
		if err != nil {
			return err
		}
		fresh, err := writeMarks(ctx, tx, marks)
		if err != nil {
			return err
		}
		if standing, err = currentMarks(ctx, tx, "class_id = ? AND session_id = ?", class.ID, session.ID); err != nil || fresh == 0 {
			return err
		}
		return s.afterMarks(ctx, tx, who, class, session, cmd, fresh)
	})
	return standing, err
}

// mayMark: the day has come, the class is on, and a closed roll call needs a reason.
func (s *Service) mayMark(class Class, session Session, cmd RecordMarks) error {
	switch {
	case class.State == Draft || class.State == Cancelled:
		return ErrNotOpen
	case s.today().Before(session.Day()):
		return ErrEarly
	case session.ClosedAt != nil && cmd.Reason == "":
		return ErrRollCallClosed
	}
	return nil
}

// complete fills the marks with what the server knows. A device whose clock runs ahead does not win by it.
func (s *Service) complete(ctx context.Context, tx bun.IDB, who access.Principal, class Class, session Session, cmd RecordMarks) ([]Mark, error) {
	if len(cmd.Marks) == 0 || len(cmd.Marks) > MaxMarks {
		return nil, ErrMark
	}
	var people []Participant
	err := tx.NewSelect().Model(&people).Where("class_id = ? AND id IN (?)", class.ID, bun.List(participantsOf(cmd.Marks))).Scan(ctx)
	if err != nil {
		return nil, err
	}
	known := map[uuid.UUID]Participant{}
	for _, p := range people {
		known[p.ID] = p
	}
	now := s.now()
	marks := make([]Mark, len(cmd.Marks))
	for i, m := range cmd.Marks {
		p, in := known[m.ParticipantID]
		if !in || !m.valid() {
			return nil, ErrMark
		}
		m.ClassID, m.SessionID, m.PersonID, m.AgencyID, m.HostID, m.CalledBy = class.ID, session.ID, p.PersonID, p.AgencyID, class.HostID, p.CalledBy
		m.MarkedBy, m.MarkedAt = who.PersonID, earlier(m.MarkedAt, now).Truncate(time.Microsecond)
		if session.ClosedAt != nil {
			m.Correction = cmd.Reason
		}
		marks[i] = m
	}
	return marks, nil
}

func participantsOf(marks []Mark) []uuid.UUID {
	ids := make([]uuid.UUID, len(marks))
	for i, m := range marks {
		ids[i] = m.ParticipantID
	}
	return ids
}

func earlier(a, b time.Time) time.Time {
	if a.After(b) {
		return b
	}
	return a
}

// writeMarks appends to the history and returns how many marks were not known.
func writeMarks(ctx context.Context, tx bun.Tx, marks []Mark) (int64, error) {
	result, err := tx.NewInsert().Model(&marks).On("CONFLICT (id) DO NOTHING").Returning("NULL").Exec(ctx)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// afterMarks starts the class with its first mark, and records a correction of a closed roll call: what
// learning knows of the session follows it.
func (s *Service) afterMarks(ctx context.Context, tx bun.Tx, who access.Principal, class Class, session Session, cmd RecordMarks, fresh int64) error {
	if class.State == Open {
		if err := s.move(ctx, tx, who, class, SetState{ClassID: class.ID, State: Running}); err != nil {
			return err
		}
	}
	if session.ClosedAt == nil {
		return nil
	}
	err := s.record(ctx, tx, who, class, act{action: "correct_roll_call", reason: cmd.Reason, after: map[string]any{"session": session.ID, "marks": fresh}})
	if err != nil {
		return err
	}
	return s.attendanceChanged(ctx, tx, class.ID)
}

// CloseRollCall closes the roll call of a session once everybody with a place has a mark. Again: nothing
// changes. It needs to run the class. Errors: ErrRollCallRunning, ErrEarly.
func (s *Service) CloseRollCall(ctx context.Context, who access.Principal, classID, sessionID uuid.UUID) error {
	return s.db.RunInTx(ctx, own(who), func(ctx context.Context, tx bun.Tx) error {
		if _, err := lockClass(ctx, tx, classID); err != nil {
			return err
		}
		class, session, err := s.findRun(ctx, tx, who, classID, sessionID)
		if err != nil || session.ClosedAt != nil {
			return err
		}
		if s.today().Before(session.Day()) {
			return ErrEarly
		}
		if class.State != Running {
			return ErrNotOpen
		}
		if err := everybodyMarked(ctx, tx, class.ID, sessionID); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE gathering.sessions SET roll_call_closed_at = now() WHERE id = ?`, sessionID); err != nil {
			return err
		}
		err = s.record(ctx, tx, who, class, act{action: "close_roll_call", after: map[string]any{"session": sessionID}})
		if err != nil {
			return err
		}
		return s.attendanceChanged(ctx, tx, class.ID)
	})
}

func everybodyMarked(ctx context.Context, tx bun.IDB, class, session uuid.UUID) error {
	var missing, all int
	err := tx.NewRaw(`SELECT count(*) FILTER (WHERE a.participant_id IS NULL), count(*) FROM gathering.participants p
		LEFT JOIN (SELECT participant_id FROM gathering.attendances WHERE class_id = ?1 AND session_id = ?0) a ON a.participant_id = p.id
		WHERE p.class_id = ?1 AND p.state = 'confirmed'`, session, class).Scan(ctx, &missing, &all)
	if err == nil && (missing > 0 || all == 0) {
		return ErrRollCallRunning
	}
	return err
}
