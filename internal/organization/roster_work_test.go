package organization

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"taphuan/internal/fault"
)

const (
	sheetStart = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetEnd   = `</sheetData></worksheet>`
	headRow    = `<row r="1"><c r="A1" t="str"><v>STT</v></c><c r="B1" t="str"><v>Họ và tên</v></c><c r="C1" t="str"><v>Lớp</v></c></row>`
	firstRow   = `<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>Lê An</v></c><c r="C2" t="str"><v>10A1</v></c></row>`
)

// withSheet makes a workbook of one sheet, and of other parts, as they stand in the file.
func withSheet(t *testing.T, rows string, others ...string) []byte {
	t.Helper()
	parts := map[string]string{"xl/worksheets/sheet1.xml": sheetStart + rows + sheetEnd}
	for i := 0; i+1 < len(others); i += 2 {
		parts[others[i]] = others[i+1]
	}
	return repack(t, workbook(t, [][]any{{"x"}}), parts)
}

// TestWorkOfAFile holds that a file is refused for what it costs, before that is spent: each of these is small
// as it is sent.
func TestWorkOfAFile(t *testing.T) {
	t.Parallel()
	many := func(from, to int, row string) string {
		var rows strings.Builder
		for i := from; i <= to; i++ {
			rows.WriteString(strings.ReplaceAll(row, "#", fmt.Sprint(i)))
		}
		return rows.String()
	}
	sameSheet := `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` +
		many(1, 40, `<sheet name="S#" sheetId="#" r:id="rId1"/>`) + `</sheets></workbook>`
	long := `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>` + strings.Repeat("<r><t>"+strings.Repeat("a", 30_000)+"</t></r>", 10) + `</si></sst>`
	for name, test := range map[string]struct {
		file string
		data []byte
		want error
	}{
		"one text in many cells of a row": {"a.xlsx", withSheet(t, headRow+`<row r="2">`+strings.Repeat(`<c t="s"><v>0</v></c>`, 300)+`</row>`, "xl/sharedStrings.xml", long), ErrRosterBomb},
		"cells at the last column":        {"a.xlsx", withSheet(t, headRow+many(2, 400, `<row r="#"><c r="XFD#"><v>1</v></c></row>`)), ErrRosterBomb},
		"empty cells at the last column":  {"a.xlsx", withSheet(t, headRow+firstRow+many(3, 400, `<row r="#"><c r="XFD#"/></row>`)), ErrRosterBomb},
		"one sheet under forty names":     {"a.xlsx", withSheet(t, headRow+firstRow, "xl/workbook.xml", sameSheet), ErrRosterUnreadable},
		"a tag of many attributes":        {"a.xlsx", withSheet(t, headRow+`<row r="2"`+strings.Repeat(` a=""`, 60_000)+`/>`), ErrRosterBomb},
		"a text longer than a cell holds": {"a.xlsx", withSheet(t, headRow+`<row r="2"><c t="str"><v>`+strings.Repeat("a", 300_000)+`</v></c></row>`), ErrRosterBomb},
		"five million nested tags":        {"a.xlsx", withSheet(t, headRow+firstRow+strings.Repeat("<a>", 5_000_000)), nil},
		"rows that come again":            {"a.xlsx", withSheet(t, headRow+firstRow+firstRow), ErrRosterUnreadable},
		"a row below the last":            {"a.xlsx", withSheet(t, headRow+`<row r="1048577"/>`), ErrRosterUnreadable},
		"a column behind the last":        {"a.xlsx", withSheet(t, headRow+`<row r="2"><c r="XFE2"/></row>`), ErrRosterUnreadable},
		"a sheet that does not end":       {"a.xlsx", withSheet(t, "", "xl/worksheets/sheet1.xml", sheetStart+headRow+firstRow), ErrRosterUnreadable},
		"a line of separators":            {"a.csv", []byte("STT;Họ và tên\n" + strings.Repeat(";", 6_000_000)), ErrRosterBomb},
		"more lines than a sheet has":     {"a.csv", []byte("STT;Họ và tên\n" + strings.Repeat("x\n", 1_048_577)), ErrRosterBomb},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table, err := readStudents(t, test.file, test.data)
			if !errors.Is(err, test.want) {
				t.Errorf("error is %v, want %v", err, test.want)
			}
			if test.want == nil && (err != nil || len(table.rows) != 1) {
				t.Errorf("it was not read: %v", err)
			}
		})
	}
}

