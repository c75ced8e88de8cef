package media

import (
	"fmt"
	"os"

	"github.com/google/uuid"

	"taphuan/internal/media/ffmpeg"
)

// renditionOf is the row of a made file: what it is encoded with is read from the file itself.
func renditionOf(file uuid.UUID, made ffmpeg.Rendition) (Rendition, error) {
	f, err := os.Open(made.Path)
	if err != nil {
		return Rendition{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Rendition{}, err
	}
	tracks, err := readTracks(f, info.Size())
	if err != nil {
		return Rendition{}, err
	}
	r := Rendition{FileID: file, Name: made.Name, Width: made.Width, Height: made.Height, FrameRate: made.FrameRate, Codecs: codecsOf(tracks),
		InitBytes: made.InitBytes, Segments: made.Segments}
	if r.Bytes() != info.Size() {
		return Rendition{}, fmt.Errorf("rendition %s: its pieces are %d bytes, the file is %d", r.Name, r.Bytes(), info.Size())
	}
	r.Bandwidth, r.AverageBandwidth = bandwidths(made.Segments)
	return r, nil
}

// bandwidths measures bits a second, the peak and the average, as RFC 8216 (4.3.4.2) defines them: the peak is of any
// run of segments that lasts from half the target duration to one and a half. So a last piece of a few pictures does
// not count as a flood.
func bandwidths(segments [][2]int) (peak, average int) {
	target, length, bytes := 0, 0, 0
	for _, s := range segments {
		target, length, bytes = max(target, s[0]), length+s[0], bytes+s[1]
	}
	if length == 0 {
		return 0, 0
	}
	average = rate(bytes, length)
	for i := range segments {
		length, bytes := 0, 0
		for _, s := range segments[i:] {
			length, bytes = length+s[0], bytes+s[1]
			if 2*length > 3*target {
				break
			}
			if 2*length >= target {
				peak = max(peak, rate(bytes, length))
			}
		}
	}
	return max(peak, average), average
}

// rate is bits a second, rounded up.
func rate(bytes, ms int) int { return (bytes*8000 + ms - 1) / ms }
