package question

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawBody makes any valid question.
func drawBody(t *rapid.T) Body {
	b := Body{
		Type:      rapid.SampledFrom([]Type{Single, Multiple, TrueFalse, Numeric, ShortAnswer}).Draw(t, "type"),
		MaxPoints: Points(rapid.IntRange(1, int(MaxPointsBound)).Draw(t, "max")),
		Stem:      LocalText{VI: "câu hỏi"},
	}
	switch b.Type {
	case Single, Multiple:
		drawOptions(t, &b)
	case TrueFalse:
		truth := rapid.Bool().Draw(t, "truth")
		b.Truth = &truth
	case Numeric:
		b.Numeric = &NumericKey{
			Value:     rapid.StringMatching(`-?[0-9]{1,6}(\.[0-9]{1,3})?`).Draw(t, "value"),
			Tolerance: rapid.StringMatching(`[0-9]{1,2}(\.[0-9])?`).Draw(t, "tolerance")}
	case ShortAnswer:
		b.ShortAnswer = &ShortAnswerKey{
			AcceptedVI:    rapid.SliceOfN(rapid.StringMatching(`[a-zđêô0-9]{1,8}`), 1, 4).Draw(t, "accepted"),
			IgnoreAccents: rapid.Bool().Draw(t, "ignoreAccents")}
	}
	return b
}

func drawOptions(t *rapid.T, b *Body) {
	n := rapid.IntRange(2, MaxOptions).Draw(t, "options")
	for i := range n {
		correct := b.Type == Multiple && rapid.Bool().Draw(t, "correct")
		b.Options = append(b.Options, Option{Text: LocalText{VI: fmt.Sprint("phương án ", i)}, Correct: correct})
	}
	b.Options[rapid.IntRange(0, n-1).Draw(t, "key")].Correct = true
	if b.Type == Multiple {
		b.Scoring = rapid.SampledFrom([]ScoringRule{AllOrNothing, Partial}).Draw(t, "scoring")
	}
}

// drawAnswer makes any possible answer to the question.
func drawAnswer(t *rapid.T, b Body) Answer {
	var a Answer
	switch b.Type {
	case Single:
		a.Choices = []int{rapid.IntRange(0, len(b.Options)-1).Draw(t, "choice")}
	case Multiple:
		all := rapid.Permutation(slices.Collect(countTo(len(b.Options)))).Draw(t, "all")
		a.Choices = all[:rapid.IntRange(0, len(all)).Draw(t, "chosen")]
	case TrueFalse:
		truth := rapid.Bool().Draw(t, "given")
		a.Truth = &truth
	default:
		a.Text = rapid.OneOf(rapid.StringMatching(`[-+]?[0-9., ]{0,12}`), rapid.StringN(0, 50, -1).Filter(storable)).Draw(t, "text")
	}
	return a
}

// storable says that PostgreSQL keeps the text.
func storable(text string) bool { return !strings.ContainsRune(text, 0) }

func countTo(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func mustScore(t interface{ Fatal(...any) }, b Body, a Answer) Points {
	points, err := Score(b, Layout{}, a)
	if err != nil {
		t.Fatal(err)
	}
	return points
}

func mustArrange(t interface{ Fatal(...any) }, b Body, seed uint64, position int) Layout {
	layout, err := Arrange(b, seed, position)
	if err != nil {
		t.Fatal(err)
	}
	return layout
}

// Points stay within bounds, are the same each time and survive storing question and answer.
func TestScoreIsBoundedAndRepeatable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		if found := Validate(b); len(found) > 0 {
			t.Fatalf("invalid body: %v", found)
		}
		a := drawAnswer(t, b)
		points := mustScore(t, b, a)
		if points < 0 || points > b.MaxPoints {
			t.Fatalf("%d points of %d", points, b.MaxPoints)
		}
		bodyJSON, _ := json.Marshal(b)
		answerJSON, _ := json.Marshal(a)
		stored, err := ParseBody(bodyJSON)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := ParseAnswer(stored, answerJSON)
		if err != nil {
			t.Fatal(err)
		}
		if again := mustScore(t, stored, answer); again != points {
			t.Fatalf("%d points, then %d after storing", points, again)
		}
	})
}

