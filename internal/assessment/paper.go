package assessment

import (
	"slices"

	"github.com/google/uuid"

	"taphuan/internal/question"
)

// Paper (đề) is what one attempt asks: question versions in their order, each with the order in
// which its options are shown. It is stored as JSON and never changes, so the JSON names belong
// to the stored form.
type Paper struct {
	Items []PaperItem `json:"items"`
}

// PaperItem is the question at one position, and how it is shown; positions count from 1.
type PaperItem struct {
	VersionID uuid.UUID `json:"version"`
	question.Layout
}

// versions lists the question versions of the paper.
func (p Paper) versions() []uuid.UUID {
	ids := make([]uuid.UUID, len(p.Items))
	for i, item := range p.Items {
		ids[i] = item.VersionID
	}
	return ids
}

// drawVersions picks the question versions of a paper by the test's blueprint and a seed.
func drawVersions(t pooledTest, seed uint64) ([]uuid.UUID, error) {
	places, err := question.Draw(t.pool, t.Blueprint, seed)
	if err != nil {
		return nil, err
	}
	ids := make([]uuid.UUID, len(places))
	for i, place := range places {
		if ids[i], err = uuid.Parse(t.pool[place].ID); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// plainVersions puts equivalents in place of questions that need dragging or an image, where they do not stand on the
// paper already. The order stays.
func plainVersions(t pooledTest, drawn []uuid.UUID) []uuid.UUID {
	plain := slices.Clone(drawn)
	for i, id := range plain {
		if other, has := t.equivalents[id]; has && !slices.Contains(plain, other) {
			plain[i] = other
		}
	}
	return plain
}

// freezePaper fixes how each question is shown and adds up the points.
func freezePaper(t Test, versions []uuid.UUID, bodies map[uuid.UUID]question.Body, seed uint64) (Paper, question.Points, error) {
	paper := Paper{Items: make([]PaperItem, len(versions))}
	var most question.Points
	for i, id := range versions {
		body := bodies[id]
		layout, err := t.Blueprint.Arrange(body, seed, i+1)
		if err != nil {
			return Paper{}, 0, err
		}
		paper.Items[i] = PaperItem{VersionID: id, Layout: layout}
		most += body.MaxPoints
	}
	return paper, most, nil
}

// redactPaper returns what the learner may see of each item.
func redactPaper(paper Paper, bodies map[uuid.UUID]question.Body) ([]question.View, error) {
	views := make([]question.View, len(paper.Items))
	for i, item := range paper.Items {
		view, err := question.Redact(bodies[item.VersionID], item.Layout)
		if err != nil {
			return nil, err
		}
		views[i] = view
	}
	return views, nil
}
