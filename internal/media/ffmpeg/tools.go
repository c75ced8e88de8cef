package ffmpeg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Tools are the two programs.
type Tools struct{ FFmpeg, FFprobe string }

// ErrMissing says that the programs were not found.
var ErrMissing = errors.New("ffmpeg and ffprobe are not installed")

// Find returns the programs: ffmpeg at the path and ffprobe beside it, or those in PATH when it is empty.
// ErrMissing when one is not there.
func Find(path string) (Tools, error) {
	names := Tools{FFmpeg: "ffmpeg", FFprobe: "ffprobe"}
	if path != "" {
		names = Tools{FFmpeg: path, FFprobe: filepath.Join(filepath.Dir(path), "ffprobe")}
	}
	var found Tools
	var err, err2 error
	found.FFmpeg, err = exec.LookPath(names.FFmpeg)
	found.FFprobe, err2 = exec.LookPath(names.FFprobe)
	if err := errors.Join(err, err2); err != nil {
		return Tools{}, fmt.Errorf("%w: %w", ErrMissing, err)
	}
	return found, nil
}

// Check says what the found ffmpeg cannot do of what is needed here; nil when nothing is missing.
func (t Tools) Check(ctx context.Context) error {
	var missing []string
	for list, names := range map[string][]string{"-encoders": {"libx264", "aac", "mjpeg"}, "-filters": {"zscale", "tonemap", "loudnorm", "tile"}} {
		var out bounded
		if _, err := t.run(ctx, t.FFmpeg, []string{"-hide_banner", list}, &out); err != nil {
			return err
		}
		for _, name := range names {
			if !strings.Contains(out.String(), " "+name+" ") {
				missing = append(missing, name)
			}
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%s was built without %s", t.FFmpeg, strings.Join(missing, ", "))
	}
	return nil
}

// containers are the kinds of file that are opened. Playlists and scripts (hls, dash, concat, image2, lavfi ...) are
// not among them: they would name other files.
const containers = "mov,matroska,avi,mpegts,mpeg,flv,asf,ogg,mp3,wav,flac,aac"

// input are the arguments that open a file and nothing beside it.
func input(path string) []string {
	return []string{"-protocol_whitelist", "file", "-format_whitelist", containers, "-i", "file:" + path}
}

// threads is how many threads one program uses: two run at most, and people are served beside them.
func threads() string { return strconv.Itoa(max(1, (runtime.NumCPU()+1)/2)) }

// convert runs ffmpeg over a file with the arguments after the input. progress is told how far it is in the film.
func (t Tools) convert(ctx context.Context, path string, after []string, progress func(time.Duration)) (said string, err error) {
	before := []string{"-hide_banner", "-nostdin", "-y", "-nostats", "-progress", "pipe:1", "-max_pixels", strconv.Itoa(MaxPixels), "-threads", threads()}
	return t.run(ctx, t.FFmpeg, append(append(before, input(path)...), after...), &clock{tell: progress})
}

// Hear plays the first sound of a file through a filter and hands on all that ffmpeg says about it, as it says it.
func (t Tools) Hear(ctx context.Context, path, filter string, said io.Writer) error {
	args := append([]string{"-hide_banner", "-nostdin", "-nostats", "-loglevel", "info", "-vn", "-sn", "-dn"}, input(path)...)
	return t.start(ctx, t.FFmpeg, append(args, "-map", "0:a:0?", "-af", filter, "-f", "null", "-"), nil, said)
}

// complaints is how much is kept of what a program says on its standard error: the end, where the reason stands.
const complaints = 16 << 10

// run starts a program and returns the end of what it said on its standard error, which an error repeats in short.
func (t Tools) run(ctx context.Context, program string, args []string, out io.Writer) (said string, err error) {
	tail := &tail{}
	err = t.start(ctx, program, args, out, tail)
	said = string(tail.kept)
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("ffmpeg: %w: %s", err, lastLines(said))
	}
	return said, err
}

// start runs a program at low priority until it ends or ctx does, whose error is returned then.
func (t Tools) start(ctx context.Context, program string, args []string, out, said io.Writer) error {
	if nice, err := exec.LookPath("nice"); err == nil {
		program, args = nice, append([]string{"-n", "10", program}, args...)
	}
	// The kernel kills the program with the thread that started it (see dieWithUs), so that is kept.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = out, said, 5*time.Second
	dieWithUs(cmd)
	err := cmd.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

func lastLines(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	return strings.Join(lines[max(0, len(lines)-4):], "; ")
}

// tail keeps the end of what is written.
type tail struct{ kept []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.kept = append(t.kept, p...)
	if over := len(t.kept) - complaints; over > 0 {
		t.kept = append(t.kept[:0], t.kept[over:]...)
	}
	return len(p), nil
}

// bounded keeps what is written and refuses more than a mebibyte.
type bounded struct{ bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > 1<<20 {
		return 0, errors.New("too much output")
	}
	return b.Buffer.Write(p)
}

// clock reads what -progress writes and tells how far the film is.
type clock struct {
	tell func(time.Duration)
	rest []byte
}

func (c *clock) Write(p []byte) (int, error) {
	c.rest = append(c.rest, p...)
	for {
		end := bytes.IndexByte(c.rest, '\n')
		if end < 0 {
			break
		}
		line := string(c.rest[:end])
		c.rest = c.rest[end+1:]
		if micros, is := strings.CutPrefix(line, "out_time_us="); is && c.tell != nil {
			if n, err := strconv.ParseInt(strings.TrimSpace(micros), 10, 64); err == nil && n > 0 {
				c.tell(time.Duration(n) * time.Microsecond)
			}
		}
	}
	if len(c.rest) > 4096 { // no line of it is so long
		c.rest = nil
	}
	return len(p), nil
}
