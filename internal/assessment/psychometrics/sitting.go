package psychometrics

// Sitting (bài làm) is what one person did on one paper. Whose it is is not known here.
type Sitting struct {
	Mark      int // hundredths of 10
	Passed    bool
	Responses []Response // one for each item of the paper, in any order; none where the paper is no longer kept
	Partial   bool       // some responses are not known yet and left out: items are counted, the reliability is not
}

// Response is what one person did with one item.
type Response struct {
	Item     int32
	Score    int32   // hundredths of a point; below 0 where points are taken away
	Max      int32   // hundredths of a point
	Seconds  float32 // 0: not known
	Answered bool
	Chosen   uint64 // the labels of the answer, one bit each
}

// Shape says how the answers to an item are told apart.
type Shape struct {
	Labels int    // at most MaxLabels; 0: answers have no labels (numbers, texts)
	Right  uint64 // the labels of the key
	One    bool   // an answer has one label
	// Distractors says that wrong labels were written to be taken for right.
	Distractors bool
}

// MaxLabels is how many labels an item may have.
const MaxLabels = 64

// points adds up what was earned and what could be.
func (s Sitting) points() (score, most float64) {
	for _, r := range s.Responses {
		score += float64(r.Score)
		most += float64(r.Max)
	}
	return score, most
}

func has(set uint64, label int) bool { return set>>label&1 == 1 }
