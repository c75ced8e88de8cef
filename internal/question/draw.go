package question

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"taphuan/internal/fault"
)

// Candidate (câu hỏi có thể chọn) is a question of the bank as the blueprint sees it. ID is the
// question's stable id; it makes a draw independent of the order of the pool.
type Candidate struct {
	ID         string
	Topic      string
	Difficulty int
}

// cell is the cell that the question can fill, without a count.
func (c Candidate) cell() Cell { return Cell{Topic: c.Topic, Difficulty: c.Difficulty} }

// Cell (ô của ma trận đề) asks for Count questions of one topic and one difficulty.
type Cell struct {
	Topic      string
	Difficulty int
	Count      int
}

// uncounted is the cell without its count, by which questions are sorted into cells.
func (c Cell) uncounted() Cell { return Cell{Topic: c.Topic, Difficulty: c.Difficulty} }

// Blueprint (ma trận đề) says what a paper asks: the candidates with the ids in Fixed, always, and Count more for each
// cell. Papers are mixed unless told: KeepQuestions puts the fixed ones first, then the cells, in their order;
// KeepOptions shows choices in their stored order, but never what would give the answer away (see Arrange).
type Blueprint struct {
	Cells         []Cell
	Fixed         []string
	KeepQuestions bool
	KeepOptions   bool
}

// Count is the number of questions on a paper.
func (b Blueprint) Count() int {
	n := len(b.Fixed)
	for _, cell := range b.Cells {
		n += cell.Count
	}
	return n
}

// MaxDrawn bounds the number of questions on one paper.
const MaxDrawn = 200

// Streams of random numbers that one seed feeds; they never share numbers.
const (
	streamDraw uint64 = iota + 1
	streamOrder
)

// Draw picks the questions of a paper: the fixed ones and exactly Count for each cell, none twice, in a mixed order
// unless the blueprint keeps it, and returns their places in pool. The same questions, blueprint and seed always give
// the same paper, in whatever order the pool comes. ErrCannotDraw names the first cell that asks for more than is left
// beside the fixed ones, or the fixed question that is not there or stands twice; a count below 1 or a paper over
// MaxDrawn is refused in the same way.
func Draw(pool []Candidate, blueprint Blueprint, seed uint64) ([]int, error) {
	d, err := newDrawer(pool, blueprint)
	if err != nil {
		return nil, err
	}
	return d.draw(seed)
}

// drawer draws many papers of one blueprint from one pool.
type drawer struct {
	blueprint Blueprint
	fixed     []int
	left      map[Cell][]int
}

func newDrawer(pool []Candidate, blueprint Blueprint) (drawer, error) {
	fixed, err := fixedPlaces(pool, blueprint.Fixed)
	if err != nil {
		return drawer{}, err
	}
	return drawer{blueprint: blueprint, fixed: fixed, left: leftPlaces(pool, fixed)}, nil
}

func (d drawer) draw(seed uint64) ([]int, error) {
	random := rand.New(rand.NewPCG(seed, streamDraw))
	drawn, left := slices.Clone(d.fixed), map[Cell][]int{}
	for _, cell := range d.blueprint.Cells {
		key := cell.uncounted()
		places, begun := left[key]
		if !begun {
			places = slices.Clone(d.left[key])
		}
		if cell.Count < 1 || cell.Count > len(places) || len(drawn)+cell.Count > MaxDrawn {
			return nil, cannotDraw(cell, len(places))
		}
		random.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
		drawn = append(drawn, places[:cell.Count]...)
		left[key] = places[cell.Count:]
	}
	if !d.blueprint.KeepQuestions {
		random.Shuffle(len(drawn), func(i, j int) { drawn[i], drawn[j] = drawn[j], drawn[i] })
	}
	return drawn, nil
}

// fixedPlaces finds the fixed questions.
func fixedPlaces(pool []Candidate, fixed []string) ([]int, error) {
	if len(fixed) > MaxDrawn {
		return nil, cannotFix(fixed[MaxDrawn])
	}
	var places []int
	for _, id := range fixed {
		place := slices.IndexFunc(pool, func(c Candidate) bool { return c.ID == id })
		if place < 0 || slices.Contains(places, place) {
			return nil, cannotFix(id)
		}
		places = append(places, place)
	}
	return places, nil
}

// leftPlaces sorts what can be drawn beside the taken ones into cells, each in the order of ids.
func leftPlaces(pool []Candidate, taken []int) map[Cell][]int {
	left := map[Cell][]int{}
	for place, c := range pool {
		if !slices.Contains(taken, place) {
			left[c.cell()] = append(left[c.cell()], place)
		}
	}
	for _, places := range left {
		slices.SortFunc(places, func(a, b int) int { return strings.Compare(pool[a].ID, pool[b].ID) })
	}
	return left
}

// ErrCannotDraw says that the bank cannot fill the blueprint; its text names the cell.
var ErrCannotDraw = fault.New(fault.Conflict, "question.cannot_draw", fault.Text{
	VI: "Ngân hàng câu hỏi không đủ cho ma trận đề.",
	EN: "The question bank cannot fill the blueprint."})

func cannotFix(id string) error {
	failed := *ErrCannotDraw
	failed.Text = fault.Text{
		VI: fmt.Sprintf("Ma trận đề: câu cố định %q không có trong ngân hàng, lặp lại hoặc thừa.", id),
		EN: fmt.Sprintf("Blueprint: the fixed question %q is not in the bank, stands twice or is one too many.", id),
	}
	return &failed
}

func cannotDraw(cell Cell, available int) error {
	failed := *ErrCannotDraw
	failed.Text = fault.Text{
		VI: fmt.Sprintf("Ma trận đề: chủ đề %q, mức %d cần %d câu, ngân hàng còn %d câu.", cell.Topic, cell.Difficulty, cell.Count, available),
		EN: fmt.Sprintf("Blueprint: topic %q, difficulty %d asks for %d, the bank has %d left.", cell.Topic, cell.Difficulty, cell.Count, available),
	}
	return &failed
}
