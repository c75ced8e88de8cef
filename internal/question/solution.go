package question

import "strings"

// Solution returns the right answer in stored form, which earns all points; empty for what people mark. Of several
// accepted words it takes the first; the stars of a pattern stand for nothing.
func Solution(b Body, l Layout) Answer {
	a := Answer{Truth: b.Truth, Text: b.rightWords(l)}
	for i, o := range b.Options {
		if o.Correct || b.Type == Ordering {
			a.Choices = append(a.Choices, i)
		}
	}
	for _, p := range b.Prompts {
		a.Pairs = append(a.Pairs, p.Match)
	}
	for _, g := range b.Gaps {
		inner := Solution(g.question(), Layout{})
		gap := GapAnswer{Text: inner.Text}
		if len(inner.Choices) > 0 {
			gap.Choice = &inner.Choices[0]
		}
		a.Gaps = append(a.Gaps, gap)
	}
	if b.Hotspot != nil {
		for _, r := range b.Hotspot.right() {
			a.Picks = append(a.Picks, b.Hotspot.Image.pickAt(r.middle()))
		}
	}
	for i, part := range b.Parts {
		a.Parts = append(a.Parts, Solution(part, l.part(i)))
	}
	return a
}

// rightWords is the right answer of types that are answered in words.
func (b Body) rightWords(l Layout) string {
	switch {
	case b.Numeric != nil:
		return b.Numeric.Value
	case b.ShortAnswer != nil && b.ShortAnswer.Patterns:
		return strings.ReplaceAll(b.ShortAnswer.AcceptedVI[0], anyLetters, "")
	case b.ShortAnswer != nil:
		return b.ShortAnswer.AcceptedVI[0]
	case b.Formula != nil:
		key, _ := b.Formula.key(l.Values)
		return key.Value
	}
	return ""
}

// middle is a point within the region. A polygon has three corners in a row whose triangle lies within it (the
// two ears theorem, Meisters 1975); the middle of that is taken.
func (r Region) middle() point {
	switch r.Shape {
	case Rectangle:
		from, to := r.corner(0), r.corner(1)
		return point{(from.x + to.x) / 2, (from.y + to.y) / 2}
	case Circle:
		return r.corner(0)
	}
	n := len(r.Coords) / 2
	for i := range n {
		a, b, c := r.corner(i), r.corner((i+1)%n), r.corner((i+2)%n)
		middle := point{(a.x + b.x + c.x) / 3, (a.y + b.y + c.y) / 3}
		if r.holds(middle) {
			return middle
		}
	}
	return r.corner(0)
}

// pickAt is the pick nearest to a point.
func (i Image) pickAt(p point) Pick {
	return Pick{X: int(p.x) / i.Width, Y: int(p.y) / i.Height}
}
