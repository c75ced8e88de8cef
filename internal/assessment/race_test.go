package assessment

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/question"
)

// Saving and submitting at the same moment: an answer is in the grade or was refused, never
// acknowledged and forgotten.
func TestAcknowledgedAnswersAreGraded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, terms{feedback: ScoreOnly})
	ctx := context.Background()
	for range 15 {
		who, enrollment := w.learner()
		attempt := w.start(who, enrollment, FinalTest).Attempt
		right := w.rightAnswers(attempt, 1)
		acknowledged := make([]int64, len(right))
		var all sync.WaitGroup
		for i := range right {
			all.Go(func() {
				for revision := int64(1); revision <= 6; revision++ {
					answer := right[i]
					answer.Revision = revision
					_, err := w.svc.SaveAnswers(ctx, who, attempt.ID, uuid.Nil, []Answer{answer})
					if errors.Is(err, ErrClosed) {
						return
					}
					if err != nil {
						t.Error(err)
						return
					}
					acknowledged[i] = revision
				}
			})
		}
		all.Go(func() {
			if _, err := w.svc.SubmitAttempt(ctx, who, attempt.ID); err != nil {
				t.Error(err)
			}
		})
		all.Wait()
		page, err := w.svc.FindAttempt(ctx, who, attempt.ID)
		w.must(err)
		stored := make([]StoredAnswer, len(right)+1)
		total := 0
		for _, a := range page.Answers {
			stored[a.Position] = a
			if a.Points == nil {
				t.Fatalf("position %d at revision %d was taken and not graded", a.Position, a.Revision)
			}
			total += *a.Points
		}
		for i, revision := range acknowledged {
			if stored[i+1].Revision != revision {
				t.Fatalf("position %d was acknowledged at revision %d and stands at %d", i+1, revision, stored[i+1].Revision)
			}
		}
		if *page.Attempt.Score != total {
			t.Fatalf("the score is %d, the points are %d", *page.Attempt.Score, total)
		}
	}
}

// Two tabs type at once: the highest revision stands with its own words, whoever comes last.
func TestTwoTabs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	who, enrollment := w.learner()
	attempt := w.start(who, enrollment, FinalTest).Attempt
	at := w.textPositions(attempt)[0]
	const last = 40
	var all sync.WaitGroup
	for tab := range 2 {
		all.Go(func() {
			for revision := int64(tab + 1); revision <= last; revision += 2 {
				answer := Answer{Position: at, Revision: revision, Payload: question.Answer{Text: string(rune('A' + revision))}}
				saved, err := w.svc.SaveAnswers(ctx, who, attempt.ID, uuid.Nil, []Answer{answer})
				if err != nil || revisions(saved)[at] < revision {
					t.Errorf("revision %d: %+v, %v", revision, saved, err)
				}
			}
		})
	}
	all.Wait()
	if got := w.storedTexts(who.PersonID, attempt.ID)[at]; got != string(rune('A'+last)) {
		t.Errorf("%q stands", got)
	}
}
