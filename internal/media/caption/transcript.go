package caption

import (
	"fmt"
	"html"
	"strings"
	"time"
)

// transcriptWords are the fixed words of a transcript.
type transcriptWords struct{ picture, said string }

func wordsIn(language string) transcriptWords {
	if language == "en" {
		return transcriptWords{"On the screen", "Narration"}
	}
	return transcriptWords{"Trên hình", "Lời đọc"}
}

// TranscriptHTML returns the text way of a video as safe HTML, in the shape of the transcripts of course packages:
// headings, descriptions of pictures with their time, what is said. Without a script it is made of the cues.
// Speech that no picture stands before carries the time itself, so that each part can be jumped to.
func TranscriptHTML(script Script, cues []Cue, language string) string {
	words := wordsIn(language)
	var out strings.Builder
	if len(script.sentences()) == 0 {
		for _, p := range paragraphs(cues) {
			fmt.Fprintf(&out, "<p><strong>%s (%s):</strong> %s</p>\n", words.said, Clock(p.Start), html.EscapeString(p.Text))
		}
		return out.String()
	}
	times, timed := script.times(cues), false
	for i, part := range script {
		text := html.EscapeString(part.Text)
		switch {
		case part.Kind == Heading:
			fmt.Fprintf(&out, "<h2>%s</h2>\n", text)
			timed = false
		case part.Kind == Picture:
			fmt.Fprintf(&out, "<p><strong>%s (%s):</strong> %s</p>\n", words.picture, Clock(times[i]), text)
			timed = true
		case timed || len(cues) == 0:
			fmt.Fprintf(&out, "<p><strong>%s:</strong> %s</p>\n", words.said, text)
		default:
			fmt.Fprintf(&out, "<p><strong>%s (%s):</strong> %s</p>\n", words.said, Clock(times[i]), text)
			timed = true
		}
	}
	return out.String()
}

// paragraphs joins cues: a new one begins after a pause, and after some sentences.
func paragraphs(cues []Cue) []Cue {
	const pause, enough, most = 2 * time.Second, 400, 1200
	var out []Cue
	for _, cue := range cues {
		text := strings.ReplaceAll(cue.Text, "\n", " ")
		if n := len(out); n > 0 {
			last := &out[n-1]
			length := last.characters()
			full := length >= most || length >= enough && endsSentence(last.Text)
			if cue.Start-last.End < pause && !full {
				last.Text += " " + text
				last.End = cue.End
				continue
			}
		}
		out = append(out, Cue{Start: cue.Start, End: cue.End, Text: text})
	}
	return out
}
