package question

import "slices"

// Way (cách trả lời) is one of the few ways in which a question, or a row of it, can be answered: what tables of
// distractors count. Text is HTML.
type Way struct {
	Text  LocalText
	Right bool
}

// Ways lists the ways of a question: its options; right and wrong of a statement; each option of each prompt and of
// each gap with a list; of an order, the neighbors that follow one another rightly; the regions of an image; those of
// all parts. What is answered in words of one's own has none.
func Ways(b Body) []Way {
	switch {
	case b.Truth != nil:
		return []Way{{truthText(new(true)), *b.Truth}, {truthText(new(false)), !*b.Truth}}
	case b.Type == Ordering:
		return neighbors(b.Options)
	case b.Hotspot != nil:
		return regionWays(b.Hotspot.Regions)
	case len(b.Prompts) > 0:
		return pairWays(b)
	}
	var ways []Way
	if IsChoice(b.Type) {
		ways = optionWays(b.Options)
	}
	for _, g := range b.Gaps {
		ways = append(ways, optionWays(g.Options)...)
	}
	for _, part := range b.Parts {
		ways = append(ways, Ways(part)...)
	}
	return ways
}

func optionWays(options []Option) []Way {
	ways := make([]Way, len(options))
	for i, o := range options {
		ways[i] = Way{o.Text, o.Correct}
	}
	return ways
}

func neighbors(options []Option) []Way {
	var ways []Way
	for i := 1; i < len(options); i++ {
		ways = append(ways, Way{joinTexts([]LocalText{options[i-1].Text, options[i].Text}, " → "), true})
	}
	return ways
}

func regionWays(regions []Region) []Way {
	ways := make([]Way, len(regions))
	for i, r := range regions {
		ways[i] = Way{r.Label, r.Correct}
	}
	return ways
}

func pairWays(b Body) []Way {
	var ways []Way
	for _, p := range b.Prompts {
		for i, o := range b.Options {
			ways = append(ways, Way{joinTexts([]LocalText{p.Text, o.Text}, " → "), i == p.Match})
		}
	}
	return ways
}

// WaysTaken returns which of the ways of a question an answer in stored form took, as places in Ways, in their order.
func WaysTaken(b Body, a Answer) []int {
	var taken []int
	switch {
	case a.Truth != nil && *a.Truth:
		taken = []int{0}
	case a.Truth != nil:
		taken = []int{1}
	case b.Type == Ordering:
		for i := 1; i < len(a.Choices); i++ {
			if a.Choices[i] == a.Choices[i-1]+1 {
				taken = append(taken, a.Choices[i-1])
			}
		}
	case b.Hotspot != nil:
		for i, r := range b.Hotspot.Regions {
			if r.hitBy(b.Hotspot.Image, a.Picks) {
				taken = append(taken, i)
			}
		}
	case IsChoice(b.Type):
		taken = slices.Clone(a.Choices)
	}
	for prompt, option := range a.Pairs {
		if option >= 0 {
			taken = append(taken, prompt*len(b.Options)+option)
		}
	}
	slices.Sort(taken)
	return append(taken, innerWaysTaken(b, a)...)
}

// innerWaysTaken looks at gaps and parts.
func innerWaysTaken(b Body, a Answer) []int {
	var taken []int
	first := 0
	for i, given := range a.Gaps {
		if given.Choice != nil {
			taken = append(taken, first+*given.Choice)
		}
		first += len(b.Gaps[i].Options)
	}
	for i, part := range a.Parts {
		for _, way := range WaysTaken(b.Parts[i], part) {
			taken = append(taken, first+way)
		}
		first += len(Ways(b.Parts[i]))
	}
	return taken
}
