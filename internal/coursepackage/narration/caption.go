package narration

import (
	"strings"
	"time"
	"unicode/utf8"

	"taphuan/internal/media/caption"
)

// utterance is one spoken sentence and when it is heard.
type utterance struct {
	text       string
	start, end time.Duration
}

// cues cuts every sentence into captions and shares its time among them by length.
func cues(spoken []utterance) []caption.Cue {
	var out []caption.Cue
	for _, u := range spoken {
		parts := caption.Split(u.text)
		spans := share(u.start, u.end, parts)
		for i, part := range parts {
			out = append(out, caption.Cue{Start: spans[i].start, End: spans[i].end, Text: strings.Join(caption.Lines(part), "\n")})
		}
	}
	return out
}

// share divides the time from start to end among the texts in proportion to their length.
func share(start, end time.Duration, texts []string) []utterance {
	total := 0
	for _, text := range texts {
		total += utf8.RuneCountInString(text)
	}
	out := make([]utterance, len(texts))
	seen, from := 0, start
	for i, text := range texts {
		seen += utf8.RuneCountInString(text)
		to := start + time.Duration(int64(end-start)*int64(seen)/int64(max(total, 1)))
		out[i] = utterance{text: text, start: from, end: to.Truncate(time.Millisecond)}
		from = out[i].end
	}
	return out
}
