package coursepackage

import (
	"github.com/goccy/go-yaml/ast"

	"taphuan/internal/question"
)

type numericAnswerYAML struct {
	Value     string `yaml:"value"`
	Tolerance string `yaml:"tolerance"`
}

type shortAnswerYAML struct {
	Accepted struct {
		VI []string `yaml:"vi"`
		EN []string `yaml:"en"`
	} `yaml:"accepted"`
	IgnoreAccents bool `yaml:"ignore_accents"`
}

// answer reads the key, whose form depends on the type.
func (q *questionReader) answer(body *question.Body) {
	node := q.yaml.Answer
	if node == nil {
		q.problem("question.answer_required", []any{"answer"})
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
		q.numericAnswer(body, node)
	case question.ShortAnswer:
		q.shortAnswer(body, node)
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

func (q *questionReader) numericAnswer(body *question.Body, node ast.Node) {
	var key numericAnswerYAML
	if !q.doc.decode(&q.found, node, &key) {
		return
	}
	body.Numeric = &question.NumericKey{
		Value:     key.Value,
		Tolerance: key.Tolerance,
		Unit:      question.LocalText{VI: q.yaml.VI.Unit, EN: q.en().Unit},
	}
}

func (q *questionReader) shortAnswer(body *question.Body, node ast.Node) {
	var key shortAnswerYAML
	if !q.doc.decode(&q.found, node, &key) {
		return
	}
	body.ShortAnswer = &question.ShortAnswerKey{
		AcceptedVI:    key.Accepted.VI,
		AcceptedEN:    key.Accepted.EN,
		IgnoreAccents: key.IgnoreAccents,
	}
}

// missing notes explanations and translations that are not there yet.
func (q *questionReader) missing(body question.Body) {
	if body.Explain.VI == "" {
		q.note("note.no_explanation", nil, q.yaml.ID)
	}
	for i, o := range body.Options {
		if o.Explain.VI == "" {
			q.note("note.no_option_explanation", []any{"vi", "options", i})
		}
	}
	switch {
	case q.yaml.EN == nil:
		q.note("note.no_english", nil, q.yaml.ID)
	case q.untranslated(body):
		q.note("note.partly_english", []any{"en"}, q.yaml.ID)
	}
}

func (q *questionReader) untranslated(body question.Body) bool {
	for _, o := range body.Options {
		if o.Text.EN == "" || (o.Explain.VI != "" && o.Explain.EN == "") {
			return true
		}
	}
	accepted := body.ShortAnswer == nil || len(body.ShortAnswer.AcceptedEN) > 0
	return body.Stem.EN == "" || (body.Explain.VI != "" && body.Explain.EN == "") || !accepted
}
