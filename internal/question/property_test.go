package question

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// storable says that PostgreSQL keeps the text.
func storable(text string) bool { return !strings.ContainsRune(text, 0) }

func mustScore(t interface{ Fatal(...any) }, b Body, l Layout, a Answer) Points {
	points, err := Score(b, l, a)
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

// lowest is what a question costs at most.
func lowest(b Body) Points {
	cost := -b.Penalty
	for _, part := range b.Parts {
		cost += lowest(part)
	}
	return cost
}

// Points stay within bounds, are the same each time and survive storing question, layout and answer. Nothing earns
// nothing and costs nothing.
func TestScoreIsBoundedAndRepeatable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		if found := Validate(b); len(found) > 0 {
			t.Fatalf("invalid body: %v", found)
		}
		layout := drawLayout(t, b)
		a := drawAnswer(t, b)
		points := mustScore(t, b, layout, a)
		if points < lowest(b) || points > b.MaxPoints {
			t.Fatalf("%d points of %d", points, b.MaxPoints)
		}
		if empty := mustScore(t, b, layout, Answer{}); empty != 0 {
			t.Fatalf("%d points for nothing", empty)
		}
		if NeedsMarking(b) && len(b.Parts) == 0 && points != 0 {
			t.Fatalf("%d points for what people mark", points)
		}
		bodyJSON, _ := json.Marshal(b)
		answerJSON, _ := json.Marshal(a)
		layoutJSON, _ := json.Marshal(layout)
		var again Layout
		if err := decodeStrict(layoutJSON, &again); err != nil {
			t.Fatal(err)
		}
		stored, err := ParseBody(bodyJSON)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := ParseAnswer(stored, answerJSON)
		if err != nil {
			t.Fatal(err)
		}
		if second := mustScore(t, stored, again, answer); second != points {
			t.Fatalf("%d points, then %d after storing", points, second)
		}
	})
}

// An answer that earns nothing costs the penalty, and no other answer does.
func TestPenaltyIsTheLeast(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		if b.Type == CaseStudy || NeedsMarking(b) {
			return
		}
		layout, a := drawLayout(t, b), drawAnswer(t, b)
		b.Penalty = 0
		free := mustScore(t, b, layout, a)
		b.Penalty = b.MaxPoints
		switch costs := mustScore(t, b, layout, a); {
		case a.Empty() && costs != 0:
			t.Fatalf("%d points for nothing", costs)
		case !a.Empty() && free == 0 && costs != -b.MaxPoints:
			t.Fatalf("%d points for an answer that earns nothing", costs)
		case free > 0 && costs != free:
			t.Fatalf("%d points, %d with a penalty", free, costs)
		}
	})
}

// The right answer earns all points, by whatever rule, and its review says so everywhere.
func TestTheKeyEarnsEverything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		if NeedsMarking(b) {
			return
		}
		layout := drawLayout(t, b)
		key := Solution(b, layout)
		if found := CheckAnswer(b, key); len(found) > 0 {
			t.Fatalf("the key is impossible: %v", found)
		}
		if points := mustScore(t, b, layout, key); points != b.MaxPoints {
			t.Fatalf("%d of %d points for the key %+v", points, b.MaxPoints, key)
		}
		review, err := ReviewOf(b, layout, key)
		if err != nil {
			t.Fatal(err)
		}
		if !allRight(review) {
			t.Fatalf("the review of the key finds fault: %+v", review)
		}
		if RightAnswer(b, layout).VI == "" {
			t.Fatal("no right answer in words")
		}
	})
}

func allRight(r Review) bool {
	for _, o := range r.Options {
		if o.Correct != o.Chosen {
			return false
		}
	}
	for _, row := range r.Rows {
		if !row.Correct || row.Given.VI == "" {
			return false
		}
	}
	if r.Hotspot != nil && slices.Contains(r.Hotspot.Hit, false) {
		return false
	}
	return !slices.ContainsFunc(r.Parts, func(part Review) bool { return !allRight(part) })
}

