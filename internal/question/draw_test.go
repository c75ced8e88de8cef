package question

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"taphuan/internal/fault"
)

// bank has four questions in each of two topics and three difficulties.
func bank() []Candidate {
	var pool []Candidate
	for i := range 24 {
		pool = append(pool, Candidate{ID: fmt.Sprintf("q%02d", i), Topic: []string{"thu", "goi"}[i%2], Difficulty: i/2%3 + 1})
	}
	return pool
}

var blueprint = []Cell{{"thu", 1, 2}, {"goi", 2, 3}, {"thu", 1, 1}, {"goi", 3, 4}}

func ids(pool []Candidate, places []int) []string {
	var list []string
	for _, p := range places {
		list = append(list, pool[p].ID)
	}
	return list
}

// The paper of a seed never changes: papers drawn in tests and simulations can be drawn again.
func TestDrawIsRepeatable(t *testing.T) {
	t.Parallel()
	pool := bank()
	drawn, err := Draw(pool, blueprint, 20261123)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"q06", "q18", "q21", "q15", "q09", "q17", "q00", "q23", "q05", "q11"}
	if diff := cmp.Diff(want, ids(pool, drawn)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDrawFillsEachCellExactly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		pool := rapid.Permutation(bank()).Draw(t, "pool")
		drawn, err := Draw(pool, blueprint, seed)
		if err != nil {
			t.Fatal(err)
		}
		counts, seen := map[Cell]int{}, map[int]bool{}
		for _, place := range drawn {
			if seen[place] {
				t.Fatalf("question %s twice", pool[place].ID)
			}
			seen[place] = true
			counts[Cell{Topic: pool[place].Topic, Difficulty: pool[place].Difficulty}]++
		}
		want := map[Cell]int{{Topic: "thu", Difficulty: 1}: 3, {Topic: "goi", Difficulty: 2}: 3, {Topic: "goi", Difficulty: 3}: 4}
		if diff := cmp.Diff(want, counts); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		sorted, _ := Draw(bank(), blueprint, seed)
		if diff := cmp.Diff(ids(bank(), sorted), ids(pool, drawn)); diff != "" {
			t.Fatalf("the paper depends on the order of the pool:\n%s", diff)
		}
	})
}

// Over many papers each question of a cell is drawn about equally often.
func TestDrawIsFair(t *testing.T) {
	t.Parallel()
	const papers = 10_000
	pool, counts := bank(), map[string]int{}
	for seed := range uint64(papers) {
		drawn, err := Draw(pool, []Cell{{"thu", 1, 1}}, seed)
		if err != nil {
			t.Fatal(err)
		}
		counts[pool[drawn[0]].ID]++
	}
	for id, n := range counts {
		if n < papers/4-200 || n > papers/4+200 {
			t.Errorf("%s drawn %d times in %d papers of one question out of four", id, n, papers)
		}
	}
}

func TestDrawNamesTheCell(t *testing.T) {
	t.Parallel()
	for name, cells := range map[string][]Cell{
		"too many":          {{"thu", 2, 5}},
		"used up":           {{"thu", 2, 3}, {"thu", 2, 2}},
		"no such topic":     {{"khác", 1, 1}},
		"nothing asked for": {{"thu", 1, 0}},
	} {
		_, err := Draw(bank(), cells, 1)
		last := cells[len(cells)-1]
		if !errors.Is(err, ErrCannotDraw) || !strings.Contains(fault.From(err).Text.VI, last.Topic) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOrderMixesEachQuestionInItsOwnWay(t *testing.T) {
	t.Parallel()
	b := Body{Type: Single, Options: make([]Option, 4)}
	seen := map[string]bool{}
	for position := range 50 {
		order := mustArrange(t, b, 7, position).Order
		if !isOrder(order, 4) {
			t.Fatalf("%v is no order", order)
		}
		seen[fmt.Sprint(order)] = true
	}
	if len(seen) < 12 {
		t.Errorf("only %d of 24 orders in 50 questions", len(seen))
	}
	if mustArrange(t, Body{Type: TrueFalse}, 7, 1).Order != nil {
		t.Error("a statement has options to order")
	}
}
