package coursepackage

import (
	"github.com/goccy/go-yaml/ast"

	"taphuan/internal/question"
)

type numericAnswerYAML struct {
	Value      string          `yaml:"value"`
	Tolerance  string          `yaml:"tolerance"`
	Relative   bool            `yaml:"relative"`
	OtherUnits []otherUnitYAML `yaml:"other_units"`
}

type otherUnitYAML struct {
	VI     string `yaml:"vi"`
	EN     string `yaml:"en"`
	Factor string `yaml:"factor"`
}

type shortAnswerYAML struct {
	Accepted struct {
		VI []string `yaml:"vi"`
		EN []string `yaml:"en"`
	} `yaml:"accepted"`
	IgnoreAccents bool `yaml:"ignore_accents"`
	MatchCase     bool `yaml:"match_case"`
	Patterns      bool `yaml:"patterns"`
}

type formulaAnswerYAML struct {
	Formula   string         `yaml:"formula"`
	Variables []variableYAML `yaml:"variables"`
	Decimals  whole          `yaml:"decimals"`
	Tolerance string         `yaml:"tolerance"`
}

type variableYAML struct {
	Name string `yaml:"name"`
	Min  string `yaml:"min"`
	Max  string `yaml:"max"`
	Step string `yaml:"step"`
}

// answer reads the key, whose form depends on the type. The right order of ordering is that of its options, and the
// questions of a case have keys of their own.
func (q *questionReader) answer(body *question.Body) {
	node := q.yaml.Answer
	keyless := body.Type == question.Ordering || body.Type == question.CaseStudy
	switch {
	case node == nil && !keyless:
		q.problem("question.answer_required", []any{"answer"})
		return
	case node != nil && keyless:
		q.problem("question.no_answer", []any{"answer"})
		return
	}
	switch body.Type {
	case question.Single:
		var index whole
		if q.doc.decode(&q.found, node, &index) {
			q.markCorrect(body, []whole{index})
		}
	case question.Multiple:
		var indexes []whole
		if q.doc.decode(&q.found, node, &indexes) {
			q.markCorrect(body, indexes)
		}
	case question.TrueFalse:
		var truth bool
		if q.doc.decode(&q.found, node, &truth) {
			body.Truth = &truth
		}
	case question.Numeric:
		body.Numeric = q.numericKey(node, q.yaml.VI.Unit, q.en().Unit)
	case question.ShortAnswer:
		body.ShortAnswer = q.shortAnswerKey(node)
	case question.Matching, question.Categorize, question.SingleChoiceTable:
		q.prompts(body, node)
	case question.Cloze, question.InlineChoice:
		q.gaps(body, node)
	case question.HotspotType:
		q.hotspot(body, node)
	case question.FormulaType:
		q.formula(body, node)
	case question.EssayType, question.FileUpload:
		q.marked(body, node)
	case question.CaseStudy:
		q.parts(body)
	}
}

func (q *questionReader) markCorrect(body *question.Body, indexes []whole) {
	for _, i := range indexes {
		if i < 0 || int(i) >= len(body.Options) || body.Options[i].Correct {
			q.problem("question.answer_index", []any{"answer"}, len(body.Options)-1)
			return
		}
		body.Options[i].Correct = true
	}
}

func (q *questionReader) numericKey(node ast.Node, unitVI, unitEN string) *question.NumericKey {
	var y numericAnswerYAML
	if !q.doc.decode(&q.found, node, &y) {
		return nil
	}
	key := &question.NumericKey{Value: y.Value, Tolerance: y.Tolerance, Relative: y.Relative, Unit: question.LocalText{VI: unitVI, EN: unitEN}}
	for _, u := range y.OtherUnits {
		key.OtherUnits = append(key.OtherUnits, question.OtherUnit{Unit: question.LocalText{VI: u.VI, EN: u.EN}, Factor: u.Factor})
	}
	return key
}

func (q *questionReader) shortAnswerKey(node ast.Node) *question.ShortAnswerKey {
	var y shortAnswerYAML
	if !q.doc.decode(&q.found, node, &y) {
		return nil
	}
	return &question.ShortAnswerKey{AcceptedVI: y.Accepted.VI, AcceptedEN: y.Accepted.EN,
		IgnoreAccents: y.IgnoreAccents, MatchCase: y.MatchCase, Patterns: y.Patterns}
}

func (q *questionReader) formula(body *question.Body, node ast.Node) {
	var y formulaAnswerYAML
	if !q.doc.decode(&q.found, node, &y) {
		return
	}
	body.Formula = &question.Formula{Expression: y.Formula, Decimals: int(y.Decimals), Tolerance: y.Tolerance,
		Unit: question.LocalText{VI: q.yaml.VI.Unit, EN: q.en().Unit}}
	for _, v := range y.Variables {
		body.Formula.Variables = append(body.Formula.Variables, question.Variable(v))
	}
}

// prompts reads what is matched, sorted or judged, with the place of the right option of each.
func (q *questionReader) prompts(body *question.Body, node ast.Node) {
	var matches []whole
	if !q.doc.decode(&q.found, node, &matches) {
		return
	}
	texts := q.options("prompts", q.yaml.VI.Prompts, q.en().Prompts)
	if len(matches) != len(texts) {
		q.problem("question.match_count", []any{"answer"}, len(texts))
		return
	}
	for i, t := range texts {
		body.Prompts = append(body.Prompts, question.Prompt{Text: t.Text, Explain: t.Explain, Match: int(matches[i])})
	}
}

// parts reads the questions of a case study, which add up to its points.
func (q *questionReader) parts(body *question.Body) {
	if q.yaml.Points != nil {
		q.problem("question.case_points", []any{"points"})
	}
	body.MaxPoints = 0
	for _, node := range q.yaml.Parts {
		var y questionYAML
		if !q.doc.decode(&q.found, node, &y) {
			continue
		}
		part := &questionReader{reader: q.reader, doc: q.doc, node: node, yaml: y, name: q.name}
		if y.ID != "" || y.Difficulty != 0 || y.Equivalent != "" || len(y.Isomorphs) > 0 || y.Type == string(question.CaseStudy) {
			part.problem("question.part_key", nil)
			continue
		}
		inner := part.body()
		body.Parts = append(body.Parts, inner)
		body.MaxPoints += inner.MaxPoints
	}
}
