package caption

import (
	"fmt"
	"strings"
	"time"
)

var vttEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Write writes cues as WebVTT, under a note when there is one.
func Write(note string, cues []Cue) string {
	var out strings.Builder
	out.WriteString("WEBVTT\n")
	if note != "" {
		fmt.Fprintf(&out, "\nNOTE %s\n", note)
	}
	for i, cue := range cues {
		fmt.Fprintf(&out, "\n%d\n%s --> %s\n%s\n", i+1, vttTime(cue.Start), vttTime(cue.End), vttEscaper.Replace(cue.Text))
	}
	return out.String()
}

func vttTime(d time.Duration) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600000, ms/60000%60, ms/1000%60, ms%1000)
}

// Clock writes a time in a video as people read it: "1:05", "1:02:07".
func Clock(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
