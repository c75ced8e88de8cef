package narration

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	framesPerSecond = 5
	// maxBytesPerMinute is what a minute of video may weigh.
	maxBytesPerMinute = 600 << 10
	// maxAudioBits is the highest bit rate of the sound, per second.
	maxAudioBits = 32000
	encodeLimit  = 10 * time.Minute
)

// encodeVideo puts the pictures and the soundtrack together as MP4 at path.
func encodeVideo(ctx context.Context, title string, pictures []string, track soundtrack, path string) error {
	list := filepath.Join(filepath.Dir(pictures[0]), "slides.txt")
	if err := os.WriteFile(list, []byte(slideList(pictures, track)), 0o600); err != nil {
		return err
	}
	loudness, err := loudnessFilter(ctx, track.file)
	if err != nil {
		return err
	}
	_, err = runProgram(ctx, encodeLimit, "", "ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y",
		"-f", "concat", "-safe", "0", "-i", list, "-i", track.file, "-map", "0:v", "-map", "1:a",
		"-vf", "fps=5,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
		"-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
		"-c:v", "libx264", "-profile:v", "high", "-preset", "veryslow", "-tune", "stillimage", "-crf", "26",
		"-g", "50", "-keyint_min", "10", "-force_key_frames", slideStarts(track), "-threads", "1",
		"-af", loudness, "-c:a", "aac", "-b:a", "22k", "-ar", "22050", "-ac", "1",
		"-t", seconds(track.length()), "-map_metadata", "-1", "-metadata", "title="+title, "-metadata:s:a", "language=vie",
		"-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-movflags", "+faststart", "-f", "mp4", path)
	return err
}

// slideList is ffmpeg's list of pictures and how long each stands; the last is named twice, as
// that format wants.
func slideList(pictures []string, track soundtrack) string {
	var list strings.Builder
	list.WriteString("ffconcat version 1.0\n")
	for i, said := range track.slides {
		fmt.Fprintf(&list, "file '%s'\nduration %s\n", filepath.Base(pictures[i]), seconds(said.end-said.start))
	}
	fmt.Fprintf(&list, "file '%s'\n", filepath.Base(pictures[len(pictures)-1]))
	return list.String()
}

// slideStarts lists when slides appear, so that a jump to a slide needs no older picture.
func slideStarts(track soundtrack) string {
	starts := make([]string, len(track.slides))
	for i, said := range track.slides {
		starts[i] = seconds(said.start)
	}
	return strings.Join(starts, ",")
}

// The voice is cleaned of rumble and hiss, evened out and brought to -18 LUFS; the limiter
// leaves room for what the low bit rate adds to the peaks.
const (
	cleaning = "highpass=f=90,lowpass=f=9000,acompressor=threshold=-22dB:ratio=3:attack=4:release=90,"
	loudness = "loudnorm=I=-18:TP=-3:LRA=11"
	limiting = "aresample=22050,alimiter=limit=0.56:attack=2:release=40:level=disabled,apad"
)

// loudnessFilter measures the sound first, so that the second pass changes its level evenly.
func loudnessFilter(ctx context.Context, sound string) (string, error) {
	said, err := runProgram(ctx, encodeLimit, "", "ffmpeg", "-nostdin", "-hide_banner", "-i", sound,
		"-af", cleaning+loudness+":print_format=json", "-f", "null", "-")
	if err != nil {
		return "", err
	}
	var m struct {
		Integrated string `json:"input_i"`
		TruePeak   string `json:"input_tp"`
		Range      string `json:"input_lra"`
		Threshold  string `json:"input_thresh"`
		Offset     string `json:"target_offset"`
	}
	if err := json.Unmarshal([]byte(said[max(0, strings.LastIndex(said, "{")):]), &m); err != nil {
		return "", fmt.Errorf("ffmpeg did not tell the loudness: %w", err)
	}
	if _, err := strconv.ParseFloat(m.Integrated, 64); err != nil || strings.Contains(m.Integrated, "inf") {
		return "", fmt.Errorf("%s: the recording is silent", filepath.Base(sound))
	}
	return fmt.Sprintf("%s%s:measured_I=%s:measured_TP=%s:measured_LRA=%s:measured_thresh=%s:offset=%s:linear=true,%s",
		cleaning, loudness, m.Integrated, m.TruePeak, m.Range, m.Threshold, m.Offset, limiting), nil
}

// probe is what ffprobe tells about a media file.
type probe struct {
	Format struct {
		Duration string
		Size     string
	}
	Streams []struct {
		CodecType string `json:"codec_type"`
		BitRate   string `json:"bit_rate"`
	}
}

func probeFile(ctx context.Context, path string) (probe, error) {
	var p probe
	said, err := runProgram(ctx, time.Minute, "", "ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", path)
	if err == nil {
		err = json.Unmarshal([]byte(said), &p)
	}
	return p, err
}

// maxRecording is the longest recording that is accepted.
const maxRecording = 20 * time.Minute

func probeDuration(ctx context.Context, path string) (time.Duration, error) {
	p, err := probeFile(ctx, path)
	if err != nil {
		return 0, err
	}
	length, err := strconv.ParseFloat(p.Format.Duration, 64)
	if err != nil || length <= 0 || length > maxRecording.Seconds() {
		return 0, fmt.Errorf("%s: a recording lasts up to %s, this one %q seconds", path, maxRecording, p.Format.Duration)
	}
	return time.Duration(length * float64(time.Second)), nil
}

// checkVideo refuses a video that a slow line could not carry.
func checkVideo(ctx context.Context, path string, length time.Duration) error {
	p, err := probeFile(ctx, path)
	if err != nil {
		return err
	}
	size, err := strconv.ParseInt(p.Format.Size, 10, 64)
	if err != nil {
		return err
	}
	if allowed := int64(maxBytesPerMinute * length.Minutes()); size > allowed {
		return fmt.Errorf("the video weighs %d KiB, %s may weigh %d KiB; use fewer or calmer slides", size>>10, length, allowed>>10)
	}
	for _, stream := range p.Streams {
		bits, err := strconv.Atoi(stream.BitRate)
		if stream.CodecType == "audio" && (err != nil || bits > maxAudioBits) {
			return fmt.Errorf("the sound takes %s bit/s, at most %d are allowed", stream.BitRate, maxAudioBits)
		}
	}
	return nil
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }
