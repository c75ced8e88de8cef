package ffmpeg

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// readPlaylist reads the pieces of a file from the playlist that ffmpeg wrote beside it (RFC 8216): the bytes of the
// head, then milliseconds and bytes of each segment. The pieces must follow each other without a gap. Milliseconds
// are rounded where segments end, so that rounding never adds up.
func readPlaylist(text string) (initBytes int, segments [][2]int, err error) {
	var end, length float64 // seconds
	next := 0
	for line := range strings.Lines(text) {
		tag, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch tag {
		case "#EXT-X-MAP":
			_, value, _ = strings.Cut(value, `BYTERANGE="`)
			initBytes, err = piece(strings.TrimSuffix(value, `"`), 0)
			next = initBytes
		case "#EXTINF":
			length, err = strconv.ParseFloat(strings.TrimSuffix(value, ","), 64)
		case "#EXT-X-BYTERANGE":
			var size int
			size, err = piece(value, next)
			begin := math.Round(end * 1000)
			end += length
			segments = append(segments, [2]int{int(math.Round(end*1000) - begin), size})
			next += size
		}
		if err != nil {
			return 0, nil, fmt.Errorf("ffmpeg's playlist: %w", err)
		}
	}
	if initBytes == 0 || len(segments) == 0 {
		return 0, nil, fmt.Errorf("ffmpeg's playlist has no pieces: %.200s", text)
	}
	return initBytes, segments, nil
}

// piece reads "size@start", where start must be the given one.
func piece(text string, start int) (size int, err error) {
	before, after, _ := strings.Cut(text, "@")
	at, err := strconv.Atoi(after)
	if err != nil || at != start {
		return 0, fmt.Errorf("a piece at %q, want %d", after, start)
	}
	return strconv.Atoi(before)
}
