package caption

import (
	"strings"
	"time"
	"unicode/utf8"

	"taphuan/internal/vietnamese"
)

// Bounds of one track.
const (
	MaxBytes  = 1 << 20        // of a file
	MaxCues   = 3000           // about five hours of speech
	MaxText   = 500            // characters of one cue: six times what fits the screen
	MaxLength = 24 * time.Hour // of a time in a video
)

// Cue (câu phụ đề) is one caption: a text of one line or more, shown from Start to End.
type Cue struct {
	Start, End time.Duration
	Text       string
	Line       int // in the file it was read from; 0 when it was not
}

// length is how long the cue stands on the screen.
func (c Cue) length() time.Duration { return c.End - c.Start }

// characters counts what is read, line ends as a space.
func (c Cue) characters() int { return utf8.RuneCountInString(c.Text) }

// speed is how fast one must read, in characters a second, spaces and signs counted; 0 when the cue has no length.
func (c Cue) speed() float64 {
	if c.length() <= 0 {
		return 0
	}
	return float64(c.characters()) / c.length().Seconds()
}

// Span is a stretch of a video.
type Span struct{ Start, End time.Duration }

// CleanText brings the text of a cue into its form: NFC, each line without control and direction characters and
// without spaces around it, no empty line.
func CleanText(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = vietnamese.Normalize(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
