package learning

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestUnion(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, want []Interval }{
		"nothing":    {nil, nil},
		"apart":      {[]Interval{{5, 9}, {0, 3}}, []Interval{{0, 3}, {5, 9}}},
		"touching":   {[]Interval{{0, 3}, {3, 5}}, []Interval{{0, 5}}},
		"inside":     {[]Interval{{0, 10}, {2, 4}, {9, 12}}, []Interval{{0, 12}}},
		"backwards":  {[]Interval{{7, 3}, {4, 4}}, nil},
		"seen twice": {[]Interval{{0, 5}, {0, 5}}, []Interval{{0, 5}}},
	} {
		if diff := cmp.Diff(c.want, Union(c.in)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	got := Missing([]Interval{{400, 10_000}, {10_300, 20_000}, {25_000, 59_800}}, 60_000)
	if diff := cmp.Diff([]Interval{{20_000, 25_000}}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Interval{{0, 5_000}}, Missing(nil, 5_000)); diff != "" {
		t.Error(diff)
	}
}

// TestUnionCountsEachMomentOnce: the union is what a list of moments would say.
func TestUnionCountsEachMomentOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const length = 60
		intervals := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Interval {
			return Interval{rapid.IntRange(0, length).Draw(t, "from"), rapid.IntRange(0, length).Draw(t, "to")}
		}), 0, 12).Draw(t, "intervals")
		var seen [length]bool
		for _, i := range intervals {
			for m := i.From; m < i.To; m++ {
				seen[m] = true
			}
		}
		want := 0
		for _, s := range seen {
			if s {
				want++
			}
		}
		if got := Length(Union(intervals)); got != want {
			t.Fatalf("Length(Union(%v)) = %d, want %d", intervals, got, want)
		}
	})
}
