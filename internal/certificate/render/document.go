package render

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// A document is a file of the PDF library taken apart, so that what the library cannot write is added: structure, names of
// font subsets, the identifier of the file. The library's own files are meant, not any PDF.
type document struct {
	objects    [][]byte // by number, what stands between "obj" and "endobj"; none has the number 0
	pages      []int    // their numbers, in order
	root, info int
}

var (
	errParts   = errors.New("the PDF library wrote a file of an unknown form")
	fileEnd    = regexp.MustCompile(`trailer\n<<\n/Size (\d+)\n/Root (\d+) 0 R\n/Info (\d+) 0 R\n>>\nstartxref\n(\d+)\n%%EOF\n?$`)
	emptyNames = regexp.MustCompile(`/Names <<\s*/EmbeddedFiles <<\s*/Names \[\s*\]\s*>>\s*>>\n`)
	pageObject = []byte("<</Type /Page\n")
	objectEnd  = []byte("\nendobj\n")
)

// takeApart reads a finished file. With an output intent the library names the color profile as the document information,
// which stands one before.
func takeApart(file []byte) (*document, error) {
	end := fileEnd.FindSubmatch(file[max(0, len(file)-200):])
	if end == nil {
		return nil, errParts
	}
	size, start := atoi(end[1]), atoi(end[4])
	d := &document{objects: make([][]byte, size), root: atoi(end[2]), info: atoi(end[3]) - 1}
	begins, err := offsets(file, start, size)
	if err != nil || d.root >= size || d.info < 1 {
		return nil, errParts
	}
	ends := slices.Sorted(slices.Values(append(begins[1:], start)))
	for id := 1; id < size; id++ {
		next, _ := slices.BinarySearch(ends, begins[id]+1)
		body, whole := bytes.CutSuffix(file[begins[id]:ends[next]], objectEnd)
		body, known := bytes.CutPrefix(body, fmt.Appendf(nil, "%d 0 obj\n", id))
		if !whole || !known {
			return nil, errParts
		}
		d.objects[id] = body
		if bytes.HasPrefix(body, pageObject) {
			d.pages = append(d.pages, id)
		}
	}
	return d, nil
}

// offsets reads the cross-reference table: where each object begins.
func offsets(file []byte, start, size int) ([]int, error) {
	head := len(fmt.Sprintf("xref\n0 %d\n", size))
	if len(file) < start+head+20*size {
		return nil, errParts
	}
	begins := make([]int, size)
	for id := 1; id < size; id++ {
		begins[id] = atoi(file[start+head+20*id:][:10])
		if begins[id] < 1 || begins[id] >= start {
			return nil, errParts
		}
	}
	return begins, nil
}

// add takes a new object and returns its number.
func (d *document) add(body []byte) int {
	d.objects = append(d.objects, body)
	return len(d.objects) - 1
}

// extend adds entries to a dictionary.
func (d *document) extend(id int, entries string) {
	d.objects[id] = append(bytes.TrimSuffix(bytes.Clone(d.objects[id]), []byte(">>")), entries+">>"...)
}

// dropEmptyNames takes out the list of attached files that the library writes without any.
func (d *document) dropEmptyNames() {
	d.objects[d.root] = emptyNames.ReplaceAll(d.objects[d.root], nil)
}

// nameSubsets gives each embedded font its family's name behind a tag of six letters, as ISO 32000-1 (9.6.4) asks of a
// font that lacks the characters nobody used.
func (d *document) nameSubsets(families []*family, tag string) {
	for id, body := range d.objects {
		if !bytes.HasPrefix(body, []byte("<</Type /Font")) {
			continue
		}
		for _, f := range families {
			for _, style := range faces {
				for _, key := range []string{"/BaseFont /", "/FontName /"} {
					body = bytes.ReplaceAll(body, []byte(key+"utf8"+f.key+string(style)+"\n"), []byte(key+tag+"+"+f.nameOf(style)+"\n"))
				}
			}
		}
		d.objects[id] = body
	}
}

// bytes puts the file together. Its identifier is made of its content.
func (d *document) bytes() []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	table := fmt.Appendf(nil, "xref\n0 %d\n0000000000 65535 f \n", len(d.objects))
	for id, body := range d.objects[1:] {
		table = fmt.Appendf(table, "%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n", id+1)
		out.Write(body)
		out.Write(objectEnd)
	}
	id, start := sha256.Sum256(out.Bytes()), out.Len()
	out.Write(table)
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n", len(d.objects), d.root, d.info, id[:16], id[:16], start)
	return out.Bytes()
}

// atoi reads digits that an expression or the table's form has made sure of; -1 for anything else.
func atoi(digits []byte) int {
	n, err := strconv.Atoi(string(digits))
	if err != nil {
		return -1
	}
	return n
}
