package psychometrics

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

const propertyItems = 6

// drawSittings makes people on papers drawn from six items with three options, some of which take points away.
func drawSittings(t *rapid.T) []Sitting {
	k := rapid.IntRange(1, propertyItems).Draw(t, "length")
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Sitting {
		s := Sitting{Mark: rapid.IntRange(0, scale).Draw(t, "mark"), Passed: rapid.Bool().Draw(t, "passed")}
		for _, item := range rapid.Permutation([]int32{0, 1, 2, 3, 4, 5}).Draw(t, "paper")[:k] {
			s.Responses = append(s.Responses, Response{Item: item, Score: int32(rapid.IntRange(-50, 100).Draw(t, "score")), Max: 100,
				Answered: rapid.Bool().Draw(t, "answered"), Chosen: uint64(rapid.IntRange(0, 7).Draw(t, "chosen"))})
		}
		return s
	}), 0, 40).Draw(t, "sittings")
}

func shapes() []Shape {
	list := make([]Shape, propertyItems)
	for i := range list {
		list[i] = Shape{Labels: 3, Right: 1 << (i % 3), One: true}
	}
	return list
}

func same(a, b *float64) bool {
	return a == nil && b == nil || a != nil && b != nil && math.Abs(*a-*b) < 1e-9
}

func within(v *float64, low, high float64) bool {
	return v == nil || !math.IsNaN(*v) && *v >= low && *v <= high
}

// TestOrderDoesNotMatter: neither the order of people nor that of the items on their papers changes a figure.
func TestOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sittings := drawSittings(t)
		mixed := shuffled(sittings, rapid.Uint64().Draw(t, "seed"))
		before, after := Items(sittings, shapes()), Items(mixed, shapes())
		for i := range before {
			if !same(before[i].Discrimination, after[i].Discrimination) || !same(&before[i].Difficulty, &after[i].Difficulty) {
				t.Fatalf("item %d: %+v became %+v", i, before[i], after[i])
			}
			for j, l := range before[i].Labels {
				if m := after[i].Labels[j]; l.Chosen != m.Chosen || !same(l.RestMean, m.RestMean) || !same(l.Upper, m.Upper) || !same(l.Lower, m.Lower) {
					t.Fatalf("item %d, label %d: %+v became %+v", i, j, l, m)
				}
			}
		}
		a, b := Summarize(sittings, 700), Summarize(mixed, 700)
		if (a == nil) != (b == nil) || a != nil && (!same(&a.Mean, &b.Mean) || !same(&a.SD, &b.SD) || a.Bins != b.Bins ||
			!same(a.StandardError, b.StandardError) || !same(a.Consistency, b.Consistency)) {
			t.Fatalf("%+v became %+v", a, b)
		}
	})
}

func shuffled(sittings []Sitting, seed uint64) []Sitting {
	random := rand.New(rand.NewPCG(seed, 1))
	mixed := make([]Sitting, len(sittings))
	for to, from := range random.Perm(len(sittings)) {
		mixed[to] = sittings[from]
		mixed[to].Responses = make([]Response, len(sittings[from].Responses))
		for p, q := range random.Perm(len(sittings[from].Responses)) {
			mixed[to].Responses[p] = sittings[from].Responses[q]
		}
	}
	return mixed
}

// TestBounds: whatever was answered, shares are between 0 and 1, correlations between -1 and 1, no reliability is above
// 1, and everybody is counted once.
func TestBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sittings := drawSittings(t)
		seen := 0
		for _, item := range Items(sittings, shapes()) {
			seen += item.People
			if !within(item.Discrimination, -1, 1) || !within(&item.Omitted, 0, 1) || !within(&item.Difficulty, -0.5, 1) {
				t.Fatalf("%+v", item)
			}
			for _, l := range item.Labels {
				if !within(&l.Share, 0, 1) || !within(l.Upper, 0, 1) || !within(l.Lower, 0, 1) || !within(l.RestMean, -0.5, 1) {
					t.Fatalf("%+v", l)
				}
			}
		}
		given := 0
		for _, s := range sittings {
			given += len(s.Responses)
		}
		if seen != given {
			t.Fatalf("%d responses of %d were counted", seen, given)
		}
		boundsOf(t, Summarize(sittings, 700), len(sittings))
	})
}

func boundsOf(t *rapid.T, s *Summary, people int) {
	if s == nil {
		return
	}
	binned := 0
	for _, n := range s.Bins {
		binned += n
	}
	if binned != people || s.LowerQuartile > s.Median || s.Median > s.UpperQuartile || !within(&s.Mean, 0, 10) {
		t.Fatalf("%+v", s)
	}
	if s.Reliability != nil && !(s.Reliability.Value <= 1+1e-9) {
		t.Fatalf("reliability %+v", *s.Reliability)
	}
	if !within(s.StandardError, 0, s.SD+1e-9) || !within(s.Consistency, 0.5-1e-9, 1) {
		t.Fatalf("standard error %v of SD %v, consistency %v", s.StandardError, s.SD, s.Consistency)
	}
}

// TestDrawnIsKR21: for right and wrong items the coefficient of drawn papers is KR-21 (Kuder & Richardson 1937), with n - 1
// in place of n.
func TestDrawnIsKR21(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(2, 12).Draw(t, "items")
		rights := rapid.SliceOfN(rapid.IntRange(0, k), 2, 30).Draw(t, "right")
		var sittings []Sitting
		totals := make([]float64, len(rights))
		for i, right := range rights {
			var s Sitting
			for j := range k {
				r := Response{Item: int32(i*k + j), Max: 100}
				if j < right {
					r.Score = 100
				}
				s.Responses = append(s.Responses, r)
			}
			sittings, totals[i] = append(sittings, s), float64(right)
		}
		n, kk, m := float64(len(rights)), float64(k), mean(totals)
		spread := variance(totals)
		r := ReliabilityOf(sittings)
		if spread == 0 {
			if r != nil {
				t.Fatalf("%+v of equal totals", *r)
			}
			return
		}
		// Sum of x (k - x) over people is n (m (k - m) - the variance with n).
		want := 1 - (m*(kk-m)-spread*(n-1)/n)/((kk-1)*spread)
		if math.Abs(r.Value-want) > 1e-9 {
			t.Fatalf("%v, KR-21 %v", r.Value, want)
		}
	})
}
