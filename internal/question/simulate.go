package question

import (
	"fmt"
	"math"
	"slices"

	"taphuan/internal/fault"
)

// MaxSimulated bounds how many papers a simulation draws.
const MaxSimulated = 100_000

// Simulation (mô phỏng ra đề) tells what a blueprint gives over many papers. Difficulty is that of a paper: the mean
// of what is expected of its questions.
type Simulation struct {
	Papers     int
	Cells      []CellCount
	Drawn      []int // how often each question of the pool stood on a paper
	Difficulty Spread
	Bins       []Bin // how the difficulties of papers are spread, from the lowest on
}

// Bin is how many papers have a difficulty from From up to To; the last one holds its end too.
type Bin struct {
	From, To float64
	Papers   int
}

// bins is into how many equal parts the difficulties between the lowest and the highest are put.
const bins = 12

// CellCount is how many questions papers had for a cell beside the fixed ones, at least and at most: both are the
// cell's Count, or the draw is broken. Cells that repeat are one.
type CellCount struct {
	Cell
	Min, Max int
}

// Spread describes values: their mean, standard deviation (of all of them, not of a sample) and bounds.
type Spread struct {
	Mean, SD, Min, Max float64
}

// Simulate draws papers and counts. Expected holds for each question of the pool what is expected of it: the share of
// its points that people earn, or any other measure of difficulty. The same seed always gives the same papers. Errors:
// as of Draw, and fault.ErrInvalid for no paper, more than MaxSimulated or a list of another length than the pool's.
func Simulate(pool []Candidate, blueprint Blueprint, expected []float64, papers int, seed uint64) (Simulation, error) {
	if papers < 1 || papers > MaxSimulated || len(expected) != len(pool) {
		return Simulation{}, fault.ErrInvalid.Because(fmt.Errorf("%d papers, %d expectations for %d questions", papers, len(expected), len(pool)))
	}
	s := Simulation{Papers: papers, Cells: mergedCells(blueprint.Cells), Drawn: make([]int, len(pool))}
	d, err := newDrawer(pool, blueprint)
	if err != nil {
		return Simulation{}, err
	}
	difficulties := make([]float64, papers)
	for paper := range papers {
		places, err := d.draw(seed + uint64(paper))
		if err != nil {
			return Simulation{}, err
		}
		s.count(pool, places, blueprint.Fixed, paper == 0)
		difficulties[paper] = meanOf(places, expected)
	}
	s.Difficulty = spreadOf(difficulties)
	s.Bins = binsOf(difficulties, s.Difficulty)
	return s, nil
}

// mergedCells joins cells that repeat.
func mergedCells(cells []Cell) []CellCount {
	var merged []CellCount
	place := map[Cell]int{}
	for _, cell := range cells {
		key := cell.uncounted()
		at, known := place[key]
		if !known {
			place[key], merged = len(merged), append(merged, CellCount{Cell: cell})
			continue
		}
		merged[at].Count += cell.Count
	}
	return merged
}

// count takes one paper into the figures.
func (s *Simulation) count(pool []Candidate, places []int, fixed []string, first bool) {
	found := map[Cell]int{}
	for _, place := range places {
		s.Drawn[place]++
		if c := pool[place]; !slices.Contains(fixed, c.ID) {
			found[c.cell()]++
		}
	}
	for i, cell := range s.Cells {
		n := found[cell.uncounted()]
		if first {
			s.Cells[i].Min = n
		}
		s.Cells[i].Min, s.Cells[i].Max = min(s.Cells[i].Min, n), max(cell.Max, n)
	}
}

func meanOf(places []int, expected []float64) float64 {
	sum := 0.0
	for _, place := range places {
		sum += expected[place]
	}
	return sum / float64(max(len(places), 1))
}

func spreadOf(values []float64) Spread {
	spread := Spread{Min: values[0], Max: values[0]}
	for _, v := range values {
		spread.Mean += v / float64(len(values))
		spread.Min, spread.Max = min(spread.Min, v), max(spread.Max, v)
	}
	for _, v := range values {
		spread.SD += (v - spread.Mean) * (v - spread.Mean) / float64(len(values))
	}
	spread.SD = math.Sqrt(spread.SD)
	return spread
}

// binsOf counts values in equal parts of their range; values that are all alike are one part.
func binsOf(values []float64, spread Spread) []Bin {
	width := (spread.Max - spread.Min) / bins
	if width < 1e-9 {
		return []Bin{{From: spread.Min, To: spread.Max, Papers: len(values)}}
	}
	parts := make([]Bin, bins)
	for i := range parts {
		parts[i].From, parts[i].To = spread.Min+float64(i)*width, spread.Min+float64(i+1)*width
	}
	for _, v := range values {
		parts[min(int((v-spread.Min)/width), bins-1)].Papers++
	}
	return parts
}
