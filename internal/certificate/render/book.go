package render

import (
	"bytes"
	"fmt"
	"iter"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// MostCopies is how many certificates one file for printing holds.
const MostCopies = 1000

// Sheet is one certificate of a file for printing.
type Sheet struct {
	Facts  Facts
	Design Design
}

// Copies draws certificates as one file for printing, a page each, that shares fonts and ornaments. It is meant for paper and
// never signed. The error of a sheet ends it; one wraps ErrFacts as Certificate's do, or says that there are too many.
func Copies(title, issuer string, day time.Time, sheets iter.Seq2[Sheet, error]) ([]byte, error) {
	b := newBook(description{title: title, author: issuer, subject: "Bản in, không mang chữ ký số", day: day})
	n := 0
	for sheet, err := range sheets {
		if err != nil {
			return nil, err
		}
		if n++; n > MostCopies {
			return nil, fmt.Errorf("%w: more than %d certificates", ErrFacts, MostCopies)
		}
		sheet.Facts = sheet.Facts.cleaned()
		if err := sheet.Facts.check(); err != nil {
			return nil, fmt.Errorf("%s: %w", sheet.Facts.RegisterNumber, err)
		}
		if err := b.draw(sheet.Facts, sheet.Design); err != nil {
			return nil, fmt.Errorf("%s: %w", sheet.Facts.RegisterNumber, err)
		}
	}
	return b.finish()
}

// A book is a file that grows page by page.
type book struct {
	pdf      *fpdf.Fpdf
	elements []element
	families []*family
}

// newBook is an empty file. A4 landscape is a size of its own: the library misplaces stamps on a page it turned itself.
func newBook(d description) *book {
	pdf := fpdf.NewCustom(&fpdf.InitType{
		OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: pageWidth, Ht: pageHeight},
	})
	describe(pdf, d)
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	return &book{pdf: pdf}
}

// draw adds a page of facts that were checked.
func (b *book) draw(facts Facts, design Design) error {
	letters, err := familyFor(design, facts)
	if err != nil {
		return err
	}
	b.use(letters)
	b.pdf.AddPage()
	p := &page{pdf: b.pdf, book: b, family: letters, design: design, facts: facts}
	p.draw()
	return p.err
}

// finish writes the file and adds what the library cannot.
func (b *book) finish() ([]byte, error) {
	var out bytes.Buffer
	if err := b.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("draw certificate: %w", err)
	}
	d, err := takeApart(out.Bytes())
	if err != nil {
		return nil, err
	}
	d.dropEmptyNames()
	d.structure(b.elements)
	d.nameSubsets(b.families, subsetTag(out.Bytes()))
	return d.bytes(), nil
}
