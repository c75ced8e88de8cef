package learning

import "slices"

// Interval is a stretch of a video in milliseconds: From included, To excluded.
type Interval struct{ From, To int }

// Union returns the intervals without overlap, in order. Empty ones vanish.
func Union(intervals []Interval) []Interval {
	sorted := slices.Clone(intervals)
	slices.SortFunc(sorted, func(a, b Interval) int { return a.From - b.From })
	var union []Interval
	for _, next := range sorted {
		if next.To <= next.From {
			continue
		}
		if n := len(union); n > 0 && next.From <= union[n-1].To {
			union[n-1].To = max(union[n-1].To, next.To)
			continue
		}
		union = append(union, next)
	}
	return union
}

// Length returns the total length of intervals that do not overlap.
func Length(union []Interval) int {
	total := 0
	for _, i := range union {
		total += i.To - i.From
	}
	return total
}

// Missing returns what the union leaves open in a video of the given length. Gaps of less than
// half a second are the player's rounding, not something to watch again.
func Missing(union []Interval, duration int) []Interval {
	const rounding = 500
	var gaps []Interval
	at := 0
	for _, i := range union {
		if i.From-at >= rounding {
			gaps = append(gaps, Interval{at, i.From})
		}
		at = max(at, i.To)
	}
	if duration-at >= rounding {
		gaps = append(gaps, Interval{at, duration})
	}
	return gaps
}
