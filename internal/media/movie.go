package media

import (
	"encoding/binary"
	"errors"
	"io"
	"time"
)

// Movie is what the head of an MP4 file tells.
type Movie struct {
	Duration      time.Duration
	Width, Height int
	FastStart     bool // the head stands before the data, so that playing starts at once
}

// ErrNotMP4 says that a file is no MP4 file, or one whose head cannot be read.
var ErrNotMP4 = errors.New("not a readable MP4 file")

// maxBoxes bounds how many boxes are looked at on one level.
const maxBoxes = 1000

// box is one part of an MP4 file: its four letters and where its content stands.
type box struct {
	kind       string
	start, end int64
}

// boxes lists the boxes between start and end.
func boxes(file io.ReaderAt, start, end int64) ([]box, error) {
	var list []box
	for start < end {
		var head [16]byte
		if end-start < 8 || len(list) == maxBoxes {
			return nil, ErrNotMP4
		}
		if _, err := file.ReadAt(head[:8], start); err != nil {
			return nil, ErrNotMP4
		}
		size, header := int64(binary.BigEndian.Uint32(head[:4])), int64(8)
		switch size {
		case 0:
			size = end - start
		case 1:
			if _, err := file.ReadAt(head[8:], start+8); err != nil {
				return nil, ErrNotMP4
			}
			size, header = int64(binary.BigEndian.Uint64(head[8:])), 16
		}
		if size < header || size > end-start {
			return nil, ErrNotMP4
		}
		list = append(list, box{kind: string(head[4:8]), start: start + header, end: start + size})
		start += size
	}
	return list, nil
}

// ReadMovie reads length and picture size from the moov box of an MP4 file; ErrNotMP4 when it cannot.
func ReadMovie(file io.ReaderAt, size int64) (Movie, error) {
	top, err := boxes(file, 0, size)
	if err != nil || len(top) == 0 || top[0].kind != "ftyp" {
		return Movie{}, ErrNotMP4
	}
	m := Movie{}
	sawData, sawHead := false, false
	for _, b := range top {
		switch b.kind {
		case "mdat":
			sawData = true
		case "moov":
			if err := m.readHead(file, b); err != nil {
				return Movie{}, err
			}
			sawHead, m.FastStart = true, !sawData
		}
	}
	if !sawHead || !sawData || m.Duration <= 0 || m.Width == 0 || m.Height == 0 {
		return Movie{}, ErrNotMP4
	}
	return m, nil
}

// readHead reads the movie header and the header of each track; the picture's track has a size.
func (m *Movie) readHead(file io.ReaderAt, moov box) error {
	parts, err := boxes(file, moov.start, moov.end)
	if err != nil {
		return err
	}
	for _, part := range parts {
		switch part.kind {
		case "mvhd":
			err = m.readDuration(file, part)
		case "trak":
			err = m.readTrack(file, part)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *Movie) readDuration(file io.ReaderAt, mvhd box) error {
	data := make([]byte, 32)
	if n := mvhd.end - mvhd.start; n < 32 {
		return ErrNotMP4
	}
	if _, err := file.ReadAt(data, mvhd.start); err != nil {
		return ErrNotMP4
	}
	scale, length := binary.BigEndian.Uint32(data[12:]), uint64(binary.BigEndian.Uint32(data[16:]))
	if data[0] == 1 {
		scale, length = binary.BigEndian.Uint32(data[20:]), binary.BigEndian.Uint64(data[24:])
	}
	const day = 24 * 3600
	if scale == 0 || length/uint64(scale) > day {
		return ErrNotMP4
	}
	m.Duration = time.Duration(length*1000/uint64(scale)) * time.Millisecond
	return nil
}

// readTrack reads the picture size: the last eight bytes of tkhd, as 16.16 fixed point.
func (m *Movie) readTrack(file io.ReaderAt, trak box) error {
	parts, err := boxes(file, trak.start, trak.end)
	if err != nil {
		return err
	}
	for _, part := range parts {
		if part.kind != "tkhd" || part.end-part.start < 84 {
			continue
		}
		var data [8]byte
		if _, err := file.ReadAt(data[:], part.end-8); err != nil {
			return ErrNotMP4
		}
		if width := int(binary.BigEndian.Uint16(data[:])); width > 0 {
			m.Width, m.Height = width, int(binary.BigEndian.Uint16(data[4:]))
		}
	}
	return nil
}
