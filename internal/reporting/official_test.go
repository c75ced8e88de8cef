package reporting

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/planning"
)

var update = flag.Bool("update", false, "write the golden files")

// wordText is the text of a Word document: the paragraphs outside tables, and the cells of tables.
type wordText struct{ prose, cells []string }

func readWord(t *testing.T, file []byte) wordText {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := archive.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	var text wordText
	var line strings.Builder
	tables, inText := 0, false
	decoder := xml.NewDecoder(part)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return text
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			inText = e.Name.Local == "t"
			if e.Name.Local == "tbl" {
				tables++
			}
		case xml.CharData:
			if inText {
				line.Write(e)
			}
		case xml.EndElement:
			inText = false
			switch {
			case e.Name.Local == "tbl":
				tables--
			case e.Name.Local == "p" && line.Len() > 0 && tables > 0:
				text.cells = append(text.cells, line.String())
				line.Reset()
			case e.Name.Local == "p" && line.Len() > 0:
				text.prose = append(text.prose, line.String())
				line.Reset()
			}
		}
	}
}

var (
	dates   = regexp.MustCompile(`\d{2}/\d{1,2}/\d{4}`)
	numbers = regexp.MustCompile(`[+-]?\d[\d.]*(?:,\d+)?%?`)
)

// Every number in the prose of the results is a cell of a table of the same document, and the annexes as
// a workbook show the same values.
func TestEveryNumberIsACell(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	s := w.service()
	for _, agency := range []string{province, department, communeN, school, police} {
		q := FindResults{w.id(agency), w.plan(planning.Year, 2025)}
		file, err := s.WriteReport(t.Context(), w.as(access.StandingAgency, police), q)
		if err != nil {
			t.Fatal(err)
		}
		text := readWord(t, file.Bytes)
		cells := map[string]bool{}
		for _, cell := range text.cells {
			cells[cell] = true
		}
		checked := 0
		inside := false
		for _, paragraph := range text.prose {
			inside = inside || strings.HasPrefix(paragraph, "1. Tập huấn")
			if strings.HasPrefix(paragraph, "2. Cung cấp tài liệu") {
				break
			}
			if !inside || strings.HasPrefix(paragraph, "1. ") || strings.HasPrefix(paragraph, "Bảng 1") {
				continue
			}
			for _, n := range numbers.FindAllString(dates.ReplaceAllString(paragraph, ""), -1) {
				checked++
				if !cells[strings.TrimRight(n, ".,")] {
					t.Errorf("%s: %q in %q is no cell", agency, n, paragraph)
				}
			}
		}
		if agency == police { // nothing happened there: no number, and it says so
			if checked != 0 || !slices.Contains(text.prose, "Không phát sinh.") {
				t.Errorf("the empty report has %d numbers", checked)
			}
		} else if checked < 10 {
			t.Errorf("%s: only %d numbers checked", agency, checked)
		}
		if !strings.Contains(strings.Join(text.prose, "\n"), "Phần kết quả tập huấn, bồi dưỡng") {
			t.Errorf("%s: the document does not say that it is a part", agency)
		}
	}
}

func TestReportText(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	s := w.service()
	for name, c := range map[string]struct {
		agency string
		kind   planning.PeriodKind
		file   string
	}{
		"province_year":   {province, planning.Year, "BC_21001_2025_NAM"},
		"commune_year":    {communeN, planning.Year, "BC_21005_2025_NAM"},
		"department_half": {department, planning.HalfYear, "BC_21002_2025_6T"},
	} {
		q := FindResults{w.id(c.agency), w.plan(c.kind, 2025)}
		file, err := s.WriteReport(t.Context(), w.as(access.StandingAgency, police), q)
		if err != nil {
			t.Fatal(err)
		}
		if file.Name != c.file+".docx" {
			t.Errorf("file name %s", file.Name)
		}
		text := readWord(t, file.Bytes)
		got := strings.Join(text.prose, "\n") + "\n== tables\n" + strings.Join(text.cells, "\n") + "\n"
		golden := filepath.Join("testdata", name+".txt")
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// The workbook's cells show what the document's annexes show.
func TestAnnexesEqualTheDocument(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	s := w.service()
	q := FindResults{w.id(province), w.plan(planning.Year, 2025)}
	who := w.as(access.StandingAgency, police)
	word, err := s.WriteReport(t.Context(), who, q)
	if err != nil {
		t.Fatal(err)
	}
	annexes, err := s.WriteAnnexes(t.Context(), who, q)
	if err != nil {
		t.Fatal(err)
	}
	cells := map[string]bool{}
	for _, cell := range readWord(t, word.Bytes).cells {
		cells[cell] = true
	}
	book, err := excelize.OpenReader(bytes.NewReader(annexes.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	figures := 0
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if numbers.FindString(cell) == cell && cell != "" {
					figures++
					shown := strings.ReplaceAll(cell, ".", ",") // the reading library writes decimals the English way
					if strings.Trim(shown, "+0,%") == "" {
						shown = strings.TrimPrefix(shown, "+") // and knows no third part of a format
					}
					if !cells[shown] {
						t.Errorf("%s: %q is not in the document", sheet, cell)
					}
				}
			}
		}
	}
	if figures < 100 {
		t.Errorf("%d figures in the workbook", figures)
	}
}

func TestReportRefuses(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	s, year := w.service(), w.plan(planning.Year, 2025)
	for name, c := range map[string]struct {
		who    access.Principal
		agency string
		want   error
	}{
		"another agency's focal point": {w.as(access.FocalPoint, department), communeN, fault.ErrNotFound},
		"a learner":                    {w.as(access.Learner, department), department, fault.ErrForbidden},
		"an author":                    {w.as(access.Author, province), province, fault.ErrForbidden},
		"nobody":                       {access.Principal{}, department, fault.ErrSignInRequired},
	} {
		if _, err := s.WriteReport(t.Context(), c.who, FindResults{w.id(c.agency), year}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
