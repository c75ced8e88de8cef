package caption

import (
	"slices"
	"time"
)

// gap is a stretch of a video without captions: sound is how much is heard in it, from start to end.
type gap struct {
	Span
	sound time.Duration
}

// gaps returns the stretches without captions in which something is heard, and how many percent of the sound
// have captions. Where the sound is not known, something may be heard all the time.
func gaps(cues []Cue, video Video) (found []gap, covered int) {
	sound := video.Sound
	if !video.Heard {
		sound = []Span{{0, video.Length}}
	}
	var total, without time.Duration
	for _, s := range sound {
		total += s.End - s.Start
	}
	for _, free := range between(cues, video.Length) {
		if g := heardIn(free, sound); g.sound > 0 {
			found = append(found, g)
			without += g.sound
		}
	}
	if total <= 0 {
		return found, 0
	}
	return found, int(100 * (total - without) / total)
}

// between returns where no cue stands, from the beginning of the video to its end.
func between(cues []Cue, length time.Duration) []Span {
	ordered := slices.SortedFunc(slices.Values(cues), func(a, b Cue) int { return int(a.Start - b.Start) })
	var free []Span
	at := time.Duration(0)
	for _, cue := range ordered {
		if cue.length() <= 0 {
			continue
		}
		if cue.Start > at {
			free = append(free, Span{at, min(cue.Start, max(length, at))})
		}
		at = max(at, cue.End)
	}
	return append(free, Span{at, max(length, at)})
}

// heardIn returns what is heard in a stretch; sound is in order.
func heardIn(free Span, sound []Span) gap {
	var g gap
	from, _ := slices.BinarySearchFunc(sound, free.Start, func(s Span, at time.Duration) int { return int(s.End - at) })
	for _, s := range sound[from:] {
		start, end := max(s.Start, free.Start), min(s.End, free.End)
		if s.Start >= free.End {
			break
		}
		if end <= start {
			continue
		}
		if g.sound == 0 {
			g.Start = start
		}
		g.End = end
		g.sound += end - start
	}
	return g
}

func (g gap) check(heard bool) []Problem {
	code := ""
	switch {
	case heard && g.sound >= missingMuch:
		code = "missing_much"
	case heard && g.sound >= missingFrom:
		code = "missing"
	case !heard && g.sound >= perhapsMissingMuch:
		code = "empty_long"
	case !heard && g.sound >= perhapsMissingFrom:
		code = "perhaps_missing"
	}
	if code == "" {
		return nil
	}
	return []Problem{problem(code, 0, -1, Clock(g.Start), Clock(g.End))}
}
