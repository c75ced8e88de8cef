package backup

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path"
	"strings"
)

// maxSections bounds how many tables and files a backup may have.
const maxSections = 2_000_000

// gzipHead are the first bytes of every backup: what the writer's gzip settings give.
var gzipHead = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255}

// errNoBackup says that a file is something else.
var errNoBackup = errors.New("this is no backup of taphuan, or its beginning is damaged")

// archiveReader reads a backup's sections in order; it is the io.Reader of the present section.
type archiveReader struct {
	file *os.File
	gzip *gzip.Reader
	tar  *tar.Reader

	name    string      // of the present section
	part    int         // of a table
	pending *tar.Header // read already, not yet part of the present section
	sum     hash.Hash
	bytes   int64
}

func openArchive(name string) (*archiveReader, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	buffered := bufio.NewReaderSize(file, 1<<20)
	head, err := buffered.Peek(len(gzipHead))
	if err != nil || string(head) != string(gzipHead) {
		return nil, errors.Join(errNoBackup, file.Close())
	}
	compressed, err := gzip.NewReader(buffered)
	if err != nil {
		return nil, errors.Join(errNoBackup, file.Close())
	}
	return &archiveReader{file: file, gzip: compressed, tar: tar.NewReader(compressed)}, nil
}

func (r *archiveReader) Close() error { return r.file.Close() }

// next goes to the next section and returns its name; io.EOF after the last, when the file's own
// check sum has been compared too.
func (r *archiveReader) next() (string, error) {
	if r.name != "" {
		if _, err := io.Copy(io.Discard, r); err != nil {
			return "", err
		}
	}
	header, err := r.header()
	if err == io.EOF {
		if _, err := io.Copy(io.Discard, r.gzip); err != nil { // reads up to gzip's check sum
			return "", err
		}
		return "", io.EOF
	}
	if err != nil {
		return "", err
	}
	r.pending = nil
	r.name, r.part = header.Name, 0
	if strings.HasPrefix(header.Name, tableSection) {
		r.name, r.part = path.Dir(header.Name), 1
		if header.Name != partName(r.table(), 1) {
			return "", fmt.Errorf("the first part of %s is missing", r.name)
		}
	}
	r.sum, r.bytes = sha256.New(), 0
	return r.name, nil
}

// table is the name of the present section's table.
func (r *archiveReader) table() string { return strings.TrimPrefix(r.name, tableSection) }

func (r *archiveReader) header() (*tar.Header, error) {
	if r.pending != nil {
		return r.pending, nil
	}
	header, err := r.tar.Next()
	if err != nil {
		return nil, err
	}
	if header.Typeflag != tar.TypeReg || path.Clean(header.Name) != header.Name {
		return nil, fmt.Errorf("unexpected entry %.100q", header.Name)
	}
	return header, nil
}

// Read reads the present section, over all parts of a table.
func (r *archiveReader) Read(data []byte) (int, error) {
	for {
		if r.pending != nil {
			return 0, io.EOF
		}
		n, err := r.tar.Read(data)
		r.sum.Write(data[:n])
		r.bytes += int64(n)
		if n > 0 || err != io.EOF {
			return n, ignoreEOF(err)
		}
		if r.part == 0 {
			return 0, io.EOF
		}
		if err := r.nextPart(); err != nil {
			return 0, err
		}
	}
}

// nextPart goes on to the table's next part, or keeps the entry for next and says io.EOF.
func (r *archiveReader) nextPart() error {
	header, err := r.header()
	if err != nil {
		return err
	}
	if header.Name != partName(r.table(), r.part+1) {
		r.pending = header
		return io.EOF
	}
	r.part++
	return nil
}

// found is the size and the hash of what was read of the present section.
func (r *archiveReader) found() File {
	return File{Bytes: r.bytes, SHA256: hex.EncodeToString(r.sum.Sum(nil))}
}

func ignoreEOF(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}
