package render

import "strings"

const codeSide = 32.0 // of the QR code: room for what is signed in it

// signature draws place and day, authority, room for signature and seal, and the name.
func (p *page) signature() {
	p.line(rightCenter, footTop, style{face: italic, size: 13.5, color: ink},
		placeAndDay(p.facts.Place, p.facts.IssuedOn))
	y := footTop + 6
	for _, line := range p.facts.SignerLines {
		s, lines := p.fit("SignerLines", line, style{face: bold, size: 12.5, color: ink}, 9, columnWidth, 1)
		y = p.lines(rightCenter, y, 5.2, s, lines)
	}
	p.line(rightCenter, footBottom, style{face: bold, size: 13.5, color: ink}, p.facts.signer())
}

// register draws the QR code, the register number and how to check the certificate.
func (p *page) register() {
	const left = 27.0
	p.figure("Mã QR dẫn tới trang xác minh giấy chứng nhận: "+p.facts.VerifyURL, left, footTop-2.5, codeSide, codeSide, func() {
		p.code(left, footTop-2.5, codeSide, ink)
	})
	x, y := left+codeSide+5, footTop
	strong := style{face: bold, size: 12.5, color: ink}
	label := style{face: regular, size: 12.5, color: ink}
	p.tag(element{kind: paragraph}, func() {
		p.put(x, y, label, "Số vào sổ: ")
		p.put(x+p.width(label, "Số vào sổ: "), y, strong, p.facts.RegisterNumber)
	})
	p.verification(x, y+7, style{face: regular, size: 8.5, color: quiet}, 88)
	note := style{face: italic, size: 10, color: quiet}
	p.tag(element{kind: paragraph}, func() {
		p.put(left, footBottom, note, "Giấy chứng nhận này không thay thế chứng chỉ bồi dưỡng.")
	})
}

// verification says how to check the certificate. An address too long for one line is broken before
// its code, where nobody takes the break for a character.
func (p *page) verification(x, y float64, s style, width float64) {
	address := p.facts.VerifyURL
	var parts []string
	if slash := strings.LastIndex(address, "/"); p.width(s, address) > width && slash > 0 {
		parts, address = p.chop(s, address[:slash+1], width), address[slash+1:]
	}
	parts = append(parts, p.chop(s, address, width)...)
	for _, piece := range []struct {
		text  string
		lines []string
	}{
		{"", []string{"Quét mã QR hoặc gõ địa chỉ dưới đây để xác minh:"}},
		{p.facts.VerifyURL, parts},
		{"Mã xác minh: " + p.facts.Code, p.chop(s, "Mã xác minh: "+p.facts.Code, width)},
	} {
		e := element{kind: paragraph}
		if len(piece.lines) > 1 {
			e.actual = piece.text
		}
		p.tag(e, func() {
			for _, line := range piece.lines {
				p.put(x, y, s, line)
				y += 3.7
			}
		})
	}
}

// chop breaks a text without spaces into lines of the width.
func (p *page) chop(s style, text string, width float64) []string {
	var lines []string
	line := ""
	for _, r := range text {
		if line != "" && p.width(s, line+string(r)) > width {
			lines, line = append(lines, line), ""
		}
		line += string(r)
	}
	return append(lines, line)
}
