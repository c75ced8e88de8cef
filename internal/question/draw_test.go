package question

import (
	"errors"
	"fmt"
	"slices"
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

var blueprint = Blueprint{Cells: []Cell{{"thu", 1, 2}, {"goi", 2, 3}, {"thu", 1, 1}, {"goi", 3, 4}}}

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
		drawn, err := Draw(pool, Blueprint{Cells: []Cell{{"thu", 1, 1}}}, seed)
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
		_, err := Draw(bank(), Blueprint{Cells: cells}, 1)
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

// Fixed questions are on every paper, first and in their order where the order is kept, and never drawn once more.
func TestDrawPutsFixedQuestionsOnEveryPaper(t *testing.T) {
	t.Parallel()
	plan := Blueprint{Cells: []Cell{{"thu", 1, 3}, {"goi", 2, 1}}, Fixed: []string{"q12", "q03"}, KeepQuestions: true}
	for seed := range uint64(200) {
		drawn, err := Draw(bank(), plan, seed)
		if err != nil {
			t.Fatal(err)
		}
		paper := ids(bank(), drawn)
		if diff := cmp.Diff(plan.Fixed, paper[:2]); diff != "" || len(paper) != plan.Count() {
			t.Fatalf("%d questions, first (-want +got):\n%s", len(paper), diff)
		}
		if slices.Contains(paper[2:], "q12") || slices.Contains(paper[2:], "q03") {
			t.Fatalf("a fixed question twice: %v", paper)
		}
		if last := bank()[drawn[5]]; last.Topic != "goi" {
			t.Fatalf("the last cell is not last: %v", paper)
		}
	}
	for name, fixed := range map[string][]string{"not there": {"q99"}, "twice": {"q01", "q01"}} {
		if _, err := Draw(bank(), Blueprint{Fixed: fixed}, 1); !errors.Is(err, ErrCannotDraw) || !strings.Contains(fault.From(err).Text.VI, fixed[0]) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Draw(bank(), Blueprint{Fixed: []string{"q00", "q06", "q12"}, Cells: []Cell{{"thu", 1, 2}}}, 1); !errors.Is(err, ErrCannotDraw) {
		t.Errorf("a cell that the fixed questions have used up: %v", err)
	}
}

// Choices can keep their order; what would give the answer away cannot.
func TestStoredOptionsAreKeptWhereTheyTellNothing(t *testing.T) {
	t.Parallel()
	for _, g := range goldenBodies(t) {
		kept, err := Blueprint{KeepOptions: true}.Arrange(g.body, 3, 1)
		if err != nil {
			t.Fatal(err)
		}
		if !kept.fits(g.body) {
			t.Errorf("%s: %+v does not fit", g.body.Type, kept)
		}
		if mixed := kept.Order != nil; mixed != (g.body.Type == Ordering || g.body.Type == Matching) {
			t.Errorf("%s: order %v", g.body.Type, kept.Order)
		}
	}
}

// Ten thousand papers: each cell exactly filled, each question of a cell drawn about equally often, the same again
// from the same seed.
func TestSimulate(t *testing.T) {
	t.Parallel()
	pool := bank()
	expected := make([]float64, len(pool))
	for i, c := range pool {
		expected[i] = 1 - float64(c.Difficulty)*0.2 + float64(i%4)*0.01
	}
	plan := Blueprint{Cells: blueprint.Cells, Fixed: []string{"q02"}}
	s, err := Simulate(pool, plan, expected, 10_000, 5)
	if err != nil {
		t.Fatal(err)
	}
	want := []CellCount{{Cell{"thu", 1, 3}, 3, 3}, {Cell{"goi", 2, 3}, 3, 3}, {Cell{"goi", 3, 4}, 4, 4}}
	if diff := cmp.Diff(want, s.Cells); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	total := 0
	for i, n := range s.Drawn {
		total += n
		chance := map[Cell]float64{{"thu", 1, 0}: 3. / 4, {"goi", 2, 0}: 3. / 4, {"goi", 3, 0}: 1}[Cell{pool[i].Topic, pool[i].Difficulty, 0}]
		if pool[i].ID == "q02" {
			chance = 1
		}
		if off := float64(n) - chance*10_000; off < -250 || off > 250 {
			t.Errorf("%s: %d times, expected about %.0f", pool[i].ID, n, chance*10_000)
		}
	}
	if total != 10_000*plan.Count() {
		t.Errorf("%d questions on 10000 papers of %d", total, plan.Count())
	}
	if d := s.Difficulty; d.SD <= 0 || d.SD > 0.01 || d.Min > d.Mean || d.Max < d.Mean || d.Mean < 0.5 || d.Mean > 0.7 {
		t.Errorf("difficulty %+v", d)
	}
	again, _ := Simulate(pool, plan, expected, 10_000, 5)
	if diff := cmp.Diff(s, again); diff != "" {
		t.Errorf("the same seed gives something else:\n%s", diff)
	}
	if _, err := Simulate(pool, plan, expected[1:], 10, 5); fault.From(err).Kind != fault.Invalid {
		t.Errorf("too few expectations: %v", err)
	}
	if _, err := Simulate(pool, Blueprint{Cells: []Cell{{"thu", 1, 9}}}, expected, 10, 5); !errors.Is(err, ErrCannotDraw) {
		t.Errorf("a blueprint that cannot be drawn: %v", err)
	}
}
