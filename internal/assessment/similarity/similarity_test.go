package similarity

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Equal chances give the binomial: of ten events with chance 1/3 eight or more happen with (45*4 + 10*2 + 1) / 3^10.
// Unequal ones are worked by hand: of events with 1/2, 1/3 and 1/5 two or more happen with
// 1/2*1/3*4/5 + 1/2*2/3*1/5 + 1/2*1/3*1/5 + 1/2*1/3*1/5 = (4 + 2 + 1 + 1) / 30.
func TestTailOfWorkedExamples(t *testing.T) {
	t.Parallel()
	thirds := make([]float64, 10)
	for i := range thirds {
		thirds[i] = 1.0 / 3
	}
	unequal := []float64{1.0 / 2, 1.0 / 3, 1.0 / 5}
	for name, c := range map[string]struct {
		chances []float64
		k       int
		want    float64
	}{
		"binomial":        {thirds, 8, 201.0 / 59049},
		"unequal":         {unequal, 2, 8.0 / 30},
		"all of unequal":  {unequal, 3, 1.0 / 30},
		"none":            {unequal, 0, 1},
		"more than there": {unequal, 4, 0},
		"of nothing":      {nil, 0, 1},
	} {
		if got := Tail(c.chances, c.k); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// class draws papers of people who err on their own: each question wrong with chance 0.5, one of three wrong answers.
func class(random *rand.Rand, people, items int) []Paper {
	papers := make([]Paper, people)
	for i := range papers {
		papers[i] = Paper{Whose: i, Wrong: make([]Answer, items)}
		for item := range items {
			if random.IntN(2) == 0 {
				papers[i].Wrong[item] = Answer(1 + random.IntN(3))
			}
		}
	}
	return papers
}

func TestNobodyIsNamedWhereNobodyCopied(t *testing.T) {
	t.Parallel()
	for seed := range uint64(30) {
		if found := Pairs(class(rand.New(rand.NewPCG(seed, 1)), 120, 40)); len(found) > 0 {
			t.Errorf("seed %d: %+v", seed, found)
		}
	}
}

// Only a copied paper stands out, and attempts of one person are never compared; that both are right says nothing.
func TestCopiedPaperIsFound(t *testing.T) {
	t.Parallel()
	papers := class(rand.New(rand.NewPCG(7, 7)), 120, 40)
	copy(papers[90].Wrong, papers[3].Wrong)
	again := Paper{Whose: 5, Wrong: append([]Answer{}, papers[5].Wrong...)}
	perfect := Paper{Whose: 200, Wrong: make([]Answer, 40)}
	papers = append(papers, again, perfect, Paper{Whose: 201, Wrong: make([]Answer, 40)})
	found := Pairs(papers)
	if len(found) != 1 || found[0].First != 3 || found[0].Second != 90 || found[0].Identical != found[0].BothWrong || found[0].Chance > 1e-6 {
		t.Fatalf("%+v", found)
	}
	if Pairs(papers[:1]) != nil || Pairs(nil) != nil {
		t.Error("one paper is like another")
	}
}

// Everybody fell for the same wrong answer: to have it in common says nothing.
func TestCommonMistakeIsNoSimilarity(t *testing.T) {
	t.Parallel()
	papers := make([]Paper, 50)
	for i := range papers {
		papers[i] = Paper{Whose: i, Wrong: make([]Answer, 20)}
		for item := range 20 {
			papers[i].Wrong[item] = 2
		}
	}
	if found := Pairs(papers); len(found) > 0 {
		t.Errorf("%+v", found[0])
	}
}

func BenchmarkPairs(b *testing.B) {
	papers := class(rand.New(rand.NewPCG(1, 1)), 2000, 60)
	for b.Loop() {
		Pairs(papers)
	}
}
