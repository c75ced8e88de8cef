package document

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// ErrDocument is wrapped by every error about the content of a document; the text names the place.
var ErrDocument = errors.New("official document")

// Bounds of one document.
const (
	maxBlocks  = 5_000
	maxRows    = 50_000
	maxColumns = 30
	maxText    = 20_000 // characters of one text
	maxAnnexes = 40
)

func (d Document) check() error {
	for _, need := range []struct{ name, text string }{
		{"Header.Issuer", d.Header.Issuer}, {"Header.Symbol", d.Header.Symbol}, {"Header.Place", d.Header.Place},
		{"Kind", d.Kind}, {"Summary", d.Summary}, {"Closing", d.Closing},
	} {
		if err := checkText(need.name, need.text, true); err != nil {
			return err
		}
	}
	switch d.Header.Kind {
	case Department, Commune, Police, SteeringCommittee, School, Plain:
	default:
		return fmt.Errorf("%w: Header.Kind: %q is unknown", ErrDocument, d.Header.Kind)
	}
	if n := len(d.Signature.Lines); n < 1 || n > 5 {
		return fmt.Errorf("%w: Signature.Lines: %d lines, want 1 to 5", ErrDocument, n)
	}
	if n := len(d.Annexes); n > maxAnnexes {
		return fmt.Errorf("%w: %d annexes, at most %d", ErrDocument, n, maxAnnexes)
	}
	return d.checkParts()
}

func (d Document) checkParts() error {
	if err := checkBlocks("Blocks", d.Blocks); err != nil {
		return err
	}
	for i, annex := range d.Annexes {
		place := fmt.Sprintf("Annexes[%d]", i)
		if err := errors.Join(checkText(place+".Title", annex.Title, true), checkBlocks(place+".Blocks", annex.Blocks)); err != nil {
			return err
		}
	}
	for i, line := range append(append(append([]string{}, d.Addressees...), d.Recipients...), d.Signature.Lines...) {
		if err := checkText(fmt.Sprintf("addressee, recipient or signature line %d", i+1), line, true); err != nil {
			return err
		}
	}
	return nil
}

func checkBlocks(place string, blocks []Block) error {
	if len(blocks) > maxBlocks {
		return fmt.Errorf("%w: %s: %d blocks, at most %d", ErrDocument, place, len(blocks), maxBlocks)
	}
	for i, block := range blocks {
		place := fmt.Sprintf("%s[%d]", place, i)
		if err := checkBlock(place, block); err != nil {
			return err
		}
	}
	return nil
}

func checkBlock(place string, block Block) error {
	switch b := block.(type) {
	case Heading:
		if b.Level < 1 || b.Level > 3 {
			return fmt.Errorf("%w: %s: heading of level %d, want 1 to 3", ErrDocument, place, b.Level)
		}
		return checkText(place, b.Text, true)
	case Paragraph:
		for _, run := range b.Runs {
			if err := checkText(place, run.Text, false); err != nil {
				return err
			}
		}
		return nil
	case Table:
		return b.check(place)
	}
	return fmt.Errorf("%w: %s: unknown block %T", ErrDocument, place, block)
}

func (t Table) check(place string) error {
	switch {
	case len(t.Columns) == 0 || len(t.Columns) > maxColumns:
		return fmt.Errorf("%w: %s: %d columns, want 1 to %d", ErrDocument, place, len(t.Columns), maxColumns)
	case len(t.Rows) > maxRows:
		return fmt.Errorf("%w: %s: %d rows, at most %d", ErrDocument, place, len(t.Rows), maxRows)
	case t.Size != 0 && (t.Size < 11 || t.Size > 13):
		return fmt.Errorf("%w: %s: text of %d points, want 11 to 13", ErrDocument, place, t.Size)
	}
	for i, row := range t.Rows {
		columns := 0
		for _, cell := range row.Cells {
			columns += cell.columns()
			if err := checkText(fmt.Sprintf("%s row %d", place, i+1), cell.text, false); err != nil {
				return err
			}
		}
		if columns != len(t.Columns) {
			return fmt.Errorf("%w: %s row %d: cells for %d columns, want %d", ErrDocument, place, i+1, columns, len(t.Columns))
		}
	}
	return nil
}

func checkText(place, text string, required bool) error {
	if required && clean(text) == "" {
		return fmt.Errorf("%w: %s is empty", ErrDocument, place)
	}
	if n := utf8.RuneCountInString(text); n > maxText {
		return fmt.Errorf("%w: %s has %d characters, at most %d", ErrDocument, place, n, maxText)
	}
	return nil
}
