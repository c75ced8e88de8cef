package organization

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// sheetColumns are the headings of a list of agencies, folded, by what they hold. Other columns are not
// read.
var sheetColumns = map[string][]string{
	"code":         {"ma", "ma co quan", "ma don vi", "code"},
	"name":         {"ten", "ten co quan", "ten don vi", "co quan", "don vi", "agency", "name"},
	"short":        {"ten viet tat", "viet tat", "short name"},
	"kind":         {"loai", "loai hinh", "loai co quan", "kind"},
	"parent":       {"ma cap tren", "ma co quan cap tren", "ma don vi cap tren", "parent code"},
	"professional": {"ma cap tren chuyen mon", "ma co quan quan ly chuyen mon", "professional parent code"},
	"address":      {"dia chi", "address"},
	"phone":        {"dien thoai", "so dien thoai", "phone"},
	"email":        {"email", "thu dien tu"},
	"from":         {"tu ngay", "ngay hieu luc", "from"},
	"document":     {"van ban", "can cu", "document"},
}

// kindWords are the words by which people name the kinds, folded.
var kindWords = map[string]AgencyKind{"tinh": KindProvince, "so": KindDepartment, "so, nganh": KindDepartment, "so nganh": KindDepartment, "dang": KindParty, "co quan dang": KindParty,
	"doan the": KindMassOrganization, "to chuc chinh tri - xa hoi": KindMassOrganization, "cong an": KindPolice, "huyen": KindDistrict, "xa": KindCommune, "phuong": KindWard,
	"dac khu": KindSpecialZone, "dai hoc, cao dang": KindUniversity, "dai hoc": KindUniversity, "cao dang": KindUniversity, "truong": KindSchool, "truong hoc": KindSchool,
	"doanh nghiep": KindEnterprise, "don vi": KindUnit, "don vi truc thuoc": KindUnit, "phong": KindUnit}

