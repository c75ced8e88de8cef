package question

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"regexp"
	"strings"

	"taphuan/internal/fault"
)

// Bounds of a formula.
const (
	MaxVariables = 10
	maxDecimals  = 6
	maxSteps     = 1_000_000
	samples      = 50 // sets of values that Validate tries beside the corners
	draws        = 20 // how often a paper draws before it takes the lowest values
)

// formulaKind (tính theo công thức) asks for a number that is computed from values which each paper draws.
type formulaKind struct{ plain }

// Validate wants variables that can be drawn and are shown, and an expression that gives a number at the corners of
// their ranges and at samples between.
func (formulaKind) Validate(b Body) []fault.Field {
	var found faults
	f := b.Formula
	if f == nil {
		found.add("formula", "question.formula_required", fault.Text{VI: "Cần một công thức.", EN: "There must be a formula."})
		return found
	}
	if f.Decimals < 0 || f.Decimals > maxDecimals {
		found.add("formula.decimals", "question.decimals", fault.Text{
			VI: fmt.Sprintf("Số chữ số thập phân từ 0 đến %d.", maxDecimals),
			EN: fmt.Sprintf("Decimals are 0 to %d.", maxDecimals)})
	}
	found.tolerance("formula.tolerance", f.Tolerance)
	found.text("formula.unit", f.Unit, MaxUnitLength, false)
	found.variables(b)
	if len(found) == 0 {
		found.expression(*f)
	}
	return found
}

func (f *faults) variables(b Body) {
	variables := b.Formula.Variables
	if len(variables) == 0 || len(variables) > MaxVariables {
		f.add("formula.variables", "question.variable_count", fault.Text{
			VI: fmt.Sprintf("Công thức cần từ 1 đến %d biến số.", MaxVariables),
			EN: fmt.Sprintf("A formula needs 1 to %d variables.", MaxVariables)})
	}
	seen := map[string]bool{}
	for i, v := range variables {
		path := fmt.Sprintf("formula.variables[%d]", i)
		if !nameable(v.Name) || seen[v.Name] {
			f.add(path+".name", "question.variable_name", fault.Text{
				VI: "Tên biến gồm chữ thường không dấu và số, không trùng tên biến khác hay tên hàm.",
				EN: "A variable's name has small letters and digits, and is neither another's nor that of a function."})
		}
		seen[v.Name] = true
		if _, _, ok := v.steps(); !ok {
			f.add(path, "question.variable_range", fault.Text{
				VI: fmt.Sprintf(`Giá trị viết bằng dấu chấm ("0.5"); min không lớn hơn max, step lớn hơn 0 và không quá %d bước.`, maxSteps),
				EN: fmt.Sprintf(`Values are decimals with a point ("0.5"); min is not above max, step is above 0, with at most %d steps.`, maxSteps)})
		}
	}
	f.shownNames("stem.vi", b.Stem.VI, seen)
	if b.Stem.EN != "" {
		f.shownNames("stem.en", b.Stem.EN, seen)
	}
}

var shownName = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)

// shownNames wants every variable in the stem, and no other name.
func (f *faults) shownNames(path, stem string, variables map[string]bool) {
	shown := map[string]bool{}
	for _, match := range shownName.FindAllStringSubmatch(stem, -1) {
		shown[match[1]] = true
		if !variables[match[1]] {
			f.add(path, "question.variable_unknown", fault.Text{
				VI: fmt.Sprintf("Câu hỏi có {%s} nhưng công thức không có biến này.", match[1]),
				EN: fmt.Sprintf("The question has {%s}, which is no variable of the formula.", match[1])})
		}
	}
	for name := range variables {
		if !shown[name] {
			f.add(path, "question.variable_hidden", fault.Text{
				VI: fmt.Sprintf("Câu hỏi phải cho biết giá trị {%s}.", name),
				EN: fmt.Sprintf("The question must tell the value {%s}.", name)})
		}
	}
}

// expression compiles the formula and tries it.
func (f *faults) expression(formula Formula) {
	e, err := formula.compile()
	if err != nil {
		f.add("formula.expression", "question.expression", fault.Text{
			VI: "Không hiểu công thức: chỉ dùng số, biến, + - * / ^ và các hàm abs, ceil, cos, exp, floor, ln, log10, max, min, mod, round, sin, sqrt, tan.",
			EN: "The formula is not understood: use numbers, variables, + - * / ^ and the functions abs, ceil, cos, exp, floor, ln, log10, max, min, mod, round, sin, sqrt, tan."})
		return
	}
	for _, values := range formula.trials() {
		if _, err := e.value(numbers(values)); err != nil {
			f.add("formula.expression", "question.expression_value", fault.Text{
				VI: "Công thức không cho ra số khi " + inWords(values) + ".",
				EN: "The formula gives no number when " + inWords(values) + "."})
			return
		}
	}
}

func (f Formula) compile() (expression, error) {
	names := make([]string, len(f.Variables))
	for i, v := range f.Variables {
		names[i] = v.Name
	}
	return expressionOf(f.Expression, names)
}

