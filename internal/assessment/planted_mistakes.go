//go:build planted

package assessment

import (
	"context"
	"os"
	"strings"
	"time"

	"taphuan/internal/postgres"
)

// mistake is which one PLANTED has this build make. make chaos builds it, runs it and expects the ledger to find it; it
// is never released.
var mistake = os.Getenv("PLANTED")

// The mistakes.
const (
	acknowledgeBeforeCommit = "acknowledge-before-commit"
	droppedOnError          = "dropped-on-error"
	lastWriteWins           = "last-write-wins"
	clockOfTheNode          = "clock-of-the-node"
	secondGrade             = "second-grade"
)

type saveSheets func(ctx context.Context, sheets []sheet) ([]postgres.Outcome[Saved], error)

// plantedSave answers before the commit, or answers the first of a group that has failed as if it were saved.
func plantedSave(save saveSheets) saveSheets {
	switch mistake {
	case acknowledgeBeforeCommit:
		return func(_ context.Context, sheets []sheet) ([]postgres.Outcome[Saved], error) {
			go func() {
				time.Sleep(300 * time.Millisecond)
				_, _ = save(context.Background(), sheets)
			}()
			return asIfSaved(sheets), nil
		}
	case droppedOnError:
		return func(ctx context.Context, sheets []sheet) ([]postgres.Outcome[Saved], error) {
			outcomes, err := save(ctx, sheets)
			if err == nil {
				return outcomes, nil
			}
			outcomes = asIfSaved(sheets)
			for i := range outcomes[1:] {
				outcomes[1+i].Err = err
			}
			return outcomes, nil
		}
	}
	return save
}

func asIfSaved(sheets []sheet) []postgres.Outcome[Saved] {
	outcomes := make([]postgres.Outcome[Saved], len(sheets))
	for i, s := range sheets {
		saved := Saved{Seated: true, Now: time.Now(), DeadlineAt: time.Now().Add(time.Hour)}
		for _, item := range s.items {
			saved.Answers = append(saved.Answers, SavedAnswer{Position: item.Position, Revision: item.Revision, SavedAt: saved.Now})
		}
		outcomes[i].Answer = saved
	}
	return outcomes
}

// plantedStatement takes the rule of revisions out of a statement, or asks the clock of a node that is an hour slow, or
// grades what is graded already.
func plantedStatement(p postgres.Prepared) postgres.Prepared {
	switch {
	case mistake == lastWriteWins && p == upsertAnswers:
		return instead(p, "WHERE excluded.revision > kept.revision AND", "WHERE")
	case mistake == clockOfTheNode && p == upsertAnswers:
		return instead(p, "now() > a.deadline_at", "now() - interval '1 hour' > a.deadline_at")
	case mistake == secondGrade && p == closeGraded:
		return instead(p, "AND a.state = 'started'", "")
	}
	return p
}

// instead replaces a part that must be there: a mistake that can no longer be made is found out at once.
func instead(p postgres.Prepared, part, with string) postgres.Prepared {
	if !strings.Contains(string(p), part) {
		panic("the statement has changed; plant the mistake anew: " + part)
	}
	return postgres.Prepared(strings.Replace(string(p), part, with, 1))
}

func plantedAgain() bool { return mistake == secondGrade }
