// Package record draws the training record of one person and year (phiếu kết quả tập huấn, bồi dưỡng), which goes into the
// personnel file. It is pure: the same record gives the same bytes.
package record

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"taphuan/internal/paper"
	"taphuan/internal/vietnamese"
)

// Record is what the paper says. Days are days; their clock part is ignored.
type Record struct {
	Year    int
	Name    string
	Unit    string // place of work or school today; may be empty
	Post    string // may be empty
	Class   string // of a student; may be empty
	Student bool
	Courses []Course // in the order of their end
	Others  []Other
	Address string    // of the platform, "https://host"
	AsOf    time.Time // what was known on that day
	Demo    bool
}

// Course is a course that was completed here.
type Course struct {
	Title    string
	From, To time.Time
	Periods  int    // hundredths of a period of 45 minutes
	Result   string // "Giỏi (8,5)"; may be empty
	Number   string // of the certificate; "" while there is none
	Note     string // "Đã thu hồi ngày 20/11/2026"; may be empty
}

// Other is a certificate of another issuer that was recognized. It carries no periods: nobody here has counted them.
type Other struct {
	Title, Issuer, Number string
	IssuedOn              time.Time
}

// Periods is the sum of all courses, in hundredths.
func (r Record) Periods() int {
	sum := 0
	for _, c := range r.Courses {
		sum += c.Periods
	}
	return sum
}

// PDF draws the record.
func PDF(r Record) ([]byte, error) {
	title := fmt.Sprintf("Phiếu kết quả tập huấn, bồi dưỡng năm %d", r.Year)
	p := page{paper.New(paper.Options{Title: title, MadeAt: r.AsOf, Demo: r.Demo}), r}
	p.National(paper.Left, p.Y+4, p.Width)
	p.Y += 24
	p.Center(paper.Left, p.Y, p.Width, "B", 14, strings.ToUpper(title))
	p.Y += 11
	p.who()
	p.courses()
	p.others()
	p.foot()
	return p.Bytes()
}

type page struct {
	*paper.Paper
	record Record
}

// who names the person.
func (p page) who() {
	place := "Cơ quan, đơn vị"
	if p.record.Student {
		place = "Trường"
	}
	for _, line := range []struct{ label, value string }{
		{"Họ và tên", p.record.Name}, {place, p.record.Unit}, {"Chức vụ, vị trí việc làm", p.record.Post}, {"Lớp", p.record.Class},
	} {
		if line.value == "" {
			continue
		}
		p.SetFont("serif", "", 13)
		label := line.label + ": "
		indent := p.GetStringWidth(label)
		p.Text(paper.Left, p.Y, label)
		p.SetFont("serif", "B", 13)
		for _, text := range p.SplitText(line.value, p.Width-indent) {
			p.Text(paper.Left+indent, p.Y, text)
			p.Y += 6.5
		}
	}
	p.Y += 3
}

// heading stands above a table, never alone at the foot of a page.
func (p page) heading(text string) {
	if p.Y+35 > p.Height-paper.Bottom {
		p.Add()
	}
	p.SetFont("serif", "B", 13)
	p.Text(paper.Left, p.Y, text)
	p.Y += 3
}

// table draws rows below a head that stands on each page.
func (p page) table(widths []float64, head []string, rows [][]string, texts map[int]bool) {
	none := func(int) bool { return false }
	p.Row(widths, head, "B", 0, none)
	for _, cells := range rows {
		if p.Y+p.RowHeight(widths, cells, "") > p.Height-paper.Bottom {
			p.Add()
			p.Row(widths, head, "B", 0, none)
		}
		p.Row(widths, cells, "", 0, func(i int) bool { return texts[i] })
	}
}

func (p page) courses() {
	r := p.record
	p.heading("I. Khóa học đã hoàn thành")
	if len(r.Courses) == 0 {
		p.none()
		return
	}
	rows := make([][]string, len(r.Courses))
	for i, c := range r.Courses {
		title := c.Title
		if c.Note != "" {
			title += "\n" + c.Note
		}
		rows[i] = []string{strconv.Itoa(i + 1), title, day(c.From) + "\n" + day(c.To), vietnamese.Decimal(c.Periods, ","), c.Result, c.Number}
	}
	widths := []float64{13, p.Width - 13 - 23 - 11 - 23 - 50, 23, 11, 23, 50}
	p.table(widths, []string{"STT", "Tên khóa", "Từ ngày\nđến ngày", "Số tiết", "Kết quả", "Số vào sổ giấy chứng nhận"}, rows, map[int]bool{1: true})
	p.Row([]float64{36 + widths[1], p.Width - 36 - widths[1]}, []string{"Tổng số", fmt.Sprintf("%d khóa, %s tiết (mỗi tiết 45 phút)", len(r.Courses), vietnamese.Decimal(r.Periods(), ","))},
		"B", 0, func(i int) bool { return i == 1 })
	p.Y += 8
}

func (p page) others() {
	if len(p.record.Others) == 0 {
		return
	}
	p.heading("II. Giấy chứng nhận của nơi khác được công nhận (không tính tiết)")
	rows := make([][]string, len(p.record.Others))
	for i, o := range p.record.Others {
		rows[i] = []string{strconv.Itoa(i + 1), o.Title, o.Issuer, o.Number, day(o.IssuedOn)}
	}
	p.table([]float64{13, p.Width - 13 - 50 - 34 - 24, 50, 34, 24}, []string{"STT", "Tên giấy chứng nhận", "Nơi cấp", "Số", "Ngày cấp"}, rows, map[int]bool{1: true, 2: true})
	p.Y += 8
}

func (p page) none() {
	p.Y += 4
	p.SetFont("serif", "I", 12)
	p.Text(paper.Left, p.Y, "Không có.")
	p.Y += 8
}

// foot says where the figures come from, and leaves room to sign. It goes over as a whole.
func (p page) foot() {
	lines := p.source()
	if p.Y+float64(len(lines))*5.2+42 > p.Height-paper.Bottom {
		p.Add()
		p.Y += 4
	}
	p.SetFont("serif", "I", 11)
	for _, line := range lines {
		p.Text(paper.Left, p.Y, line)
		p.Y += 5.2
	}
	p.Y += 8
	half := p.Width / 2
	p.Signer(paper.Left, p.Y, half, "XÁC NHẬN CỦA CƠ QUAN, ĐƠN VỊ")
	p.Signer(paper.Left+half, p.Y, half, "NGƯỜI LẬP PHIẾU")
}

func (p page) source() []string {
	p.SetFont("serif", "I", 11)
	return p.SplitText(fmt.Sprintf("Số liệu trên nền tảng Tập Huấn đến ngày %s. Kiểm tra từng giấy chứng nhận tại %s/xac-minh. Tệp PDF mang chữ ký của nền tảng, cho thấy tệp chưa bị sửa; chữ ký này không thay chữ ký số của cơ quan.",
		day(p.record.AsOf), p.record.Address), p.Width)
}

func day(t time.Time) string { return t.Format("02/01/2006") }
