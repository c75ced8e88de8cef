package caption

import (
	"regexp"
	"strings"
)

var (
	number = regexp.MustCompile(`^\s*\d+\s*$`)
	// arrow finds a line of times, also where the arrow or a time is not well written.
	arrow = regexp.MustCompile(`-->|^\s*\d+:\d+\S*\s*[-–=→]+>?\s*\d+:\d`)
)

// parseSRT reads SRT, which nobody has ever written down: a line of times begins a cue, its text goes on until
// the next one, less the number that stands above it. Empty lines inside a text and missing ones between cues
// are no matter.
func parseSRT(text string) File {
	r := reading{file: File{Format: SRT}}
	lines := strings.Split(text, "\n")
	for at := nextTimes(lines, 0); at < len(lines); {
		next := nextTimes(lines, at+1)
		end := next
		if next < len(lines) && next-1 > at && number.MatchString(lines[next-1]) {
			end--
		}
		if times := srtTimes.FindStringSubmatch(lines[at]); times == nil {
			r.add("times", at+1)
		} else if !r.cue(at+1, times, strings.Join(lines[at+1:end], "\n")) {
			break
		}
		at = next
	}
	return r.done()
}

// nextTimes is the next line of times from a line on, or the end.
func nextTimes(lines []string, from int) int {
	for i := from; i < len(lines); i++ {
		if arrow.MatchString(lines[i]) {
			return i
		}
	}
	return len(lines)
}
