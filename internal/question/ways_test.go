package question

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Every way that an answer took is one of the question's, none twice; the right answer takes all right ways and no
// other.
func TestWaysTakenAreWays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		ways := Ways(b)
		taken := WaysTaken(b, drawAnswer(t, b))
		for i, way := range taken {
			if way < 0 || way >= len(ways) || (i > 0 && way <= taken[i-1]) {
				t.Fatalf("ways %v of %d", taken, len(ways))
			}
		}
		if len(WaysTaken(b, Answer{})) > 0 {
			t.Fatal("nothing takes a way")
		}
		for _, part := range append(slices.Clone(b.Parts), b) {
			right := WaysTaken(part, Solution(part, drawLayout(t, part)))
			for i, way := range Ways(part) {
				if slices.Contains(right, i) != way.Right {
					t.Fatalf("%s: the right answer takes %v, way %d is right: %v", part.Type, right, i, way.Right)
				}
			}
		}
	})
}
