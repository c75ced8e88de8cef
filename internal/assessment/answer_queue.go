package assessment

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// savingRules: somebody waits for each answer, so that it waits for others for 5 ms at most; a commit costs the same
// for one as for fifty.
var savingRules = postgres.GroupRules{Most: 50, Gather: 5 * time.Millisecond, Lanes: 2, Waiting: 5000, Patience: 20 * time.Second}

// sheet is what one message brings: answers of one attempt, at most one at a position.
type sheet struct {
	attemptID uuid.UUID
	personID  uuid.UUID
	seat      uuid.UUID
	items     []answerItem
}

// saveSheets stores the answers of many learners in one transaction, under the scope of these learners.
func (s *Service) saveSheets(ctx context.Context, sheets []sheet) ([]postgres.Outcome[Saved], error) {
	var open map[uuid.UUID]openAttempt
	err := s.db.RunInTx(ctx, postgres.Persons(personsOf(sheets)...), func(ctx context.Context, tx bun.Tx) (err error) {
		open, err = storeAnswers(ctx, tx, newestOf(sheets))
		return err
	})
	outcomes := make([]postgres.Outcome[Saved], len(sheets))
	for i, sheet := range sheets {
		attempt, isOpen := open[sheet.attemptID]
		if !isOpen || attempt.personID != sheet.personID {
			outcomes[i].Err = ErrClosed
			continue
		}
		outcomes[i].Answer = attempt.savedFor(sheet)
	}
	return outcomes, err
}

func personsOf(sheets []sheet) []uuid.UUID {
	persons := make([]uuid.UUID, len(sheets))
	for i, sheet := range sheets {
		persons[i] = sheet.personID
	}
	slices.SortFunc(persons, compareIDs)
	return slices.Compact(persons)
}

// newestOf puts the items of all sheets together, in the order of their keys; of several for one place the newest.
func newestOf(sheets []sheet) []answerItem {
	var items []answerItem
	for _, sheet := range sheets {
		items = append(items, sheet.items...)
	}
	slices.SortFunc(items, func(a, b answerItem) int {
		return cmp.Or(compareIDs(a.AttemptID, b.AttemptID), compareIDs(a.PersonID, b.PersonID), cmp.Compare(a.Position, b.Position), cmp.Compare(b.Revision, a.Revision))
	})
	return slices.CompactFunc(items, func(a, b answerItem) bool {
		return a.AttemptID == b.AttemptID && a.PersonID == b.PersonID && a.Position == b.Position
	})
}

func compareIDs(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }

// openAttempt is an attempt that took answers, and what stands of them.
type openAttempt struct {
	personID   uuid.UUID
	seat       uuid.UUID // uuid.Nil: nobody claimed it
	deadlineAt time.Time
	timeBack   time.Duration
	now        time.Time
	answers    map[int]SavedAnswer
}

func (a openAttempt) savedFor(s sheet) Saved {
	saved := Saved{DeadlineAt: a.deadlineAt, TimeBack: a.timeBack, Now: a.now, Seated: a.seat == uuid.Nil || a.seat == s.seat}
	for _, item := range s.items {
		if answer, stands := a.answers[item.Position]; stands {
			saved.Answers = append(saved.Answers, answer)
		}
	}
	return saved
}
