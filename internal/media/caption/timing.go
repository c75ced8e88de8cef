package caption

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// Bounds of timing.
const (
	mostCharacters = 40                     // a second: nobody speaks so fast
	linger         = 500 * time.Millisecond // a cue stays after the voice, when nothing follows at once
)

// Time gives the speech of a script its times in a video: sentences, cut into cues, share the time in which
// something is heard by their length, and end where the voice pauses when a pause is near. Where the pauses are
// not known the time is shared evenly and a note says so. Nil with a problem when the script cannot be timed.
// The same input always gives the same cues.
func Time(script Script, video Video) ([]Cue, []Problem) {
	units := unitsOf(script)
	characters := 0
	for _, u := range units {
		characters += len([]rune(u.text))
	}
	switch {
	case len(units) == 0:
		return nil, []Problem{problem("script_empty", 0, -1)}
	case len(units) > MaxCues:
		return nil, []Problem{problem("too_many", 0, -1, MaxCues)}
	case video.Length <= 0:
		return nil, []Problem{problem("no_length", 0, -1)}
	case !sayable(characters, video.Length):
		return nil, []Problem{problem("script_long", 0, -1, int(float64(characters)/video.Length.Seconds()))}
	}
	var told []Problem
	voice := newTimeline(video.Sound)
	if !video.Heard || !sayable(characters, voice.length()) {
		voice = newTimeline([]Span{{0, video.Length}})
		told = []Problem{problem("even", 0, -1)}
	}
	return lingering(cuesOf(units, ends(units, voice), voice), video.Length), told
}

func sayable(characters int, in time.Duration) bool {
	return float64(characters) <= mostCharacters*in.Seconds()
}

// unit is the text of one cue to be.
type unit struct {
	text   string
	weight float64 // how long it takes to say, in syllables
	closes bool    // it ends a sentence
}

func unitsOf(script Script) []unit {
	var units []unit
	for _, sentence := range script.sentences() {
		parts := Split(sentence)
		for i, part := range parts {
			units = append(units, unit{text: fit(part), weight: weightOf(part), closes: i == len(parts)-1})
		}
	}
	return units
}

// weightOf reckons how long a text takes to say. A Vietnamese word is a syllable, whatever its length; figures
// and signs in addresses are said one by one, foreign words syllable by syllable.
func weightOf(text string) float64 {
	total := 0.0
	for word := range strings.FieldsSeq(text) {
		letters, others := 0, 0
		for _, r := range word {
			switch {
			case unicode.IsLetter(r):
				letters++
			case unicode.IsDigit(r):
				others++
			}
		}
		total += max(1, float64(letters)/5+float64(others))
	}
	return total
}

// timeline is the time in which something is heard, put together without the pauses.
type timeline struct {
	spans []Span
	until []time.Duration // how much is heard up to the end of each span
}

func newTimeline(spans []Span) timeline {
	t := timeline{spans: spans}
	var total time.Duration
	for _, s := range spans {
		total += s.End - s.Start
		t.until = append(t.until, total)
	}
	return t
}

func (t timeline) length() time.Duration {
	if len(t.until) == 0 {
		return 0
	}
	return t.until[len(t.until)-1]
}

// at returns when in the video so much has been heard. At a pause it is the end of what was heard before; with
// after, the beginning of what comes next.
func (t timeline) at(heard time.Duration, after bool) time.Duration {
	i, exact := slices.BinarySearch(t.until, heard)
	if exact && after && i+1 < len(t.spans) {
		return t.spans[i+1].Start
	}
	if i == len(t.spans) {
		return t.spans[i-1].End
	}
	return t.spans[i].End - (t.until[i] - heard)
}

// pause is how long nothing is heard after a span.
func (t timeline) pause(i int) time.Duration {
	if i+1 == len(t.spans) {
		return time.Second
	}
	return t.spans[i+1].Start - t.spans[i].End
}

// cuesOf turns what is heard up to the end of each unit into times in the video.
func cuesOf(units []unit, ends []time.Duration, voice timeline) []Cue {
	cues := make([]Cue, len(units))
	from := time.Duration(0)
	for i, u := range units {
		start := voice.at(from, true)
		if i == 0 {
			start = voice.spans[0].Start
		}
		cues[i] = Cue{Start: start.Truncate(time.Millisecond), End: voice.at(ends[i], false).Truncate(time.Millisecond), Text: u.text}
		from = ends[i]
	}
	return cues
}

// lingering lets each cue stay a little after the voice.
func lingering(cues []Cue, length time.Duration) []Cue {
	for i := range cues {
		next := length.Truncate(time.Millisecond)
		if i+1 < len(cues) {
			next = cues[i+1].Start
		}
		cues[i].End = min(cues[i].End+linger, next)
	}
	return cues
}
