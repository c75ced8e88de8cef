package media

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"taphuan/internal/media/caption"
	"taphuan/internal/media/ffmpeg"
)

// What counts as a pause in speech: quieter than this level, for at least so long.
const (
	quietLevel    = "-35dB"
	shortestPause = 150 * time.Millisecond
)

// Silences returns where nothing is heard in a video of this length, in order; one pause over all of it when it
// has no sound. path is a file, of which nothing but the file itself is opened.
func Silences(ctx context.Context, tools ffmpeg.Tools, path string, length time.Duration) ([]caption.Span, error) {
	said, saying := io.Pipe()
	go func() {
		saying.CloseWithError(tools.Hear(ctx, path, fmt.Sprintf("silencedetect=noise=%s:d=%.3f", quietLevel, shortestPause.Seconds()), saying))
	}()
	lines := bufio.NewScanner(said)
	heard := readSilences(lines, length)
	switch err := errors.Join(lines.Err(), said.Close()); {
	case !heard.opened || heard.hasSound && err != nil:
		return nil, errors.Join(errUnheard, err)
	case !heard.hasSound:
		return []caption.Span{{End: length}}, nil
	}
	return heard.silences, nil
}

// errUnheard says that a file could not be listened to.
var errUnheard = errors.New("ffmpeg cannot hear the file")

// hearing is what ffmpeg says while it listens.
type hearing struct {
	opened, hasSound bool
	silences         []caption.Span
}

// readSilences reads what silencedetect says; a pause that nothing ends lasts to the end of the video.
func readSilences(lines *bufio.Scanner, length time.Duration) hearing {
	var h hearing
	open := false
	for lines.Scan() {
		line := lines.Text()
		h.opened = h.opened || strings.HasPrefix(line, "Input #0")
		h.hasSound = h.hasSound || strings.HasPrefix(line, "  Stream #0:") && strings.Contains(line, ": Audio: ")
		if at, is := secondsAfter(line, "silence_start: "); is {
			h.silences = append(h.silences, caption.Span{Start: max(0, at), End: length})
			open = true
		}
		if at, is := secondsAfter(line, "silence_end: "); is && open {
			h.silences[len(h.silences)-1].End = min(at, length)
			open = false
		}
	}
	return h
}

func secondsAfter(line, name string) (time.Duration, bool) {
	_, rest, found := strings.Cut(line, name)
	if !found {
		return 0, false
	}
	number, _, _ := strings.Cut(rest, " ")
	at, err := strconv.ParseFloat(number, 64)
	return time.Duration(at * float64(time.Second)), err == nil
}

// soundBetween returns where something is heard: the video without its pauses.
func soundBetween(silences []caption.Span, length time.Duration) []caption.Span {
	var sound []caption.Span
	at := time.Duration(0)
	for _, s := range silences {
		if s.Start > at {
			sound = append(sound, caption.Span{Start: at, End: min(s.Start, length)})
		}
		at = max(at, s.End)
	}
	if at < length {
		sound = append(sound, caption.Span{Start: at, End: length})
	}
	return sound
}
