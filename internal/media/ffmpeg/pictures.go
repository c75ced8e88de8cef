package ffmpeg

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// posterSide is the shorter side of a poster at most.
const posterSide = 720

// Poster makes a JPEG of the most telling picture near the beginning, after fading in and greetings; of the very
// first when there is none there.
func (t Tools) Poster(ctx context.Context, s Source, folder string) (path string, width, height int, err error) {
	path = filepath.Join(folder, "poster.jpg")
	width, height = s.fit(min(posterSide, s.Width, s.Height))
	for _, start := range []time.Duration{min(s.Duration/10, 15*time.Second), 0} {
		filter := fmt.Sprintf("fps=2,trim=start=%s:duration=10,thumbnail=20,scale=%d:%d,", decimal(start), width, height) + s.toneMap() + "setsar=1,format=yuvj420p"
		args := []string{"-v", "error", "-map", "0:" + strconv.Itoa(s.video), "-vf", filter, "-frames:v", "1", "-q:v", "5", "-f", "image2", "-update", "1", path}
		if _, err = t.convert(ctx, s.Path, args, nil); err != nil {
			break
		}
		if _, err = os.Stat(path); err == nil {
			break
		}
	}
	return path, width, height, err
}

// Thumbnails are small pictures in one file, row by row.
type Thumbnails struct {
	Path          string
	Every         time.Duration
	Columns       int
	Count         int
	Width, Height int // of one
}

// How many thumbnails there are at most, in rows of how many, and how wide one is: together some 200 KB.
const (
	maxThumbnails = 100
	columns       = 10
)

// layOut decides how many thumbnails there are and how large.
func (s Source) layOut() Thumbnails {
	every := max(2*time.Second, (s.Duration/maxThumbnails + time.Second).Truncate(time.Second))
	count := max(1, int((s.Duration+every-1)/every))
	short := 81
	if s.Height > s.Width {
		short = 72
	}
	width, height := s.fit(min(short, s.Width, s.Height))
	return Thumbnails{Every: every, Columns: min(columns, count), Count: count, Width: width, Height: height}
}

// Thumbnails makes them of a film, the picture of each stretch's first moment. A small rendition of the film will do.
func (t Tools) Thumbnails(ctx context.Context, s Source, folder string, progress func(float64)) (Thumbnails, error) {
	n := s.layOut()
	n.Path = filepath.Join(folder, "thumbnails.jpg")
	rows := (n.Count + n.Columns - 1) / n.Columns
	filter := fmt.Sprintf("select='gte(t,selected_n*%s)',scale=%d:%d,", decimal(n.Every), n.Width, n.Height) + s.toneMap() +
		fmt.Sprintf("setsar=1,format=yuvj420p,tile=%dx%d", n.Columns, rows)
	args := []string{"-v", "error", "-map", "0:" + strconv.Itoa(s.video), "-vf", filter, "-vsync", "vfr", "-frames:v", "1", "-q:v", "6", "-f", "image2", "-update", "1", n.Path}
	_, err := t.convert(ctx, s.Path, args, s.share(progress))
	return n, err
}
