package question

import (
	"math/rand/v2"
	"slices"

	"taphuan/internal/fault"
)

// Layout (cách bày một câu trên đề) is what a paper fixes about one question beside its version. It is drawn once,
// kept with the paper and never shown as such. Orders hold, for each place on the screen, the stored index that
// stands there; nil keeps the stored order.
type Layout struct {
	Order   []int    `json:"order,omitempty"`   // of the options
	Prompts []int    `json:"prompts,omitempty"` // of the prompts
	Gaps    [][]int  `json:"gaps,omitempty"`    // of the options of each gap
	Values  []Value  `json:"values,omitempty"`  // of the variables of a formula
	Parts   []Layout `json:"parts,omitempty"`   // of the questions of a case study
}

// Value is what a paper puts for a variable, a decimal with a point.
type Value struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Arrange draws how a paper shows a question. Position is the question's place on the paper, so that each question
// is mixed in its own way. The same question, seed and position always give the same layout.
func Arrange(b Body, seed uint64, position int) (Layout, error) {
	kind, err := kindOf(b.Type)
	if err != nil {
		return Layout{}, err
	}
	return kind.Arrange(b, rand.New(rand.NewPCG(seed, streamOrder<<32+uint64(position)))), nil
}

// Arrange is Arrange for a paper of the blueprint, which may keep choices in their stored order.
func (b Blueprint) Arrange(of Body, seed uint64, position int) (Layout, error) {
	layout, err := Arrange(of, seed, position)
	if err == nil && b.KeepOptions {
		layout = withStoredOptions(of, layout)
	}
	return layout, err
}

// withStoredOptions is the layout with choices in their stored order. What would give the answer away is mixed all the
// same.
func withStoredOptions(b Body, l Layout) Layout {
	if IsChoice(b.Type) {
		l.Order = nil
	}
	l.Gaps, l.Parts = nil, slices.Clone(l.Parts)
	for i, part := range l.Parts {
		l.Parts[i] = withStoredOptions(b.Parts[i], part)
	}
	return l
}

// Stored turns an answer as it was given, in places on the screen, into one with stored indexes. A place that the
// screen does not have is refused with fault.ErrInvalid.
func Stored(b Body, l Layout, given Answer) (Answer, error) {
	kind, err := kindOf(b.Type)
	if err != nil {
		return Answer{}, err
	}
	return kind.Stored(b, l, given)
}

// Given turns an answer in stored form into places on the screen: what a learner of that layout would have sent. It is
// the inverse of Stored.
func Given(b Body, l Layout, stored Answer) Answer {
	given := stored
	given.Choices = placesOf(l.Order, stored.Choices)
	if len(stored.Pairs) > 0 {
		given.Pairs = nil
		for _, prompt := range shownAt(l.Prompts, len(b.Prompts)) {
			given.Pairs = append(given.Pairs, placesOf(l.Order, stored.Pairs[prompt:prompt+1])...)
		}
	}
	given.Gaps = slices.Clone(stored.Gaps)
	for i, g := range given.Gaps {
		if g.Choice != nil {
			given.Gaps[i].Choice = &placesOf(l.gap(i), []int{*g.Choice})[0]
		}
	}
	given.Parts = slices.Clone(stored.Parts)
	for i, part := range given.Parts {
		given.Parts[i] = Given(b.Parts[i], l.part(i), part)
	}
	return given
}

// placesOf finds the place of each stored index; one that is nowhere has the place -1.
func placesOf(order, stored []int) []int {
	if order == nil || stored == nil {
		return stored
	}
	places := make([]int, len(stored))
	for i, s := range stored {
		places[i] = slices.Index(order, s)
	}
	return places
}

// mixOptions is the layout of types with options whose order says nothing.
func mixOptions(b Body, random *rand.Rand) Layout {
	if len(b.Options) == 0 {
		return Layout{}
	}
	return Layout{Order: random.Perm(len(b.Options))}
}

// at returns the stored index that stands at a place of n; the error is what Stored says.
func at(order []int, n, place int) (int, error) {
	if place < 0 || place >= n {
		return 0, fault.ErrInvalid.At("choices", "answer.choice_unknown", textChoiceUnknown)
	}
	if order == nil {
		return place, nil
	}
	return order[place], nil
}

// shownAt lists the stored indexes in the order of the screen.
func shownAt(order []int, n int) []int {
	if order != nil {
		return order
	}
	stored := make([]int, n)
	for place := range stored {
		stored[place] = place
	}
	return stored
}

// storedChoices turns places into stored indexes.
func storedChoices(l Layout, n int, places []int) ([]int, error) {
	var choices []int
	for _, place := range places {
		stored, err := at(l.Order, n, place)
		if err != nil {
			return nil, err
		}
		choices = append(choices, stored)
	}
	return choices, nil
}

// gap is the order of the options of one gap.
func (l Layout) gap(i int) []int {
	if i >= len(l.Gaps) {
		return nil
	}
	return l.Gaps[i]
}

// part is the layout of one question of a case study.
func (l Layout) part(i int) Layout {
	if i >= len(l.Parts) {
		return Layout{}
	}
	return l.Parts[i]
}

// fits reports whether the layout was drawn for a question of that form.
func (l Layout) fits(b Body) bool {
	if l.Order == nil && b.Type == Ordering {
		return false
	}
	orders := (l.Order == nil || isOrder(l.Order, len(b.Options))) && (l.Prompts == nil || isOrder(l.Prompts, len(b.Prompts)))
	return orders && l.fitsValues(b) && l.fitsInner(b)
}

func (l Layout) fitsValues(b Body) bool {
	if b.Formula == nil {
		return len(l.Values) == 0
	}
	return slices.EqualFunc(l.Values, b.Formula.Variables, func(value Value, variable Variable) bool {
		return value.Name == variable.Name && decimal.MatchString(value.Value)
	})
}

// fitsInner looks at gaps and parts.
func (l Layout) fitsInner(b Body) bool {
	if (l.Gaps != nil && len(l.Gaps) != len(b.Gaps)) || (l.Parts != nil && len(l.Parts) != len(b.Parts)) {
		return false
	}
	for i, g := range b.Gaps {
		if order := l.gap(i); order != nil && !isOrder(order, len(g.Options)) {
			return false
		}
	}
	for i, part := range b.Parts {
		if !l.part(i).fits(part) {
			return false
		}
	}
	return true
}

// isOrder reports whether order is a permutation of 0..n-1.
func isOrder(order []int, n int) bool {
	if len(order) != n {
		return false
	}
	seen := make([]bool, n)
	for _, i := range order {
		if i < 0 || i >= n || seen[i] {
			return false
		}
		seen[i] = true
	}
	return true
}