// TestSlowMachine holds that a good list is read however slow the machine is, and that the last net says that
// the server is busy, not that the file is at fault.
func TestSlowMachine(t *testing.T) {
	t.Parallel()
	files := []rosterFile{{"a.xlsx", workbook(t, [][]any{{"STT", "Họ và tên", "Lớp"}, {1, "Lê An", "10A1"}})}, {"a.csv", []byte("STT,Họ và tên,Lớp\n1,Lê An,10A1\n")}}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), readingTime)
		defer cancel()
		form := rosterForm{kind: StudentRoster, year: 2026, today: Day(time.Now())}
		time.Sleep(3 * time.Minute) // of the bubble: nobody waits
		for _, file := range files {
			if table, err := readRoster(ctx, file, form); err != nil || len(table.rows) != 1 {
				t.Errorf("%s after three minutes: %v", file.name, err)
			}
		}
		time.Sleep(readingTime)
		for _, file := range files {
			_, err := readRoster(ctx, file, form)
			if f := fault.From(err); !errors.Is(err, ErrServerBusy) || f.Kind != fault.Unavailable {
				t.Errorf("%s after the last net: %v", file.name, err)
			}
		}
	})
}

// TestWorkbookOfOthers reads what other programs write: tags with a prefix, addresses from the root, the strict
// form of the standard, texts in parts, how they sound, signs that XML cannot hold, dates from 1904.
func TestWorkbookOfOthers(t *testing.T) {
	t.Parallel()
	const strict = "http://purl.oclc.org/ooxml/"
	file := repack(t, workbook(t, [][]any{{"x"}}), map[string]string{
		"_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
			<Relationship Id="a" Type="` + strict + `officeDocument/relationships/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<x:workbook xmlns:x="` + strict + `spreadsheetml/main" xmlns:r="` + strict + `officeDocument/relationships"><x:workbookPr date1904="true"/>
			<x:sheets><x:sheet name="Ẩn" sheetId="1" state="hidden" r:id="h"/><x:sheet name="Lớp" sheetId="2" r:id="s"/></x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
			<Relationship Id="s" Type="` + strict + `officeDocument/relationships/worksheet" Target="/xl/worksheets/Sheet1.xml"/>
			<Relationship Id="w" TargetMode="External" Type="` + strict + `officeDocument/relationships/hyperlink" Target="https://example.com/"/>
			<Relationship Id="t" Type="` + strict + `officeDocument/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/sharedStrings.xml": `<x:sst xmlns:x="` + strict + `spreadsheetml/main"><x:si><x:t>STT</x:t></x:si><x:si><x:r><x:rPr><x:b/></x:rPr><x:t>Họ và</x:t></x:r><x:r><x:t xml:space="preserve"> tên</x:t></x:r><x:rPh sb="0" eb="1"><x:t>ho</x:t></x:rPh></x:si>
			<x:si><x:t>Lớp</x:t></x:si><x:si><x:t>Lê_x000A_An</x:t></x:si></x:sst>`,
		"xl/worksheets/sheet1.xml": `<x:worksheet xmlns:x="` + strict + `spreadsheetml/main"><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c><x:c t="s"><x:v> 2 </x:v></x:c><x:c t="inlineStr"><x:is><x:t>Ngày sinh</x:t></x:is></x:c></x:row>
			<x:row r="5" spans="1:4"><x:c r="A5"><x:v>1</x:v></x:c><x:c r="B5" t="s"><x:v>3</x:v></x:c><x:c r="C5" t="inlineStr"><x:is><x:r><x:t>10</x:t></x:r><x:r><x:t>A1</x:t></x:r></x:is></x:c><x:c r="D5"><x:v>38000</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
	})
	table, err := readStudents(t, "ds.xlsx", file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"5|Lê An|10A1||2008|new"}, lines(table.rows)); diff != "" || table.name != "Lớp" || !table.from1904 {
		t.Errorf("%s of %q", diff, table.name)
	}
}
