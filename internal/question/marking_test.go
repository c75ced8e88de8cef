package question

import (
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

// A version with another key alone scores old answers; one that shows something else does not, and what people mark has
// no key.
func TestCorrectsKey(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		if NeedsMarking(b) {
			if err := CorrectsKey(b, b); !errors.Is(err, errNoKey) {
				t.Fatalf("%s: %v", b.Type, err)
			}
			return
		}
		corrected := copyOf(t, b)
		swapKey(&corrected)
		if err := CorrectsKey(b, corrected); err != nil {
			t.Fatalf("%s, another key: %v", b.Type, err)
		}
		for name, change := range map[string]func(*Body){
			"type":    func(b *Body) { b.Type = EssayType },
			"points":  func(b *Body) { b.MaxPoints++ },
			"options": func(b *Body) { b.Options = append(b.Options, Option{}) },
			"prompts": func(b *Body) { b.Prompts = append(b.Prompts, Prompt{}) },
			"gaps":    func(b *Body) { b.Gaps = append(b.Gaps, Gap{}) },
			"parts":   func(b *Body) { b.Parts = append(b.Parts, Body{}) },
			"shown":   changeShown,
		} {
			other := copyOf(t, b)
			if change(&other); !sameJSON(t, b, other) && CorrectsKey(b, other) == nil {
				t.Fatalf("%s: other %s pass for another key", b.Type, name)
			}
		}
	})
}

// changeShown changes whatever the learner chooses from, or looks at beside the stem.
func changeShown(b *Body) {
	for i := range b.Options {
		b.Options[i].Text.VI += "!"
	}
	for i := range b.Prompts {
		b.Prompts[i].Text.VI += "!"
	}
	for i := range b.Gaps {
		for n := range b.Gaps[i].Options {
			b.Gaps[i].Options[n].Text.VI += "!"
		}
	}
	if b.Formula != nil {
		b.Formula.Variables[0].Max += "0"
	}
	if b.Hotspot != nil {
		b.Hotspot.Image.Width++
	}
	for i := range b.Parts {
		changeShown(&b.Parts[i])
	}
}

func copyOf(t *rapid.T, b Body) (copied Body) {
	stored, _ := json.Marshal(b)
	if err := json.Unmarshal(stored, &copied); err != nil {
		t.Fatal(err)
	}
	return copied
}

func sameJSON(t *rapid.T, a, b Body) bool {
	one, _ := json.Marshal(a)
	two, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(one) == string(two)
}
