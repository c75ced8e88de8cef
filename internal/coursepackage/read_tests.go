package coursepackage

import (
	"fmt"
	"slices"

	"taphuan/internal/assessment"
	"taphuan/internal/question"
)

// maxCells bounds a blueprint.
const maxCells = 200

type testsYAML struct {
	PreTest   *testYAML `yaml:"pre_test"`
	SelfCheck *testYAML `yaml:"self_check"`
	Final     *testYAML `yaml:"final"`
}

type testYAML struct {
	Title             localYAML `yaml:"title"`
	Minutes           whole     `yaml:"minutes"`
	PassMark          *whole    `yaml:"pass_mark"`
	Attempts          whole     `yaml:"attempts"`
	CoolingOffMinutes whole     `yaml:"cooling_off_minutes"`
	Feedback          string    `yaml:"feedback"`
	Requires          string    `yaml:"requires"`
	SecondMarker      bool      `yaml:"second_marker"`
	ModerationPercent *whole    `yaml:"moderation_percent"`
	AppealDays        *whole    `yaml:"appeal_days"`
	Fixed             []string  `yaml:"fixed"`
	ShuffleQuestions  *bool     `yaml:"shuffle_questions"`
	ShuffleOptions    *bool     `yaml:"shuffle_options"`
	Blueprint         []struct {
		Topic      string `yaml:"topic"`
		Difficulty whole  `yaml:"difficulty"`
		Count      whole  `yaml:"count"`
	} `yaml:"blueprint"`
}

// tests reads tests.yaml; the final test is required, the pre-test and the self-check are not.
func (r *reader) tests() {
	doc := r.yaml("tests.yaml")
	var y testsYAML
	if doc == nil || !doc.decode(&r.found, doc.root, &y) {
		return
	}
	if y.PreTest != nil {
		test := r.test(doc, "pre_test", *y.PreTest)
		r.pkg.PreTest = &test
	}
	if y.SelfCheck != nil {
		test := r.test(doc, "self_check", r.selfCheck(*y.SelfCheck))
		r.pkg.SelfCheck = &test
	}
	if y.Final == nil {
		r.found.add(doc.file, 1, "test.no_final")
		return
	}
	r.pkg.Final = r.test(doc, "final", *y.Final)
}

// selfCheck fills in what a self-check need not say: it is passed as the course is, and explains itself at once.
func (r *reader) selfCheck(y testYAML) testYAML {
	if y.PassMark == nil {
		mark := whole(r.pkg.PassMark)
		y.PassMark = &mark
	}
	if y.Feedback == "" {
		y.Feedback = string(assessment.AfterSubmit)
	}
	return y
}

func (r *reader) test(doc *document, kind string, y testYAML) Test {
	var mark whole
	if y.PassMark != nil {
		mark = *y.PassMark
	}
	test := Test{
		Title:             r.local(doc, y.Title, maxTitleLength, kind, "title"),
		Minutes:           r.between(doc, y.Minutes, 1, 300, kind, "minutes"),
		PassMark:          r.between(doc, mark, 0, 1000, kind, "pass_mark"),
		Attempts:          r.between(doc, y.Attempts, 0, 100, kind, "attempts"),
		CoolingOffMinutes: r.between(doc, y.CoolingOffMinutes, 0, 43200, kind, "cooling_off_minutes"),
		Feedback:          r.oneOf(doc, y.Feedback, []string{"after_submit", "score_only"}, kind, "feedback"),
	}
	test.Requires = r.requires(doc, kind, y)
	test.Marking = r.marking(doc, kind, y)
	test.Blueprint = question.Blueprint{Fixed: y.Fixed, KeepQuestions: isFalse(y.ShuffleQuestions), KeepOptions: isFalse(y.ShuffleOptions)}
	if len(y.Blueprint)+len(y.Fixed) == 0 || len(y.Blueprint) > maxCells {
		r.found.add(doc.file, doc.line(kind, "blueprint"), "test.blueprint", maxCells)
		return test
	}
	for _, cell := range y.Blueprint {
		test.Blueprint.Cells = append(test.Blueprint.Cells, question.Cell{
			Topic: cell.Topic, Difficulty: int(cell.Difficulty), Count: int(cell.Count)})
	}
	r.blueprint(doc, kind, test)
	return test
}

// requires reads what opens a test; only the final test waits for anything.
func (r *reader) requires(doc *document, kind string, y testYAML) assessment.Prerequisite {
	known := y.Requires == "" || y.Requires == string(assessment.RequiresLessons)
	if !known || y.Requires != "" && kind != "final" {
		r.found.add(doc.file, doc.line(kind, "requires"), "test.requires")
		return ""
	}
	return assessment.Prerequisite(y.Requires)
}

// marking reads how people mark; what is not said is as usual.
func (r *reader) marking(doc *document, kind string, y testYAML) assessment.Marking {
	m := assessment.UsualMarking()
	m.SecondMarker = y.SecondMarker
	if y.ModerationPercent != nil {
		m.ModerationPercent = r.between(doc, *y.ModerationPercent, 0, 100, kind, "moderation_percent")
	}
	if y.AppealDays != nil {
		m.AppealDays = r.between(doc, *y.AppealDays, 0, 90, kind, "appeal_days")
	}
	return m
}

func isFalse(flag *bool) bool { return flag != nil && !*flag }

// blueprint refuses fixed questions that are not there and cells that ask for more than the bank holds beside them,
// counting cells that repeat together.
func (r *reader) blueprint(doc *document, kind string, test Test) {
	left := map[question.Cell]int{}
	for _, q := range r.pkg.Questions {
		left[question.Cell{Topic: q.Topic, Difficulty: q.Difficulty}]++
	}
	for i, id := range test.Blueprint.Fixed {
		at := slices.IndexFunc(r.pkg.Questions, func(q Question) bool { return q.ID == id })
		switch {
		case at < 0 && !r.bankBroken:
			r.found.add(doc.file, doc.line(kind, "fixed", i), "question.unknown_id", id)
		case slices.Index(test.Blueprint.Fixed, id) < i:
			r.found.add(doc.file, doc.line(kind, "fixed", i), "test.fixed_twice", id)
		case at >= 0:
			left[question.Cell{Topic: r.pkg.Questions[at].Topic, Difficulty: r.pkg.Questions[at].Difficulty}]--
		}
	}
	for i, cell := range test.Blueprint.Cells {
		bank := question.Cell{Topic: cell.Topic, Difficulty: cell.Difficulty}
		switch {
		case cell.Count < 1:
			r.found.add(doc.file, doc.line(kind, "blueprint", i, "count"), "number.range",
				fmt.Sprintf("%s.blueprint[%d].count", kind, i), 1, question.MaxDrawn)
		case cell.Count > left[bank] && !r.bankBroken:
			r.found.add(doc.file, doc.line(kind, "blueprint", i), "test.over_bank",
				cell.Topic, cell.Difficulty, cell.Count, left[bank])
		}
		left[bank] -= cell.Count
	}
	if test.QuestionCount() > question.MaxDrawn {
		r.found.add(doc.file, doc.line(kind, "blueprint"), "test.too_long", question.MaxDrawn)
	}
}

// unused notes lesson files that no module lists.
func (r *reader) unused() {
	listed := map[string]bool{}
	for _, lesson := range r.pkg.Lessons() {
		listed[lesson.Slug+".vi.md"], listed[lesson.Slug+".en.md"] = true, true
	}
	for _, name := range r.folder.list(&r.found, "lessons") {
		if !listed[name] {
			r.notes.add(r.folder.shown("lessons/"+name), 0, "note.unused")
		}
	}
}
