package assessment

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/assessment/psychometrics"
	"taphuan/internal/question"
)

// ItemFigures are the figures of one question version, over the first attempts of those who saw it.
type ItemFigures struct {
	VersionID  uuid.UUID
	Key        string // of the question in its course
	Topic      string
	Difficulty int // as the author set it: 1 to 3
	Type       question.Type
	Stem       question.LocalText  // HTML
	Figures    *psychometrics.Item // nil: fewer than ten people saw it
	Flags      []psychometrics.Flag
	Ways       []question.Way // beside Figures.Labels; nil for answers in words of one's own
}

// CountItems counts how the questions of a test are answered and returns a page of them, those that need a look first,
// and how many there are; keys keeps those questions alone, none keeps all. No person leaves it, and nothing is told of
// fewer than ten. Errors as readAnswers'.
func (s *Service) CountItems(ctx context.Context, who access.Principal, q CountAnswers, keys []string, limit, offset int64) ([]ItemFigures, int, error) {
	var all []ItemFigures
	err := s.readAnswers(ctx, who, q, func(ctx context.Context, tx bun.Tx, c counted) error {
		all = c.items()
		return nameQuestions(ctx, tx, all)
	})
	if len(keys) > 0 {
		all = slices.DeleteFunc(all, func(i ItemFigures) bool { return !slices.Contains(keys, i.Key) })
	}
	slices.SortFunc(all, byAttention)
	return pageOf(all, limit, offset), len(all), err
}

// items returns the figures of every question that the test can draw.
func (c counted) items() []ItemFigures {
	all := make([]ItemFigures, len(c.versions))
	shapes := make([]psychometrics.Shape, len(c.versions))
	for i, id := range c.versions {
		body, candidate := c.bodies[id], c.test.pool[i]
		all[i] = ItemFigures{VersionID: id, Topic: candidate.Topic, Difficulty: candidate.Difficulty, Type: body.Type, Stem: body.Stem}
		all[i].Ways = countedWays(body)
		shapes[i] = shapeOf(all[i])
	}
	for i, figures := range psychometrics.Items(c.sittings, shapes) {
		if figures.People >= fewestAnswered {
			all[i].Flags = psychometrics.Attention(figures, shapes[i])
			hideFew(&figures)
			all[i].Figures = &figures
		}
	}
	return all
}

// withDistractors are the types whose wrong ways were written to be taken for right. To match, to sort and to point have
// wrong ways that nobody wrote.
var withDistractors = []question.Type{question.Single, question.Multiple, question.TrueFalse, question.Cloze, question.InlineChoice}

// countedWays are the ways to answer a question; none where they are too many to be told one by one.
func countedWays(body question.Body) []question.Way {
	ways := question.Ways(body)
	if len(ways) > psychometrics.MaxLabels {
		return nil
	}
	return ways
}

func shapeOf(item ItemFigures) psychometrics.Shape {
	shape := psychometrics.Shape{Labels: len(item.Ways), One: item.Type == question.Single || item.Type == question.TrueFalse,
		Distractors: slices.Contains(withDistractors, item.Type)}
	for i, way := range item.Ways {
		if way.Right {
			shape.Right |= 1 << i
		}
	}
	return shape
}

// hideFew takes away what would be told of fewer than five people. An upper and a lower group are 27 % each.
func hideFew(item *psychometrics.Item) {
	for i := range item.Labels {
		label := &item.Labels[i]
		if label.Chosen < fewestChosen {
			label.RestMean = nil
		}
		if psychometrics.GroupSize(item.People) < fewestChosen {
			label.Upper, label.Lower = nil, nil
		}
	}
}

// byAttention puts what needs a look first and what is not known last.
func byAttention(a, b ItemFigures) int {
	switch {
	case a.Figures == nil || b.Figures == nil:
		if (a.Figures == nil) != (b.Figures == nil) {
			return cmp.Compare(unknown(a), unknown(b))
		}
	case psychometrics.Before(*a.Figures, *b.Figures, a.Flags, b.Flags):
		return -1
	case psychometrics.Before(*b.Figures, *a.Figures, b.Flags, a.Flags):
		return 1
	}
	return cmp.Compare(a.Key, b.Key)
}

func unknown(i ItemFigures) int {
	if i.Figures == nil {
		return 1
	}
	return 0
}

// nameQuestions fills in the keys.
func nameQuestions(ctx context.Context, tx bun.IDB, items []ItemFigures) error {
	ids := make([]uuid.UUID, len(items))
	for i, item := range items {
		ids[i] = item.VersionID
	}
	if len(ids) == 0 {
		return nil
	}
	var rows []struct {
		ID  uuid.UUID
		Key string
	}
	err := tx.NewRaw(`SELECT v.id, q.key FROM assessment.question_versions v JOIN assessment.questions q ON q.id = v.question_id
		WHERE v.id IN (?)`, bun.List(ids)).Scan(ctx, &rows)
	keys := map[uuid.UUID]string{}
	for _, row := range rows {
		keys[row.ID] = row.Key
	}
	for i := range items {
		items[i].Key = keys[items[i].VersionID]
	}
	return err
}
