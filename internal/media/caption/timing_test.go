package caption

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const script = `## 1. Lá thư cuối giờ chiều

[Trên hình: Hình vẽ một lá thư <b>lạ</b>.]

Gần hết giờ làm, chị Hạnh ở ủy ban xã nhận được một lá thư. Hộp thư sắp bị khóa,
phải xác nhận trong ba mươi phút.

## 2. Nên làm gì?
Dừng lại. Gọi số 1900.1234 để hỏi & xem.
`

func TestReadScript(t *testing.T) {
	t.Parallel()
	want := Script{
		{Heading, "1. Lá thư cuối giờ chiều"},
		{Picture, "Hình vẽ một lá thư <b>lạ</b>."},
		{Speech, "Gần hết giờ làm, chị Hạnh ở ủy ban xã nhận được một lá thư. Hộp thư sắp bị khóa, phải xác nhận trong ba mươi phút."},
		{Heading, "2. Nên làm gì?"},
		{Speech, "Dừng lại. Gọi số 1900.1234 để hỏi & xem."},
	}
	if diff := cmp.Diff(want, ReadScript(script)); diff != "" {
		t.Error(diff)
	}
}

// TestTranscript also holds when the captions were corrected after they were timed.
func TestTranscript(t *testing.T) {
	t.Parallel()
	video := Video{Length: 20 * time.Second, Heard: true, Sound: []Span{{time.Second, 6 * time.Second}, {7 * time.Second, 11 * time.Second}, {13 * time.Second, 18 * time.Second}}}
	cues, told := Time(ReadScript(script), video)
	if len(told) > 0 {
		t.Fatal(told)
	}
	cues[0].Text = "Gần hết giờ làm,\nchị Hạnh (xã) nhận một lá thư."
	golden(t, "testdata/transcript.vi.golden", TranscriptHTML(ReadScript(script), cues, "vi")+"---\n"+TranscriptHTML(nil, cues, "en"))
}

func TestTimeRefuses(t *testing.T) {
	t.Parallel()
	for code, c := range map[string]struct {
		script string
		video  Video
	}{
		"script_empty": {"## Chỉ có đề mục\n[Trên hình: và hình]", heard},
		"script_long":  {strings.Repeat("Câu này rất dài. ", 100), heard},
		"no_length":    {"Xin chào.", Video{}},
		"too_many":     {strings.Repeat("Ừ. ", MaxCues+1), Video{Length: 5 * time.Hour}},
	} {
		cues, told := Time(ReadScript(c.script), c.video)
		if cues != nil || !cmp.Equal(codes(told), []string{code}) {
			t.Errorf("%s: %d cues, %v", code, len(cues), codes(told))
		}
	}
	if _, told := Time(ReadScript("Xin chào."), Video{Length: time.Minute}); !cmp.Equal(codes(told), []string{"even"}) || told[0].Level != Note {
		t.Errorf("without pauses: %v", told)
	}
}

// TestTimeHolds for any script and any sound: every word is shown once and in order, cues follow one another
// within the video, and the same input gives the same cues.
func TestTimeHolds(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`[A-Za-zĐđấễộ]{1,9}[,.?…]?|1\.000|https://a\.vn/[a-z]{50}`)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(word, 1, 120).Draw(t, "words")
		length := ms(rapid.IntRange(100, 200_000).Draw(t, "length"))
		video := Video{Length: length, Heard: rapid.Bool().Draw(t, "heard")}
		for at := ms(rapid.IntRange(0, 3000).Draw(t, "pause")); at < length; {
			end := min(length, at+ms(rapid.IntRange(50, 6000).Draw(t, "sound")))
			video.Sound = append(video.Sound, Span{at, end})
			at = end + ms(rapid.IntRange(150, 4000).Draw(t, "pause"))
		}
		text := strings.Join(words, " ")
		cues, told := Time(ReadScript(text), video)
		if cues == nil {
			if len(told) != 1 || told[0].Code != "script_long" {
				t.Fatalf("%v", told)
			}
			return
		}
		var shown []string
		at := time.Duration(0)
		for _, c := range cues {
			if c.Start < at || c.End <= c.Start || c.End > length {
				t.Fatalf("%+v after %v in %v", c, at, length)
			}
			at = c.End
			shown = append(shown, strings.Fields(c.Text)...)
		}
		if diff := cmp.Diff(strings.Fields(text), shown); diff != "" {
			t.Fatal(diff)
		}
		if again, _ := Time(ReadScript(text), video); !cmp.Equal(cues, again) {
			t.Fatal("not the same twice")
		}
	})
}

// TestTimeFollowsAPersonsVoice speaks sentences at the uneven speed of a person, with pauses within and between
// them, and measures how far the found beginnings are from the true ones.
func TestTimeFollowsAPersonsVoice(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(19, 05))
	var off, even []float64
	for range 20 {
		text, truth, video := speech(random, 60)
		cues, told := Time(ReadScript(text), video)
		flat, _ := Time(ReadScript(text), Video{Length: video.Length})
		if len(told) > 0 {
			t.Fatal(told)
		}
		for i, s := range starts0(cues) {
			off = append(off, math.Abs((s - truth[i]).Seconds()))
		}
		for i, s := range starts0(flat) {
			even = append(even, math.Abs((s - truth[i]).Seconds()))
		}
	}
	slices.Sort(off)
	slices.Sort(even)
	t.Logf("sentences begin %.2f s (median), %.2f s (90 %%) off; shared evenly %.2f s, %.2f s", off[len(off)/2], off[len(off)*9/10], even[len(even)/2], even[len(even)*9/10])
	if off[len(off)/2] > 0.1 || off[len(off)*9/10] > 2 {
		t.Errorf("%.2f s, %.2f s", off[len(off)/2], off[len(off)*9/10])
	}
}

// starts0 are the beginnings of the cues that begin a sentence: with a capital letter, as speech writes them.
func starts0(cues []Cue) (starts []time.Duration) {
	for _, c := range cues {
		if strings.HasPrefix(c.Text, "Câu") {
			starts = append(starts, c.Start)
		}
	}
	return starts
}

// speech makes sentences of 4 to 30 words, spoken at 3 to 5.5 syllables a second each, with a pause of 0.15 to
// 0.5 s after some commas and 0.2 to 1.2 s after most sentences.
func speech(random *rand.Rand, sentences int) (text string, truth []time.Duration, video Video) {
	at, from := 0.8, 0.8
	rest := func(seconds float64) {
		video.Sound = append(video.Sound, Span{time.Duration(from * 1e9), time.Duration(at * 1e9)})
		at += seconds
		from = at
	}
	for range sentences {
		truth = append(truth, time.Duration(at*1e9))
		rate := 3 + 2.5*random.Float64()
		words := 4 + random.IntN(27)
		text += "Câu"
		for w := range words {
			at += 1 / rate
			text += " " + []string{"nghe", "rất", "lạ", "ở", "trường", "tiếng"}[random.IntN(6)]
			if w%8 == 7 && w < words-1 {
				text += ","
				if random.Float64() < 0.6 {
					rest(0.15 + 0.35*random.Float64())
				}
			}
		}
		at += 1 / rate
		text += ". "
		if random.Float64() < 0.85 {
			rest(0.2 + random.Float64())
		}
	}
	rest(1)
	video.Length, video.Heard = time.Duration(at*1e9), true
	return text, truth, video
}
