package ffmpeg

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// probeTime bounds looking into a file.
const probeTime = 2 * time.Minute

// report is what ffprobe tells.
type report struct {
	Streams []stream
	Format  struct {
		Name     string `json:"format_name"`
		Duration string
		BitRate  string `json:"bit_rate"`
	}
}

type stream struct {
	Index         int
	Kind          string `json:"codec_type"`
	Codec         string `json:"codec_name"`
	Width, Height int
	PixelFormat   string `json:"pix_fmt"`
	PixelShape    string `json:"sample_aspect_ratio"`
	Rate          string `json:"avg_frame_rate"`
	Transfer      string `json:"color_transfer"`
	FieldOrder    string `json:"field_order"`
	Duration      string
	BitRate       string `json:"bit_rate"`
	Disposition   struct {
		Picture int `json:"attached_pic"`
	}
	SideData []struct{ Rotation float64 } `json:"side_data_list"`
}

// Probe looks into a file. The error is a Refusal when the file is at fault: no video, no picture, longer than
// the limit, and so on.
func (t Tools) Probe(ctx context.Context, path string, longest time.Duration) (Source, error) {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	switch info, err := os.Stat(path); {
	case err != nil:
		return Source{}, err
	case info.Size() == 0:
		return Source{}, Empty
	}
	var out bounded
	args := append([]string{"-v", "error", "-print_format", "json", "-show_format", "-show_streams"}, input(path)...)
	if _, err := t.run(ctx, t.FFprobe, args, &out); err != nil {
		if ctx.Err() != nil || errors.Is(err, os.ErrNotExist) {
			return Source{}, err
		}
		return Source{}, NotVideo
	}
	var told report
	if err := json.Unmarshal(out.Bytes(), &told); err != nil {
		return Source{}, err
	}
	s, err := sourceOf(told)
	s.Path = path
	if err == nil && s.Duration == 0 {
		s.Duration, err = t.measure(ctx, s, longest) // a browser's recording does not tell
	}
	if err == nil && s.Duration > longest {
		err = TooLong
	}
	if err == nil {
		err = t.tryFirst(ctx, s)
	}
	return s, err
}

// sourceOf reads the report; a Refusal when this file is none that can be worked on.
func sourceOf(told report) (Source, error) {
	if len(told.Streams) > maxStreams {
		return Source{}, TooManyParts
	}
	s := Source{Container: told.Format.Name, video: -1, audio: -1, Duration: seconds(told.Format.Duration)}
	s.BitRate, _ = strconv.ParseInt(told.Format.BitRate, 10, 64)
	for _, part := range told.Streams {
		switch {
		case part.Kind == "video" && part.Disposition.Picture == 0 && s.video < 0:
			s.see(part)
		case part.Kind == "audio" && s.audio < 0:
			s.audio, s.HasSound, s.AudioCodec = part.Index, true, part.Codec
			s.soundRate, _ = strconv.Atoi(part.BitRate)
		}
	}
	switch {
	case s.video < 0:
		return s, NoPicture
	case s.VideoCodec == "" || s.VideoCodec == "unknown" || s.HasSound && s.AudioCodec == "":
		return s, Unsupported
	case s.Width < 2 || s.Height < 2:
		return s, NoPicture
	case s.Width > MaxPixels/s.Height:
		return s, TooManyPixels
	}
	return s, nil
}

// see notes the picture as people see it.
func (s *Source) see(p stream) {
	s.video, s.VideoCodec, s.PixelFormat, s.Width, s.Height = p.Index, p.Codec, p.PixelFormat, p.Width, p.Height
	if shape := fraction(p.PixelShape, ":"); shape.Num > 0 && shape.Den > 0 && shape.Num != shape.Den {
		s.Width = int(math.Round(float64(p.Width) * shape.PerSecond()))
	}
	for _, d := range p.SideData {
		if turned := int(math.Abs(d.Rotation)) % 180; turned > 45 && turned < 135 {
			s.Width, s.Height = s.Height, s.Width
		}
	}
	s.FrameRate = fraction(p.Rate, "/")
	if p.Transfer == "smpte2084" || p.Transfer == "arib-std-b67" {
		s.HDR = p.Transfer
	}
	s.Interlaced = slices.Contains([]string{"tt", "bb", "tb", "bt"}, p.FieldOrder)
	s.Duration = cmp.Or(s.Duration, seconds(p.Duration))
}

// measure is how long a film is whose head does not say it: it is read through without being decoded, to the limit
// and a little.
func (t Tools) measure(ctx context.Context, s Source, longest time.Duration) (time.Duration, error) {
	var long time.Duration
	args := []string{"-v", "error", "-map", "0:" + strconv.Itoa(s.video), "-c", "copy", "-t", decimal(longest + time.Minute), "-f", "null", "-"}
	_, err := t.convert(ctx, s.Path, args, func(at time.Duration) { long = max(long, at) })
	if err == nil && long == 0 {
		err = NoPicture
	}
	return long, err
}

// tryFirst decodes the first picture: what cannot be read shows here and not after an hour.
func (t Tools) tryFirst(ctx context.Context, s Source) error {
	_, err := t.convert(ctx, s.Path, []string{"-v", "error", "-map", "0:" + strconv.Itoa(s.video), "-frames:v", "1", "-f", "null", "-"}, nil)
	if err != nil && ctx.Err() == nil {
		return Unsupported
	}
	return err
}

func seconds(text string) time.Duration {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n <= 0 || n > 1e9 {
		return 0
	}
	return time.Duration(n * float64(time.Second))
}

// decimal writes a duration as ffmpeg reads it, in seconds.
func decimal(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }

// fraction reads "30000/1001" or "4:3"; nothing when it is none.
func fraction(text, between string) Rate {
	num, den, _ := strings.Cut(text, between)
	n, err := strconv.Atoi(num)
	d, err2 := strconv.Atoi(den)
	if err != nil || err2 != nil || n <= 0 || d <= 0 {
		return Rate{}
	}
	return Rate{n, d}
}
