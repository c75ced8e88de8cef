package psychometrics

import "math"

// Pair are the marks of one person before and after learning, in hundredths of 10.
type Pair struct{ Before, After int }

// Gain (mức tiến bộ) is how far the same people have come. Marks are on the scale of 10.
type Gain struct {
	People        int
	Before, After float64 // means
	Mean          float64 // of the differences
	SD            float64 // of the differences
	// Normalized is the gain as a share of what was left to gain, (After - Before) / (10 - Before) of the means
	// (Hake 1998); nil when nothing was left, or when people fell back, for which it is not made.
	Normalized *float64
}

// GainOf returns the gain of people; nil for nobody.
func GainOf(pairs []Pair) *Gain {
	if len(pairs) == 0 {
		return nil
	}
	before, after, by := make([]float64, len(pairs)), make([]float64, len(pairs)), make([]float64, len(pairs))
	for i, p := range pairs {
		before[i], after[i], by[i] = float64(p.Before)/100, float64(p.After)/100, float64(p.After-p.Before)/100
	}
	g := Gain{People: len(pairs), Before: mean(before), After: mean(after), Mean: mean(by), SD: math.Sqrt(variance(by))}
	if left := scale/100 - g.Before; left > 0 && g.Mean >= 0 {
		g.Normalized = pointer(g.Mean / left)
	}
	return &g
}