// readAgencySheet reads the one visible sheet of a workbook that lists agencies, wherever it stands among the
// others. Errors: ErrSheetHeader, ErrSheetSeveral, ErrSheetEmpty, ErrSheetRows, ErrSheetXLSX, ErrSheetsHidden,
// and the faults of a file (ErrRoster...).
func readAgencySheet(ctx context.Context, name string, file []byte) ([]SheetRow, error) {
	leave, err := takeTurn(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	format, err := sniffRoster(name, file)
	if err != nil {
		return nil, err
	}
	if format != rosterXLSX {
		return nil, ErrSheetXLSX
	}
	var tables []*agencyTable
	hidden, err := eachSheet(file, func(s sheet) error {
		table := &agencyTable{sheet: s}
		err := s.eachRow(ctx, table.take)
		if table.columns != nil {
			tables = append(tables, table)
		}
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case len(tables) == 0 && hidden:
		return nil, ErrSheetsHidden
	case len(tables) == 0:
		return nil, ErrSheetHeader
	}
	return onlyAgencies(tables)
}

// onlyAgencies returns the rows of the one sheet that holds any. Errors: ErrSheetSeveral, ErrSheetEmpty.
func onlyAgencies(tables []*agencyTable) ([]SheetRow, error) {
	tables = slices.DeleteFunc(tables, func(t *agencyTable) bool { return len(t.rows) == 0 })
	switch len(tables) {
	case 0:
		return nil, ErrSheetEmpty
	case 1:
		return tables[0].rows, nil
	}
	var names []string
	for _, t := range tables[:min(len(tables), 5)] {
		names = append(names, firstRunes(vietnamese.Normalize(t.name), 40))
	}
	return nil, severalSheets(names)
}

// agencyTable reads one sheet, a row at a time: titles, headings, then agencies.
type agencyTable struct {
	sheet
	columns map[string]int // nil until the headings are found
	rows    []SheetRow
}

// take reads one row. Errors: errNoHeader, ErrSheetRows.
func (t *agencyTable) take(number int, cells []string) error {
	switch {
	case t.columns == nil && number > headerRows:
		return errNoHeader
	case t.columns == nil:
		t.columns = findSheetColumns(cells)
	case isBlank(cells):
	case len(t.rows) == MaxSheetRows:
		return ErrSheetRows
	default:
		t.rows = append(t.rows, sheetRow(number, cells, t.columns, t.from1904))
	}
	return nil
}

// personal are headings that only a list of people has.
var personal = []heading{nameHeading, familyHeading, birthHeading, classHeading, positionHeading, staffingHeading, dedicatedHeading, dualHeading}

// findSheetColumns returns where each column stands; nil when this is no row of headings of agencies. It also
// keeps lists of people out: "Mã", "Đơn vị", "Loại", "Từ ngày" stand in both, and whoever names people beside
// them and no parent lists people.
func findSheetColumns(cells []string) map[string]int {
	at := map[string]int{}
	people := false
	for i, cell := range cells[:min(len(cells), maxColumns)] {
		if len(cell) > 200 {
			continue
		}
		key, taken := strings.TrimSpace(strings.TrimRight(vietnamese.Fold(cell), " *")), false
		for what, words := range sheetColumns {
			if _, known := at[what]; !known && slices.Contains(words, key) {
				at[what], taken = i, true
			}
		}
		people = people || !taken && slices.Contains(personal, readHeading(cell))
	}
	for _, needed := range []string{"code", "name", "kind", "from"} {
		if _, known := at[needed]; !known {
			return nil
		}
	}
	if _, hasParent := at["parent"]; people && !hasParent {
		return nil
	}
	return at
}

// sheetRow reads one agency; what cannot be read is refused with its cell.
func sheetRow(number int, cells []string, columns map[string]int, from1904 bool) SheetRow {
	text := func(what string) string {
		at, known := columns[what]
		if !known {
			return ""
		}
		return firstRunes(vietnamese.Normalize(rawCell(cells, at)), 300)
	}
	row := SheetRow{Number: number, Code: text("code"), Name: text("name"), ShortName: text("short"), ParentCode: text("parent"), ProfessionalParent: text("professional"),
		Address: text("address"), Phone: text("phone"), Email: text("email"), Document: text("document"), Messages: []SheetMessage{}}
	kind, known := kindWords[vietnamese.Fold(text("kind"))]
	if !known && agencyKinds[AgencyKind(text("kind"))] {
		kind, known = AgencyKind(text("kind")), true
	}
	if row.Kind = kind; !known {
		row.refuse(at(columns["kind"], number, fault.Text{VI: "Không hiểu loại cơ quan. Hãy ghi một trong các loại ở trang hướng dẫn, ví dụ Sở, Xã, Trường.",
			EN: "The kind is not known. Write one from the guide sheet, such as Sở, Xã, Trường."}))
	}
	day, fine := sheetDay(text("from"), from1904)
	if row.From = day; !fine {
		row.refuse(at(columns["from"], number, fault.Text{VI: "Không đọc được ngày. Hãy ghi dạng 01/07/2025.", EN: "The day cannot be read. Write it as 01/07/2025."}))
	}
	if row.Code == "" {
		row.refuse(at(columns["code"], number, textCodeRequired))
	}
	return row
}

// at says in which cell something is wrong.
func at(column, row int, text fault.Text) fault.Text {
	cell := cellName(column, row)
	return fault.Text{VI: "Ô " + cell + ": " + text.VI, EN: "Cell " + cell + ": " + text.EN}
}

// sheetDay reads a day as Excel stores it or as people write it.
func sheetDay(text string, from1904 bool) (time.Time, bool) {
	if serial, err := strconv.ParseFloat(text, 64); err == nil && serial > 20000 && serial < 80000 {
		day, err := excelize.ExcelDateToTime(serial, from1904)
		return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC), err == nil
	}
	for _, layout := range []string{"2/1/2006", "2-1-2006", "2.1.2006", time.DateOnly} {
		if day, err := time.Parse(layout, text); err == nil {
			return day, true
		}
	}
	return time.Time{}, false
}
