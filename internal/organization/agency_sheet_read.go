package organization

import (
	"bytes"
	"context"
	"errors"
	"fmt"
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

// readAgencySheet reads the first sheet of a checked workbook that has the headings. Errors: the faults of
// a whole list.
func readAgencySheet(ctx context.Context, name string, file []byte) (rows []SheetRow, err error) {
	select {
	case readings <- struct{}{}:
		defer func() { <-readings }()
	case <-ctx.Done():
		return nil, ErrRosterSlow.Because(ctx.Err())
	}
	format, err := sniffRoster(name, file)
	if err != nil {
		return nil, err
	}
	if format != rosterXLSX {
		return nil, ErrSheetXLSX
	}
	defer func() {
		if recover() != nil {
			err = ErrRosterUnreadable.Because(errors.New("the library gave up on the workbook"))
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, ErrRosterUnreadable.Because(err)
	}
	defer book.Close()
	props, err := book.GetWorkbookProps()
	if err != nil {
		return nil, ErrRosterUnreadable.Because(err)
	}
	from1904 := props.Date1904 != nil && *props.Date1904
	for i, sheet := range book.GetSheetList() {
		if i >= maxSheets {
			break
		}
		rows, found, err := readAgencyRows(ctx, book, sheet, from1904)
		if err != nil || found {
			return rows, err
		}
	}
	return nil, ErrSheetHeader
}

// readAgencyRows reads one sheet; found is false where it has no row of headings.
func readAgencyRows(ctx context.Context, book *excelize.File, sheet string, from1904 bool) (list []SheetRow, found bool, err error) {
	cursor, err := book.Rows(sheet)
	if err != nil {
		return nil, false, nil // a chart or dialog sheet has no rows
	}
	defer cursor.Close()
	var columns map[string]int
	for number := 1; cursor.Next(); number++ {
		if ctx.Err() != nil {
			return nil, false, ErrRosterSlow.Because(ctx.Err())
		}
		cells, err := cursor.Columns()
		switch {
		case err != nil:
			return nil, false, ErrRosterUnreadable.Because(fmt.Errorf("row %d of a sheet", number))
		case columns == nil && number > headerRows:
			return nil, false, nil
		case columns == nil:
			columns = findSheetColumns(cells)
		case isBlank(cells):
		case len(list) == MaxSheetRows:
			return nil, true, ErrSheetRows
		default:
			list = append(list, sheetRow(number, cells, columns, from1904))
		}
	}
	if columns != nil && len(list) == 0 {
		return nil, true, ErrSheetEmpty
	}
	return list, columns != nil, nil
}

// findSheetColumns returns where each column stands; nil when this is no row of headings.
func findSheetColumns(cells []string) map[string]int {
	at := map[string]int{}
	for i, cell := range cells {
		if len(cell) > 200 {
			continue
		}
		key := strings.TrimSpace(strings.TrimRight(vietnamese.Fold(cell), " *"))
		for what, words := range sheetColumns {
			if _, known := at[what]; !known && contains(words, key) {
				at[what] = i
			}
		}
	}
	for _, needed := range []string{"code", "name", "kind", "from"} {
		if _, known := at[needed]; !known {
			return nil
		}
	}
	return at
}

func contains(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
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
