package exchange

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"taphuan/internal/question"
	"taphuan/internal/vietnamese"
)

// sheetRow is a row that holds a question.
type sheetRow struct {
	*draft
	sheet  *sheetReader
	number int
	cells  []string
}

// raw returns the text of a column as it stands; "" where the sheet has none.
func (r *sheetRow) raw(key string) string {
	at, ok := r.sheet.columns[key]
	if !ok || at >= len(r.cells) {
		return ""
	}
	return composed(r.cells[at])
}

func (r *sheetRow) cell(key string) string { return strings.TrimSpace(r.raw(key)) }

// at is how Excel calls the cell of a column in this row.
func (r *sheetRow) at(key string) string {
	name, err := excelize.CoordinatesToCellName(r.sheet.columns[key]+1, r.number)
	if err != nil {
		return ""
	}
	return name
}

func (r *sheetRow) title() string {
	if name := r.cell("name"); name != "" {
		return name
	}
	if n := r.cell("number"); n != "" {
		return "Câu " + n
	}
	return fmt.Sprintf("Dòng %d", r.number)
}

var (
	reasonTypeUnknown = words{"sheet.type",
		"Ô %s: không hiểu loại câu hỏi «%s». Hãy chọn một loại trong danh sách của ô.",
		"Cell %s: the type “%s” is not understood. Choose one from the list of the cell."}
	reasonCellAnswer = words{"sheet.answer",
		"Ô %s: không hiểu đáp án «%s» của loại câu hỏi này. Xem trang Hướng dẫn.",
		"Cell %s: the answer “%s” is not understood for this type. See the sheet of instructions."}
	reasonCellPair = words{"sheet.pair",
		"Ô %s: mỗi cặp viết dạng «vế trái => vế phải».", "Cell %s: write each pair as “left => right”."}
	reasonCellScoring = words{"sheet.scoring",
		"Ô %s: không hiểu cách chấm «%s» nên dùng cách thường.", "Cell %s: the scoring “%s” is not understood, so the usual one is used."}
	reasonGapInOptions = words{"sheet.option_gap",
		"Phương án %s để trống nhưng sau đó còn phương án khác.", "Option %s is empty, but others follow it."}
)

// sheetTypes are the types by the names of the template.
var sheetTypes = []struct {
	name string
	kind question.Type
}{
	{"Một lựa chọn", question.Single}, {"Nhiều lựa chọn", question.Multiple}, {"Đúng/Sai", question.TrueFalse}, {"Số", question.Numeric},
	{"Trả lời ngắn", question.ShortAnswer}, {"Ghép đôi", question.Matching}, {"Phân nhóm", question.Categorize}, {"Bảng chọn", question.SingleChoiceTable},
	{"Sắp xếp", question.Ordering}, {"Tự luận", question.EssayType},
}

func sheetTypeName(t question.Type) string {
	for _, s := range sheetTypes {
		if s.kind == t {
			return s.name
		}
	}
	return ""
}

// kind is the type that the row names; "" for none.
func (r *sheetRow) kind() (question.Type, bool) {
	text := r.cell("type")
	if text == "" {
		return "", true
	}
	folded := strings.ReplaceAll(vietnamese.Fold(text), " ", "")
	for _, s := range sheetTypes {
		if folded == strings.ReplaceAll(vietnamese.Fold(s.name), " ", "") || folded == strings.ReplaceAll(string(s.kind), "_", "") || text == string(s.kind) {
			return s.kind, true
		}
	}
	switch folded {
	case "tracnghiem", "motdapan", "mcq", "tn", "1dapan":
		return "", true
	case "nhieudapan":
		return question.Multiple, true
	case "dungsai", "ds":
		return question.TrueFalse, true
	case "dienso":
		return question.Numeric, true
	case "ghepcap", "noi":
		return question.Matching, true
	case "thutu":
		return question.Ordering, true
	case "tl":
		return question.EssayType, true
	}
	r.refuse(reasonTypeUnknown, r.at("type"), clipped(text))
	return "", false
}

func (r *sheetRow) read() {
	b := &r.item.Body
	r.item.Topic, r.item.Key = r.cell("topic"), r.cell("key")
	r.level(r.cell("level"))
	r.points(r.cell("points"))
	r.penalty()
	r.tagged(strings.FieldsFunc(r.cell("tags"), func(c rune) bool { return c == ',' || c == ';' }))
	b.Stem = r.both("stem", false)
	b.Explain = r.both("explain", false)
	b.Source = question.LocalText{VI: oneLine(r.cell("source")), EN: oneLine(r.cell("source.en"))}
	kind, ok := r.kind()
	if !ok {
		return
	}
	options := r.optionCells()
	switch answer := r.cell("answer"); {
	case kind == question.Matching || kind == question.Categorize || kind == question.SingleChoiceTable:
		r.pairRow(kind, options)
	case kind == question.Ordering:
		b.Type, b.Options = question.Ordering, options
		r.rule(question.Partial)
	case kind == "" && len(options) == 0 && r.isNumber(answer):
		r.numberCell(answer)
	case kind == "" && len(options) == 0:
		r.openAnswer(answer, "")
	case kind == "" || kind == question.Single || kind == question.Multiple:
		r.choiceRow(kind, options, answer)
	default:
		r.typed(kind, answer)
	}
}

