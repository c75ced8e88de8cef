package document

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"sort"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Book (tệp bảng tính) is a spreadsheet of annex tables, one a sheet.
type Book struct {
	Title  string
	Issuer string
	Sheets []Sheet
	Demo   bool
	MadeAt time.Time // stored in the file's properties; the clock is the caller's
}

// Sheet (trang tính) is one table with its title lines.
type Sheet struct {
	Name      string // on the tab; shortened to the 31 characters a spreadsheet allows
	Title     string
	Subtitle  string
	Table     Table
	Landscape bool
}

const maxSheets = 60

// Book is the annexes of the document as a spreadsheet: every table of every annex is a sheet.
func (d Document) Book() Book {
	book := Book{Title: clean(d.Kind) + " " + lowerFirst(clean(d.Summary)), Issuer: d.Header.name(), Demo: d.Demo, MadeAt: d.MadeAt}
	for i, annex := range d.Annexes {
		tables := 0
		for _, block := range annex.Blocks {
			table, ok := block.(Table)
			if !ok {
				continue
			}
			tables++
			name := d.annexName(i)
			if tables > 1 {
				name += fmt.Sprintf(" (%d)", tables)
			}
			book.Sheets = append(book.Sheets, Sheet{Name: name, Title: annex.Title, Subtitle: d.attached(), Table: table, Landscape: annex.Landscape})
		}
	}
	return book
}

// Workbook writes the book as an Excel file: titles, a frozen and repeated head, figures as numbers
// with formats that show the digits the document shows. No cell holds a formula. The same book gives
// the same bytes. An error wraps ErrDocument and names the place in the model.
func Workbook(b Book) ([]byte, error) {
	if n := len(b.Sheets); n == 0 || n > maxSheets {
		return nil, fmt.Errorf("%w: Sheets: %d, want 1 to %d", ErrDocument, n, maxSheets)
	}
	file := excelize.NewFile()
	defer file.Close()
	if err := b.describe(file); err != nil {
		return nil, fmt.Errorf("describe workbook: %w", err)
	}
	styles := &styles{file: file, known: map[styleKey]int{}}
	names := map[string]bool{}
	for i, sheet := range b.Sheets {
		place := fmt.Sprintf("Sheets[%d].Table", i)
		if err := sheet.Table.check(place); err != nil {
			return nil, err
		}
		name := tab(sheet.Name, names)
		if err := b.write(file, styles, i, name, sheet); err != nil {
			return nil, fmt.Errorf("write sheet %q: %w", name, err)
		}
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	return repack(out.Bytes())
}

func (b Book) describe(file *excelize.File) error {
	at := b.MadeAt.UTC().Format(time.RFC3339)
	return file.SetDocProps(&excelize.DocProperties{
		Title: clean(b.Title), Creator: clean(b.Issuer), LastModifiedBy: clean(b.Issuer), Language: "vi-VN", Created: at, Modified: at,
	})
}

// tab makes a name a spreadsheet accepts and that no other sheet has.
func tab(name string, taken map[string]bool) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return '-'
		}
		return r
	}, clean(name)), "' ")
	if name == "" {
		name = "Bảng"
	}
	for try := 1; ; try++ {
		suffix := ""
		if try > 1 {
			suffix = fmt.Sprintf(" %d", try)
		}
		short := []rune(name)
		if room := 31 - len(suffix); len(short) > room {
			short = short[:room]
		}
		candidate := strings.TrimSpace(string(short)) + suffix
		if key := strings.ToLower(candidate); !taken[key] {
			taken[key] = true
			return candidate
		}
	}
}

// repack sorts the parts of the package and fixes their times, which the library leaves to chance.
func repack(file []byte) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, fmt.Errorf("repack workbook: %w", err)
	}
	var parts []part
	for _, entry := range archive.File {
		r, err := entry.Open()
		if err != nil {
			return nil, fmt.Errorf("repack %s: %w", entry.Name, err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return nil, fmt.Errorf("repack %s: %w", entry.Name, err)
		}
		parts = append(parts, part{entry.Name, string(content)})
	}
	sort.Slice(parts, func(i, j int) bool { return parts[i].name < parts[j].name })
	return pack(parts)
}
