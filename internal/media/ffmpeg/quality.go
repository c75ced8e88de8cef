package ffmpeg

import "math"

// Quality is a rendition to be made.
type Quality struct {
	Name          string
	Width, Height int // 0 for sound alone
	maxRate       int // kbit/s of the picture at most, over a second
	buffer        int // kbit that a burst may be over it
	crf           int // how good, the lower the better
	profile       string
	preset        string
	sound         sound
}

// sound is how the sound of a rendition is encoded.
type sound struct{ kbit, channels int }

var poor, good = sound{48, 1}, sound{96, 2}

// Audio is the rendition of sound alone.
const Audio = "audio"

// ladder are the qualities from the smallest on, by the shorter side. The smallest is for a line of 300 kbit/s: a
// segment of 4 seconds weighs (4 x 190 + 95) / 4 + 50 = 265 kbit/s at most.
var ladder = []struct {
	short int
	Quality
}{
	{240, Quality{Name: "240p", maxRate: 190, buffer: 95, crf: 27, profile: "baseline", preset: "faster", sound: poor}},
	{360, Quality{Name: "360p", maxRate: 450, buffer: 450, crf: 25, profile: "main", preset: "faster", sound: good}},
	{480, Quality{Name: "480p", maxRate: 900, buffer: 900, crf: 24, profile: "main", preset: "faster", sound: good}},
	{720, Quality{Name: "720p", maxRate: 1900, buffer: 1900, crf: 24, profile: "main", preset: "veryfast", sound: good}},
	{1080, Quality{Name: "1080p", maxRate: 3800, buffer: 3800, crf: 24, profile: "main", preset: "veryfast", sound: good}},
}

// Qualities are the renditions for a source, the smallest first. None is larger than the source; one below 240 has
// a single one of its own size. A light source gets the sound alone.
func (s Source) Qualities() []Quality {
	var list []Quality
	if s.HasSound {
		list = append(list, Quality{Name: Audio, sound: poor})
	}
	if s.isLight() {
		return list
	}
	short := min(s.Width, s.Height)
	for i, step := range ladder {
		if i > 0 && step.short > short {
			break
		}
		q := step.Quality
		q.Width, q.Height = s.fit(min(step.short, short))
		list = append(list, q)
	}
	return list
}

// fit is the size with the given shorter side, in even numbers as the picture's format asks.
func (s Source) fit(short int) (width, height int) {
	scale := float64(short) / float64(min(s.Width, s.Height))
	even := func(n int) int { return max(2, int(math.Round(float64(n)*scale/2))*2) }
	return even(s.Width), even(s.Height)
}

// Work is how much work it is to make, in pixels of a picture.
func (q Quality) Work() int { return max(q.Width*q.Height, 20_000) }
