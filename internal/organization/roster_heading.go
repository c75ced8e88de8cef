package organization

import (
	"regexp"
	"strings"
	"unicode"

	"taphuan/internal/vietnamese"
)

// heading is what a column of a list holds, by the name that the API gives it.
type heading string

const (
	unknownHeading   heading = ""
	ordinalHeading   heading = "ordinal"
	nameHeading      heading = "name"
	familyHeading    heading = "family" // họ và tên đệm
	givenHeading     heading = "given"  // tên
	classHeading     heading = "class"
	codeHeading      heading = "code"
	birthHeading     heading = "birth"
	positionHeading  heading = "position"
	unitHeading      heading = "unit"
	unitCodeHeading  heading = "unitCode"
	staffingHeading  heading = "staffing"
	dedicatedHeading heading = "dedicated" // a column to tick: chuyên trách
	dualHeading      heading = "dualRole"  // a column to tick: kiêm nhiệm
	fromHeading      heading = "from"
	ignoredHeading   heading = "ignored"   // known, of no use here
	forbiddenHeading heading = "forbidden" // known, and never kept: it only helps to tell a row of headings
)

// headings are the words that people write over columns, folded. An identity number is never a
// code, so its headings are forbidden.
var headings = map[heading][]string{
	ordinalHeading: {"stt", "tt", "so tt", "so thu tu", "no"},
	nameHeading: {"ho va ten", "ho ten", "hoten", "ho va ten hoc sinh", "ho ten hoc sinh", "ho va ten hs", "ho ten hs", "ten hoc sinh",
		"ho va ten sinh vien", "ho ten sinh vien", "ho va ten sv", "ho ten sv", "ten sinh vien", "ho va ten nguoi hoc", "ho va ten hoc vien", "full name", "name",
		"ho va ten can bo", "ho ten can bo", "ho va ten cbcc", "ho va ten cbccvc", "ho va ten cong chuc", "ho va ten can bo cong chuc", "ho va ten can bo cong chuc vien chuc",
		"ho va ten giao vien", "ho ten giao vien", "ho va ten vien chuc", "ho va ten nhan vien", "ho va ten nguoi lao dong", "ho va ten khai sinh", "ho ten cbccvc"},
	familyHeading: {"ho", "ho dem", "ho va dem", "ho va ten dem", "ho ten dem", "ho lot", "ho va lot", "ho chu lot", "ho va chu lot", "ho va ten lot", "last name", "family name"},
	givenHeading:  {"ten", "ten goi", "first name", "given name"},
	classHeading:  {"lop", "ten lop", "ma lop", "lop hoc", "lop sinh hoat", "lop hanh chinh", "lop sinh vien", "class"},
	codeHeading: {"ma", "ma so", "ma hs", "ma hoc sinh", "ma so hoc sinh", "ma so hs", "mshs", "ma dinh danh", "ma dinh danh hs", "ma dinh danh hoc sinh",
		"ma dinh danh bo gd", "ma dinh danh bo gd dt", "ma dinh danh bo gddt", "ma moet", "ma sv", "mssv", "ma sinh vien", "ma so sinh vien", "ma so sv", "ma nguoi hoc", "student code", "student id", "code",
		"ma can bo", "ma cb", "ma cbccvc", "ma cong chuc", "ma vien chuc", "ma nhan vien", "ma nv", "ma so can bo", "ma so cong chuc", "ma giao vien", "ma gv", "ma nhan su", "so hieu", "so hieu cong chuc", "so hieu cbccvc", "staff code"},
	birthHeading: {"ngay sinh", "nam sinh", "ngay thang nam sinh", "ngay thang sinh", "sinh ngay", "ngay sinh dd mm yyyy", "ngay sinh ngay thang nam", "ngay thang nam", "date of birth", "year of birth", "birth year", "birthday"},
	positionHeading: {"chuc vu", "chuc danh", "chuc vu chuc danh", "chuc danh chuc vu", "chuc vu hoac chuc danh", "vi tri viec lam", "vi tri cong tac", "nhom chuc vu", "vi tri viec lam nhom chuc vu", "chuc vu hien tai", "chuc vu cong tac",
		"chuc vu dang giu", "nhiem vu", "cong viec", "position", "job title", "title"},
	unitHeading: {"phong", "phong ban", "phong ban don vi", "don vi", "don vi cong tac", "phong ban don vi cong tac", "ten don vi", "bo phan", "noi cong tac", "co quan don vi", "co quan", "phong chuyen mon", "phong ban chuyen mon",
		"to chuyen mon", "to bo mon", "khoa", "khoa phong", "phong khoa", "doi", "unit", "department"},
	unitCodeHeading:  {"ma don vi", "ma co quan", "ma phong", "ma phong ban", "ma co quan don vi", "unit code", "agency code"},
	staffingHeading:  {"chuyen trach kiem nhiem", "chuyen trach hay kiem nhiem", "chuyen trach hoac kiem nhiem", "hinh thuc", "hinh thuc phu trach", "che do lam viec", "che do", "loai hinh phu trach", "staffing"},
	dedicatedHeading: {"chuyen trach", "dedicated"},
	dualHeading:      {"kiem nhiem", "dual role"},
	fromHeading: {"tu ngay", "ngay bat dau", "ngay vao co quan", "ngay nhan cong tac", "ngay ve don vi", "ngay ve co quan", "ngay den", "thoi diem nhan cong tac", "ngay nhan nhiem vu", "thoi gian bat dau",
		"ngay bo nhiem", "from date", "from", "start date"},
	ignoredHeading: {"gioi tinh", "phai", "nam nu", "ghi chu", "khoi", "truong", "ngach", "trinh do", "ngach trinh do", "trinh do chuyen mon", "hang cdnn", "hang", "mon day", "trang thai", "note", "notes", "gender"},
	forbiddenHeading: {"dan toc", "ton giao", "dang vien", "ngay vao dang", "la dang vien", "doan dang", "dang", "suc khoe", "tinh trang suc khoe", "khuyet tat", "benh", "nhom mau",
		"cccd", "so cccd", "cmnd", "so cmnd", "cmnd cccd", "cccd cmnd", "so cmnd cccd", "so cccd cmnd", "can cuoc", "so can cuoc", "can cuoc cong dan", "so can cuoc cong dan", "the can cuoc", "so dinh danh", "so dinh danh ca nhan", "ma dinh danh ca nhan", "ma dinh danh cong dan",
		"dien thoai", "so dien thoai", "sdt", "di dong", "email", "email cong vu", "thu dien tu", "dia chi", "noi o", "cho o", "noi sinh", "que quan", "ho khau thuong tru", "thuong tru", "ho ten cha", "ho ten me", "phu huynh",
		"so tai khoan", "ma so thue", "so bhxh", "anh", "anh the", "ethnicity", "religion", "phone", "address"},
}

