package media_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"taphuan/internal/media"
)

func readTestMovie(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestReadMovie(t *testing.T) {
	t.Parallel()
	cases := map[string]media.Movie{
		"../coursepackage/testdata/good/media/m1.mp4": {Duration: 6 * time.Second, Width: 320, Height: 180, FastStart: true},
		"../coursepackage/testdata/late_head.mp4":     {Duration: 2 * time.Second, Width: 64, Height: 36},
	}
	for name, want := range cases {
		data := readTestMovie(t, name)
		got, err := media.ReadMovie(bytes.NewReader(data), int64(len(data)))
		if err != nil || got != want {
			t.Errorf("%s: %+v (%v), want %+v", name, got, err, want)
		}
	}
}

// A film cut off anywhere or with any byte changed is read or refused, and never more than that.
func TestReadMovieSurvivesDamage(t *testing.T) {
	t.Parallel()
	whole := readTestMovie(t, "../coursepackage/testdata/good/media/m1.mp4")
	for n := range whole {
		if _, err := media.ReadMovie(bytes.NewReader(whole[:n]), int64(n)); err == nil {
			t.Fatalf("the first %d of %d bytes were taken for a film", n, len(whole))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		data := bytes.Clone(whole)
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			data[rapid.IntRange(0, len(data)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		m, err := media.ReadMovie(bytes.NewReader(data), int64(len(data)))
		if err == nil && (m.Duration <= 0 || m.Width <= 0 || m.Height <= 0) {
			t.Fatalf("%+v", m)
		}
	})
}

// Lengths over four gigabytes and the second form of the movie header are understood.
func TestReadMovieWideForms(t *testing.T) {
	t.Parallel()
	mvhd := make([]byte, 108)
	mvhd[0] = 1
	binary.BigEndian.PutUint32(mvhd[20:], 90_000)
	binary.BigEndian.PutUint64(mvhd[24:], 90_000*75)
	tkhd := make([]byte, 96)
	tkhd[0] = 1
	binary.BigEndian.PutUint16(tkhd[88:], 1280)
	binary.BigEndian.PutUint16(tkhd[92:], 720)
	moov := pack("moov", append(pack("mvhd", mvhd), pack("trak", pack("tkhd", tkhd))...))
	wide := append([]byte{0, 0, 0, 1}, "mdat\x00\x00\x00\x00\x00\x00\x00\x14data"...)
	film := append(append(pack("ftyp", []byte("isom")), moov...), wide...)
	got, err := media.ReadMovie(bytes.NewReader(film), int64(len(film)))
	want := media.Movie{Duration: 75 * time.Second, Width: 1280, Height: 720, FastStart: true}
	if err != nil || got != want {
		t.Errorf("%+v (%v), want %+v", got, err, want)
	}
}

func pack(kind string, content []byte) []byte {
	head := binary.BigEndian.AppendUint32(nil, uint32(len(content)+8))
	return append(append(head, kind...), content...)
}
