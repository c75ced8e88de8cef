package caption

import (
	"regexp"
	"strings"
	"time"
)

// MaxScript bounds a script, in bytes: about five hours of speech.
const MaxScript = 256 << 10

// Script (kịch bản, lời đọc) is what is said in a video, with headings and words on what is to be seen.
type Script []Part

// Part is a heading, the description of a picture, or speech.
type Part struct {
	Kind PartKind
	Text string // on one line
}

// PartKind tells the parts of a script apart.
type PartKind string

// The kinds of parts. Only speech becomes cues; headings become chapters, pictures stand in the transcript.
const (
	Heading PartKind = "heading" // ## ...
	Picture PartKind = "picture" // [Trên hình: ...]
	Speech  PartKind = "speech"
)

var heading = regexp.MustCompile(`^#{1,6}\s+(.+)$`)

var picture = regexp.MustCompile(`(?i)^\[(?:trên hình|hình|on (?:the )?screen|picture)\s*:\s*(.+?)\]?$`)

// ReadScript reads a script line by line; lines of speech that follow one another are one part, an empty line
// begins the next.
func ReadScript(text string) Script {
	var script Script
	together := false
	for line := range strings.SplitSeq(text, "\n") {
		line = CleanText(line)
		titled, seen := heading.FindStringSubmatch(line), picture.FindStringSubmatch(line)
		switch {
		case line == "":
		case titled != nil:
			script = append(script, Part{Heading, titled[1]})
		case seen != nil:
			script = append(script, Part{Picture, seen[1]})
		case together:
			script[len(script)-1].Text += " " + line
			continue
		default:
			script = append(script, Part{Speech, line})
			together = true
			continue
		}
		together = false
	}
	return script
}

// sentences are all that is said, in order.
func (s Script) sentences() []string {
	var all []string
	for _, part := range s {
		if part.Kind == Speech {
			all = append(all, Sentences(part.Text)...)
		}
	}
	return all
}

// times returns for each part when it begins: the cue with which the speech after it begins. Cues may have been
// edited since they were timed; a place is first reckoned by the words, then looked for around it.
func (s Script) times(cues []Cue) []time.Duration {
	said, shown := 0, wordStarts(cues)
	total := 0
	for _, part := range s {
		if part.Kind == Speech {
			total += len(strings.Fields(part.Text))
		}
	}
	out := make([]time.Duration, len(s))
	for i, part := range s {
		words := s.speechFrom(i)
		at := shown.cueOf(said, total)
		if near, found := findNear(cues, at, words); found {
			at = near
		}
		if at < len(cues) {
			out[i] = cues[at].Start
		}
		if part.Kind == Speech {
			said += len(strings.Fields(part.Text))
		}
	}
	return out
}

// speechFrom is the next speech from a part on.
func (s Script) speechFrom(i int) string {
	for _, part := range s[i:] {
		if part.Kind == Speech {
			return part.Text
		}
	}
	return ""
}

// starts holds how many words are shown before each cue, and in all.
type starts []int

func wordStarts(cues []Cue) starts {
	counts, n := make(starts, 0, len(cues)+1), 0
	for _, cue := range cues {
		counts = append(counts, n)
		n += len(strings.Fields(cue.Text))
	}
	return append(counts, n)
}

// cueOf is the place of the cue that shows the word after so many of a script of total words.
func (c starts) cueOf(said, total int) int {
	shown := c[len(c)-1]
	if total == 0 || shown == 0 {
		return 0
	}
	word, at := said*shown/total, 0
	for at < len(c)-2 && c[at+1] <= word {
		at++
	}
	return at
}

// findNear returns the nearest cue around a place that begins with the first words of a text.
func findNear(cues []Cue, at int, text string) (int, bool) {
	const around, known = 8, 3
	words := strings.Fields(text)
	if len(words) == 0 {
		return 0, false
	}
	begin := strings.Join(words[:min(known, len(words))], " ")
	for d := range around + 1 {
		for _, i := range []int{at - d, at + d} {
			if i >= 0 && i < len(cues) && strings.HasPrefix(strings.ReplaceAll(cues[i].Text, "\n", " "), begin) {
				return i, true
			}
		}
	}
	return 0, false
}
