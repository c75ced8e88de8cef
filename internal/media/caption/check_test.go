package caption

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func ms(n int) time.Duration { return time.Duration(n) * time.Millisecond }

func cue(start, end int, text string) Cue { return Cue{Start: ms(start), End: ms(end), Text: text} }

// heard is a video of half a minute in which the voice pauses in the middle.
var heard = Video{Length: 30 * time.Second, Heard: true, Sound: []Span{{0, 10 * time.Second}, {20 * time.Second, 30 * time.Second}}}

func TestCheck(t *testing.T) {
	t.Parallel()
	whole := []Cue{cue(0, 5000, "Từ đầu đến giữa."), cue(5000, 10_000, "Rồi nghỉ một lúc."), cue(20_000, 25_000, "Nói tiếp."), cue(25_000, 30_000, "Xong.")}
	with := func(i int, c Cue) []Cue {
		cues := slices.Clone(whole)
		cues[i] = c
		return cues
	}
	cases := map[string]struct {
		cues   []Cue
		video  Video
		want   []string
		errors int
	}{
		"good":                       {whole, heard, nil, 0},
		"the sound is not known":     {whole, Video{Length: 30 * time.Second}, []string{"perhaps_missing"}, 0},
		"nothing":                    {nil, heard, []string{"empty", "missing_much"}, 2},
		"nothing, a minute, unheard": {nil, Video{Length: time.Minute}, []string{"empty", "empty_long"}, 2},
		"a second over the end":      {with(3, cue(25_000, 31_000, "Xong.")), heard, nil, 0},
		"past the end":               {with(3, cue(25_000, 31_001, "Xong.")), heard, []string{"past_end"}, 1},
		"overlap":                    {with(1, cue(4999, 10_000, "Rồi nghỉ.")), heard, []string{"overlap"}, 1},
		"out of order":               {with(2, cue(4000, 5000, "Nói tiếp.")), heard, []string{"order", "missing"}, 1},
		"backwards":                  {with(0, cue(5000, 5000, "Từ đầu.")), heard, []string{"backwards", "missing"}, 1},
		"no text":                    {with(0, cue(0, 5000, "")), heard, []string{"text"}, 1},
		"17 a second":                {with(0, cue(0, 5000, strings.Repeat("a", 42)+"\n"+strings.Repeat("a", 42))), heard, nil, 0},
		"over 17 a second":           {with(0, cue(0, 4900, strings.Repeat("a", 42)+"\n"+strings.Repeat("a", 42))), heard, []string{"fast"}, 0},
		"over 25 a second":           {with(0, cue(1700, 5000, strings.Repeat("a", 42)+"\n"+strings.Repeat("a", 42))), heard, []string{"too_fast"}, 1},
		"a long line":                {with(0, cue(0, 5000, strings.Repeat("ễ", 43))), heard, []string{"long_line"}, 0},
		"three lines":                {with(0, cue(0, 5000, "a\nb\nc")), heard, []string{"many_lines"}, 0},
		"short":                      {with(3, cue(25_000, 25_832, "Xong.")), heard, []string{"short", "missing"}, 0},
		"long":                       {with(0, cue(0, 7001, "Từ đầu.")), heard, []string{"long", "overlap"}, 1},
		"three seconds missing":      {with(1, cue(5000, 7000, "Rồi nghỉ.")), heard, []string{"missing"}, 0},
		"almost three missing":       {with(1, cue(5000, 7001, "Rồi nghỉ.")), heard, nil, 0},
	}
	var shared []sharedCase
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		c := cases[name]
		got := Check(c.cues, c.video)
		if diff := cmp.Diff(c.want, codes(got.Problems)); diff != "" || got.Errors != c.errors {
			t.Errorf("%s: %d errors, %s", name, got.Errors, diff)
		}
		for _, p := range got.Problems {
			if p.Text.VI == "" || p.Text.EN == "" || strings.Contains(p.Text.VI+p.Text.EN, "%!") {
				t.Errorf("%s: %+v", name, p)
			}
		}
		shared = append(shared, sharedOf(name, c.cues, c.video, got))
	}
	written, err := json.MarshalIndent(shared, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/checks.json", string(written)+"\n")
}

// sharedCase is a case of testdata/checks.json: the editor checks while one types, and must say the same
// (frontend/src/lib/captions/checks.test.ts).
type sharedCase struct {
	Name     string
	LengthMs int64
	Heard    bool
	Spans    [][2]int64
	Cues     []sharedCue
	Problems []string // level code cue
	Covered  int
}

type sharedCue struct {
	StartMs, EndMs int64
	Text           string
}

func sharedOf(name string, cues []Cue, video Video, report Report) sharedCase {
	c := sharedCase{Name: name, LengthMs: video.Length.Milliseconds(), Heard: video.Heard, Spans: [][2]int64{}, Cues: []sharedCue{}, Problems: []string{}, Covered: report.Covered}
	for _, s := range video.Sound {
		c.Spans = append(c.Spans, [2]int64{s.Start.Milliseconds(), s.End.Milliseconds()})
	}
	for _, cue := range cues {
		c.Cues = append(c.Cues, sharedCue{cue.Start.Milliseconds(), cue.End.Milliseconds(), cue.Text})
	}
	for _, p := range report.Problems {
		c.Problems = append(c.Problems, fmt.Sprintf("%s %s %d", p.Level, p.Code, p.Cue))
	}
	return c
}

// TestCovered counts the sound under captions, against a count millisecond by millisecond.
func TestCovered(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.IntRange(1, 400).Draw(t, "length")
		var video Video
		video.Length, video.Heard = ms(length), rapid.Bool().Draw(t, "heard")
		for at := rapid.IntRange(0, 50).Draw(t, "pause"); at < length; {
			end := min(length, at+rapid.IntRange(1, 80).Draw(t, "sound"))
			video.Sound = append(video.Sound, Span{ms(at), ms(end)})
			at = end + rapid.IntRange(1, 50).Draw(t, "pause")
		}
		cues := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Cue {
			start := rapid.IntRange(0, 450).Draw(t, "start")
			return cue(start, start+rapid.IntRange(-5, 90).Draw(t, "for"), "a")
		}), 0, 6).Draw(t, "cues")
		total, covered := 0, 0
		for at := range length {
			in := func(start, end time.Duration) bool { return start <= ms(at) && ms(at) < end }
			if video.Heard && !slices.ContainsFunc(video.Sound, func(s Span) bool { return in(s.Start, s.End) }) {
				continue
			}
			total++
			if slices.ContainsFunc(cues, func(c Cue) bool { return in(c.Start, c.End) }) {
				covered++
			}
		}
		want := 0
		if total > 0 {
			want = 100 * covered / total
		}
		if got := Check(cues, video).Covered; got != want {
			t.Fatalf("%d, want %d (%d of %d)", got, want, covered, total)
		}
	})
}
