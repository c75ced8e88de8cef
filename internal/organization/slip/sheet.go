package slip

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationmonobold"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
)

const (
	columns, rows = 2, 4
	perPage       = columns * rows
)

// hanoi is Vietnam's time, which has no daylight saving.
var hanoi = time.FixedZone("ICT", 7*60*60)

// Sheet prints the slips in the order given as one PDF file, eight a page; a new group starts a new
// page. The same arguments give the same bytes. An error wraps ErrSlip and names slip and field; it
// never repeats a password.
func Sheet(slips []Slip, meta Meta) ([]byte, error) {
	meta.Issuer, meta.Address = clean(meta.Issuer), clean(meta.Address)
	if err := meta.check(); err != nil {
		return nil, err
	}
	pages, err := paginate(slips)
	if err != nil {
		return nil, err
	}
	s := &sheet{pdf: blank(meta), meta: meta, total: len(pages)}
	for i, page := range pages {
		s.page(i+1, page)
	}
	var out bytes.Buffer
	if err := s.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("print slips: %w", err)
	}
	return out.Bytes(), nil
}

// paginate checks the slips and cuts them into pages of one group each.
func paginate(slips []Slip) ([][]Slip, error) {
	if n := len(slips); n == 0 || n > MaxSlips {
		return nil, fmt.Errorf("%w: %d slips, want 1 to %d", ErrSlip, n, MaxSlips)
	}
	var pages [][]Slip
	for i, slip := range slips {
		slip = slip.cleaned()
		if err := slip.check(); err != nil {
			return nil, fmt.Errorf("%w: slip %d: %v", ErrSlip, i+1, err)
		}
		last := len(pages) - 1
		if last < 0 || len(pages[last]) == perPage || pages[last][0].Group != slip.Group {
			pages, last = append(pages, nil), last+1
		}
		pages[last] = append(pages[last], slip)
	}
	return pages, nil
}

// blank is an empty document with fonts and fixed dates. It gets copies of the fonts, because the
// library pads tables in place.
func blank(meta Meta) *fpdf.Fpdf {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(meta.PrintedAt.UTC())
	pdf.SetModificationDate(meta.PrintedAt.UTC())
	pdf.SetLang("vi-VN")
	pdf.SetTitle("Phiếu đăng nhập lần đầu – "+meta.Issuer, true)
	pdf.SetProducer("Tập Huấn", true)
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.AddUTF8FontFromBytes("sans", "", bytes.Clone(liberationsansregular.TTF))
	pdf.AddUTF8FontFromBytes("sans", "B", bytes.Clone(liberationsansbold.TTF))
	pdf.AddUTF8FontFromBytes("mono", "B", bytes.Clone(liberationmonobold.TTF))
	return pdf
}
