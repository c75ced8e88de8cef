package assessment

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"taphuan/internal/question"
)

// model is what an attempt must hold after any order of saving, running out of time and submitting.
type model struct {
	answers map[int]modelAnswer
	late    bool
	graded  bool
	score   int
}

type modelAnswer struct {
	revision int64
	right    bool
	late     bool
}

func (m *model) save(position int, revision int64, right bool) {
	kept := m.answers[position]
	if revision > kept.revision && (kept.revision == 0 || kept.late || !m.late) {
		m.answers[position] = modelAnswer{revision: revision, right: right, late: m.late}
	}
}

func (m *model) grade() {
	if m.graded {
		return
	}
	m.graded = true
	for _, a := range m.answers {
		if a.right && !a.late {
			m.score += 100
		}
	}
}

// Whatever the order of messages: the highest revision in time stands, is returned and is graded.
func TestLifeOfAnAttempt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		who, enrollment := w.learner()
		attempt := w.start(who, enrollment, FinalTest).Attempt
		right := w.rightAnswers(attempt, 1)
		m := &model{answers: map[int]modelAnswer{}}
		save := func(t *rapid.T) {
			answer := right[rapid.IntRange(0, 2).Draw(t, "position")]
			answer.Revision = rapid.Int64Range(1, 5).Draw(t, "revision")
			isRight := rapid.Bool().Draw(t, "right")
			if !isRight {
				answer.Payload = question.Answer{}
			}
			saved, err := w.svc.SaveAnswers(ctx, who, attempt.ID, uuid.Nil, []Answer{answer})
			if m.graded {
				if !errors.Is(err, ErrClosed) {
					t.Fatalf("a graded attempt takes an answer: %v", err)
				}
				return
			}
			m.save(answer.Position, answer.Revision, isRight)
			if got := revisions(saved)[answer.Position]; err != nil || got != m.answers[answer.Position].revision {
				t.Fatalf("position %d stands at revision %d, want %d (%v)", answer.Position, got, m.answers[answer.Position].revision, err)
			}
		}
		submit := func(t *rapid.T) {
			result, err := w.svc.SubmitAttempt(ctx, who, attempt.ID)
			m.grade()
			if err != nil || *result.Attempt.Score != m.score {
				t.Fatalf("score %v, want %d (%v)", result.Attempt.Score, m.score, err)
			}
		}
		steps := rapid.IntRange(1, 12).Draw(t, "steps")
		for i := range steps {
			switch rapid.IntRange(0, 9).Draw(t, fmt.Sprintf("step %d", i)) {
			case 0:
				if !m.graded {
					w.moveDeadline(attempt.ID, -10)
					m.late = true
				}
			case 1:
				submit(t)
			default:
				save(t)
			}
		}
		submit(t)
	})
}
