package coursepackage

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// maxCues bounds the captions of one video.
const maxCues = 3000

// Cue is one caption: a text shown from Start to End.
type Cue struct {
	Start, End time.Duration
	Text       string
	Line       int // in the file
}

var cueTimes = regexp.MustCompile(`^(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})(?:[ \t].*)?$`)

// parseCaptions reads WebVTT. Each cue must end after it begins, and begin when the one before has
// ended. Notes are skipped; styles and regions are refused.
func parseCaptions(found *problems, file string, data []byte) []Cue {
	lines := strings.Split(string(data), "\n")
	if lines[0] != "WEBVTT" && !strings.HasPrefix(lines[0], "WEBVTT ") {
		found.add(file, 1, "captions.header")
		return nil
	}
	var cues []Cue
	for _, block := range captionBlocks(lines) {
		if strings.HasPrefix(block.lines[0], "NOTE") {
			continue
		}
		cue, code := parseCue(block)
		if code != "" {
			found.add(file, block.line, code)
			continue
		}
		if len(cues) == maxCues {
			found.add(file, cue.Line, "captions.too_many", maxCues)
			return cues
		}
		cues = append(cues, cue)
	}
	checkCueOrder(found, file, cues)
	return cues
}

// captionBlock is a run of lines without an empty one; line is the number of the first.
type captionBlock struct {
	line  int
	lines []string
}

func captionBlocks(lines []string) []captionBlock {
	var blocks []captionBlock
	open := false
	for i, line := range lines[1:] {
		if strings.TrimSpace(line) == "" {
			open = false
			continue
		}
		if !open {
			blocks = append(blocks, captionBlock{line: i + 2})
			open = true
		}
		last := &blocks[len(blocks)-1]
		last.lines = append(last.lines, line)
	}
	return blocks
}

// parseCue reads one block: an optional name, the times, the text.
func parseCue(block captionBlock) (cue Cue, code string) {
	lines := block.lines
	if !strings.Contains(lines[0], "-->") && len(lines) > 1 {
		lines = lines[1:]
	}
	times := cueTimes.FindStringSubmatch(strings.TrimRight(lines[0], " \t"))
	if times == nil {
		return cue, "captions.times"
	}
	cue = Cue{Start: clock(times[1:5]), End: clock(times[5:9]), Line: block.line}
	cue.Text = strings.TrimSpace(strings.Join(lines[1:], "\n"))
	switch {
	case cue.Text == "" || strings.Contains(cue.Text, "-->"):
		return cue, "captions.text"
	case cue.End <= cue.Start:
		return cue, "captions.backwards"
	}
	return cue, ""
}

// clock adds up hours, minutes, seconds and milliseconds.
func clock(parts []string) time.Duration {
	units := []time.Duration{time.Hour, time.Minute, time.Second, time.Millisecond}
	var total time.Duration
	for i, part := range parts {
		n, _ := strconv.Atoi(part) // digits only, by the pattern; a missing hour is 0
		total += time.Duration(n) * units[i]
	}
	return total
}

func checkCueOrder(found *problems, file string, cues []Cue) {
	if len(cues) == 0 {
		found.add(file, 1, "captions.none")
	}
	for i := 1; i < len(cues); i++ {
		if cues[i].Start < cues[i-1].End {
			found.add(file, cues[i].Line, "captions.overlap")
		}
	}
}
