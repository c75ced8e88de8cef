package psychometrics

import (
	"math"
	"testing"
)

// near fails unless got is want to the digits of the source.
func near(t *testing.T, what string, got *float64, want, within float64) {
	t.Helper()
	if got == nil {
		t.Errorf("%s: nothing, want %v", what, want)
		return
	}
	if math.Abs(*got-want) > within || math.IsNaN(*got) {
		t.Errorf("%s: %v, want %v", what, *got, want)
	}
}

// matrix makes sittings of a table of points: a row a person, a column an item that is worth most points.
func matrix(most float64, rows ...[]float64) []Sitting {
	sittings := make([]Sitting, len(rows))
	for i, row := range rows {
		total := 0.0
		for item, score := range row {
			total += score
			sittings[i].Responses = append(sittings[i].Responses, Response{Item: int32(item), Score: int32(math.Round(score * 100)),
				Max: int32(math.Round(most * 100)), Answered: true})
		}
		sittings[i].Mark = int(math.Round(total / most / float64(len(row)) * scale))
	}
	return sittings
}

// wuensch is the quiz of ten students and ten items of K. Wuensch, East Carolina University, "The Kuder-Richardson 20"
// (core.ecu.edu/wuenschk/StatHelp/KR20.txt). It prints p, q, p q and the variance of the totals, 5.84, with n below the line.
var wuensch = matrix(1,
	[]float64{1, 1, 1, 1, 1, 1, 0, 1, 1, 0},
	[]float64{1, 0, 1, 1, 0, 1, 1, 1, 0, 1},
	[]float64{1, 1, 1, 1, 0, 1, 1, 0, 0, 1},
	[]float64{0, 0, 1, 0, 0, 0, 1, 0, 0, 0},
	[]float64{0, 0, 0, 0, 0, 1, 0, 0, 1, 0},
	[]float64{1, 1, 1, 0, 1, 1, 1, 1, 1, 1},
	[]float64{1, 1, 0, 1, 1, 1, 0, 1, 1, 1},
	[]float64{1, 1, 1, 1, 1, 1, 1, 1, 0, 1},
	[]float64{0, 1, 0, 1, 1, 1, 1, 1, 0, 1},
	[]float64{1, 1, 0, 1, 1, 0, 1, 1, 1, 0})

// TestKR20OfWuensch: the difficulties as printed, and KR-20 by its formula from the printed p q and variance.
func TestKR20OfWuensch(t *testing.T) {
	t.Parallel()
	printed := []float64{.7, .7, .6, .7, .6, .8, .7, .7, .5, .6}
	sumPQ := 0.0
	for i, item := range Items(wuensch, make([]Shape, 10)) {
		near(t, "p", &item.Difficulty, printed[i], 1e-9)
		sumPQ += printed[i] * (1 - printed[i])
	}
	r := ReliabilityOf(wuensch)
	if r.Method != KR20 {
		t.Errorf("method %s", r.Method)
	}
	near(t, "KR-20", &r.Value, 10.0/9*(1-sumPQ/5.84), 1e-9)
	s := Summarize(wuensch, 700)
	n := 10.0
	near(t, "SD", &s.SD, math.Sqrt(5.84*n/(n-1)), 1e-9)
	near(t, "standard error", s.StandardError, s.SD*math.Sqrt(1-r.Value), 1e-9)
}

// shroutFleiss is table 2 of Shrout & Fleiss 1979: six targets rated by four judges. Its coefficients to three digits
// are those that statistical programs give for it: ICC(1,4) = 0.443, ICC(3,4) = 0.909; alpha is ICC(3,k).
var shroutFleiss = [][]float64{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}}

func TestReliabilityOfShroutAndFleiss(t *testing.T) {
	t.Parallel()
	fixed := ReliabilityOf(matrix(10, shroutFleiss...))
	if fixed.Method != Alpha {
		t.Errorf("method %s", fixed.Method)
	}
	near(t, "alpha", &fixed.Value, 0.9093155, 1e-6)

	// The same points, each person on items of their own.
	sittings := matrix(10, shroutFleiss...)
	for i := range sittings {
		for j := range sittings[i].Responses {
			sittings[i].Responses[j].Item = int32(4*i + j)
		}
	}
	own := ReliabilityOf(sittings)
	if own.Method != Drawn {
		t.Errorf("method %s", own.Method)
	}
	near(t, "drawn", &own.Value, 0.4427971, 1e-6)
}

