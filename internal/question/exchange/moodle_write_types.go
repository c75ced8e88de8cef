package exchange

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"taphuan/internal/question"
)

// moodleType is Moodle's name of a type and what its questions have of their own.
type moodleType struct {
	name string
	body func(*moodleWriter, question.Body)
}

var moodleWriters = map[question.Type]moodleType{
	question.Single: {"multichoice", (*moodleWriter).choices}, question.Multiple: {"multichoice", (*moodleWriter).choices},
	question.TrueFalse: {"truefalse", (*moodleWriter).truth}, question.ShortAnswer: {"shortanswer", (*moodleWriter).short},
	question.Numeric: {"numerical", (*moodleWriter).number}, question.Matching: {"matching", (*moodleWriter).pairs},
	question.Categorize: {"matching", (*moodleWriter).pairs}, question.SingleChoiceTable: {"matching", (*moodleWriter).pairs},
	question.Ordering: {"ordering", (*moodleWriter).order}, question.Cloze: {"cloze", (*moodleWriter).gaps},
	question.InlineChoice: {"cloze", (*moodleWriter).gaps}, question.HotspotType: {"ddmarker", (*moodleWriter).marker},
	question.FormulaType: {"calculatedsimple", (*moodleWriter).formula}, question.EssayType: {"essay", (*moodleWriter).essay},
	question.FileUpload: {"essay", (*moodleWriter).upload},
}

func (m *moodleWriter) choices(b question.Body) {
	m.element("single", strconv.FormatBool(b.Type == question.Single))
	m.element("shuffleanswers", "true")
	m.element("answernumbering", "ABCD")
	weights, exact := weightsOf(b)
	if !exact {
		m.lose(lossScoring)
	}
	for i, o := range b.Options {
		m.answer(weights[i], o.Text, o.Explain)
	}
}

func (m *moodleWriter) truth(b question.Body) {
	for _, truth := range []bool{true, false} {
		weight := 0
		if truth == *b.Truth {
			weight = 100
		}
		fmt.Fprintf(&m.out, "<answer fraction=\"%d\" format=\"moodle_auto_format\"><text>%t</text></answer>\n", weight, truth)
	}
}

func (m *moodleWriter) short(b question.Body) {
	key := *b.ShortAnswer
	if key.IgnoreAccents {
		m.lose(lossAccents)
	}
	if len(key.AcceptedEN) > 0 {
		m.lose(lossEnglish)
	}
	usecase := "0"
	if key.MatchCase {
		usecase = "1"
	}
	m.element("usecase", usecase)
	for _, text := range acceptedOf(key) {
		m.plainAnswer(text, "")
	}
}

func (m *moodleWriter) number(b question.Body) {
	key := *b.Numeric
	if key.Relative {
		m.lose(lossTolerance)
	}
	value, tolerance := absoluteTolerance(key)
	number, _ := decimalOf(value)
	spread, _ := decimalOf(tolerance)
	m.plainAnswer(number, "<tolerance>"+spread+"</tolerance>")
	if key.Unit.VI == "" {
		if len(key.OtherUnits) > 0 {
			m.lose(lossUnit)
		}
		return
	}
	m.out.WriteString("<units>")
	m.unit("1", key.Unit)
	for _, u := range key.OtherUnits {
		factor, ok := parseMachine(u.Factor)
		if !ok || factor.Sign() == 0 {
			m.lose(lossUnit)
			continue
		}
		multiplier, exact := decimalOf(new(big.Rat).Inv(factor))
		if !exact {
			m.lose(lossUnit)
		}
		m.unit(multiplier, u.Unit)
	}
	m.out.WriteString("</units>\n")
	m.element("unitgradingtype", "0")
	m.element("unitpenalty", "0")
	m.element("showunits", "3")
}

func (m *moodleWriter) unit(multiplier string, name question.LocalText) {
	if name.EN != "" {
		m.lose(lossEnglish)
	}
	fmt.Fprintf(&m.out, "<unit><multiplier>%s</multiplier><unit_name>%s</unit_name></unit>", multiplier, escapedXML(name.VI))
}

func (m *moodleWriter) pairs(b question.Body) {
	if b.Type != question.Matching {
		m.lose(lossTypeChanged)
	}
	m.allOrNothing(b)
	m.element("shuffleanswers", "true")
	used := map[int]bool{}
	for _, p := range b.Prompts {
		if p.Explain != (question.LocalText{}) {
			m.lose(lossExplain)
		}
		used[p.Match] = true
		m.subquestion(p.Text, b.Options[p.Match].Text)
	}
	for i, o := range b.Options {
		if !used[i] {
			m.subquestion(question.LocalText{}, o.Text)
		}
	}
}

