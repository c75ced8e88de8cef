package document

import "github.com/xuri/excelize/v2"

type cellLook int

const (
	lookCell cellLook = iota
	lookHead
	lookMark
	lookIssuer
	lookTitle
	lookSubtitle
	lookCaption
	lookNote
)

// height is the row height in points of a line of this look; 0 leaves it to the program.
func (l cellLook) height() float64 {
	switch l {
	case lookTitle:
		return 24
	case lookSubtitle, lookNote:
		return 32
	}
	return 18
}

// number is the value a spreadsheet computes with. Rates and scores are rounded as they are shown, so
// that no program shows another digit.
func (c Cell) number() any {
	switch c.form {
	case formCount, formChange:
		return c.value
	case formRate, formRateChange:
		return float64(tenths(c.value)) / 1000
	case formScore:
		return float64(tenths(c.value)) / 10
	}
	return c.String()
}

// formats are the number formats; the program shows its own separators, in Vietnam 1.234 and 85,7%.
var formats = map[form]string{
	formCount:      "#,##0",
	formChange:     "+#,##0;-#,##0;0",
	formRate:       "#,##0.0%",
	formRateChange: "+#,##0.0%;-#,##0.0%;0.0%",
	formScore:      "0.0",
}

type styleKey struct {
	look   cellLook
	form   form
	align  Align
	strong bool
}

// styles makes each style of a workbook once.
type styles struct {
	file  *excelize.File
	known map[styleKey]int
}

func (s *styles) id(key styleKey) (int, error) {
	if id, ok := s.known[key]; ok {
		return id, nil
	}
	id, err := s.file.NewStyle(key.style())
	s.known[key] = id
	return id, err
}

func (k styleKey) style() *excelize.Style {
	font := &excelize.Font{Family: "Times New Roman", Size: 12}
	align := &excelize.Alignment{Horizontal: center, Vertical: center, WrapText: true}
	style := &excelize.Style{Font: font, Alignment: align}
	switch k.look {
	case lookMark:
		font.Bold, font.Color, font.Size = true, "B02A20", 10
	case lookIssuer:
		font.Bold, align.Horizontal = true, "left"
	case lookTitle:
		font.Bold, font.Size = true, 14
	case lookSubtitle:
		font.Italic = true
	case lookCaption:
		font.Bold = true
	case lookNote:
		font.Italic, align.Horizontal, font.Size = true, "left", 11
	case lookHead:
		font.Bold, style.Border = true, edges()
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E3EFEE"}}
	case lookCell:
		font.Bold, style.Border = k.strong, edges()
		align.Horizontal = string(k.align)
		if format, ok := formats[k.form]; ok {
			style.CustomNumFmt = &format
		}
	}
	return style
}

func edges() []excelize.Border {
	var out []excelize.Border
	for _, side := range []string{"left", "top", "right", "bottom"} {
		out = append(out, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	return out
}