// TestPointBiserialOfBrown: table 2 of Brown 2001: eight students, whole-test scores, r 0.91, -0.91 and none. The source
// rounds on the way: it is 0.9045.
func TestPointBiserialOfBrown(t *testing.T) {
	t.Parallel()
	totals := []float64{50, 45, 45, 40, 35, 30, 30, 25}
	first, second := []float64{1, 1, 1, 1, 0, 0, 0, 0}, []float64{0, 0, 0, 0, 1, 1, 1, 1}
	near(t, "item 1", correlate(first, totals), 0.91, 0.006)
	near(t, "item 2", correlate(second, totals), -0.91, 0.006)
	if r := correlate([]float64{1, 1, 1, 1, 1, 1, 1, 1}, totals); r != nil {
		t.Errorf("item 3, which all know: %v", *r)
	}
	near(t, "SD", ptr(math.Sqrt(variance(totals)*7/8)), 8.29, 0.005)
}

func ptr(v float64) *float64 { return &v }

// TestCorrectedCorrelation: the correlation with the total and the corrected one are tied by the formula of
// Henrysson 1963, (r s - s_i) / sqrt(s² + s_i² - 2 r s s_i), here over Wuensch's quiz.
func TestCorrectedCorrelation(t *testing.T) {
	t.Parallel()
	totals := make([]float64, len(wuensch))
	for i, s := range wuensch {
		totals[i] = float64(s.Mark) / 100
	}
	st := math.Sqrt(variance(totals))
	for i, item := range Items(wuensch, make([]Shape, 10)) {
		scores := make([]float64, len(wuensch))
		for j, s := range wuensch {
			scores[j] = float64(s.Responses[i].Score) / 100
		}
		r, si := *correlate(scores, totals), math.Sqrt(variance(scores))
		near(t, "corrected", item.Discrimination, (r*st-si)/math.Sqrt(st*st+si*si-2*r*st*si), 1e-9)
	}
}

// TestConsistency: at a pass mark on the mean, two marks agree with probability 1/2 + asin(r)/pi (Sheppard 1899): the
// first row of the table of Subkoviak, J. Educational Measurement 25 (1988), 47-55, to two digits (the table is cited from memory).
// T(h, 1) = P(h) (1 - P(h)) / 2 is Owen's own check.
func TestConsistency(t *testing.T) {
	t.Parallel()
	for r, want := range map[float64]float64{.1: .53, .2: .56, .3: .60, .4: .63, .5: .67, .7: .75, .9: .86} {
		got := consistency(5, 2, r, 5, 0)
		near(t, "table", got, want, 0.0051)
		near(t, "identity", got, 0.5+math.Asin(r)/math.Pi, 1e-9)
	}
	for _, h := range []float64{-2, -0.5, 0, 0.3, 1, 2.5} {
		below := 0.5 * math.Erfc(-h/math.Sqrt2)
		near(t, "T(h,1)", ptr(owenT(h, 1)), below*(1-below)/2, 1e-9)
	}
	if consistency(5, 2, 0, 5, 0) != nil || consistency(5, 0, 0.9, 5, 0) != nil {
		t.Error("a verdict is repeated by nothing")
	}
}

// TestGain: Hake 1998 defines the gain by the means in percent; a course from 44 % to 61 % has gained 0.30.
func TestGain(t *testing.T) {
	t.Parallel()
	g := GainOf([]Pair{{Before: 400, After: 600}, {Before: 480, After: 620}})
	near(t, "normalized", g.Normalized, 0.17/0.56, 1e-9)
	near(t, "mean", &g.Mean, 1.7, 1e-9)
	near(t, "SD", &g.SD, math.Sqrt(0.18), 1e-9)
	for name, pairs := range map[string][]Pair{"fell back": {{Before: 800, After: 700}}, "nothing left": {{Before: 1000, After: 1000}}} {
		if g := GainOf(pairs); g.Normalized != nil {
			t.Errorf("%s: %v", name, *g.Normalized)
		}
	}
	if GainOf(nil) != nil {
		t.Error("a gain of nobody")
	}
}

// TestQuantile: Hyndman & Fan's definition 7 over 1..4, as R and spreadsheets give it.
func TestQuantile(t *testing.T) {
	t.Parallel()
	for share, want := range map[float64]float64{0: 1, 0.25: 1.75, 0.5: 2.5, 0.75: 3.25, 1: 4} {
		near(t, "quantile", ptr(quantile([]float64{1, 2, 3, 4}, share)), want, 1e-12)
	}
}