func (m *moodleWriter) subquestion(prompt, option question.LocalText) {
	if len(mediaSource.FindString(option.VI+option.EN)) > 0 {
		m.lose(lossPicture) // Moodle's answers to match are short texts
	}
	m.out.WriteString("<subquestion format=\"html\">")
	m.inside(prompt)
	text := multilang(option)
	if text == option.VI {
		text = cellText(text, true)
	}
	m.out.WriteString("<answer><text>" + escapedXML(text) + "</text></answer></subquestion>\n")
}

func (m *moodleWriter) allOrNothing(b question.Body) {
	if b.Scoring == question.AllOrNothing {
		m.lose(lossScoring)
	}
}

func (m *moodleWriter) order(b question.Body) {
	m.element("layouttype", "VERTICAL")
	m.element("selecttype", "ALL")
	m.element("selectcount", "0")
	rule := "RELATIVE_NEXT_EXCLUDE_LAST"
	if b.Scoring == question.AllOrNothing {
		rule = "ALL_OR_NOTHING"
	}
	m.element("gradingtype", rule)
	m.element("showgrading", "SHOW")
	for i, o := range b.Options {
		fmt.Fprintf(&m.out, "<answer fraction=\"%d\" format=\"html\">", i+1)
		m.inside(o.Text)
		if o.Explain.VI != "" {
			m.text("feedback", "", o.Explain)
		}
		m.out.WriteString("</answer>\n")
	}
}

var (
	lossRegions = words{"loss.regions", "Chỉ giữ các vùng đúng trên hình; lời mô tả hình, vùng sai và lời giải của vùng không có chỗ.",
		"Only the right regions of the picture were kept; its description, wrong regions and their explanations have no place."}
	lossValues = words{"loss.values", "Moodle cần sẵn các giá trị của biến: đã tạo 10 bộ giá trị.", "Moodle needs the values of variables in advance: ten sets were made."}
	lossAccept = words{"loss.accept", "Loại tệp và dung lượng được nhận không giữ.", "The kinds and the size of files that are accepted were not kept."}
)

func (m *moodleWriter) marker(b question.Body) {
	h := b.Hotspot
	m.lose(lossRegions)
	m.allOrNothing(b)
	m.file(h.Image.File)
	label, right := "×", 0
	var drops strings.Builder
	for _, r := range h.Regions {
		if !r.Correct {
			continue
		}
		if right++; right == 1 && r.Label.VI != "" {
			label = multilang(r.Label)
		}
		shape, coords := moodleShape(r)
		fmt.Fprintf(&drops, "<drop><no>%d</no><shape>%s</shape><coords>%s</coords><choice>1</choice></drop>\n", right, shape, coords)
	}
	fmt.Fprintf(&m.out, "<drag><no>1</no><text><![CDATA[%s]]></text><noofdrags>%d</noofdrags></drag>\n%s", label, max(right, h.Picks), drops.String())
}

func moodleShape(r question.Region) (shape, coords string) {
	c := make([]string, len(r.Coords))
	for i, n := range r.Coords {
		c[i] = strconv.Itoa(n)
	}
	switch r.Shape {
	case question.Circle:
		return "circle", c[0] + "," + c[1] + ";" + c[2]
	case question.Rectangle:
		return "rectangle", fmt.Sprintf("%d,%d;%d,%d", r.Coords[0], r.Coords[1], r.Coords[2]-r.Coords[0], r.Coords[3]-r.Coords[1])
	}
	var points []string
	for i := 0; i+1 < len(c); i += 2 {
		points = append(points, c[i]+","+c[i+1])
	}
	return "polygon", strings.Join(points, ";")
}

func (m *moodleWriter) essay(b question.Body) {
	m.lose(lossRubric)
	m.element("responseformat", "editor")
	m.element("responserequired", "1")
	m.element("attachments", "0")
	if b.Essay.MinWords > 0 {
		m.element("minwordlimit", strconv.Itoa(b.Essay.MinWords))
	}
	if b.Essay.MaxWords > 0 {
		m.element("maxwordlimit", strconv.Itoa(b.Essay.MaxWords))
	}
}

func (m *moodleWriter) upload(b question.Body) {
	m.lose(lossRubric)
	m.lose(lossAccept)
	m.element("responseformat", "noinline")
	m.element("responserequired", "0")
	m.element("attachments", strconv.Itoa(b.Upload.MaxFiles))
	m.element("attachmentsrequired", "1")
}
