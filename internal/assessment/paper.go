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

// PaperItem is the question at one position; positions count from 1. Order is nil for a type
// without options.
type PaperItem struct {
	VersionID uuid.UUID `json:"version"`
	Order     []int     `json:"order,omitempty"`
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

// freezePaper fixes the orders of the options and adds up the points.
func freezePaper(versions []uuid.UUID, bodies map[uuid.UUID]question.Body, seed uint64) (Paper, question.Points) {
	paper := Paper{Items: make([]PaperItem, len(versions))}
	var most question.Points
	for i, id := range versions {
		body := bodies[id]
		paper.Items[i] = PaperItem{VersionID: id, Order: question.Order(body, seed, i+1)}
		most += body.MaxPoints
	}
	return paper, most
}

// redactPaper returns what the learner may see of each item.
func redactPaper(paper Paper, bodies map[uuid.UUID]question.Body) ([]question.View, error) {
	views := make([]question.View, len(paper.Items))
	for i, item := range paper.Items {
		view, err := question.Redact(bodies[item.VersionID], item.Order)
		if err != nil {
			return nil, err
		}
		views[i] = view
	}
	return views, nil
}

// stored turns an answer as it was given, with places on the screen, into one with stored options.
func (i PaperItem) stored(given question.Answer) (question.Answer, error) {
	choices, err := question.Stored(i.Order, given.Choices)
	given.Choices = choices
	return given, err
}

// shownAt returns the stored index of the option at each place of the screen.
func (i PaperItem) shownAt(options int) []int {
	if i.Order != nil {
		return slices.Clone(i.Order)
	}
	places := make([]int, options)
	for place := range places {
		places[place] = place
	}
	return places
}
