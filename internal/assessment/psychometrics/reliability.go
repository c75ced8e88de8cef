package psychometrics

import (
	"math"
	"slices"
)

// Method names how a reliability was computed.
type Method string

// The methods.
const (
	KR20  Method = "kr20"  // one form for all, items right or wrong
	Alpha Method = "alpha" // one form for all
	Drawn Method = "drawn" // a paper of its own for each person
)

// Reliability (độ tin cậy) is which part of the variance of marks comes from differences between people: 1 would be a
// mark without error. It can be below 0, when marks differ less than chance would make them.
type Reliability struct {
	Value  float64
	Method Method
}

// ReliabilityOf returns the reliability of a test over the papers that are kept, nil when it cannot be computed: fewer
// than two people or items, papers of different lengths, or equal marks throughout.
//
// When all had the same items it is Cronbach's alpha,
//
//	alpha = k/(k-1) (1 - sum of the items' variances / variance of the totals)     (Cronbach 1951, eq. 2)
//
// which for right and wrong items is KR-20 (Kuder & Richardson 1937, formula 20: the variances are p q).
//
// When papers are drawn, most pairs of items were never seen by the same people, and items are nested in persons.
// Then the reliability of the mark of a paper of k items is
//
//	1 - MSw/MSb, MSb = k sum (person's mean - grand mean)² / (n-1), MSw = sum of squares within persons / (n (k-1))
//
// the one-way intraclass correlation of a mean of k, ICC(1,k) of Shrout & Fleiss 1979, and the coefficient of the design
// i:p of generalizability theory (Brennan 2001, ch. 3). It holds for the mark as it is given, on whatever paper was
// drawn: a harder draw is error here, as it is to the person. For right and wrong items it is KR-21 (Kuder & Richardson
// 1937) but for n-1 in place of n. The blueprint keeps draws more alike than chance does, so the true value is rather
// higher: it is a lower bound.
func ReliabilityOf(sittings []Sitting) *Reliability {
	sittings = kept(sittings)
	k := commonLength(sittings)
	if k < 2 || len(sittings) < 2 {
		return nil
	}
	if !oneForm(sittings, k) {
		return drawn(sittings, k)
	}
	method := Alpha
	if dichotomous(sittings) {
		method = KR20
	}
	return alpha(sittings, k, method)
}

// kept leaves out the sittings of which only the mark or a part of the responses is there.
func kept(sittings []Sitting) []Sitting {
	return slices.DeleteFunc(slices.Clone(sittings), func(s Sitting) bool { return s.Partial || len(s.Responses) == 0 })
}

// commonLength is how many items each paper has; 0 when they differ or a paper is worth nothing.
func commonLength(sittings []Sitting) int {
	if len(sittings) == 0 {
		return 0
	}
	k := len(sittings[0].Responses)
	for _, s := range sittings {
		if _, most := s.points(); len(s.Responses) != k || most <= 0 {
			return 0
		}
	}
	return k
}

// oneForm reports whether all papers have the same items: then there are no more than k of them.
func oneForm(sittings []Sitting, k int) bool {
	items := map[int32]bool{}
	for _, s := range sittings {
		for _, r := range s.Responses {
			items[r.Item] = true
		}
		if len(items) > k {
			return false
		}
	}
	return true
}

func dichotomous(sittings []Sitting) bool {
	for _, s := range sittings {
		for _, r := range s.Responses {
			if (r.Score != 0 && r.Score != r.Max) || r.Max != s.Responses[0].Max {
				return false
			}
		}
	}
	return true
}

func alpha(sittings []Sitting, k int, method Method) *Reliability {
	scores := map[int32][]float64{}
	totals := make([]float64, len(sittings))
	for i, s := range sittings {
		for _, r := range s.Responses {
			scores[r.Item] = append(scores[r.Item], float64(r.Score))
			totals[i] += float64(r.Score)
		}
	}
	total := variance(totals)
	if total == 0 {
		return nil
	}
	sum := 0.0
	for _, of := range scores {
		sum += variance(of)
	}
	return &Reliability{Value: float64(k) / float64(k-1) * (1 - sum/total), Method: method}
}

// drawn takes each score as a part of its paper, times k, so that a person's mean is their share of the points.
func drawn(sittings []Sitting, k int) *Reliability {
	means := make([]float64, len(sittings))
	within := 0.0
	for i, s := range sittings {
		parts := make([]float64, k)
		_, most := s.points()
		for j, r := range s.Responses {
			parts[j] = float64(r.Score) * float64(k) / most
		}
		means[i] = mean(parts)
		within += codeviation(parts, parts)
	}
	between := float64(k) * variance(means)
	if between == 0 {
		return nil
	}
	return &Reliability{Value: 1 - within/float64(len(sittings)*(k-1))/between, Method: Drawn}
}

// standardError is the standard error of measurement: how far a mark lies from the person's own, as a rule
// (Lord & Novick 1968, ch. 3: SD sqrt(1 - reliability)). A reliability below 0 counts as 0.
func standardError(sd, reliability float64) float64 {
	return sd * math.Sqrt(1-max(reliability, 0))
}
