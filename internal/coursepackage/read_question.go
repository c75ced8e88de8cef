package coursepackage

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"taphuan/internal/prose"
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
	Penalty    whole             `yaml:"penalty"`
	VI         questionTextYAML  `yaml:"vi"`
	EN         *questionTextYAML `yaml:"en"`
	Answer     ast.Node          `yaml:"answer"`
	Scoring    string            `yaml:"scoring"`
	Weights    []whole           `yaml:"weights"`
	Image      string            `yaml:"image"`
	Parts      []ast.Node        `yaml:"parts"`
	Source     localYAML         `yaml:"source"`
	Equivalent string            `yaml:"equivalent"`
	Isomorphs  []string          `yaml:"isomorphs"`
}

type questionTextYAML struct {
	Stem     string          `yaml:"stem"`
	Options  []optionYAML    `yaml:"options"`
	Prompts  []optionYAML    `yaml:"prompts"`
	Gaps     []gapTextYAML   `yaml:"gaps"`
	Regions  []regionYAML    `yaml:"regions"`
	Criteria []criterionYAML `yaml:"criteria"`
	Explain  string          `yaml:"explain"`
	Unit     string          `yaml:"unit"`
	Alt      string          `yaml:"alt"`
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
		at := &questionReader{reader: r, doc: doc, node: node, yaml: q, name: q.ID}
		at.difficulty()
		body := at.read()
		if seen[q.ID] {
			at.problem("question.id_twice", []any{"id"}, q.ID)
		}
		seen[q.ID] = true
		r.pkg.Questions = append(r.pkg.Questions, Question{ID: q.ID, Topic: topic, Difficulty: int(q.Difficulty), Body: body,
			Equivalent: q.Equivalent, Isomorphs: q.Isomorphs, File: doc.file, Line: doc.start(node)})
	}
}

// questionReader turns one question of a file into its stored form.
type questionReader struct {
	*reader
	doc  *document
	node ast.Node
	yaml questionYAML
	name string // as notes call it: its id, or that of the case it belongs to
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

// read reads a question that has an id of its own.
func (q *questionReader) read() question.Body {
	if !questionID.MatchString(q.yaml.ID) {
		q.problem("question.id", []any{"id"})
	}
	return q.body()
}

func (q *questionReader) body() question.Body {
	y := q.yaml
	before := len(q.found)
	body := question.Body{
		Type:      question.Type(y.Type),
		MaxPoints: 100,
		Penalty:   question.Points(y.Penalty),
		Stem:      q.both("stem", y.VI.Stem, q.en().Stem, prose.Render),
		Explain:   q.both("explain", y.VI.Explain, q.en().Explain, prose.Render),
		Source:    y.Source.text(),
	}
	if y.Points != nil {
		body.MaxPoints = question.Points(*y.Points)
	}
	body.Options = q.options("options", y.VI.Options, q.en().Options)
	q.weights(&body)
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
func (q *questionReader) both(key, vi, en string, render func(string) (string, []prose.Rejection)) question.LocalText {
	return question.LocalText{
		VI: q.render(render, vi, "vi", key),
		EN: q.render(render, en, "en", key),
	}
}

func (q *questionReader) render(render func(string) (string, []prose.Rejection), source string, path ...any) string {
	out, rejected := render(source)
	for _, f := range rejected {
		q.found.addText(q.doc.file, q.line(path), f.Code, f.Text())
	}
	return out
}

// options renders the options, or prompts; those in English stand in the same order.
func (q *questionReader) options(key string, vi, en []optionYAML) []question.Option {
	if !q.sameLength(len(vi), len(en), key) {
		return nil
	}
	var options []question.Option
	for i, o := range vi {
		option := question.Option{
			Text:    question.LocalText{VI: q.render(prose.RenderInline, o.Text, "vi", key, i, "text")},
			Explain: question.LocalText{VI: q.render(prose.Render, o.Explain, "vi", key, i, "explain")},
		}
		if len(en) > 0 {
			option.Text.EN = q.render(prose.RenderInline, en[i].Text, "en", key, i, "text")
			option.Explain.EN = q.render(prose.Render, en[i].Explain, "en", key, i, "explain")
		}
		options = append(options, option)
	}
	return options
}

// sameLength refuses lists that differ between the languages (English may be missing) or that no type could hold.
func (q *questionReader) sameLength(vi, en int, path ...any) bool {
	if en > 0 && en != vi {
		q.problem("question.lists_differ", append([]any{"en"}, path...), path[0], vi, en)
		return false
	}
	if vi > question.MaxGaps {
		q.problem("question.list_too_long", append([]any{"vi"}, path...), path[0], question.MaxGaps)
		return false
	}
	return true
}

// weights sets what options earn by the rule weighted.
func (q *questionReader) weights(body *question.Body) {
	if len(q.yaml.Weights) > 0 && len(q.yaml.Weights) != len(body.Options) {
		q.problem("question.weight_count", []any{"weights"}, len(body.Options))
		return
	}
	for i, w := range q.yaml.Weights {
		body.Options[i].Weight = int(w)
	}
}

// scoring sets the rule of a question with several answers in one; partial unless told.
func (q *questionReader) scoring(body *question.Body) {
	body.Scoring = question.ScoringRule(q.yaml.Scoring)
	if body.Scoring == "" && question.HasScoringRule(body.Type) {
		body.Scoring = question.Partial
	}
}

// validate asks the question type itself and finds the lines of what it refuses. The questions of a case study were
// asked before.
func (q *questionReader) validate(body question.Body) {
	for _, f := range question.Validate(body) {
		q.found.addText(q.doc.file, q.line(yamlPath(f.Path)), f.Code, f.Text)
	}
}
