package caption

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of what people can read. Lines, shortest and longest time: Netflix, Timed Text Style Guide (general
// requirements and Vietnamese). Speed: TED takes 21 characters a second for the most in languages of the Latin
// alphabet; most viewers keep up with 20 and read comfortably at 16 (Szarkowska and Gerber-Morón, 2018,
// "Viewers can keep up with fast subtitles"). A learner also has a slide to look at, so a warning comes early; an
// error stands a fourth above the fastest that was studied.
const (
	MaxLine      = 42 // characters
	MaxLines     = 2
	GoodSpeed    = 17 // characters a second
	MaxSpeed     = 25
	ShortestTime = 833 * time.Millisecond
	LongestTime  = 7 * time.Second
)

// When sound without captions is told, and when it stands in the way of publishing: captions cover all that is
// heard (WCAG 2.2, 1.2.2), so music is named too. Where the sound is not known, a longer silence is likely.
const (
	missingFrom        = 3 * time.Second
	missingMuch        = 20 * time.Second
	perhapsMissingFrom = 10 * time.Second
	perhapsMissingMuch = time.Minute
	endSlack           = time.Second // how far captions may run past the measured end
)

// Video is what is known of the video that captions belong to.
type Video struct {
	Length time.Duration // 0: not known
	Sound  []Span        // where something is heard, in order
	Heard  bool          // Sound is known
}

// Report is the result of Check.
type Report struct {
	Problems []Problem
	Errors   int // that stand in the way of publishing
	Covered  int // percent of the sound, or of the video where the sound is not known, that has captions
}

// Check tells everything that is wrong with the captions of a video, in the order of the cues and then of the gaps.
func Check(cues []Cue, video Video) Report {
	var found []Problem
	if len(cues) == 0 {
		found = append(found, problem("empty", 0, -1))
	}
	for i, cue := range cues {
		found = append(found, checkTimes(cues, i, video.Length)...)
		found = append(found, checkReading(cue, i)...)
	}
	gaps, covered := gaps(cues, video)
	for _, g := range gaps {
		found = append(found, g.check(video.Heard)...)
	}
	report := Report{Problems: found, Covered: covered}
	for _, p := range found {
		if p.Level == Error {
			report.Errors++
		}
	}
	return report
}

func checkTimes(cues []Cue, i int, length time.Duration) []Problem {
	var found []Problem
	cue := cues[i]
	if cue.Text == "" {
		found = append(found, problem("text", cue.Line, i))
	}
	if cue.length() <= 0 {
		found = append(found, problem("backwards", cue.Line, i))
	}
	switch {
	case i > 0 && cue.Start < cues[i-1].Start:
		found = append(found, problem("order", cue.Line, i))
	case i > 0 && cue.Start < cues[i-1].End:
		found = append(found, problem("overlap", cue.Line, i))
	}
	if length > 0 && cue.End > length+endSlack {
		found = append(found, problem("past_end", cue.Line, i))
	}
	return found
}

func checkReading(cue Cue, i int) []Problem {
	if cue.length() <= 0 {
		return nil
	}
	var found []Problem
	switch speed := cue.speed(); {
	case speed > MaxSpeed:
		found = append(found, problem("too_fast", cue.Line, i, speed, MaxSpeed))
	case speed > GoodSpeed:
		found = append(found, problem("fast", cue.Line, i, speed, GoodSpeed))
	}
	lines := strings.Split(cue.Text, "\n")
	if len(lines) > MaxLines {
		found = append(found, problem("many_lines", cue.Line, i, MaxLines))
	}
	for _, line := range lines {
		if utf8.RuneCountInString(line) > MaxLine {
			found = append(found, problem("long_line", cue.Line, i, MaxLine))
			break
		}
	}
	switch length := cue.length(); {
	case length < ShortestTime:
		found = append(found, problem("short", cue.Line, i))
	case length > LongestTime:
		found = append(found, problem("long", cue.Line, i, int(LongestTime.Seconds())))
	}
	return found
}