// both reads the columns of a text in both languages.
func (r *sheetRow) both(key string, inline bool) question.LocalText {
	vi, en := r.text(r.cell(key), inline), r.text(r.cell(key+".en"), inline)
	return r.bilingual(vi.VI, en.VI, en.VI != "")
}

var reasonPenalty = words{"field.penalty", "Không hiểu điểm trừ «%s» nên không trừ. Ghi số dương, ví dụ 0,25.", "The penalty “%s” is not understood, so there is none. Write a number above zero, like 0.25."}

func (r *sheetRow) penalty() {
	text := r.cell("penalty")
	if text == "" {
		return
	}
	value, ok := parseMachine(text)
	if !ok || value.Sign() < 0 {
		r.change(reasonPenalty, clipped(text))
		return
	}
	hundredths, _ := value.Mul(value, hundred).Float64()
	r.item.Body.Penalty = question.Points(min(hundredths+0.5, float64(question.MaxPointsBound)))
}

// optionCells are the options up to the last that is filled.
func (r *sheetRow) optionCells() []question.Option {
	var options []question.Option
	last := -1
	for i := range maxChoices {
		key := "option." + letter(i)
		o := question.Option{Text: r.both(key, true), Explain: r.both("explain."+letter(i), false)}
		options = append(options, o)
		if o.Text.VI != "" {
			last = i
		}
	}
	options = options[:last+1]
	for i, o := range options {
		if o.Text.VI == "" {
			r.refuse(reasonGapInOptions, letter(i))
		}
	}
	return options
}

var weightList = regexp.MustCompile(`([A-J])\s*[=:]?\s*(-?\d{1,3}(?:[.,]\d{1,2})?)\s*%`)

// choiceRow reads the letters of right options, or the weight of each ("A=50%; B=-25%").
func (r *sheetRow) choiceRow(kind question.Type, options []question.Option, answer string) {
	b := &r.item.Body
	b.Options = options
	if weights := weightList.FindAllStringSubmatch(answer, maxChoices); len(weights) > 0 {
		r.weighted(kind, weights)
		return
	}
	right, ok := answerLetters(answer, len(options))
	if !ok {
		right, ok = optionNamed(options, answer)
	}
	switch {
	case answer == "":
		r.refuse(reasonNoAnswer)
	case !ok:
		r.refuse(reasonCellAnswer, r.at("answer"), clipped(answer))
	}
	for _, i := range right {
		b.Options[i].Correct = true
	}
	b.Type = question.Single
	if kind == question.Multiple || kind == "" && len(right) > 1 {
		b.Type = question.Multiple
		r.rule(question.Partial)
	}
}

// optionNamed finds the option whose text, or whose number, the answer repeats.
func optionNamed(options []question.Option, answer string) ([]int, bool) {
	for i, o := range options {
		if answer != "" && (strings.EqualFold(plainOf(o.Text.VI), answer)) {
			return []int{i}, true
		}
	}
	if n, err := strconv.Atoi(answer); err == nil && n >= 1 && n <= len(options) {
		return []int{n - 1}, true
	}
	return nil, false
}

func (r *sheetRow) weighted(kind question.Type, weights [][]string) {
	b := &r.item.Body
	b.Type, b.Scoring = question.Multiple, question.Weighted
	if kind == question.Single {
		b.Type = question.Single
	}
	for _, m := range weights {
		at := int(m[1][0] - 'A')
		percent, err := strconv.ParseFloat(strings.Replace(m[2], ",", ".", 1), 64)
		if at >= len(b.Options) || err != nil {
			r.refuse(reasonCellAnswer, r.at("answer"), clipped(m[0]))
			return
		}
		o := &b.Options[at]
		o.Weight = percentWeight(percent)
		o.Correct = o.Weight > 0 && (b.Type == question.Multiple || o.Weight == fullWeight)
	}
}

// sheetRules are the scoring rules by the names of the template.
var sheetRules = []struct {
	name string
	rule question.ScoringRule
}{
	{"Từng phần", question.Partial}, {"Đúng hết mới có điểm", question.AllOrNothing}, {"Từng phương án", question.PerOption},
}

