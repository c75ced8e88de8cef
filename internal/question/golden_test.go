package question

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"taphuan/internal/fault"
)

// golden is a file of testdata/<type>: a stored question and what answers to it earn.
type golden struct {
	Body        json.RawMessage
	Layout      Layout
	RightAnswer LocalText
	Cases       []struct {
		Name    string
		Answer  json.RawMessage
		Points  Points
		Refused string // code of the refusal, or of its first field
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for kind := range kinds {
		files, err := filepath.Glob(filepath.Join("testdata", string(kind), "*.json"))
		if err != nil || len(files) == 0 {
			t.Errorf("type %s has no golden cases (%v)", kind, err)
		}
		for _, file := range files {
			t.Run(file, func(t *testing.T) {
				t.Parallel()
				runGolden(t, kind, file)
			})
		}
	}
}

// goldenBody is a stored question of the golden cases, shown by their layout.
type goldenBody struct {
	body   Body
	layout Layout
}

// goldenBodies reads the questions of all golden cases.
func goldenBodies(t testing.TB) []goldenBody {
	files, err := filepath.Glob(filepath.Join("testdata", "*", "*.json"))
	if err != nil || len(files) < len(kinds) {
		t.Fatalf("%d golden files (%v)", len(files), err)
	}
	bodies := make([]goldenBody, len(files))
	for i, file := range files {
		g := readGolden(t, file)
		if bodies[i].body, err = ParseBody(g.Body); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		bodies[i].layout = g.Layout
	}
	return bodies
}

func readGolden(t testing.TB, file string) golden {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var g golden
	if err := decodeStrict(data, &g); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return g
}

func runGolden(t *testing.T, kind Type, file string) {
	g := readGolden(t, file)
	body, err := ParseBody(g.Body)
	if err != nil || body.Type != kind {
		t.Fatalf("body of type %q: %v", body.Type, err)
	}
	if diff := cmp.Diff(g.RightAnswer, RightAnswer(body, g.Layout)); diff != "" {
		t.Errorf("right answer (-want +got):\n%s", diff)
	}
	for _, c := range g.Cases {
		answer, err := ParseAnswer(body, c.Answer)
		if got := refusal(err); got != c.Refused {
			t.Errorf("%s: refused with %q, want %q", c.Name, got, c.Refused)
		}
		points, err := Score(body, g.Layout, answer)
		if err != nil || points != c.Points {
			t.Errorf("%s: %d points (%v), want %d", c.Name, points, err, c.Points)
		}
	}
}

// refusal names the first refused field, or the fault itself.
func refusal(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return ""
	}
	if len(f.Fields) > 0 {
		return f.Fields[0].Code
	}
	return f.Code
}
