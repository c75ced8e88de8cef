package exchange

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"taphuan/internal/question"
)

var (
	wildcard     = regexp.MustCompile(`\{([A-Za-z][A-Za-z0-9_ ]{0,19})\}`)
	formulaName  = regexp.MustCompile(`[a-z][a-z0-9_]*\(`)
	moodleCalled = map[string]string{"abs(": "abs(", "ceil(": "ceil(", "floor(": "floor(", "round(": "round(", "sqrt(": "sqrt(", "sin(": "sin(",
		"cos(": "cos(", "tan(": "tan(", "exp(": "exp(", "log(": "ln(", "ln(": "ln(", "log10(": "log10(", "max(": "max(", "min(": "min(", "fmod(": "mod("}
	power = regexp.MustCompile(`pow\(([^(),]+),([^(),]+)\)`)
)

var (
	reasonExpression = words{"moodle.expression",
		"Công thức «%s» dùng hàm không có ở đây.", "The formula “%s” uses a function that is not known here."}
	reasonSeveralFormulas = words{"moodle.several_formulas",
		"Chỉ giữ công thức đầu tiên được trọn điểm.", "Only the first formula that earns all points was kept."}
	reasonRelative = words{"moodle.relative_tolerance",
		"Sai số tương đối của Moodle đổi thành sai số tuyệt đối %s (theo số chữ số thập phân). Hãy xem lại.",
		"Moodle's relative tolerance became an absolute one of %s, after the number of decimals. Check it."}
	reasonDataset = words{"moodle.dataset",
		"Không đọc được khoảng giá trị của biến {%s}.", "The range of the variable {%s} cannot be read."}
	reasonRange = words{"moodle.range",
		"Các giá trị có sẵn của biến được thay bằng giá trị rút ngẫu nhiên trong cùng khoảng.",
		"The listed values of variables became values drawn from the same range."}
)

// calculated reads a formula over variables with ranges.
func (q *moodleQuestion) calculated() {
	b := &q.item.Body
	var key *node
	for _, a := range q.node.all("answer") {
		q.explainMore(q.field(a.first("feedback"), false))
		switch {
		case fraction(a) < fullWeight:
			q.change(reasonPartCredit, clipped(a.value("text")))
		case key == nil:
			key = a
		default:
			q.change(reasonSeveralFormulas)
		}
	}
	if key == nil {
		q.refuse(reasonNoRight)
		return
	}
	f := &question.Formula{}
	text, ok := expressionOf(key.value("text"))
	if !ok {
		q.refuse(reasonExpression, clipped(key.value("text")))
		return
	}
	f.Expression = text
	f.Decimals, _ = strconv.Atoi(key.value("correctanswerlength"))
	if f.Decimals < 0 || f.Decimals > 6 {
		f.Decimals = 2
	}
	q.formulaTolerance(f, key)
	q.variables(f)
	b.Stem = both(b.Stem, shownVariables)
	b.Type, b.Formula = question.FormulaType, f
	for _, u := range q.node.first("units").all("unit") {
		if m, ok := parseMachine(u.value("multiplier")); ok && m.Cmp(big.NewRat(1, 1)) == 0 {
			f.Unit = q.plainText(u.value("unit_name"))
		} else {
			q.change(reasonUnitFactor, clipped(u.value("unit_name")))
		}
	}
}

// expressionOf writes a formula of Moodle in our words; false for functions that we do not have.
func expressionOf(text string) (string, bool) {
	if len(text) > maxExpression {
		return "", false
	}
	text = strings.ReplaceAll(strings.ToLower(wildcard.ReplaceAllStringFunc(text, variableName)), "pi()", "3.14159265358979")
	for power.MatchString(text) {
		text = power.ReplaceAllString(text, "(($1)^($2))")
	}
	known := true
	text = formulaName.ReplaceAllStringFunc(text, func(call string) string {
		ours, ok := moodleCalled[call]
		known = known && ok
		return ours
	})
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "=")), known
}

// variableName names a wildcard as formulas do: "{Chieu dai}" is chieu_dai.
func variableName(mark string) string {
	return strings.ReplaceAll(strings.ToLower(strings.Trim(mark, "{}")), " ", "_")
}

func shownVariables(stem string) string {
	return wildcard.ReplaceAllStringFunc(stem, func(mark string) string { return "{" + variableName(mark) + "}" })
}

// formulaTolerance keeps a nominal tolerance; a relative one cannot be, as values differ from paper to paper.
func (q *moodleQuestion) formulaTolerance(f *question.Formula, key *node) {
	tolerance, ok := parseMachine(key.value("tolerance"))
	if !ok || tolerance.Sign() <= 0 {
		return
	}
	if kind := key.value("tolerancetype"); kind == "2" {
		f.Tolerance, _ = decimalOf(tolerance)
		return
	}
	last := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(f.Decimals)), nil))
	f.Tolerance, _ = decimalOf(last)
	q.change(reasonRelative, f.Tolerance)
}

// variables reads the ranges of the variables.
func (q *moodleQuestion) variables(f *question.Formula) {
	for _, set := range q.node.first("dataset_definitions").all("dataset_definition") {
		name := variableName(set.first("name").value("text"))
		low, fine := parseMachine(set.first("minimum").value("text"))
		high, good := parseMachine(set.first("maximum").value("text"))
		decimals, err := strconv.Atoi(set.first("decimals").value("text"))
		if !fine || !good || err != nil || decimals < 0 || decimals > 6 || low.Cmp(high) > 0 {
			q.refuse(reasonDataset, tagName(name))
			continue
		}
		if !strings.Contains(f.Expression, name) && !strings.Contains(shownVariables(q.item.Body.Stem.VI), "{"+name+"}") {
			continue
		}
		step := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil))
		v := question.Variable{Name: name}
		v.Min, _ = decimalOf(low)
		v.Max, _ = decimalOf(high)
		v.Step, _ = decimalOf(step)
		f.Variables = append(f.Variables, v)
		if set.first("dataset_items") != nil {
			q.change(reasonRange)
		}
	}
}
