package caption

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Format is how captions are written.
type Format string

// The formats that are read.
const (
	WebVTT Format = "webvtt"
	SRT    Format = "srt"
)

// File is what was read from a file of captions.
type File struct {
	Format   Format // empty when it is neither
	Cues     []Cue  // in the order of the file
	Problems []Problem
}

// Parse reads captions by what the file holds, not by its name. A cue that cannot be read is told with its line
// and left out; order and overlap are for Check.
func Parse(data []byte) File {
	text, told := decode(data)
	switch {
	case len(told) > 0 && told[0].Level == Error:
		return File{Problems: told}
	case hasHeader(text):
		file := ParseVTT(text)
		file.Problems = append(told, file.Problems...)
		return file
	case strings.Contains(text, "-->"):
		file := parseSRT(text)
		file.Problems = append(told, file.Problems...)
		return file
	}
	return File{Problems: append(told, problem("unknown", 0, -1))}
}

// times reads a line of times. WebVTT is strict, as browsers are; SRT takes what its many writers write.
var (
	vttTimes = regexp.MustCompile(`^(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})(?:[ \t].*)?$`)
	srtTimes = regexp.MustCompile(`^[ \t]*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})[ \t]*-->[ \t]*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})(?:[ \t].*)?$`)
)

// reading collects the cues and problems of one file.
type reading struct {
	file   File
	marked bool // markup was dropped and told
}

func (r *reading) add(code string, line int, args ...any) {
	switch {
	case len(r.file.Problems) < maxProblems:
		r.file.Problems = append(r.file.Problems, problem(code, line, -1, args...))
	case len(r.file.Problems) == maxProblems:
		r.file.Problems = append(r.file.Problems, problem("more", line, -1))
	}
}

// cue reads one cue from its line of times and its text; false when there are too many.
func (r *reading) cue(line int, times []string, text string) bool {
	if len(r.file.Cues) == MaxCues {
		r.add("too_many", line, MaxCues)
		return false
	}
	words, marked := plainText(text, r.file.Format)
	if marked && !r.marked {
		r.marked = true
		r.add("markup", line)
	}
	cue := Cue{Start: clock(times[1:5]), End: clock(times[5:9]), Text: words, Line: line}
	switch {
	case words == "" && marked: // there was nothing but markup
	case words == "" || strings.Contains(text, "-->"):
		r.add("text", line)
	case utf8.RuneCountInString(words) > MaxText:
		r.add("text_long", line, MaxText)
	case cue.End <= cue.Start:
		r.add("backwards", line)
	case cue.End > MaxLength:
		r.add("times", line)
	default:
		r.file.Cues = append(r.file.Cues, cue)
	}
	return true
}

// done tells when nothing was found.
func (r *reading) done() File {
	if len(r.file.Cues) == 0 {
		r.add("none", 1)
	}
	return r.file
}

// clock adds up hours, minutes, seconds and milliseconds; "5" after the comma is half a second.
func clock(parts []string) time.Duration {
	units := []time.Duration{time.Hour, time.Minute, time.Second, time.Millisecond}
	var total time.Duration
	for i, part := range parts {
		if i == 3 {
			part = (part + "00")[:3]
		}
		n, _ := strconv.Atoi(part) // digits only, by the pattern; a missing hour is 0
		total += time.Duration(n) * units[i]
	}
	return total
}
