package coursepackage

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"taphuan/internal/question"
)

// maxQuestions bounds the bank of one course.
const maxQuestions = 3000

var questionID = regexp.MustCompile(`^[a-z0-9-]{2,60}$`)

type questionYAML struct {
	ID         string            `yaml:"id"`
	Type       string            `yaml:"type"`
	Difficulty whole             `yaml:"difficulty"`
	Points     *whole            `yaml:"points"`
	VI         questionTextYAML  `yaml:"vi"`
	EN         *questionTextYAML `yaml:"en"`
	Answer     ast.Node          `yaml:"answer"`
	Scoring    string            `yaml:"scoring"`
	Source     localYAML         `yaml:"source"`
}

type questionTextYAML struct {
	Stem    string       `yaml:"stem"`
	Options []optionYAML `yaml:"options"`
	Explain string       `yaml:"explain"`
	Unit    string       `yaml:"unit"`
}

type optionYAML struct {
	Text    string `yaml:"text"`
	Explain string `yaml:"explain"`
}

// questions reads every file of the bank.
func (r *reader) questions() {
	seen := map[string]bool{}
	before := len(r.found)
	defer func() { r.bankBroken = len(r.found) > before }()
	for _, name := range r.folder.list(&r.found, "questions") {
		topic, isYAML := strings.CutSuffix(name, ".yaml")
		name = path.Join("questions", name)
		switch {
		case !isYAML:
			r.notes.add(r.folder.shown(name), 0, "note.unused")
		case !slices.ContainsFunc(r.pkg.Modules, func(m Module) bool { return m.Key == topic }):
			r.found.add(r.folder.shown(name), 0, "question.topic", topic)
		default:
			r.topic(name, topic, seen)
		}
	}
}

// topic reads one file: a list of questions.
func (r *reader) topic(name, topic string, seen map[string]bool) {
	doc := r.yaml(name)
	if doc == nil {
		return
	}
	list, ok := doc.root.(*ast.SequenceNode)
	if !ok {
		r.found.add(doc.file, 1, "question.no_list")
		return
	}
	for i, node := range list.Values {
		if len(r.pkg.Questions) == maxQuestions {
			r.found.add(doc.file, doc.line(i), "question.too_many", maxQuestions)
			return
		}
		var q questionYAML
		if !doc.decode(&r.found, node, &q) {
			continue
		}
		at := &questionReader{reader: r, doc: doc, node: node, yaml: q}
		at.difficulty()
		body := at.read()
		if seen[q.ID] {
			at.problem("question.id_twice", []any{"id"}, q.ID)
		}
		seen[q.ID] = true
		r.pkg.Questions = append(r.pkg.Questions, Question{
			ID: q.ID, Topic: topic, Difficulty: int(q.Difficulty), Body: body, File: doc.file, Line: doc.start(node)})
	}
}

// questionReader turns one question of a file into its stored form.
type questionReader struct {
	*reader
	doc  *document
	node ast.Node
	yaml questionYAML
}

func (q *questionReader) line(path []any) int { return q.doc.lineIn(q.node, path...) }

func (q *questionReader) problem(code string, path []any, args ...any) {
	q.found.add(q.doc.file, q.line(path), code, args...)
}

func (q *questionReader) note(code string, path []any, args ...any) {
	q.notes.add(q.doc.file, q.line(path), code, args...)
}

// difficulty is told by every question of a bank.
func (q *questionReader) difficulty() {
	if d := q.yaml.Difficulty; d < 1 || d > 3 {
		q.problem("number.range", []any{"difficulty"}, "difficulty", 1, 3)
	}
}

func (q *questionReader) read() question.Body {
	y := q.yaml
	before := len(q.found)
	if !questionID.MatchString(y.ID) {
		q.problem("question.id", []any{"id"})
	}
	body := question.Body{
		Type:      question.Type(y.Type),
		MaxPoints: 100,
		Stem:      q.both("stem", y.VI.Stem, q.en().Stem, render),
		Explain:   q.both("explain", y.VI.Explain, q.en().Explain, render),
		Source:    y.Source.text(),
	}
	if y.Points != nil {
		body.MaxPoints = question.Points(*y.Points)
	}
	body.Options = q.options()
	q.answer(&body)
	q.scoring(&body)
	if len(q.found) == before {
		q.validate(body)
		q.missing(body)
	}
	return body
}

