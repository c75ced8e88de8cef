package coursepackage

import (
	"os"
	"testing"
	"time"
)

// Whatever stands in a file, reading ends, does not panic and names lines that exist.
func FuzzParseYAML(f *testing.F) {
	for _, name := range []string{"course.yaml", "tests.yaml", "questions/thu-gia.yaml"} {
		data, err := os.ReadFile("testdata/good/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	for _, seed := range []string{"- - - a", "{a: [b", "a: |\n  b", "? a\n: b", "&a b", "\t", "a:\n - b\n- c", "'", "a: b: c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 4000 {
			return
		}
		start := time.Now()
		var found problems
		if doc := parseYAML(&found, "a.yaml", 0, []byte(source)); doc != nil {
			var c courseYAML
			doc.decode(&found, doc.root, &c)
			doc.line("modules", 0, "lessons", 1)
		} else if len(found) == 0 {
			t.Error("refused without a problem")
		}
		if spent := time.Since(start); spent > 5*time.Second {
			t.Errorf("%v", spent)
		}
	})
}

func FuzzParseBlocks(f *testing.F) {
	data, err := os.ReadFile("testdata/good/lessons/02-dia-chi.vi.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	f.Add(":::decision d1\na\n- [x] b\n  > c\n\nd\n:::")
	f.Add("```\n:::note\n```\n:::")
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 4000 {
			return
		}
		var found problems
		parseBlocks(&found, "a.md", 1, source)
	})
}

func FuzzParseCaptions(f *testing.F) {
	data, err := os.ReadFile("testdata/good/media/m1.vi.vtt")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	f.Add("WEBVTT\n\n-->\n\n1\n")
	f.Fuzz(func(t *testing.T, source string) {
		var found problems
		cues := parseCaptions(&found, "a.vtt", []byte(source), time.Minute)
		for i, cue := range cues {
			if cue.End <= cue.Start || (len(found) == 0 && i > 0 && cue.Start < cues[i-1].End) {
				t.Errorf("cue %+v accepted", cue)
			}
		}
	})
}