// trials lists the corners of the variables' ranges, and samples between that are always the same.
func (f Formula) trials() [][]Value {
	var trials [][]Value
	for corner := range 1 << len(f.Variables) {
		trials = append(trials, f.values(func(i, last int) int {
			if corner>>i&1 == 1 {
				return last
			}
			return 0
		}))
	}
	random := rand.New(rand.NewPCG(1, streamOrder))
	for range samples {
		trials = append(trials, f.draw(random))
	}
	return trials
}

// draw draws a value for each variable.
func (f Formula) draw(random *rand.Rand) []Value {
	return f.values(func(_, last int) int { return random.IntN(last + 1) })
}

// values takes for each variable the step that pick names, of 0 to last.
func (f Formula) values(pick func(variable, last int) int) []Value {
	values := make([]Value, len(f.Variables))
	for i, v := range f.Variables {
		last, decimals, _ := v.steps()
		step := new(big.Rat).SetInt64(int64(pick(i, last)))
		value := step.Mul(step, rational(v.Step))
		values[i] = Value{Name: v.Name, Value: value.Add(value, rational(v.Min)).FloatString(decimals)}
	}
	return values
}

// steps returns the number of the last step and how many decimals values have; false when there are none to draw.
func (v Variable) steps() (last, decimals int, ok bool) {
	for _, text := range []string{v.Min, v.Max, v.Step} {
		if !decimal.MatchString(text) {
			return 0, 0, false
		}
	}
	span, step := new(big.Rat).Sub(rational(v.Max), rational(v.Min)), rational(v.Step)
	if span.Sign() < 0 || step.Sign() <= 0 {
		return 0, 0, false
	}
	count := span.Quo(span, step)
	whole := new(big.Int).Quo(count.Num(), count.Denom())
	if !whole.IsInt64() || whole.Int64() > maxSteps {
		return 0, 0, false
	}
	return int(whole.Int64()), max(decimalsOf(v.Min), decimalsOf(v.Step)), true
}

func decimalsOf(text string) int {
	_, fraction, _ := strings.Cut(text, ".")
	return len(fraction)
}

// rational reads a decimal that matches decimal.
func rational(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return new(big.Rat)
	}
	return r
}

func numbers(values []Value) map[string]float64 {
	numbers := map[string]float64{}
	for _, v := range values {
		numbers[v.Name], _ = rational(v.Value).Float64()
	}
	return numbers
}

func inWords(values []Value) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = v.Name + " = " + v.Value
	}
	return strings.Join(words, ", ")
}

// Arrange draws the values; once more where they give no number, as between the samples of Validate a denominator may
// be zero. The lowest values, which Validate has tried, are the last resort.
func (formulaKind) Arrange(b Body, random *rand.Rand) Layout {
	for range draws {
		values := b.Formula.draw(random)
		if _, ok := b.Formula.key(values); ok {
			return Layout{Values: values}
		}
	}
	return Layout{Values: b.Formula.values(func(_, _ int) int { return 0 })}
}

// key is the number that is right for the values of a paper, rounded half away from zero to the question's decimals.
func (f Formula) key(values []Value) (NumericKey, bool) {
	e, err := f.compile()
	if err != nil {
		return NumericKey{}, false
	}
	value, err := e.value(numbers(values))
	if err != nil {
		return NumericKey{}, false
	}
	return NumericKey{Value: value.FloatString(f.Decimals), Tolerance: f.Tolerance, Unit: f.Unit}, true
}

// Score reads the number as numeric does.
func (formulaKind) Score(b Body, l Layout, a Answer) Points {
	if key, ok := b.Formula.key(l.Values); ok && key.accepts(a.Text) {
		return b.MaxPoints
	}
	return 0
}

// Redact shows the values in the stem, and the unit.
func (formulaKind) Redact(b Body, l Layout) View {
	view := viewOf(b)
	view.Stem, view.Unit = withValues(b.Stem, l), b.Formula.Unit
	return view
}

// withValues writes the values of the layout where their names stand, in each language's way.
func withValues(t LocalText, l Layout) LocalText {
	if len(l.Values) == 0 {
		return t
	}
	var vi, en []string
	for _, v := range l.Values {
		vi = append(vi, "{"+v.Name+"}", formatNumber(v.Value, ".", ","))
		en = append(en, "{"+v.Name+"}", formatNumber(v.Value, ",", "."))
	}
	return LocalText{VI: strings.NewReplacer(vi...).Replace(t.VI), EN: strings.NewReplacer(en...).Replace(t.EN)}
}

// Review shows what was typed beside the number.
func (k formulaKind) Review(b Body, l Layout, a Answer) Review {
	return reviewText(a, k.RightAnswer(b, l))
}

// RightAnswer is the number for the values of the paper.
func (formulaKind) RightAnswer(b Body, l Layout) LocalText {
	key, ok := b.Formula.key(l.Values)
	if !ok {
		return LocalText{}
	}
	return key.inWords()
}
