package sheet

import (
	"fmt"
	"strconv"
	"time"
)

// Sheet is one paper of a class.
type Sheet struct {
	Head     Head
	Title    string   // "Danh sách lớp tập huấn"
	Facts    []string // what stands below the title, a line each
	Sessions []string // "Buổi 1 (25/11)"; none on a class list
	Rows     []Row
	Wide     bool      // on landscape paper, with a column to sign in
	Demo     bool      // prints the demonstration mark
	MadeAt   time.Time // the clock is the caller's
}

// Head is the first lines of a paper.
type Head struct {
	Parent   string // the line above the issuer; may be empty
	Issuer   string
	National bool     // the issuer's papers carry the national title (Quốc hiệu)
	Place    string   // stands before the date; may be empty
	Signers  []string // from left to right; each signs below
}

// Row is one participant.
type Row struct {
	Name, Unit, Position string
	Marks                []string // as many as sessions: "x", "m", "P", "v", or "" where nobody was marked
	Note                 string
}

// MaxRows bounds a paper.
const MaxRows = 1000

// Legend explains the marks.
const Legend = "x: có mặt; m: đến muộn; P: vắng có lý do; v: vắng."

// columns are the titles of the table, sessions in the middle.
func (s Sheet) columns(sessions []string) []string {
	all := append([]string{"STT", "Họ và tên", "Chức vụ", "Đơn vị"}, sessions...)
	if s.Wide {
		all = append(all, "Ký nhận")
	}
	return append(all, "Ghi chú")
}

// cells are a participant's row, with the marks of the sessions from one to another.
func (s Sheet) cells(i, from, to int) []string {
	r := s.Rows[i]
	all := []string{strconv.Itoa(i + 1), r.Name, r.Position, r.Unit}
	for n := from; n < to; n++ {
		all = append(all, mark(r, n))
	}
	if s.Wide {
		all = append(all, "")
	}
	return append(all, r.Note)
}

// attended are the cells below the table: how many came to each session, on time or late; empty where
// nobody was marked.
func (s Sheet) attended(from, to int) []string {
	all := []string{"", "Số người dự", "", ""}
	for n := from; n < to; n++ {
		came, marked := 0, 0
		for _, r := range s.Rows {
			switch mark(r, n) {
			case "x", "m":
				came++
				marked++
			case "P", "v":
				marked++
			}
		}
		cell := ""
		if marked > 0 {
			cell = strconv.Itoa(came)
		}
		all = append(all, cell)
	}
	return append(all, make([]string, len(s.columns(nil))-4)...)
}

func mark(r Row, session int) string {
	if session < len(r.Marks) {
		return r.Marks[session]
	}
	return ""
}

// total counts the people below the table.
func (s Sheet) total() string { return fmt.Sprintf("Danh sách gồm %d người.", len(s.Rows)) }

// dated is the place and the date, to be filled in by hand; "" without a place.
func (s Sheet) dated() string {
	if s.Head.Place == "" {
		return ""
	}
	return fmt.Sprintf("%s, ngày      tháng      năm %d", s.Head.Place, s.MadeAt.In(vietnam).Year())
}

// vietnam is Vietnam's time, which has no daylight saving.
var vietnam = time.FixedZone("ICT", 7*60*60)
