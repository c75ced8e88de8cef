package certificate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/ledongthuc/pdf"
)

// Bounds of reading a file that somebody brought.
const (
	mostFilePages = 20
	mostFileText  = 200_000 // characters
	timeForText   = 20 * time.Second
)

var errFileText = errors.New("the text of the file cannot be read")

// fileText reads what the pages of a PDF say, in its last revision: text of the pages themselves, not of stamps laid on them. It
// knows the letters of our own fonts, whose codes are Unicode; those of other fonts come as their bytes.
func fileText(ctx context.Context, file []byte) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, timeForText)
	defer cancel()
	type result struct {
		text string
		err  error
	}
	done := make(chan result, 1)
	go func() {
		text, err := readText(ctx, file)
		done <- result{text, err}
	}()
	select {
	case r := <-done:
		return r.text, r.err
	case <-ctx.Done():
		return "", errFileText
	}
}

func readText(ctx context.Context, file []byte) (text string, err error) {
	defer func() { // the library panics on files that are not what they say
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %v", errFileText, v)
		}
	}()
	r, err := pdf.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return "", fmt.Errorf("%w: %v", errFileText, err)
	}
	if r.NumPage() > mostFilePages {
		return "", errFileText
	}
	var b strings.Builder
	for n := 1; n <= r.NumPage(); n++ {
		page := r.Page(n)
		contents := page.V.Key("Contents")
		for i := range max(contents.Len(), 1) {
			part := contents
			if contents.Kind() == pdf.Array {
				part = contents.Index(i)
			}
			readPart(ctx, &b, page, part)
		}
	}
	return b.String(), nil
}

// readPart writes the strings that a content stream shows, with a space behind each.
func readPart(ctx context.Context, b *strings.Builder, page pdf.Page, part pdf.Value) {
	wide := false
	pdf.Interpret(part, func(stack *pdf.Stack, operator string) {
		operands := make([]pdf.Value, stack.Len())
		for i := len(operands) - 1; i >= 0; i-- {
			operands[i] = stack.Pop()
		}
		if ctx.Err() != nil || b.Len() > mostFileText {
			panic(errFileText)
		}
		switch operator {
		case "Tf":
			wide = len(operands) == 2 && page.Font(operands[0].Name()).V.Key("Encoding").Name() == "Identity-H"
		case "Tj", "'", `"`, "TJ":
			if len(operands) > 0 {
				show(b, operands[len(operands)-1], wide)
				b.WriteByte(' ')
			}
		}
	})
}

func show(b *strings.Builder, v pdf.Value, wide bool) {
	if v.Kind() == pdf.Array {
		for i := range v.Len() {
			show(b, v.Index(i), wide)
		}
		return
	}
	if v.Kind() != pdf.String {
		return
	}
	raw := v.RawString()
	if !wide {
		b.WriteString(strings.ToValidUTF8(raw, "?"))
		return
	}
	units := make([]uint16, 0, len(raw)/2)
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	b.WriteString(string(utf16.Decode(units)))
}
