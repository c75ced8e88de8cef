package ffmpeg

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// segment is how long a piece is that players fetch at once, in seconds; each begins with a whole picture.
const segment = 4

// Rendition is a made one: a fragmented MP4 file.
type Rendition struct {
	Quality
	Path      string
	FrameRate float64
	InitBytes int      // the head before the segments
	Segments  [][2]int // milliseconds and bytes of each, in order
}

// Make makes a rendition of the source in a folder. progress is told the part done, from 0 to 1. The error is
// Truncated when the film ends long before its head says.
func (t Tools) Make(ctx context.Context, s Source, q Quality, loudness Loudness, folder string, progress func(float64)) (Rendition, error) {
	r := Rendition{Quality: q, Path: filepath.Join(folder, q.Name+".mp4")}
	list := filepath.Join(folder, q.Name+".m3u8")
	args := []string{"-v", "error", "-map_metadata", "-1", "-map_chapters", "-1"}
	if q.Width > 0 {
		rate := s.FrameRate.steady()
		r.FrameRate = rate.PerSecond()
		args = append(args, s.pictureArgs(q, rate)...)
	}
	if s.HasSound {
		args = append(args, s.soundArgs(q.sound, loudness)...)
	}
	args = append(args, "-f", "hls", "-hls_segment_type", "fmp4", "-hls_flags", "single_file+independent_segments", "-hls_time", strconv.Itoa(segment),
		"-hls_playlist_type", "vod", "-hls_list_size", "0", "-hls_segment_filename", r.Path, list)
	if _, err := t.convert(ctx, s.Path, args, s.share(progress)); err != nil {
		return Rendition{}, err
	}
	text, err := os.ReadFile(list)
	if err != nil {
		return Rendition{}, err
	}
	if r.InitBytes, r.Segments, err = readPlaylist(string(text)); err != nil {
		return Rendition{}, err
	}
	return r, s.checkLength(r)
}

// checkLength is Truncated when far less came out than the head of the source promised.
func (s Source) checkLength(r Rendition) error {
	var ms int
	for _, piece := range r.Segments {
		ms += piece[0]
	}
	if made := time.Duration(ms) * time.Millisecond; r.Width > 0 && made < s.Duration*9/10-time.Second {
		return Truncated
	}
	return nil
}

// share turns a place in the film into the part done.
func (s Source) share(progress func(float64)) func(time.Duration) {
	return func(at time.Duration) { progress(min(1, at.Seconds()/s.Duration.Seconds())) }
}

// pictureArgs encode the picture: a constant rate, upright, in the colors that every screen shows, with a whole
// picture where each segment begins.
func (s Source) pictureArgs(q Quality, rate Rate) []string {
	filter := ""
	if s.Interlaced {
		filter = "yadif=deint=interlaced,"
	}
	filter += fmt.Sprintf("fps=%d/%d,scale=%d:%d:flags=bicubic,", rate.Num, rate.Den, q.Width, q.Height) + s.toneMap() + "setsar=1,format=yuv420p"
	group := strconv.Itoa(int(math.Ceil(rate.PerSecond() * segment)))
	args := []string{"-map", "0:" + strconv.Itoa(s.video), "-vf", filter, "-c:v", "libx264", "-profile:v", q.profile, "-preset", q.preset, "-crf", strconv.Itoa(q.crf),
		"-maxrate", kbit(q.maxRate), "-bufsize", kbit(q.buffer), "-g", group, "-keyint_min", group, "-sc_threshold", "0",
		"-force_key_frames", fmt.Sprintf("expr:gte(t,n_forced*%d)", segment), "-threads", threads()}
	if s.HDR != "" {
		args = append(args, "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709")
	}
	return args
}

// toneMap brings high dynamic range (BT.2100, PQ or HLG) to BT.709: screens of ordinary phones would show it gray.
func (s Source) toneMap() string {
	if s.HDR == "" {
		return ""
	}
	return "zscale=tin=" + s.HDR + ":pin=bt2020:min=bt2020nc:rin=tv:t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0," +
		"zscale=t=bt709:m=bt709:r=tv,"
}

// soundArgs encode the sound at the common loudness, from the first moment on.
func (s Source) soundArgs(to sound, loudness Loudness) []string {
	return []string{"-map", "0:" + strconv.Itoa(s.audio), "-af", loudness.filter() + "aresample=48000:async=1:first_pts=0",
		"-c:a", "aac", "-b:a", kbit(s.soundKbit(to)), "-ac", strconv.Itoa(to.channels)}
}

// leastSound is below what speech is hard to follow, kbit/s.
const leastSound = 24

// soundKbit is the rate of the encoded sound: more than the source has would add nothing to hear.
func (s Source) soundKbit(to sound) int {
	if s.soundRate == 0 {
		return to.kbit
	}
	return min(to.kbit, max(leastSound, (s.soundRate+999)/1000))
}

func kbit(n int) string { return strconv.Itoa(n) + "k" }
