package pades

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"time"
	"unicode/utf16"
)

// Act is what a signature says about itself. The texts are shown by readers of the file.
type Act struct {
	At       time.Time // the claimed time
	Name     string    // who signs
	Reason   string
	Location string
	Stamp    Stamp // asks for a time stamp; nil: none
}

// Stamp returns the token of a time-stamping authority (RFC 3161) for the SHA-256 digest of a signature.
type Stamp func(ctx context.Context, digest []byte) (token []byte, err error)

// room is what a signature takes beside certificates: attributes, names, lengths, and the token of a time stamp.
const (
	room      = 2 << 10
	stampRoom = 12 << 10
)

// errRoom says that a signature did not fit the place that was kept for it.
var errRoom = errors.New("pades: the signature is larger than its place")

// Sign appends an invisible signature to a PDF file and returns the longer file; the bytes before stay as they are.
// Errors: ErrFile, ErrKey, and those of the time stamp.
func Sign(ctx context.Context, pdf []byte, by Identity, act Act) ([]byte, error) {
	f, err := open(pdf)
	if err != nil {
		return nil, err
	}
	w := &writer{file: f, place: room}
	for _, c := range by.Chain {
		w.place += len(c.Raw)
	}
	var stamp stamper
	if act.Stamp != nil {
		w.place += stampRoom
		stamp = func(signature []byte) ([]byte, error) {
			digest := sha256.Sum256(signature)
			return act.Stamp(ctx, digest[:])
		}
	}
	if err := w.write(act); err != nil {
		return nil, err
	}
	return w.seal(by, stamp)
}

// writer appends an increment.
type writer struct {
	*file
	place    int // bytes for the signature
	out      bytes.Buffer
	begins   map[int]int // offsets of the increment's objects
	order    []int
	contents int // where "<" of the signature stands
	ranges   int // where the numbers of /ByteRange stand
}

// rangeForm keeps the place of three numbers.
const rangeForm = "[0 %010d %010d %010d]"

func (w *writer) write(act Act) error {
	page, err := w.firstPage()
	if err != nil {
		return err
	}
	w.begins = map[int]int{}
	w.out.Write(w.bytes)
	if !bytes.HasSuffix(w.bytes, []byte("\n")) {
		w.out.WriteByte('\n')
	}
	signature, field, form := w.size, w.size+1, w.size+2
	w.signature(signature, act)
	w.add(field, fmt.Sprintf("<</Type/Annot/Subtype/Widget/FT/Sig/T%s/TU%s/V %d 0 R/F 132/Rect[0 0 0 0]/P %d 0 R>>",
		literal(fmt.Sprintf("Signature%d", signature)), unicode(act.Name), signature, page))
	if err := w.extend(page, "Annots", field); err != nil {
		return err
	}
	if err := w.joinForm(form, field); err != nil {
		return err
	}
	w.table()
	return nil
}

// signature writes the dictionary with an empty place for the signature itself.
func (w *writer) signature(id int, act Act) {
	w.begin(id)
	w.out.WriteString("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M" +
		literal(act.At.UTC().Format("D:20060102150405Z")))
	for _, t := range []struct{ key, text string }{{"Name", act.Name}, {"Reason", act.Reason}, {"Location", act.Location}} {
		if t.text != "" {
			w.out.WriteString("/" + t.key + " " + unicode(t.text))
		}
	}
	w.out.WriteString("/ByteRange")
	w.ranges = w.out.Len()
	fmt.Fprintf(&w.out, rangeForm, 0, 0, 0)
	w.out.WriteString("/Contents")
	w.contents = w.out.Len()
	w.out.WriteString("<" + string(bytes.Repeat([]byte("0"), 2*w.place)) + ">>>\nendobj\n")
}

var formKey = regexp.MustCompile(`/AcroForm\s+(\d+)\s+0\s+R`)

// listKey finds the beginning of a list that stands in a dictionary.
func listKey(name string) *regexp.Regexp { return regexp.MustCompile(`/` + name + `\s*\[\s*`) }

// joinForm enters the field in the file's form, which is made where there is none.
func (w *writer) joinForm(id, field int) error {
	catalog, err := w.object(w.root)
	if err != nil {
		return err
	}
	if form := number(formKey, catalog); form > 0 {
		return w.extend(form, "Fields", field)
	}
	if bytes.Contains(catalog, []byte("/AcroForm")) {
		return ErrFile
	}
	w.add(id, fmt.Sprintf("<</Fields[%d 0 R]/SigFlags 3>>", field))
	return w.addEntry(w.root, catalog, fmt.Sprintf("/AcroForm %d 0 R", id))
}

// extend writes an object again with one more reference in a list of it.
func (w *writer) extend(id int, list string, reference int) error {
	dictionary, err := w.object(id)
	if err != nil {
		return err
	}
	at := listKey(list).FindIndex(dictionary)
	if at == nil {
		if bytes.Contains(dictionary, []byte("/"+list)) { // as an object of its own
			return ErrFile
		}
		return w.addEntry(id, dictionary, fmt.Sprintf("/%s[%d 0 R]", list, reference))
	}
	w.add(id, fmt.Sprintf("%s%d 0 R %s", dictionary[:at[1]], reference, dictionary[at[1]:]))
	return nil
}

// addEntry writes a dictionary again with one more entry.
func (w *writer) addEntry(id int, dictionary []byte, entry string) error {
	end := bytes.LastIndex(dictionary, []byte(">>"))
	if end < 0 || !bytes.HasPrefix(dictionary, []byte("<<")) || bytes.Contains(dictionary, []byte("stream")) {
		return ErrFile
	}
	w.add(id, string(dictionary[:end])+entry+">>")
	return nil
}

func (w *writer) begin(id int) {
	w.begins[id] = w.out.Len()
	w.order = append(w.order, id)
	fmt.Fprintf(&w.out, "%d 0 obj\n", id)
}

func (w *writer) add(id int, text string) {
	w.begin(id)
	w.out.WriteString(text + "\nendobj\n")
}

// table writes the cross-reference table of the increment and the end of the file.
func (w *writer) table() {
	at := w.out.Len()
	w.out.WriteString("xref\n")
	next := w.size
	for _, id := range w.order {
		fmt.Fprintf(&w.out, "%d 1\n%010d 00000 n \n", id, w.begins[id])
		next = max(next, id+1)
	}
	fmt.Fprintf(&w.out, "trailer\n<</Size %d/Root %d 0 R", next, w.root)
	if w.info != "" {
		w.out.WriteString("/Info " + w.info)
	}
	if w.id != "" {
		w.out.WriteString("/ID[" + w.id + "]")
	}
	fmt.Fprintf(&w.out, "/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", w.xref, at)
}

// seal signs everything but the place of the signature and puts it there.
func (w *writer) seal(by Identity, stamp stamper) ([]byte, error) {
	out := w.out.Bytes()
	after := w.contents + 2*w.place + 2
	copy(out[w.ranges:], fmt.Sprintf(rangeForm, w.contents, after, len(out)-after))
	sum := sha256.New()
	sum.Write(out[:w.contents])
	sum.Write(out[after:])
	signature, err := signedData(sum.Sum(nil), by, stamp)
	if err != nil {
		return nil, err
	}
	if len(signature) > w.place {
		return nil, errRoom
	}
	hex.Encode(out[w.contents+1:], signature)
	return out, nil
}

// literal is a text of plain letters as PDF writes it.
func literal(s string) string { return "(" + s + ")" }

// unicode is any text as PDF writes it: UTF-16 with a mark in front, as hexadecimal digits.
func unicode(s string) string {
	var b bytes.Buffer
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String() + ">"
}
