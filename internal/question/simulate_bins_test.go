package question

import (
	"fmt"
	"testing"
)

// TestSimulateBins: every paper lies in one part, and papers that are all alike in a single one.
func TestSimulateBins(t *testing.T) {
	t.Parallel()
	var pool []Candidate
	var expected []float64
	for i := range 40 {
		pool = append(pool, Candidate{ID: fmt.Sprintf("%02d", i), Topic: "t", Difficulty: 1})
		expected = append(expected, float64(i)/40)
	}
	s, err := Simulate(pool, Blueprint{Cells: []Cell{{"t", 1, 5}}}, expected, 3000, 1)
	if err != nil || len(s.Bins) != bins {
		t.Fatalf("%d parts, %v", len(s.Bins), err)
	}
	papers, places := 0, 0
	for i, b := range s.Bins {
		papers += b.Papers
		if b.From >= b.To || (i > 0 && b.From != s.Bins[i-1].To) {
			t.Errorf("part %d is %+v", i, b)
		}
	}
	for _, n := range s.Drawn {
		places += n
	}
	if papers != 3000 || places != 15_000 || s.Bins[5].Papers < s.Bins[0].Papers {
		t.Errorf("%d papers, %d places, %+v", papers, places, s.Bins)
	}
	alike, err := Simulate(pool, Blueprint{Cells: []Cell{{"t", 1, 40}}}, expected, 50, 1)
	if err != nil || len(alike.Bins) != 1 || alike.Bins[0].Papers != 50 {
		t.Errorf("%+v, %v", alike.Bins, err)
	}
}

// BenchmarkSimulate draws 10,000 papers of 40 questions from a bank of 3,000.
func BenchmarkSimulate(b *testing.B) {
	var pool []Candidate
	var blueprint Blueprint
	for i := range 3000 {
		pool = append(pool, Candidate{ID: fmt.Sprintf("%04d", i), Topic: fmt.Sprint(i % 10), Difficulty: 1 + i%2})
	}
	for topic := range 10 {
		blueprint.Cells = append(blueprint.Cells, Cell{fmt.Sprint(topic), 1 + topic%2, 4})
	}
	for b.Loop() {
		if _, err := Simulate(pool, blueprint, make([]float64, len(pool)), 10_000, 1); err != nil {
			b.Fatal(err)
		}
	}
}