// However the paper shows a question, places and stored answers are two ways to say the same, and the points of the
// stored one do not depend on the order.
func TestScoreIgnoresOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		a := drawAnswer(t, b)
		layout, other := drawLayout(t, b), drawLayout(t, b)
		given := Given(b, layout, a)
		if found := CheckAnswer(b, given); len(found) > 0 {
			t.Fatalf("as given it is impossible: %v", found)
		}
		stored, err := Stored(b, layout, given)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(a, stored, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("through layout %+v (-want +got):\n%s", layout, diff)
		}
		if hasValues(b) {
			return // the right number is another one
		}
		if got, want := mustScore(t, b, other, a), mustScore(t, b, layout, a); got != want {
			t.Fatalf("%d points by one layout, %d by another", got, want)
		}
	})
}

func hasValues(b Body) bool { return b.Formula != nil || slices.ContainsFunc(b.Parts, hasValues) }

// The order in which choices and picks are sent does not count, but where it is the answer.
func TestScoreIgnoresTheOrderOfSending(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		if b.Type == Ordering {
			return
		}
		layout, a := drawLayout(t, b), drawAnswer(t, b)
		sent := a
		sent.Choices, sent.Picks = rapid.Permutation(a.Choices).Draw(t, "choices sent"), rapid.Permutation(a.Picks).Draw(t, "picks sent")
		if got, want := mustScore(t, b, layout, sent), mustScore(t, b, layout, a); got != want {
			t.Fatalf("%d points, %d in another order", got, want)
		}
	})
}

// The same seed and position give the same layout, and it fits; an order first shown is never the right one.
func TestArrangeIsRepeatableAndFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		seed, position := rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, MaxDrawn).Draw(t, "position")
		layout := mustArrange(t, b, seed, position)
		if diff := cmp.Diff(layout, mustArrange(t, b, seed, position)); diff != "" {
			t.Fatalf("drawn again:\n%s", diff)
		}
		if !layout.fits(b) {
			t.Fatalf("%+v does not fit", layout)
		}
		if b.Type == Ordering && slices.IsSorted(layout.Order) {
			t.Fatalf("the right order is shown: %v", layout.Order)
		}
	})
}

// A learner's view holds nothing of key, explanation, points or source.
func TestRedactHidesTheKey(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		addSecrets(&b)
		layout := drawLayout(t, b)
		view, err := Redact(b, layout)
		if err != nil {
			t.Fatal(err)
		}
		shown, _ := json.Marshal(view)
		if strings.Contains(string(shown), "BÍ MẬT") {
			t.Fatalf("the view tells too much: %s", shown)
		}
		for place, text := range view.Options {
			if text != b.Options[shownAt(layout.Order, len(b.Options))[place]].Text {
				t.Fatalf("place %d shows %v, order is %v", place, text, layout.Order)
			}
		}
		swapKey(&b)
		other, err := Redact(b, layout)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(view, other); diff != "" {
			t.Fatalf("the view depends on the key:\n%s", diff)
		}
	})
}

func FuzzParseAnswer(f *testing.F) {
	for _, seed := range []string{`{}`, `{"choices":[0,1]}`, `{"truth":true}`, `{"text":"1.500.000 đồng"}`, `{"text":"` + "\u0303" + `"}`, `[`, `{"choices":[-1]}`,
		`{"pairs":[0,-1]}`, `{"gaps":[{"choice":0},{"text":"12"},{}]}`, `{"picks":[{"x":1,"y":10000}]}`, `{"files":[{"id":"a","name":"b","size":1}]}`, `{"parts":[{"choices":[1]},{}]}`} {
		f.Add(seed)
	}
	bodies := goldenBodies(f)
	f.Fuzz(func(t *testing.T, payload string) {
		for _, g := range bodies {
			a, err := ParseAnswer(g.body, []byte(payload))
			if err != nil {
				continue
			}
			if points := mustScore(t, g.body, g.layout, a); points < lowest(g.body) || points > g.body.MaxPoints {
				t.Fatalf("%s: %d points", g.body.Type, points)
			}
			if _, err := Stored(g.body, g.layout, a); err != nil {
				t.Fatalf("%s: possible, but has no stored form: %v", g.body.Type, err)
			}
			if _, err := ReviewOf(g.body, g.layout, a); err != nil {
				t.Fatal(err)
			}
		}
	})
}
