package pades

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

// ErrFile says that a file is not one that this package can add a signature to.
var ErrFile = errors.New("pades: not a PDF file with a classic cross-reference table")

// file is a PDF that is to be continued.
type file struct {
	bytes   []byte
	xref    int         // where the last cross-reference table begins
	size    int         // the next free object number
	root    int         // object number of the catalog
	info    string      // "12 0 R", or empty
	id      string      // "<..><..>", or empty
	offsets map[int]int // of objects, the newest of each
}

var (
	startXref = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
	sizeKey   = regexp.MustCompile(`/Size\s+(\d+)`)
	rootKey   = regexp.MustCompile(`/Root\s+(\d+)\s+0\s+R`)
	infoKey   = regexp.MustCompile(`/Info\s+(\d+\s+0\s+R)`)
	idKey     = regexp.MustCompile(`/ID\s*\[\s*(<[0-9A-Fa-f]*>\s*<[0-9A-Fa-f]*>)\s*\]`)
	prevKey   = regexp.MustCompile(`/Prev\s+(\d+)`)
	pagesKey  = regexp.MustCompile(`/Pages\s+(\d+)\s+0\s+R`)
	kidsKey   = regexp.MustCompile(`/Kids\s*\[\s*(\d+)\s+0\s+R`)
)

// mostTables bounds how many cross-reference tables are followed back.
const mostTables = 64

func open(pdf []byte) (*file, error) {
	at := number(startXref, pdf[max(0, len(pdf)-64):])
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || at < 0 {
		return nil, ErrFile
	}
	f := &file{bytes: pdf, xref: at, offsets: map[int]int{}}
	for range mostTables {
		trailer, err := f.readTable(at)
		if err != nil {
			return nil, err
		}
		if f.size == 0 {
			f.size, f.root = number(sizeKey, trailer), number(rootKey, trailer)
			f.info, f.id = text(infoKey, trailer), text(idKey, trailer)
		}
		if at = number(prevKey, trailer); at < 0 {
			break
		}
	}
	if f.size <= 0 || f.root <= 0 {
		return nil, ErrFile
	}
	return f, nil
}

// readTable notes the objects of a table that no later one has and returns its trailer.
func (f *file) readTable(at int) ([]byte, error) {
	if at >= len(f.bytes) || !bytes.HasPrefix(f.bytes[at:], []byte("xref")) {
		return nil, ErrFile
	}
	rest := bytes.TrimLeft(f.bytes[at+len("xref"):], "\r\n ")
	for !bytes.HasPrefix(rest, []byte("trailer")) {
		var first, count int
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		if _, err := fmt.Sscanf(string(line), "%d %d", &first, &count); err != nil || count < 0 || len(after) < 20*count {
			return nil, ErrFile
		}
		for i := range count {
			f.note(first+i, after[20*i:20*i+20])
		}
		rest = bytes.TrimLeft(after[20*count:], "\r\n ")
	}
	end := bytes.Index(rest, []byte("startxref"))
	if end < 0 {
		return nil, ErrFile
	}
	return rest[:end], nil
}

// note takes an entry of a table: "0000000015 00000 n".
func (f *file) note(object int, entry []byte) {
	at, err := strconv.Atoi(string(entry[:10]))
	if _, known := f.offsets[object]; err == nil && !known && entry[17] == 'n' {
		f.offsets[object] = at
	}
}

// object returns the text of an object between "obj" and "endobj".
func (f *file) object(id int) ([]byte, error) {
	at, known := f.offsets[id]
	head := []byte(fmt.Sprintf("%d 0 obj", id))
	if !known || at < 0 || at >= len(f.bytes) || !bytes.HasPrefix(f.bytes[at:], head) {
		return nil, ErrFile
	}
	body := f.bytes[at+len(head):]
	end := bytes.Index(body, []byte("endobj"))
	if end < 0 {
		return nil, ErrFile
	}
	return bytes.TrimSpace(body[:end]), nil
}

// firstPage is the object number of the first page.
func (f *file) firstPage() (int, error) {
	at := f.root
	for _, key := range []*regexp.Regexp{pagesKey, kidsKey} {
		dictionary, err := f.object(at)
		if err != nil {
			return 0, err
		}
		if at = number(key, dictionary); at < 0 {
			return 0, ErrFile
		}
	}
	return at, nil
}

// number is the number that a key stands before; -1 when there is none.
func number(key *regexp.Regexp, in []byte) int {
	n, err := strconv.Atoi(text(key, in))
	if err != nil {
		return -1
	}
	return n
}

func text(key *regexp.Regexp, in []byte) string {
	if found := key.FindSubmatch(in); found != nil {
		return string(found[1])
	}
	return ""
}
