package caption

import (
	"regexp"
	"strings"
)

var header = regexp.MustCompile(`^WEBVTT(?:[ \t].*)?(?:\n|$)`)

func hasHeader(text string) bool { return header.MatchString(text) }

// ParseVTT reads WebVTT (W3C WebVTT 1) that is text already, lines ended by \n. Notes are skipped; styles and
// regions are told and skipped.
func ParseVTT(text string) File {
	r := reading{file: File{Format: WebVTT}}
	if !hasHeader(text) {
		r.add("header", 1)
		return r.file
	}
	for _, b := range blocks(strings.Split(text, "\n")) {
		if !r.block(b) {
			break
		}
	}
	return r.done()
}

// block is a run of lines without an empty one; line is the number of the first.
type block struct {
	line  int
	lines []string
}

// blocks returns what stands below the first line.
func blocks(lines []string) []block {
	var found []block
	open := false
	for i, line := range lines[1:] {
		if strings.TrimSpace(line) == "" {
			open = false
			continue
		}
		if !open {
			found = append(found, block{line: i + 2})
			open = true
		}
		last := &found[len(found)-1]
		last.lines = append(last.lines, line)
	}
	return found
}

// block reads one block: a note, or an optional name, the times and the text of a cue.
func (r *reading) block(b block) bool {
	if b.line == 2 {
		b = b.belowSettings()
	}
	if len(b.lines) == 0 {
		return true
	}
	lines := b.lines
	switch first := strings.TrimSpace(lines[0]); {
	case strings.HasPrefix(first, "NOTE"):
		return true
	case first == "STYLE", first == "REGION":
		r.add("style", b.line)
		return true
	}
	if !strings.Contains(lines[0], "-->") && len(lines) > 1 {
		lines = lines[1:]
	}
	times := vttTimes.FindStringSubmatch(strings.TrimRight(lines[0], " \t"))
	if times == nil {
		if times = srtTimes.FindStringSubmatch(lines[0]); times == nil {
			r.add("times", b.line)
			return true
		}
		r.add("times_form", b.line)
	}
	return r.cue(b.line, times, strings.Join(lines[1:], "\n"))
}

// belowSettings drops the settings of the file that may stand right below its header.
func (b block) belowSettings() block {
	for len(b.lines) > 0 && !strings.Contains(b.lines[0], "-->") {
		b.line, b.lines = b.line+1, b.lines[1:]
	}
	return b
}