// However the options are ordered on the paper and the choices are sent, the points are the same.
func TestScoreIgnoresOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		if len(b.Options) == 0 {
			return
		}
		a := drawAnswer(t, b)
		layout := mustArrange(t, b, rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, MaxDrawn).Draw(t, "position"))
		var places []int
		for _, stored := range rapid.Permutation(a.Choices).Draw(t, "sent") {
			places = append(places, slices.Index(layout.Order, stored))
		}
		stored, err := Stored(b, layout, Answer{Choices: places})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := mustScore(t, b, stored), mustScore(t, b, a); got != want {
			t.Fatalf("%d points through order %v, %d without", got, layout.Order, want)
		}
	})
}

// A learner's view holds nothing of key, explanation, points or source.
func TestRedactHidesTheKey(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		b.Explain, b.Source = LocalText{VI: "BÍ MẬT"}, LocalText{VI: "BÍ MẬT"}
		for i := range b.Options {
			b.Options[i].Explain = LocalText{VI: "BÍ MẬT"}
		}
		layout := mustArrange(t, b, rapid.Uint64().Draw(t, "seed"), 1)
		view, err := Redact(b, layout)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(fmt.Sprintf("%+v", view), "BÍ MẬT") {
			t.Fatalf("the view tells too much: %+v", view)
		}
		for place, text := range view.Options {
			if text != b.Options[layout.Order[place]].Text {
				t.Fatalf("place %d shows %v, order is %v", place, text, layout.Order)
			}
		}
		swapKey(&b)
		other, _ := Redact(b, layout)
		if fmt.Sprintf("%+v", view) != fmt.Sprintf("%+v", other) {
			t.Fatal("the view depends on the key")
		}
	})
}

// swapKey changes the right answer and nothing else.
func swapKey(b *Body) {
	for i := range b.Options {
		b.Options[i].Correct = !b.Options[i].Correct
	}
	if b.Truth != nil {
		truth := !*b.Truth
		b.Truth = &truth
	}
	if b.Numeric != nil {
		b.Numeric = &NumericKey{Value: "123456", Unit: b.Numeric.Unit}
	}
	if b.ShortAnswer != nil {
		b.ShortAnswer = &ShortAnswerKey{AcceptedVI: []string{"khác"}}
	}
}

func FuzzParseAnswer(f *testing.F) {
	for _, seed := range []string{`{}`, `{"choices":[0,1]}`, `{"truth":true}`, `{"text":"1.500.000 đồng"}`, `{"text":"` + "\u0303" + `"}`, `[`, `{"choices":[-1]}`} {
		f.Add(seed)
	}
	truth := true
	bodies := []Body{
		{Type: Single, MaxPoints: 100, Options: []Option{{Correct: true}, {}}},
		{Type: Multiple, MaxPoints: 100, Scoring: Partial, Options: []Option{{Correct: true}, {Correct: true}, {}}},
		{Type: TrueFalse, MaxPoints: 100, Truth: &truth},
		{Type: Numeric, MaxPoints: 100, Numeric: &NumericKey{Value: "1500000", Unit: LocalText{VI: "đồng"}}},
		{Type: ShortAnswer, MaxPoints: 100, ShortAnswer: &ShortAnswerKey{AcceptedVI: []string{"156"}, IgnoreAccents: true}},
	}
	f.Fuzz(func(t *testing.T, payload string) {
		for _, b := range bodies {
			a, err := ParseAnswer(b, []byte(payload))
			if err != nil {
				continue
			}
			if points := mustScore(t, b, a); points < 0 || points > b.MaxPoints {
				t.Fatalf("%s: %d points", b.Type, points)
			}
		}
	})
}
