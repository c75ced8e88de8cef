package exchange

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"taphuan/internal/question"
)

var (
	identifier  = regexp.MustCompile(`[a-z][a-z0-9_]*`)
	moodleFuncs = map[string]string{"abs": "abs", "ceil": "ceil", "floor": "floor", "round": "round", "sqrt": "sqrt", "sin": "sin", "cos": "cos",
		"tan": "tan", "exp": "exp", "ln": "log", "log10": "log10", "max": "max", "min": "min", "mod": "fmod"}
)

// moodleExpression writes a formula for Moodle; false where it has powers by sign or conditions, which Moodle lacks.
func moodleExpression(f question.Formula) (string, bool) {
	if strings.ContainsAny(f.Expression, "^?<>=!&|") || strings.Contains(f.Expression, "**") || strings.Contains(f.Expression, " and ") || strings.Contains(f.Expression, " or ") {
		return "", false
	}
	variables := map[string]bool{}
	for _, v := range f.Variables {
		variables[v.Name] = true
	}
	known := true
	text := identifier.ReplaceAllStringFunc(f.Expression, func(name string) string {
		if variables[name] {
			return "{" + name + "}"
		}
		theirs, ok := moodleFuncs[name]
		known = known && ok
		return theirs
	})
	return text, known
}

const moodleSets = 10

func (m *moodleWriter) formula(b question.Body) {
	f := b.Formula
	text, _ := moodleExpression(*f)
	tolerance := f.Tolerance
	if tolerance == "" {
		tolerance = "0"
	}
	m.lose(lossValues)
	m.plainAnswer(text, fmt.Sprintf("<tolerance>%s</tolerance><tolerancetype>2</tolerancetype><correctanswerformat>1</correctanswerformat><correctanswerlength>%d</correctanswerlength>", tolerance, f.Decimals))
	if f.Unit.VI != "" {
		m.out.WriteString("<units>")
		m.unit("1", f.Unit)
		m.out.WriteString("</units>\n")
	}
	m.out.WriteString("<dataset_definitions>")
	for _, v := range f.Variables {
		m.dataset(v)
	}
	m.out.WriteString("</dataset_definitions>\n")
}

// dataset writes the range of a variable with values spread over it.
func (m *moodleWriter) dataset(v question.Variable) {
	low, _ := parseMachine(v.Min)
	high, _ := parseMachine(v.Max)
	step, _ := parseMachine(v.Step)
	decimals, _ := step.FloatPrec()
	if power := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)); power.Cmp(step) != 0 {
		m.lose(lossStep)
	}
	fmt.Fprintf(&m.out, "<dataset_definition><status><text>private</text></status><name><text>%s</text></name><type>calculated</type><distribution><text>uniform</text></distribution><minimum><text>%s</text></minimum><maximum><text>%s</text></maximum><decimals><text>%d</text></decimals><itemcount>%d</itemcount><dataset_items>",
		v.Name, v.Min, v.Max, decimals, moodleSets)
	span := new(big.Rat).Sub(high, low)
	steps := new(big.Int).Quo(new(big.Rat).Quo(span, step).Num(), new(big.Rat).Quo(span, step).Denom())
	for i := range moodleSets {
		at := new(big.Int).Quo(new(big.Int).Mul(steps, big.NewInt(int64(i))), big.NewInt(moodleSets-1))
		value := new(big.Rat).Add(low, new(big.Rat).Mul(step, new(big.Rat).SetInt(at)))
		text, _ := decimalOf(value)
		fmt.Fprintf(&m.out, "<dataset_item><number>%d</number><value>%s</value></dataset_item>", i+1, text)
	}
	fmt.Fprintf(&m.out, "</dataset_items><number_of_items>%d</number_of_items></dataset_definition>", moodleSets)
}

var lossStep = words{"loss.step", "Bước của biến số đổi thành một đơn vị của chữ số cuối.", "The step of a variable became one unit of its last digit."}