func (q *questionReader) en() questionTextYAML {
	if q.yaml.EN == nil {
		return questionTextYAML{}
	}
	return *q.yaml.EN
}

// both renders one text in both languages.
func (q *questionReader) both(key, vi, en string, render func(string) (string, []rejection)) question.LocalText {
	return question.LocalText{
		VI: q.render(render, vi, "vi", key),
		EN: q.render(render, en, "en", key),
	}
}

func (q *questionReader) render(render func(string) (string, []rejection), source string, path ...any) string {
	out, rejected := render(source)
	for _, f := range rejected {
		q.problem(f.code, path)
	}
	return out
}

// options renders the options; those in English stand in the same order.
func (q *questionReader) options() []question.Option {
	vi, en := q.yaml.VI.Options, q.en().Options
	if len(en) > 0 && len(en) != len(vi) {
		q.problem("question.options_differ", []any{"en", "options"}, len(vi), len(en))
		return nil
	}
	if len(vi) > question.MaxOptions {
		q.problem("question.option_count", []any{"vi", "options"}, question.MaxOptions)
		return nil
	}
	var options []question.Option
	for i, o := range vi {
		option := question.Option{
			Text:    question.LocalText{VI: q.render(renderInline, o.Text, "vi", "options", i, "text")},
			Explain: question.LocalText{VI: q.render(render, o.Explain, "vi", "options", i, "explain")},
		}
		if len(en) > 0 {
			option.Text.EN = q.render(renderInline, en[i].Text, "en", "options", i, "text")
			option.Explain.EN = q.render(render, en[i].Explain, "en", "options", i, "explain")
		}
		options = append(options, option)
	}
	return options
}

// scoring sets the rule of a question with several right options; partial unless told.
func (q *questionReader) scoring(body *question.Body) {
	body.Scoring = question.ScoringRule(q.yaml.Scoring)
	if body.Type == question.Multiple && body.Scoring == "" {
		body.Scoring = question.Partial
	}
}

// validate asks the question type itself and finds the lines of what it refuses.
func (q *questionReader) validate(body question.Body) {
	for _, f := range question.Validate(body) {
		q.found.addText(q.doc.file, q.line(yamlPath(f.Path)), f.Code, f.Text)
	}
}

var pathStep = regexp.MustCompile(`[A-Za-z]+|\d+`)

// yamlPath says where a field of the stored form ("options[2].text.vi") stands in the file
// (vi, options, 2, text).
func yamlPath(field string) []any {
	steps := pathStep.FindAllString(field, -1)
	switch steps[0] {
	case "maxPoints":
		return []any{"points"}
	case "type", "scoring":
		return []any{steps[0]}
	case "truth":
		return []any{"answer"}
	case "numeric":
		if slices.Contains(steps, "unit") {
			return []any{steps[len(steps)-1], "unit"}
		}
		return append([]any{"answer"}, anySteps(steps[1:])...)
	case "shortAnswer":
		path := []any{"answer", "accepted"}
		for _, step := range steps[1:] {
			path = append(path, anySteps([]string{strings.ToLower(strings.TrimPrefix(step, "accepted"))})...)
		}
		return path
	}
	locale, last := "vi", len(steps)-1
	if steps[last] == "vi" || steps[last] == "en" {
		locale, steps = steps[last], steps[:last]
	}
	return append([]any{locale}, anySteps(steps)...)
}

func anySteps(steps []string) []any {
	var path []any
	for _, step := range steps {
		if n, err := strconv.Atoi(step); err == nil {
			path = append(path, n)
		} else {
			path = append(path, step)
		}
	}
	return path
}