// rule reads how the question is scored; the usual rule where nothing is said.
func (r *sheetRow) rule(usual question.ScoringRule) {
	b := &r.item.Body
	b.Scoring = usual
	text := r.cell("scoring")
	if text == "" {
		return
	}
	for _, s := range sheetRules {
		if vietnamese.Fold(text) == vietnamese.Fold(s.name) || text == string(s.rule) {
			b.Scoring = s.rule
			return
		}
	}
	r.change(reasonCellScoring, r.at("scoring"), clipped(text))
}

// pairRow reads "left => right" in each option; without a left, the right one distracts.
func (r *sheetRow) pairRow(kind question.Type, options []question.Option) {
	var list []pair
	for i, o := range options {
		p, ok := pairIn(both(o.Text, inline))
		if !ok {
			r.refuse(reasonCellPair, r.at("option."+letter(i)))
			return
		}
		p.explain = o.Explain
		list = append(list, p)
	}
	r.pairs(kind, list)
	r.rule(question.Partial)
}

// pairSign parts a pair, as it stands in HTML.
const pairSign = "=&gt;"

func pairIn(t question.LocalText) (pair, bool) {
	left, right, ok := strings.Cut(" "+t.VI, pairSign)
	leftEN, rightEN, _ := strings.Cut(" "+t.EN, pairSign)
	return pair{prompt: question.LocalText{VI: strings.TrimSpace(left), EN: strings.TrimSpace(leftEN)},
		option: question.LocalText{VI: strings.TrimSpace(right), EN: strings.TrimSpace(rightEN)}}, ok
}

// typed reads the answer of a type without options.
func (r *sheetRow) typed(kind question.Type, answer string) {
	b := &r.item.Body
	switch kind {
	case question.TrueFalse:
		truth, ok := judgment(answer)
		if !ok {
			r.refuse(reasonCellAnswer, r.at("answer"), clipped(answer))
		}
		b.Type, b.Truth = question.TrueFalse, &truth
	case question.Numeric:
		r.numberCell(answer)
	case question.ShortAnswer:
		r.shortCell()
	case question.EssayType:
		r.essay()
		r.explainAnswer(answer)
	}
}

// numberCell reads a number with tolerance and unit. A cell that Excel keeps as a number has a point before its
// decimals, whatever it shows.
func (r *sheetRow) numberCell(answer string) {
	if r.isNumber(answer) {
		value, _ := parseMachine(answer)
		text, exact := decimalOf(value)
		if !exact {
			r.change(reasonRounded)
		}
		r.item.Body.Type, r.item.Body.Numeric = question.Numeric, &question.NumericKey{Value: text}
		return
	}
	if !r.numberAnswer(answer) {
		r.refuse(reasonCellAnswer, r.at("answer"), clipped(answer))
		return
	}
	if unit := r.cell("answer.en"); unit != "" && r.item.Body.Numeric != nil {
		r.item.Body.Numeric.Unit.EN = unit
	}
}

func (r *sheetRow) isNumber(answer string) bool {
	if _, ok := parseMachine(answer); !ok {
		return false
	}
	kind, err := r.sheet.book.GetCellType(r.sheet.name, r.at("answer"))
	return err == nil && (kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset)
}

// shortRules are how a short answer is compared, by the names of the template.
const (
	ruleAccents  = "Bỏ qua dấu"
	ruleCase     = "Phân biệt hoa thường"
	rulePatterns = "Dấu * thay cho chữ bất kỳ"
)

func (r *sheetRow) shortCell() {
	key := &question.ShortAnswerKey{AcceptedVI: acceptedCell(r.raw("answer")), AcceptedEN: acceptedCell(r.raw("answer.en"))}
	r.item.Body.Type, r.item.Body.ShortAnswer = question.ShortAnswer, key
	for rule := range strings.FieldsFuncSeq(r.cell("scoring"), func(c rune) bool { return c == ',' || c == ';' }) {
		switch vietnamese.Fold(rule) {
		case vietnamese.Fold(ruleAccents):
			key.IgnoreAccents = true
		case vietnamese.Fold(ruleCase):
			key.MatchCase = true
		case vietnamese.Fold(rulePatterns):
			key.Patterns = true
		default:
			r.change(reasonCellScoring, r.at("scoring"), clipped(rule))
		}
	}
}

// acceptedCell parts accepted texts at the ends of lines, or in a cell of one line at ";" or "|".
func acceptedCell(cell string) []string {
	if !strings.Contains(cell, "\n") {
		return acceptedIn(cell)
	}
	var texts []string
	for text := range strings.SplitSeq(cell, "\n") {
		if text = vietnamese.Normalize(text); text != "" && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return texts
}