var headingOf = func() map[string]heading {
	index := map[string]heading{}
	for h, words := range headings {
		for _, w := range words {
			index[headingWords(w)] = h // without repeated words, as headings are read
		}
	}
	return index
}()

// bracketed is what people put behind a heading: "Ngày sinh (dd/mm/yyyy)", "Lớp *".
var bracketed = regexp.MustCompile(`\([^)]*\)?|\[[^\]]*\]?`)

func readHeading(cell string) heading {
	if len(cell) > 200 {
		return unknownHeading
	}
	whole := headingWords(cell)
	if h, known := headingOf[whole]; known {
		return h
	}
	return headingOf[headingWords(bracketed.ReplaceAllString(cell, " "))]
}

func headingWords(text string) string { return strings.Join(vietnamese.Tokens(text), " ") }

// headingWordsInOrder folds a text to its words, repeats kept.
func headingWordsInOrder(text string) string {
	return strings.Join(strings.FieldsFunc(vietnamese.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// Fields returns what a column of such a list may hold, in the order in which people look for it.
func (k RosterKind) Fields() []string {
	kept := []heading{nameHeading, familyHeading, givenHeading}
	if k == OfficerRoster {
		kept = append(kept, codeHeading, birthHeading, positionHeading, unitHeading, unitCodeHeading, staffingHeading, dedicatedHeading, dualHeading, fromHeading)
	} else {
		kept = append(kept, classHeading, codeHeading, birthHeading)
	}
	kept = append(kept, ordinalHeading, ignoredHeading)
	fields := make([]string, len(kept))
	for i, h := range kept {
		fields[i] = string(h)
	}
	return fields
}

// takes reports whether such a list keeps what stands under the heading.
func (k RosterKind) takes(h heading) bool {
	for _, field := range k.Fields() {
		if field == string(h) {
			return true
		}
	}
	return false
}
