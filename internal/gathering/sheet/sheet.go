package sheet

import "time"

// Sheet is one paper of a class.
type Sheet struct {
	Head     Head
	Title    string   // "Danh sách lớp tập huấn"
	Facts    []string // what stands below the title, a line each
	Sessions []string // "Buổi 1 (25/11)"; none on a class list
	Rows     []Row
	Demo     bool      // prints the demonstration mark
	MadeAt   time.Time // the clock is the caller's
}

// Head is the first lines of a paper.
type Head struct {
	Parent   string // the line above the issuer; may be empty
	Issuer   string
	National bool   // the issuer's papers carry the national title (Quốc hiệu)
	Place    string // stands before the date; may be empty
	SignedBy []string
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
	all := append([]string{"STT", "Họ và tên", "Đơn vị", "Chức vụ"}, sessions...)
	return append(all, "Ký nhận", "Ghi chú")
}

// vietnam is Vietnam's time, which has no daylight saving.
var vietnam = time.FixedZone("ICT", 7*60*60)
