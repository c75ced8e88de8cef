// Package similarity finds pairs of papers with far more identical wrong answers than chance gives. It is pure: it knows
// answers by their items and nobody's name.
//
// The index is error-similarity analysis (Bellezza & Bellezza, Detection of cheating on multiple-choice tests by using
// error-similarity analysis, Teaching of Psychology 16(3), 1989, 151-155): only questions that both got wrong are
// looked at, and how often both chose the same wrong answer is compared with chance. How able the two are does not
// matter then: that both are right says nothing, and is not counted. The chance of one agreement is not the same for all
// questions, as there: it is that of two people drawn from all who got the question wrong, the sum of the squared
// shares of its wrong answers. The chance of so many agreements or more is then the upper tail of a generalized
// binomial (van der Linden & Sotaridona, Detecting answer copying when the regular response process follows a known
// response model, Journal of Educational and Behavioral Statistics 31(3), 2006, 283-304, section on its recursion).
package similarity

// Bounds under which a pair is told. A test of 5,000 people has twelve million pairs: the chance is multiplied by the
// number of pairs (Bonferroni), so that in a hundred tests without any copying one pair is expected at most.
const (
	strict         = 0.01
	fewestSame     = 5  // identical wrong answers
	fewestFailures = 10 // people who got a question wrong: of fewer the shares say nothing
)

// Answer is a wrong answer to an item; two are identical when their Given are. Zero is none: the item was right, left
// open, not asked, or cannot be compared.
type Answer uint64

// Paper is one attempt: its wrong answers by item. Papers of one call have the same length. Whose is the same for
// attempts of one person, which are not compared.
type Paper struct {
	Whose int
	Wrong []Answer
}

// Pair are two papers, as places in the list, that are alike beyond chance.
type Pair struct {
	First, Second int
	BothWrong     int     // questions that both got wrong and that count
	Identical     int     // of these with the same wrong answer
	Chance        float64 // of so many or more
}

// Pairs returns the pairs that are alike beyond chance, in the order of their places.
func Pairs(papers []Paper) []Pair {
	if len(papers) < 2 {
		return nil
	}
	agree := agreement(papers)
	bound := strict / (float64(len(papers)) * float64(len(papers)-1) / 2)
	var found []Pair
	for i := range papers {
		for j := i + 1; j < len(papers); j++ {
			a, b := papers[i], papers[j]
			if a.Whose == b.Whose || !mayBeAlike(a.Wrong, b.Wrong, agree, bound) {
				continue
			}
			pair := compare(a.Wrong, b.Wrong, agree)
			if pair.First, pair.Second = i, j; pair.Chance < bound {
				found = append(found, pair)
			}
		}
	}
	return found
}

// mayBeAlike spares most pairs the sum: so many agreements or more are at least as likely as just these.
func mayBeAlike(a, b []Answer, agree []float64, bound float64) bool {
	same, likely := 0, 1.0
	for item, given := range a {
		if given != 0 && given == b[item] && agree[item] > 0 {
			same++
			likely *= agree[item]
		}
	}
	return same >= fewestSame && likely < bound
}

// agreement is for each item the chance that two people who got it wrong gave the same answer; 0 where too few did.
func agreement(papers []Paper) []float64 {
	chances := make([]float64, len(papers[0].Wrong))
	for item := range chances {
		shares, all := map[Answer]int{}, 0
		for _, p := range papers {
			if given := p.Wrong[item]; given != 0 {
				shares[given]++
				all++
			}
		}
		if all < fewestFailures {
			continue
		}
		for _, n := range shares {
			share := float64(n) / float64(all)
			chances[item] += share * share
		}
	}
	return chances
}

func compare(a, b []Answer, agree []float64) Pair {
	var pair Pair
	var chances []float64
	for item, given := range a {
		if given == 0 || b[item] == 0 || agree[item] == 0 {
			continue
		}
		chances = append(chances, agree[item])
		if given == b[item] {
			pair.Identical++
		}
	}
	pair.BothWrong, pair.Chance = len(chances), Tail(chances, pair.Identical)
	return pair
}

// Tail is the chance that at least k of independent events with these chances happen.
func Tail(chances []float64, k int) float64 {
	exactly := make([]float64, len(chances)+1) // exactly so many, of the events so far
	exactly[0] = 1
	for n, p := range chances {
		for i := n + 1; i > 0; i-- {
			exactly[i] = exactly[i]*(1-p) + exactly[i-1]*p
		}
		exactly[0] *= 1 - p
	}
	tail := 0.0
	for i := len(chances); i >= max(k, 0); i-- {
		tail += exactly[i]
	}
	return min(tail, 1)
}
