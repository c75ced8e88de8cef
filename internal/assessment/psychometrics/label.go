package psychometrics

import (
	"cmp"
	"math"
	"slices"
)

// extreme is the share of people in the upper and in the lower group: with 27 % each the difference between the groups
// is told with the least error for normal scores (Kelley 1939).
const extreme = 0.27

// Label are the figures of one way to answer an item: an option, or right and wrong of a statement.
type Label struct {
	Right  bool
	Chosen int
	Share  float64 // of those who saw the item
	// RestMean is the mean rest score of those who chose it, as a share of the points. Nil when nobody did.
	RestMean *float64
	// restError is the standard error of RestMean, 0 where it is not known.
	restError float64
	// Upper and Lower are the shares that chose it in the upper and the lower group by rest score; nil without a rest.
	Upper, Lower *float64
}

func labelsOf(responses []seen, shape Shape) []Label {
	labels := make([]Label, shape.Labels)
	upper, lower := groups(responses)
	for i := range labels {
		var rests []float64
		chosen := 0
		for _, r := range responses {
			if !has(r.Chosen, i) {
				continue
			}
			chosen++
			if r.hasRest {
				rests = append(rests, r.rest)
			}
		}
		labels[i] = Label{Right: has(shape.Right, i), Chosen: chosen, Share: float64(chosen) / float64(len(responses)),
			Upper: upper.share(i), Lower: lower.share(i)}
		if len(rests) > 0 {
			labels[i].RestMean = pointer(mean(rests))
			labels[i].restError = math.Sqrt(variance(rests) / float64(len(rests)))
		}
	}
	return labels
}

// group is the people at one end of the rest scores, each with a weight: of those who are equal at its border each
// counts for a part, so that the group is exactly as large as it should be and no order decides who is in.
type group struct {
	members []seen
	weights []float64
	size    float64
}

// groups returns the upper and the lower group of those who have a rest score.
func groups(responses []seen) (upper, lower group) {
	var ranked []seen
	for _, r := range responses {
		if r.hasRest {
			ranked = append(ranked, r)
		}
	}
	slices.SortFunc(ranked, func(a, b seen) int { return cmp.Compare(a.rest, b.rest) })
	lower = endOf(ranked)
	slices.Reverse(ranked)
	return endOf(ranked), lower
}

// GroupSize is how many of so many people the upper and the lower group hold each.
func GroupSize(people int) float64 { return extreme * float64(people) }

// endOf fills a group from the front of those who are ranked, equals together.
func endOf(ranked []seen) group {
	g := group{size: GroupSize(len(ranked))}
	left := g.size
	for from := 0; from < len(ranked) && left > 0; {
		to := from
		for to < len(ranked) && ranked[to].rest == ranked[from].rest {
			to++
		}
		weight := min(1, left/float64(to-from))
		for _, r := range ranked[from:to] {
			g.members, g.weights = append(g.members, r), append(g.weights, weight)
		}
		left -= float64(to - from)
		from = to
	}
	return g
}

func (g group) share(label int) *float64 {
	if len(g.members) == 0 {
		return nil
	}
	chosen := 0.0
	for i, r := range g.members {
		if has(r.Chosen, label) {
			chosen += g.weights[i]
		}
	}
	return pointer(min(chosen/g.size, 1))
}
