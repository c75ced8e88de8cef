package organization

import (
	"regexp"
	"slices"
	"strings"

	"taphuan/internal/vietnamese"
)

// heading is what a column of a list holds. Columns without a heading of these are not read.
type heading int

const (
	unknownHeading heading = iota
	ordinalHeading
	nameHeading
	familyHeading // họ và tên đệm
	givenHeading  // tên
	classHeading
	codeHeading
	birthHeading
	otherHeading // known, and never kept: it only helps to tell a row of headings
)

// headings are the words that schools write over columns, folded. An identity number is never a
// student code, so its headings stand under otherHeading.
var headings = map[heading][]string{
	ordinalHeading: {"stt", "tt", "so tt", "so thu tu", "no"},
	nameHeading: {"ho va ten", "ho ten", "hoten", "ho va ten hoc sinh", "ho ten hoc sinh", "ho va ten hs", "ho ten hs", "ten hoc sinh",
		"ho va ten sinh vien", "ho ten sinh vien", "ho va ten sv", "ho ten sv", "ten sinh vien", "ho va ten nguoi hoc", "ho va ten hoc vien", "full name", "name"},
	familyHeading: {"ho", "ho dem", "ho va dem", "ho va ten dem", "ho ten dem", "ho lot", "ho va lot", "ho chu lot", "ho va chu lot", "last name", "family name"},
	givenHeading:  {"ten", "ten goi", "first name", "given name"},
	classHeading:  {"lop", "ten lop", "ma lop", "lop hoc", "lop sinh hoat", "lop hanh chinh", "lop sinh vien", "class"},
	codeHeading: {"ma", "ma so", "ma hs", "ma hoc sinh", "ma so hoc sinh", "ma so hs", "mshs", "ma dinh danh", "ma dinh danh hs", "ma dinh danh hoc sinh",
		"ma dinh danh bo gd", "ma dinh danh bo gd dt", "ma dinh danh bo gddt", "ma moet", "ma sv", "mssv", "ma sinh vien", "ma so sinh vien", "ma so sv", "ma nguoi hoc", "student code", "student id", "code"},
	birthHeading: {"ngay sinh", "nam sinh", "ngay thang nam sinh", "ngay thang sinh", "sinh ngay", "ngay sinh dd mm yyyy", "date of birth", "year of birth", "birth year", "birthday"},
	otherHeading: {"gioi tinh", "phai", "nam nu", "dan toc", "ton giao", "cccd", "so cccd", "cmnd", "so cmnd", "so dinh danh", "so dinh danh ca nhan", "ma dinh danh ca nhan",
		"dien thoai", "so dien thoai", "sdt", "email", "dia chi", "noi sinh", "que quan", "ho khau thuong tru", "ghi chu", "ho ten cha", "ho ten me", "phu huynh", "khoi", "truong"},
}

var headingOf = func() map[string]heading {
	index := map[string]heading{}
	for h, words := range headings {
		for _, w := range words {
			index[w] = h
		}
	}
	return index
}()

func readHeading(cell string) heading {
	if len(cell) > 200 {
		return unknownHeading
	}
	return headingOf[strings.Join(vietnamese.Tokens(cell), " ")]
}

// columns says where things stand; -1: nowhere.
type columns struct {
	ordinal, name, family, given, class, code int
	births                                    []int     // one, or one for boys and one for girls
	tops                                      []heading // over each column, of the first row of headings
	blank                                     []bool    // nothing at all stands over the column
}

// findColumns reads a row of headings; ok is false when it is none: a name and one thing more.
func findColumns(cells []string) (c columns, ok bool) {
	c = columns{ordinal: -1, name: -1, family: -1, given: -1, class: -1, code: -1, tops: make([]heading, len(cells)), blank: make([]bool, len(cells))}
	known := 0
	for i, cell := range cells {
		c.tops[i] = readHeading(cell)
		c.blank[i] = vietnamese.Normalize(cell) == ""
		if c.tops[i] != unknownHeading {
			known++
		}
		c.set(c.tops[i], i)
	}
	return c, known >= 2 && (c.name >= 0 || c.family >= 0)
}

// set notes a column; the first of each kind counts.
func (c *columns) set(h heading, at int) {
	place := map[heading]*int{ordinalHeading: &c.ordinal, nameHeading: &c.name, familyHeading: &c.family,
		givenHeading: &c.given, classHeading: &c.class, codeHeading: &c.code}[h]
	switch {
	case place != nil && *place < 0:
		*place = at
	case h == birthHeading && len(c.births) == 0:
		c.births = []int{at}
	}
}

var (
	numbering = regexp.MustCompile(`^\(?([0-9]{1,2}|[A-Za-z])\)?$`)
	genders   = []string{"nam", "nu"}
)

// addSubheadings takes a second or third row of headings: what stands below a merged heading
// ("Năm sinh" over "Nam" and "Nữ", "Họ và tên" over "Họ đệm" and "Tên"), or their numbering.
func (c *columns) addSubheadings(cells []string) bool {
	found, numbers, filled, data := 0, 0, 0, false
	for i, cell := range cells {
		text := vietnamese.Normalize(cell)
		if text == "" {
			continue
		}
		filled++
		isHeading := readHeading(text) != unknownHeading
		if numbering.MatchString(text) {
			numbers++
		}
		if isHeading || c.top(i) == birthHeading && slices.Contains(genders, vietnamese.Fold(text)) {
			found++
		}
		data = data || !isHeading && (i == c.name || i == c.ordinal || strings.ContainsAny(text, "0123456789"))
	}
	if filled > 1 && numbers == filled {
		return true
	}
	if found == 0 || data {
		return false
	}
	c.fillIn(cells)
	return true
}

func (c *columns) fillIn(cells []string) {
	births := []int{}
	for i, cell := range cells {
		h := readHeading(cell)
		if i < len(c.blank) && vietnamese.Normalize(cell) != "" {
			c.blank[i] = false
		}
		if c.top(i) == birthHeading && slices.Contains(genders, vietnamese.Fold(cell)) {
			births = append(births, i)
			continue
		}
		c.set(h, i)
		if h == familyHeading && i == c.name { // the merged heading stood over two columns
			c.name = -1
		}
	}
	if len(births) > 0 {
		c.births = births
	}
}

// top returns the heading over a column: its own in the first row, or the merged one to its left.
func (c *columns) top(at int) heading {
	for i := min(at, len(c.tops)-1); i >= 0; i-- {
		if c.tops[i] != unknownHeading {
			return c.tops[i]
		}
	}
	return unknownHeading
}

// tail returns the column right of the names when nothing stands over it and it holds one word:
// "Họ và tên" is often one heading over two columns.
func (c *columns) tail(cells []string) int {
	next := c.name + 1
	if c.name < 0 || next >= len(cells) || next < len(c.blank) && !c.blank[next] || c.uses(next) {
		return -1
	}
	if len(strings.Fields(vietnamese.Normalize(cells[next]))) != 1 {
		return -1
	}
	return next
}

func (c *columns) uses(at int) bool {
	return at == c.ordinal || at == c.class || at == c.code || at == c.given || at == c.family || slices.Contains(c.births, at)
}
