package ffmpeg

import (
	"slices"
	"time"
)

// Bounds of what is opened.
const (
	MaxPixels  = 4096 * 2304 // of one picture: 4K, in either direction
	maxStreams = 32
)

// Source is a video file as it came, with what matters of it.
type Source struct {
	Path          string
	Duration      time.Duration
	Width, Height int // as it is seen: turned as the camera says, with square pixels
	FrameRate     Rate
	HDR           string // the transfer of a picture in high dynamic range (smpte2084, arib-std-b67), else empty
	Interlaced    bool
	HasSound      bool
	BitRate       int64  // of the whole file, bits a second
	FastStart     bool   // its head stands before the data; whoever has read the head says so
	Container     string // as ffprobe names it
	VideoCodec    string
	AudioCodec    string // empty without sound
	PixelFormat   string
	video, audio  int // their streams; audio -1 without sound
	soundRate     int // bits a second of the sound; 0 when it is not told
}

// Rate is pictures a second, as a fraction.
type Rate struct{ Num, Den int }

// PerSecond is the rate as a number; 0 when it is not known.
func (r Rate) PerSecond() float64 {
	if r.Den == 0 {
		return 0
	}
	return float64(r.Num) / float64(r.Den)
}

// slowest and fastest are the bounds of a rendition's pictures a second. Screens and phones see no difference above
// 30; fewer than 5 would leave the border of a segment without a picture.
const slowest, fastest = 5, 30

// steady is the constant rate for a source: its own where it can be, half of it or less when it is faster.
func (r Rate) steady() Rate {
	switch {
	case r.PerSecond() <= 0:
		return Rate{fastest - 5, 1}
	case r.PerSecond() < slowest:
		return Rate{slowest, 1}
	}
	divided := r
	for n := 2; divided.PerSecond() > fastest; n++ {
		divided = Rate{r.Num, r.Den * n}
	}
	return divided
}

// lightBitRate is what a phone on a poor line can play as it is, bits a second.
const lightBitRate = 300_000

// isLight reports whether the file plays in every browser as it is and on a poor line too. More video renditions of
// it would cost room and hours of encoding, and save nobody a byte.
func (s Source) isLight() bool {
	playable := s.VideoCodec == "h264" && slices.Contains([]string{"yuv420p", "yuvj420p"}, s.PixelFormat) && (s.AudioCodec == "aac" || !s.HasSound)
	return playable && s.FastStart && s.Container == "mov,mp4,m4a,3gp,3g2,mj2" && s.BitRate > 0 && s.BitRate <= lightBitRate
}
