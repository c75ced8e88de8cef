package assessment

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// Answer is one answer that a learner's device sends. Revision grows with each change on the
// device; choices are places on the screen.
type Answer struct {
	Position int
	Revision int64
	Payload  question.Answer
}

// SavedAnswer is what is stored of one position.
type SavedAnswer struct {
	Position int
	Revision int64
	SavedAt  time.Time
}

// Saved is the answer to SaveAnswers. A revision above the one that was sent tells an older tab
// that a newer answer stands.
type Saved struct {
	Answers    []SavedAnswer // in the order of positions
	DeadlineAt time.Time
	TimeBack   time.Duration // given back for outages, part of the deadline
	Seated     bool          // the attempt is taken in the window that sent the answers
	Now        time.Time     // the database's clock
}

// SaveAnswers stores answers of the caller's own running attempt, in one transaction with those of others. When it
// returns, they are committed. Seat is the window that sends them; answers of one that has lost the attempt to another
// are stored all the same, and never over newer ones. Errors: fault.ErrNotFound for another's attempt, ErrClosed once
// it was graded, fault.ErrInvalid for an answer that the paper cannot have (nothing is stored then),
// fault.ErrUnavailable when too many wait (nothing is stored then either).
func (s *Service) SaveAnswers(ctx context.Context, who access.Principal, attemptID, seat uuid.UUID, answers []Answer) (Saved, error) {
	if len(answers) == 0 || len(answers) > question.MaxDrawn {
		return Saved{}, fault.ErrInvalid.At("answers", "answer.count", fault.TextInvalid)
	}
	held, err := s.holdPaper(ctx, who, attemptID)
	if err != nil {
		return Saved{}, err
	}
	if err := s.checkAnswers(ctx, held.paper, answers); err != nil {
		return Saved{}, err
	}
	if err := s.checkFiles(ctx, who, attemptID, answers); err != nil {
		return Saved{}, err
	}
	return s.saving.Send(ctx, sheet{attemptID: attemptID, personID: who.PersonID, seat: seat, items: newestItems(attemptID, who.PersonID, answers)})
}

// heldPaper is the paper of an attempt and whose it is.
type heldPaper struct {
	personID uuid.UUID
	paper    Paper
}

// holdPaper returns the frozen paper of the caller's own attempt, from memory or else from the
// database.
func (s *Service) holdPaper(ctx context.Context, who access.Principal, attemptID uuid.UUID) (heldPaper, error) {
	if held, kept := s.papers.get(attemptID); kept {
		if held.personID != who.PersonID {
			return heldPaper{}, fault.ErrNotFound
		}
		return held, nil
	}
	var held heldPaper
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		attempt, err := findAttempt(ctx, tx, attemptID, who.PersonID)
		held = heldPaper{personID: attempt.PersonID, paper: attempt.Paper}
		return err
	})
	if err == nil {
		s.papers.put(attemptID, held)
	}
	return held, err
}

// checkAnswers refuses what the paper cannot have and names the place.
func (s *Service) checkAnswers(ctx context.Context, paper Paper, answers []Answer) error {
	bodies, err := s.loadBodies(ctx, s.db.Bun, paper.versions())
	if err != nil {
		return err
	}
	invalid := fault.ErrInvalid
	for i, a := range answers {
		place := fmt.Sprintf("answers[%d].", i)
		if a.Position < 1 || a.Position > len(paper.Items) {
			invalid = invalid.At(place+"position", "answer.position_unknown", textPositionUnknown)
			continue
		}
		if a.Revision < 1 {
			invalid = invalid.At(place+"revision", "answer.revision", textRevision)
		}
		for _, f := range question.CheckAnswer(bodies[paper.Items[a.Position-1].VersionID], a.Payload) {
			invalid = invalid.At(place+"payload."+f.Path, f.Code, f.Text)
		}
	}
	if len(invalid.Fields) > 0 {
		return invalid
	}
	return nil
}

// newestItems keeps the highest revision of each position.
func newestItems(attemptID, personID uuid.UUID, answers []Answer) []answerItem {
	newest := map[int]Answer{}
	for _, a := range answers {
		if a.Revision > newest[a.Position].Revision {
			newest[a.Position] = a
		}
	}
	items := make([]answerItem, 0, len(newest))
	for _, a := range newest {
		items = append(items, answerItem{AttemptID: attemptID, PersonID: personID, Position: a.Position, Revision: a.Revision, Payload: a.Payload})
	}
	slices.SortFunc(items, func(a, b answerItem) int { return cmp.Compare(a.Position, b.Position) })
	return items
}
