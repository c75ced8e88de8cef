package psychometrics

import (
	"slices"
	"testing"
)

// asked makes a sitting of two items: the first answered with a label, the second worth rest of 100 points.
func asked(label int, right bool, rest int32) Sitting {
	first := Response{Item: 0, Max: 100, Answered: label >= 0}
	if label >= 0 {
		first.Chosen = 1 << label
	}
	if right {
		first.Score = 100
	}
	return Sitting{Responses: []Response{first, {Item: 1, Score: rest, Max: 100, Answered: true}}}
}

// TestLabels counts by hand: twenty people, of whom the nine best choose the key; 27 % of twenty are 5.4 people, so the
// sixth of a group counts for 0.4.
func TestLabels(t *testing.T) {
	t.Parallel()
	var sittings []Sitting
	for i := range int32(20) {
		switch {
		case i >= 11:
			sittings = append(sittings, asked(0, true, i))
		case i >= 1:
			sittings = append(sittings, asked(1, false, i))
		default:
			sittings = append(sittings, asked(-1, false, i))
		}
	}
	item := Items(sittings, []Shape{{Labels: 3, Right: 1, One: true}, {}})[0]
	near(t, "difficulty", &item.Difficulty, 9.0/20, 1e-12)
	near(t, "omitted", &item.Omitted, 1.0/20, 1e-12)
	key, wrong, never := item.Labels[0], item.Labels[1], item.Labels[2]
	if !key.Right || wrong.Right || key.Chosen != 9 || wrong.Chosen != 10 || never.Chosen != 0 {
		t.Errorf("%+v", item.Labels)
	}
	near(t, "share", &wrong.Share, 0.5, 1e-12)
	near(t, "rest of the key", key.RestMean, 0.15, 1e-12)
	near(t, "rest of the wrong one", wrong.RestMean, 0.055, 1e-12)
	near(t, "upper", key.Upper, 1, 1e-12)
	near(t, "lower", key.Lower, 0, 1e-12)
	near(t, "lower, wrong", wrong.Lower, 4.4/5.4, 1e-12)
	if never.RestMean != nil || *never.Upper != 0 {
		t.Errorf("nobody chose %+v", never)
	}
	if item.MedianSeconds != nil {
		t.Errorf("a time that nobody measured: %v", *item.MedianSeconds)
	}
}

// TestEqualsShareTheBorder: when all rests are equal, the groups are like everybody.
func TestEqualsShareTheBorder(t *testing.T) {
	t.Parallel()
	var sittings []Sitting
	for i := range 10 {
		sittings = append(sittings, asked(i%2, i%2 == 0, 50))
	}
	item := Items(sittings, []Shape{{Labels: 2, Right: 1, One: true}, {}})[0]
	near(t, "upper", item.Labels[0].Upper, 0.5, 1e-12)
	near(t, "lower", item.Labels[0].Lower, 0.5, 1e-12)
	if item.Discrimination != nil {
		t.Errorf("discriminates among equals: %v", *item.Discrimination)
	}
}

func TestMedianTime(t *testing.T) {
	t.Parallel()
	var sittings []Sitting
	for _, seconds := range []float32{0, 10, 30, 80} {
		sittings = append(sittings, Sitting{Responses: []Response{{Max: 100, Seconds: seconds}}})
	}
	near(t, "median of the times known", Items(sittings, []Shape{{}})[0].MedianSeconds, 30, 1e-6)
}

