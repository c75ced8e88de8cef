package coursepackage

import (
	"time"

	"taphuan/internal/media/caption"
)

// parseCaptions reads WebVTT and refuses what stands in a viewer's way in a video of this length (0: unknown).
// The file goes to browsers as it is: what an upload would be cleaned of is refused too, but for markup of
// cues, which browsers know.
func parseCaptions(found *problems, file string, data []byte, length time.Duration) []caption.Cue {
	read := caption.ParseVTT(string(data))
	wrong := read.Problems
	if len(read.Cues) > 0 {
		for _, p := range caption.Check(read.Cues, caption.Video{Length: length}).Problems {
			if p.Level == caption.Error {
				wrong = append(wrong, p)
			}
		}
	}
	for _, p := range wrong {
		if p.Code != "markup" {
			found.addText(file, p.Line, "captions."+p.Code, p.Text)
		}
	}
	return read.Cues
}
