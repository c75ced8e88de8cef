package exchange

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"pgregory.net/rapid"

	"taphuan/internal/question"
)

// picture returns a small picture of one color.
func picture(c color.Color) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 200, 100))
	for x := range 200 {
		for y := range 100 {
			img.Set(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic(err)
	}
	return out.Bytes()
}

var pictures = []Media{
	{Name: "ban-do.png", Type: "image/png", Data: picture(color.White)},
	{Name: "so-do.png", Type: "image/png", Data: picture(color.Black)},
}

// phrases are pieces of text that formats could take for their own signs.
var phrases = []string{"Hà Nội", "an toàn", "a = b", "2 ~ 3", "#1", "{x}", "C:\\tệp", "50%", "\"trích\"", "'", "A & B", "1 < 2", "->", "::", "=>",
	"[html]", "đúng", "T", "}", "%50%", "*", "]]>", "...", "một; hai", "x|y", "<p>", "&amp;", "mười"}

// drawPlain makes a text without markup.
func drawPlain(t *rapid.T, label string) string {
	parts := rapid.SliceOfN(rapid.SampledFrom(phrases), 0, 3).Draw(t, label)
	first := "Từ"
	if rapid.IntRange(0, 4).Draw(t, label) == 0 {
		first = rapid.SampledFrom(phrases).Draw(t, label) + "Từ"
	}
	return first + strings.Join(append(parts, fmt.Sprint(rapid.IntRange(0, 99999).Draw(t, label))), " ")
}

func drawMarkup(t *rapid.T, label string) string {
	text := safeHTML(strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(drawPlain(t, label)))
	switch rapid.IntRange(0, 6).Draw(t, label+" form") {
	case 0:
		return "<strong>" + text + "</strong>"
	case 1:
		return text + "<br>H<sub>2</sub>O"
	case 2:
		return text + ` <img src="media:ban-do.png" alt="bản đồ">`
	}
	return text
}

func drawLocal(t *rapid.T, label string, english bool, draw func(*rapid.T, string) string) question.LocalText {
	local := question.LocalText{VI: draw(t, label)}
	if english {
		local.EN = draw(t, label+" en")
	}
	return local
}

func drawBlock(t *rapid.T, label string) string {
	text := "<p>" + drawMarkup(t, label) + "</p>"
	switch rapid.IntRange(0, 5).Draw(t, label+" block") {
	case 0:
		return text + "<ul><li>một</li><li>hai</li></ul>"
	case 1:
		return text + "<p>" + drawMarkup(t, label) + "</p>"
	}
	return text
}

var allTypes = []question.Type{question.Single, question.Multiple, question.TrueFalse, question.Numeric, question.ShortAnswer, question.Matching,
	question.Ordering, question.Cloze, question.InlineChoice, question.Categorize, question.SingleChoiceTable, question.HotspotType, question.FormulaType,
	question.EssayType, question.FileUpload, question.CaseStudy}

// drawItem makes any item that a bank may hold.
func drawItem(t *rapid.T) Item {
	item := Item{
		Name: drawPlain(t, "name"), Key: rapid.SampledFrom([]string{"", "c-01", "câu [1]"}).Draw(t, "key"),
		Topic:      rapid.SampledFrom([]string{"", "An toàn", "An toàn/Mật khẩu"}).Draw(t, "topic"),
		Difficulty: rapid.IntRange(0, 3).Draw(t, "difficulty"),
		Body:       drawBody(t, allTypes),
	}
	if rapid.Bool().Draw(t, "tagged") {
		item.Tags = []string{"nhãn một", "b: [2]"}
	}
	return item
}

func drawBody(t *rapid.T, types []question.Type) question.Body {
	english := rapid.Bool().Draw(t, "english")
	b := question.Body{Type: rapid.SampledFrom(types).Draw(t, "type"),
		MaxPoints: question.Points(rapid.SampledFrom([]int{100, 100, 50, 275}).Draw(t, "points")),
		Stem:      drawLocal(t, "stem", english, drawBlock)}
	if rapid.Bool().Draw(t, "explained") {
		b.Explain = drawLocal(t, "explain", english, drawBlock)
	}
	if rapid.IntRange(0, 9).Draw(t, "sourced") == 0 {
		b.Source = drawLocal(t, "source", false, drawPlain)
	}
	drawKey(t, &b, english)
	return b
}

func drawKey(t *rapid.T, b *question.Body, english bool) {
	switch b.Type {
	case question.Single, question.Multiple:
		drawChoices(t, b, english)
	case question.TrueFalse:
		truth := rapid.Bool().Draw(t, "truth")
		b.Truth = &truth
	case question.Numeric:
		b.Numeric = drawNumber(t)
	case question.ShortAnswer:
		b.ShortAnswer = drawAccepted(t, english)
	case question.Matching, question.Categorize, question.SingleChoiceTable:
		drawPairs(t, b, english)
	case question.Ordering:
		b.Scoring = drawRule(t)
		b.Options = drawOptions(t, english, 3, 6)
	case question.Cloze, question.InlineChoice:
		drawGaps(t, b, english)
	case question.HotspotType:
		drawSpot(t, b)
	case question.FormulaType:
		drawFormula(t, b)
	case question.EssayType:
		b.Essay = &question.Essay{MinWords: 10, MaxWords: 500, Rubric: drawRubric(b)}
	case question.FileUpload:
		b.Upload = &question.Upload{Accept: []string{"pdf", "image"}, MaxFiles: 2, MaxBytes: 5 << 20, Rubric: drawRubric(b)}
	case question.CaseStudy:
		drawCase(t, b)
	}
}

func drawRule(t *rapid.T) question.ScoringRule {
	return rapid.SampledFrom([]question.ScoringRule{question.Partial, question.AllOrNothing}).Draw(t, "rule")
}

// drawOptions makes options that differ.
func drawOptions(t *rapid.T, english bool, low, high int) []question.Option {
	var options []question.Option
	for i := range rapid.IntRange(low, high).Draw(t, "options") {
		o := question.Option{Text: drawLocal(t, "option", english, drawMarkup)}
		o.Text.VI = fmt.Sprintf("%d) ", i) + o.Text.VI
		if rapid.IntRange(0, 3).Draw(t, "explained") == 0 {
			o.Explain = drawLocal(t, "explain", english, drawBlock)
		}
		options = append(options, o)
	}
	return options
}

func drawChoices(t *rapid.T, b *question.Body, english bool) {
	b.Options = drawOptions(t, english, 2, 6)
	right := rapid.IntRange(0, len(b.Options)-1).Draw(t, "right")
	b.Options[right].Correct = true
	if b.Type == question.Single {
		if rapid.Bool().Draw(t, "penalty") {
			b.Penalty = b.MaxPoints / 4
		}
		return
	}
	b.Scoring = rapid.SampledFrom([]question.ScoringRule{question.Partial, question.AllOrNothing, question.PerOption, question.Weighted}).Draw(t, "scoring")
	for i := range b.Options {
		b.Options[i].Correct = b.Options[i].Correct || rapid.Bool().Draw(t, "right too")
	}
	if b.Scoring != question.Weighted {
		return
	}
	for i := range b.Options {
		b.Options[i].Correct = i == right
		if b.Options[i].Weight = -rapid.IntRange(0, 99).Draw(t, "weight") * 10; i == right {
			b.Options[i].Weight = question.FullWeight
		}
	}
}

func drawNumber(t *rapid.T) *question.NumericKey {
	key := &question.NumericKey{Value: rapid.SampledFrom([]string{"0", "25.5", "-3", "1822", "1.234", "0.005"}).Draw(t, "value")}
	key.Tolerance = rapid.SampledFrom([]string{"", "0.5", "5"}).Draw(t, "tolerance")
	key.Relative = key.Tolerance != "" && rapid.IntRange(0, 4).Draw(t, "relative") == 0
	if rapid.Bool().Draw(t, "unit") {
		key.Unit = question.LocalText{VI: "km/h"}
	}
	return key
}

func drawAccepted(t *rapid.T, english bool) *question.ShortAnswerKey {
	key := &question.ShortAnswerKey{IgnoreAccents: rapid.Bool().Draw(t, "accents"), MatchCase: rapid.Bool().Draw(t, "case")}
	for i := range rapid.IntRange(1, 3).Draw(t, "accepted") {
		key.AcceptedVI = append(key.AcceptedVI, fmt.Sprint(drawPlain(t, "text"), i))
	}
	if english && rapid.Bool().Draw(t, "english key") {
		key.AcceptedEN = []string{drawPlain(t, "text en")}
	}
	return key
}

func drawPairs(t *rapid.T, b *question.Body, english bool) {
	b.Scoring = drawRule(t)
	b.Options = drawOptions(t, english, 2, 4)
	for i := range rapid.IntRange(1, 5).Draw(t, "prompts") {
		p := question.Prompt{Text: drawLocal(t, "prompt", english, drawMarkup), Match: rapid.IntRange(0, len(b.Options)-1).Draw(t, "match")}
		p.Text.VI = fmt.Sprintf("%d. ", i) + p.Text.VI
		b.Prompts = append(b.Prompts, p)
	}
}

func drawGaps(t *rapid.T, b *question.Body, english bool) {
	b.Scoring = drawRule(t)
	for i := range rapid.IntRange(1, 3).Draw(t, "gaps") {
		gap := question.Gap{Type: question.Single}
		if b.Type == question.Cloze {
			gap.Type = rapid.SampledFrom([]question.Type{question.Single, question.Numeric, question.ShortAnswer}).Draw(t, "gap")
		}
		switch gap.Type {
		case question.Single:
			gap.Options = drawOptions(t, english, 2, 4)
			gap.Options[0].Correct = true
		case question.Numeric:
			gap.Numeric = drawNumber(t)
		case question.ShortAnswer:
			gap.ShortAnswer = drawAccepted(t, english)
		}
		b.Gaps = append(b.Gaps, gap)
		b.Stem.VI += fmt.Sprintf("<p>Điền [[%d]] vào.</p>", i+1)
		if english {
			b.Stem.EN += fmt.Sprintf("<p>Fill in [[%d]].</p>", i+1)
		}
	}
}

func drawSpot(t *rapid.T, b *question.Body) {
	b.Scoring = drawRule(t)
	b.Hotspot = &question.Hotspot{
		Image: question.Image{File: "so-do.png", Width: 200, Height: 100, Alt: question.LocalText{VI: "Sơ đồ phòng"}},
		Regions: []question.Region{
			{Shape: question.Rectangle, Coords: []int{10, 10, 50, 40}, Label: question.LocalText{VI: "Cửa"}, Correct: true},
			{Shape: question.Circle, Coords: []int{100, 50, 20}, Label: question.LocalText{VI: "Bàn"}},
			{Shape: question.Polygon, Coords: []int{150, 10, 190, 10, 170, 60}, Label: question.LocalText{VI: "Tủ"}, Correct: rapid.Bool().Draw(t, "second")},
		}}
}

func drawFormula(t *rapid.T, b *question.Body) {
	b.Stem.VI = "<p>Với {a} và {b}.</p>"
	if b.Stem.EN != "" {
		b.Stem.EN = "<p>With {a} and {b}.</p>"
	}
	b.Formula = &question.Formula{
		Expression: rapid.SampledFrom([]string{"a*b", "(a+b)/2", "sqrt(a)+ln(b)", "a^2"}).Draw(t, "expression"), Decimals: 2,
		Variables: []question.Variable{{Name: "a", Min: "1", Max: "9", Step: "0.5"}, {Name: "b", Min: "2", Max: "20", Step: "1"}}}
	b.Formula.Tolerance = rapid.SampledFrom([]string{"", "0.01"}).Draw(t, "tolerance")
}

func drawRubric(b *question.Body) question.Rubric {
	return question.Rubric{Criteria: []question.Criterion{{Key: "noi-dung", Text: question.LocalText{VI: "Nội dung"}, Levels: []question.Level{
		{Text: question.LocalText{VI: "Chưa đạt"}}, {Text: question.LocalText{VI: "Đạt"}, Points: b.MaxPoints}}}}}
}

func drawCase(t *rapid.T, b *question.Body) {
	b.MaxPoints, b.Explain = 0, question.LocalText{}
	for range rapid.IntRange(2, 3).Draw(t, "parts") {
		part := drawBody(t, allTypes[:10])
		b.Parts = append(b.Parts, part)
		b.MaxPoints += part.MaxPoints
	}
}