func TestWhatCannotBeComputed(t *testing.T) {
	t.Parallel()
	if Summarize(nil, 700) != nil {
		t.Error("figures of nobody")
	}
	if item := Items(nil, []Shape{{Labels: 2}})[0]; item.People != 0 || item.Labels != nil {
		t.Errorf("an item that nobody saw: %+v", item)
	}
	alone := Items([]Sitting{{Responses: []Response{{Chosen: 1, Max: 100, Answered: true}}}}, []Shape{{Labels: 1}})[0]
	if alone.Discrimination != nil || alone.Labels[0].RestMean != nil || alone.Labels[0].Upper != nil {
		t.Errorf("a paper of one item has no rest: %+v", alone)
	}
	for name, sittings := range map[string][]Sitting{
		"nobody":            nil,
		"one person":        matrix(1, []float64{1, 0}),
		"one item":          matrix(1, []float64{1}, []float64{0}),
		"all alike":         matrix(1, []float64{1, 0}, []float64{1, 0}),
		"different lengths": append(matrix(1, []float64{1, 0}), matrix(1, []float64{1, 1, 1})...),
		"worth nothing":     matrix(0, []float64{0, 0}, []float64{0, 0}),
	} {
		if r := ReliabilityOf(sittings); r != nil {
			t.Errorf("%s: %+v", name, *r)
		}
	}
	lost := append(matrix(1, []float64{1, 0}, []float64{1, 1}, []float64{0, 0}), Sitting{Mark: 900, Passed: true})
	if with, without := ReliabilityOf(lost), ReliabilityOf(lost[:3]); *with != *without || Summarize(lost, 700).People != 4 {
		t.Errorf("a paper that is no longer kept: %+v, %+v", *with, *without)
	}
	if s := Summarize(matrix(1, []float64{1, 0}), 700); s.StandardError != nil || s.Consistency != nil || s.SD != 0 {
		t.Errorf("of one person: %+v", s)
	}
}

func TestAttention(t *testing.T) {
	t.Parallel()
	r := func(v float64) *float64 { return &v }
	options := func(rest float64, share float64) []Label {
		return []Label{{Right: true, Chosen: 20, Share: 0.6, RestMean: r(0.6)}, {Chosen: 10, Share: 0.3, RestMean: r(rest)}, {Chosen: 1, Share: share, RestMean: r(1)}}
	}
	one := Shape{Labels: 3, Right: 1, One: true}
	unsure := options(0.7, 0.1)
	unsure[0].restError, unsure[1].restError = 0.06, 0.09
	for name, c := range map[string]struct {
		item  Item
		shape Shape
		want  []Flag
	}{
		"good":              {Item{People: 30, Difficulty: 0.6, Discrimination: r(0.35), Labels: options(0.4, 0.1)}, one, nil},
		"few people":        {Item{People: 29, Difficulty: 0.1, Discrimination: r(-0.5)}, one, nil},
		"negative":          {Item{People: 36, Difficulty: 0.6, Discrimination: r(-0.17)}, one, []Flag{Negative}},
		"within the error":  {Item{People: 36, Difficulty: 0.6, Discrimination: r(-0.16)}, one, []Flag{Weak}},
		"key and wrong":     {Item{People: 36, Difficulty: 0.6, Discrimination: r(-0.2), Labels: options(0.7, 0.1)}, one, []Flag{Negative, StrongDistractor}},
		"unsure distractor": {Item{People: 30, Difficulty: 0.6, Discrimination: r(0.3), Labels: unsure}, one, nil},
		"rows":              {Item{People: 30, Difficulty: 0.6, Discrimination: r(0.3), Labels: options(0.7, 0.01)}, Shape{Labels: 3, Right: 1, Rows: true}, nil},
		"several right":     {Item{People: 30, Difficulty: 0.6, Discrimination: r(0.3), Labels: options(0.7, 0.1)}, Shape{Labels: 3, Right: 1}, nil},
		"weak":              {Item{People: 30, Difficulty: 0.6, Discrimination: r(0.19)}, one, []Flag{Weak}},
		"unused":            {Item{People: 30, Difficulty: 0.6, Discrimination: r(0.3), Labels: options(0.4, 0.03)}, one, []Flag{UnusedDistractor}},
		"too hard":          {Item{People: 30, Difficulty: 0.29, Discrimination: r(0.1)}, one, []Flag{TooHard}},
		"too easy":          {Item{People: 30, Difficulty: 0.95, Discrimination: r(0.1), Labels: options(0.4, 0)}, one, []Flag{TooEasy}},
		"all know it":       {Item{People: 30, Difficulty: 1}, one, []Flag{TooEasy}},
		"points taken away": {Item{People: 30, Difficulty: -0.2, Discrimination: r(0.4)}, one, []Flag{TooHard}},
	} {
		if got := Attention(c.item, c.shape); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	known, unknown := Item{Discrimination: r(0.3)}, Item{}
	if !Before(known, unknown, []Flag{TooEasy}, nil) || !Before(known, unknown, nil, nil) || Before(unknown, known, nil, []Flag{Weak}) {
		t.Error("the gravest does not come first")
	}
}
