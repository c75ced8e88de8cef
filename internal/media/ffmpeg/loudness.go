package ffmpeg

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Loudness is what EBU R 128 measures of a sound track; its zero value leaves the sound as it is.
type Loudness struct {
	measured                        bool
	integrated, peak, span, quietly float64 // LUFS, dBTP, LU, LUFS
}

// The common loudness, as phones and video sites have it, and how much a quiet recording is raised at most: beyond
// that its noise would be what one hears.
const (
	targetLoudness = -16.0 // LUFS
	mostGain       = 20.0  // dB
	silence        = -60.0 // LUFS
)

// Measure hears the whole sound track, the first of the two passes; nothing when there is none or it is silent.
func (t Tools) Measure(ctx context.Context, s Source, progress func(float64)) (Loudness, error) {
	if !s.HasSound {
		return Loudness{}, nil
	}
	said, err := t.convert(ctx, s.Path, []string{"-v", "info", "-map", "0:" + strconv.Itoa(s.audio), "-af", "loudnorm=print_format=json", "-f", "null", "-"}, s.share(progress))
	if err != nil {
		return Loudness{}, err
	}
	return readLoudness(said)
}

// readLoudness finds the JSON at the end of what ffmpeg said.
func readLoudness(said string) (Loudness, error) {
	start, end := strings.LastIndexByte(said, '{'), strings.LastIndexByte(said, '}')
	if start < 0 || end < start {
		return Loudness{}, nil // not one sample: the track is there and empty
	}
	var told struct {
		Integrated string `json:"input_i"`
		Peak       string `json:"input_tp"`
		Span       string `json:"input_lra"`
		Threshold  string `json:"input_thresh"`
	}
	if err := json.Unmarshal([]byte(said[start:end+1]), &told); err != nil {
		return Loudness{}, fmt.Errorf("loudness: %w", err)
	}
	l := Loudness{measured: true}
	for into, text := range map[*float64]string{&l.integrated: told.Integrated, &l.peak: told.Peak, &l.span: told.Span, &l.quietly: told.Threshold} {
		n, err := strconv.ParseFloat(text, 64) // "-inf" of silence is a number too
		if err != nil {
			return Loudness{}, fmt.Errorf("loudness: %w", err)
		}
		*into = n
	}
	if !(l.integrated > silence) || l.peak > 99 || l.span > 99 {
		return Loudness{}, nil
	}
	return l, nil
}

// filter is the second pass, with a comma after it; empty when the sound stays as it is.
func (l Loudness) filter() string {
	if !l.measured {
		return ""
	}
	return fmt.Sprintf("loudnorm=I=%.2f:TP=-1.5:LRA=11:linear=true:measured_I=%.2f:measured_TP=%.2f:measured_LRA=%.2f:measured_thresh=%.2f,",
		min(targetLoudness, l.integrated+mostGain), l.integrated, l.peak, l.span, l.quietly)
}
