package backup

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"
)

// The sections of a backup. Tables are cut into parts, tables/<name>/<part>, because their length
// is not known before they have been read.
const (
	tableSection    = "tables/"
	mediaSection    = "media/"
	secretSection   = "secret.key"
	manifestSection = "manifest.json"
)

// partSize is the largest part of a table in bytes; one part is held in memory.
const partSize = 4 << 20

// archiveWriter writes a backup's sections in order.
type archiveWriter struct {
	out  *bufio.Writer
	gzip *gzip.Writer
	tar  *tar.Writer
	at   time.Time
	part []byte
}

func newArchiveWriter(w io.Writer, at time.Time) *archiveWriter {
	out := bufio.NewWriterSize(w, 1<<20)
	compressed, err := gzip.NewWriterLevel(out, gzip.BestSpeed)
	if err != nil {
		panic(err) // only for an unknown level
	}
	return &archiveWriter{out: out, gzip: compressed, tar: tar.NewWriter(compressed), at: at.Truncate(time.Second), part: make([]byte, 0, partSize)}
}

func (w *archiveWriter) header(name string, size int64) error {
	return w.tar.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: w.at})
}

// file writes a section of known size.
func (w *archiveWriter) file(name string, size int64, r io.Reader) error {
	if err := w.header(name, size); err != nil {
		return err
	}
	n, err := io.Copy(w.tar, r)
	if err == nil && n != size {
		err = fmt.Errorf("%s has %d bytes, %d were expected", name, n, size)
	}
	return err
}

// close writes the manifest and ends the archive.
func (w *archiveWriter) close(m Manifest) error {
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	if err := w.header(manifestSection, int64(len(data))); err != nil {
		return err
	}
	_, err = w.tar.Write(data)
	return errors.Join(err, w.tar.Close(), w.gzip.Close(), w.out.Flush())
}

// tableWriter is the io.Writer that COPY writes a table to.
type tableWriter struct {
	*archiveWriter
	name  string
	parts int
	bytes int64
	sum   hash.Hash
}

func (w *archiveWriter) table(name string) *tableWriter {
	w.part = w.part[:0]
	return &tableWriter{archiveWriter: w, name: name, sum: sha256.New()}
}

// Write collects a part and writes it out when it is full.
func (t *tableWriter) Write(data []byte) (int, error) {
	t.sum.Write(data)
	t.bytes += int64(len(data))
	for rest := data; len(rest) > 0; {
		n := min(len(rest), partSize-len(t.part))
		t.part = append(t.part, rest[:n]...)
		rest = rest[n:]
		if len(t.part) == partSize {
			if err := t.flush(); err != nil {
				return 0, err
			}
		}
	}
	return len(data), nil
}

// flush writes the collected part, if there is one.
func (t *tableWriter) flush() error {
	if len(t.part) == 0 {
		return nil
	}
	t.parts++
	if err := t.header(partName(t.name, t.parts), int64(len(t.part))); err != nil {
		return err
	}
	_, err := t.tar.Write(t.part)
	t.part = t.part[:0]
	return err
}

func (t *tableWriter) digest() string { return hex.EncodeToString(t.sum.Sum(nil)) }

func partName(table string, part int) string {
	return fmt.Sprintf("%s%s/%06d", tableSection, table, part)
}
