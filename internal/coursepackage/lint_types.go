package coursepackage

import (
	"taphuan/internal/question"
)

// smallRegion is the least side of a right region, in thousandths of the image's width: a finger must hit it on a phone.
const smallRegion = 40

// lintTypes looks at what is particular to types: pairs that are found by elimination, columns that are always right,
// regions that no finger hits, questions that people must mark.
func lintTypes(notes *problems, p *Package) {
	for _, q := range p.asked() {
		lintPairs(notes, q)
		lintRegions(notes, q)
	}
	marked := 0
	for _, q := range p.Questions {
		if question.NeedsMarking(q.Body) {
			marked++
		}
	}
	if marked > 0 {
		notes.add(p.shown("questions"), 0, "note.needs_marking", marked)
	}
}

// lintPairs looks at prompts and options.
func lintPairs(notes *problems, q Question) {
	b := q.Body
	if len(b.Prompts) < 2 {
		return
	}
	uses := map[int]int{}
	for _, p := range b.Prompts {
		uses[p.Match]++
	}
	switch {
	case len(uses) == 1:
		notes.add(q.File, q.Line, "note.one_option_right")
	case b.Type == question.Matching && len(uses) == len(b.Prompts) && len(b.Options) == len(b.Prompts):
		notes.add(q.File, q.Line, "note.by_elimination")
	}
}

func lintRegions(notes *problems, q Question) {
	if q.Body.Hotspot == nil {
		return
	}
	for _, r := range q.Body.Hotspot.Regions {
		if r.Correct && narrowest(r)*1000 < smallRegion*q.Body.Hotspot.Image.Width {
			notes.add(q.File, q.Line, "note.small_region", smallRegion/10)
			return
		}
	}
}

// narrowest is the shorter side of the box around a region, in pixels.
func narrowest(r question.Region) int {
	if r.Shape == question.Circle {
		return 2 * r.Coords[2]
	}
	low, high := [2]int{r.Coords[0], r.Coords[1]}, [2]int{r.Coords[0], r.Coords[1]}
	for i, c := range r.Coords {
		low[i%2], high[i%2] = min(low[i%2], c), max(high[i%2], c)
	}
	return min(high[0]-low[0], high[1]-low[1])
}
