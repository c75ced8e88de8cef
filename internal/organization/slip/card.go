package slip

import (
	"fmt"

	"codeberg.org/go-pdf/fpdf"
)

// Millimeters of an A4 sheet in portrait.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
	gridTop    = 16.0
	gridBottom = 285.0
	cardWidth  = pageWidth / columns
	cardHeight = (gridBottom - gridTop) / rows
	inset      = 8.0 // of the text within a card
	textWidth  = cardWidth - 2*inset
)

const demoMark = "MẪU - SỐ LIỆU MINH HỌA"

type sheet struct {
	pdf   *fpdf.Fpdf
	meta  Meta
	total int // pages
}

// A font at a size in points; the gray is 0 (black) to 255.
type font struct {
	family, style string
	size          float64
	gray          int
}

var (
	nameFont   = font{"sans", "B", 13, 0}
	groupFont  = font{"sans", "", 9, 60}
	labelFont  = font{"sans", "", 8, 80}
	userFont   = font{"mono", "B", 13, 0}
	secretFont = font{"mono", "B", 16, 0}
	stepFont   = font{"sans", "", 7.8, 40}
	smallFont  = font{"sans", "", 8, 80}
	headFont   = font{"sans", "B", 10, 0}
)

func (s *sheet) page(number int, slips []Slip) {
	s.pdf.AddPage()
	s.head(slips[0].Group)
	s.cutLines(len(slips))
	for i, slip := range slips {
		s.card(float64(i%columns)*cardWidth, gridTop+float64(i/columns)*cardHeight, slip)
	}
	s.foot(number)
}

// head names the class or unit the page belongs to.
func (s *sheet) head(group string) {
	s.put(inset, 10, headFont, "Phiếu đăng nhập lần đầu: "+group, 120)
	s.right(pageWidth-inset, 10, smallFont, s.meta.Issuer, 70)
}

func (s *sheet) foot(number int) {
	s.put(inset, 291, smallFont, "Giao tận tay từng người. Không chụp ảnh, không gửi phiếu qua tin nhắn.", 120)
	printed := s.meta.PrintedAt.In(hanoi).Format("15:04, 02/01/2006")
	s.right(pageWidth-inset, 291, smallFont, fmt.Sprintf("In lúc %s – trang %d/%d", printed, number, s.total), 75)
}

// cutLines draws dashes around the cards in use.
func (s *sheet) cutLines(cards int) {
	used := (cards + columns - 1) / columns
	bottom := gridTop + float64(used)*cardHeight
	s.pdf.SetDrawColor(150, 150, 150)
	s.pdf.SetLineWidth(0.2)
	s.pdf.SetDashPattern([]float64{1.6, 1.4}, 0)
	for row := range used + 1 {
		y := gridTop + float64(row)*cardHeight
		s.pdf.Line(3, y, pageWidth-3, y)
	}
	s.pdf.Line(pageWidth/2, gridTop, pageWidth/2, bottom)
	s.pdf.SetDashPattern(nil, 0)
}

// card draws one slip with its upper left corner at x, y.
func (s *sheet) card(x, y float64, slip Slip) {
	x += inset
	s.put(x, y+10.5, nameFont, slip.Name, textWidth)
	s.put(x, y+15.3, groupFont, slip.Group, textWidth)
	if s.meta.Demo {
		s.demo(x, y+5)
	}
	s.put(x, y+22, labelFont, "Gõ địa chỉ", textWidth)
	s.put(x+30, y+22, font{"sans", "B", 11, 0}, s.meta.Address, textWidth-30)
	s.put(x, y+29, labelFont, "Tên đăng nhập", textWidth)
	s.put(x+30, y+29, userFont, slip.Username, textWidth-30)
	s.secret(x, y+32, slip.Password)
	s.steps(x, y+48.5, slip)
}

func (s *sheet) demo(x, y float64) {
	s.use(font{"sans", "B", 7.5, 0})
	s.pdf.SetTextColor(176, 42, 32)
	s.pdf.Text(x, y, demoMark)
}

// secret shows the one-time password in a box, in groups with gaps that are not typed.
func (s *sheet) secret(x, y float64, password string) {
	s.pdf.SetDrawColor(90, 90, 90)
	s.pdf.SetFillColor(243, 246, 246)
	s.pdf.RoundedRect(x, y, textWidth, 11.5, 1.5, "1234", "DF")
	s.put(x+3, y+5, labelFont, "Mật khẩu", 25)
	s.put(x+3, y+9, labelFont, "dùng một lần", 25)
	s.use(secretFont)
	const gap = 3.2
	parts := groups(password)
	width := gap * float64(len(parts)-1)
	for _, part := range parts {
		width += s.pdf.GetStringWidth(part)
	}
	at := x + 26 + (textWidth-26-width)/2
	for _, part := range parts {
		s.pdf.Text(at, y+8, part)
		at += s.pdf.GetStringWidth(part) + gap
	}
}

func (s *sheet) steps(x, y float64, slip Slip) {
	for i, line := range []string{
		"1. Mở trình duyệt, gõ địa chỉ trên vào thanh địa chỉ, chọn Đăng nhập.",
		"2. Gõ tên đăng nhập và mật khẩu dùng một lần.",
		"3. Đặt mật khẩu mới của riêng mình, rồi hủy phiếu này.",
	} {
		s.put(x, y+float64(i)*3.8, stepFont, line, textWidth)
	}
	expires := slip.Expires.In(hanoi).Format("15:04 ngày 02/01/2006")
	s.put(x, y+12.4, font{"sans", "B", 7.8, 0}, "Dùng được đến "+expires+". Quá hạn: nhận phiếu mới tại nơi đã phát.", textWidth)
}

// put writes one line, smaller where it would be wider than the room.
func (s *sheet) put(x, y float64, f font, text string, room float64) {
	s.fit(f, text, room)
	s.pdf.Text(x, y, text)
}

func (s *sheet) right(x, y float64, f font, text string, room float64) {
	s.fit(f, text, room)
	s.pdf.Text(x-s.pdf.GetStringWidth(text), y, text)
}

func (s *sheet) fit(f font, text string, room float64) {
	s.use(f)
	if width := s.pdf.GetStringWidth(text); width > room {
		s.pdf.SetFontSize(f.size * room / width)
	}
}

func (s *sheet) use(f font) {
	s.pdf.SetFont(f.family, f.style, f.size)
	s.pdf.SetTextColor(f.gray, f.gray, f.gray)
}
