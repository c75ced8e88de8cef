package media

import (
	"context"
	"errors"
	"io"
	"io/fs"
)

// partsReader reads the parts of an upload as one file.
type partsReader struct {
	ctx     context.Context
	storage Storage
	parts   []uploadPart
	at      int64
	opened  io.ReadSeekCloser // the part that holds at, from there on; nil before it is read
	end     int64             // of the opened part
	lost    int64             // where the part begins whose bytes are gone, after fs.ErrNotExist
}

// Read reads from the part that holds the place; fs.ErrNotExist when the storage has lost it.
func (r *partsReader) Read(p []byte) (int, error) {
	for {
		if r.opened == nil {
			if err := r.open(); err != nil {
				return 0, err
			}
		}
		n, err := r.opened.Read(p[:min(int64(len(p)), r.end-r.at)])
		r.at += int64(n)
		if r.at == r.end {
			err = r.Close()
		} else if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF // the storage gave less than it was given
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// open opens the part that holds the place; io.EOF after the last one.
func (r *partsReader) open() error {
	for _, part := range r.parts {
		if r.at < part.FromByte || r.at >= part.FromByte+part.Size {
			continue
		}
		opened, err := r.storage.Open(r.ctx, File{SHA256: part.SHA256}.Key())
		if errors.Is(err, fs.ErrNotExist) {
			r.lost = part.FromByte
		}
		if err != nil {
			return err
		}
		r.opened, r.end = opened, part.FromByte+part.Size
		_, err = opened.Seek(r.at-part.FromByte, io.SeekStart)
		return err
	}
	return io.EOF
}

// Seek goes to a place of the whole.
func (r *partsReader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		if n := len(r.parts); n > 0 {
			offset += r.parts[n-1].FromByte + r.parts[n-1].Size
		}
	}
	if offset < 0 {
		return 0, fs.ErrInvalid
	}
	if offset == r.at {
		return offset, nil
	}
	r.at = offset
	return offset, r.Close()
}

// Close closes the part that is open.
func (r *partsReader) Close() error {
	if r.opened == nil {
		return nil
	}
	err := r.opened.Close()
	r.opened = nil
	return err
}

// seekingReaderAt reads at any place of what can seek; one reader at a time.
type seekingReaderAt struct{ io.ReadSeeker }

// ReadAt fills p from the place on.
func (r seekingReaderAt) ReadAt(p []byte, at int64) (int, error) {
	if _, err := r.Seek(at, io.SeekStart); err != nil {
		return 0, err
	}
	return io.ReadFull(r, p)
}
