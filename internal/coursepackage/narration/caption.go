package narration

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// captionLine is the longest line of a caption in characters; a caption has at most two lines.
const captionLine = 42

// utterance is one spoken sentence and when it is heard.
type utterance struct {
	text       string
	start, end time.Duration
}

// Cue (phụ đề) is one caption: up to two lines and when it stands on the screen.
type Cue struct {
	Start, End time.Duration
	Lines      []string
}

// cues cuts every sentence into captions and shares its time among them by length.
func cues(spoken []utterance) []Cue {
	var out []Cue
	for _, u := range spoken {
		parts := splitCaption(u.text)
		spans := share(u.start, u.end, parts)
		for i, part := range parts {
			out = append(out, Cue{Start: spans[i].start, End: spans[i].end, Lines: captionLines(part)})
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

// splitCaption cuts a text into parts that each fit two caption lines, near the middle and,
// where possible, after a comma or the like.
func splitCaption(text string) []string {
	words := strings.Fields(text)
	if captionLines(text) != nil || len(words) < 2 {
		return []string{strings.Join(words, " ")}
	}
	cut := bestCut(words, len(text), captionLine)
	return append(splitCaption(strings.Join(words[:cut], " ")), splitCaption(strings.Join(words[cut:], " "))...)
}

// captionLines breaks a text into one or two lines, nearly equal; nil when it does not fit.
func captionLines(text string) []string {
	if utf8.RuneCountInString(text) <= captionLine {
		return []string{text}
	}
	words := strings.Fields(text)
	cut := bestCut(words, captionLine, captionLine/3)
	if cut == 0 {
		return nil
	}
	return []string{strings.Join(words[:cut], " "), strings.Join(words[cut:], " ")}
}

// linkWords begin a new part of a sentence: a line breaks well before them.
var linkWords = map[string]bool{
	"và": true, "hoặc": true, "hay": true, "nhưng": true, "rồi": true, "thì": true, "mà": true, "để": true, "ở": true,
	"của": true, "với": true, "khi": true, "trong": true, "là": true, "bằng": true, "cho": true, "không": true, "vì": true,
	"and": true, "or": true, "but": true, "to": true, "at": true, "of": true, "that": true, "with": true, "in": true,
	"on": true, "for": true, "from": true, "before": true, "after": true, "when": true, "if": true, "the": true, "a": true,
}

// bestCut returns how many words stand before the most even cut that leaves both sides at most
// limit characters long, or 0 when there is none. A cut after a comma may be uneven by bonus
// characters, one before a link word by half of that.
func bestCut(words []string, limit, bonus int) int {
	total := utf8.RuneCountInString(strings.Join(words, " "))
	best, bestCost, before := 0, 1<<30, -1
	for i, word := range words[:max(0, len(words)-1)] {
		before += 1 + utf8.RuneCountInString(word)
		after := total - before - 1
		cost := abs(before - after)
		switch {
		case before > limit || after > limit:
			continue
		case strings.ContainsAny(lastRune(word), ",;:–"):
			cost -= bonus
		case linkWords[words[i+1]]:
			cost -= bonus / 2
		}
		if cost < bestCost {
			best, bestCost = i+1, cost
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }

// webVTT writes the captions as a WebVTT file that begins with a note.
func webVTT(note string, captions []Cue) string {
	var out strings.Builder
	fmt.Fprintf(&out, "WEBVTT\n\nNOTE %s\n", note)
	for i, cue := range captions {
		text := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(strings.Join(cue.Lines, "\n"))
		fmt.Fprintf(&out, "\n%d\n%s --> %s\n%s\n", i+1, vttTime(cue.Start), vttTime(cue.End), text)
	}
	return out.String()
}

func vttTime(d time.Duration) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600000, ms/60000%60, ms/1000%60, ms%1000)
}
