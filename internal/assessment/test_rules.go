package assessment

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/question"
)

// TestRules (quy định của bài kiểm tra) are what authors set about a test of a course. Fixed holds keys of questions.
type TestRules struct {
	Kind              Kind
	Minutes           int
	PassMark          int // hundredths of 10
	Attempts          int // 0: no limit
	CoolingOffMinutes int
	Feedback          Feedback
	Marking           Marking
	Cells             []question.Cell
	Fixed             []string
	KeepQuestions     bool
	KeepOptions       bool
}

// Bounds of the rules of a test.
const (
	maxRuleCells   = 200
	maxMinutes     = 300
	maxAttempts    = 100
	maxCoolingOff  = 43_200 // minutes: 30 days
	maxAppealDays  = 90
	fullPassMark   = 1000
	wholePercent   = 100
	minutesAtLeast = 1
)

// RulesPage is what the blueprints of a course are edited from.
type RulesPage struct {
	Version   int // of the course
	Topics    []Topic
	Tests     []TestRules
	Available []question.Cell // of the reviewed questions in use
	Bank      []FixableQuestion
	Changes   int // questions by which the next tests differ from those of today
}

// FixableQuestion is a question that a blueprint can name.
type FixableQuestion struct {
	Key        string
	Topic      string
	Difficulty int
	Stem       question.LocalText // HTML
}

// FindTestRules returns the tests of a course with what its bank has for them. It needs course.manage at whose course it
// is; fault.ErrNotFound.
func (s *Service) FindTestRules(ctx context.Context, who access.Principal, courseKey string) (RulesPage, error) {
	var page RulesPage
	err := s.inBank(ctx, who, access.ManageCourses, courseKey, func(ctx context.Context, tx bun.Tx, b bankOf) error {
		tests, pool, drawn, err := renewedTests(ctx, tx, b.course.ID, b.course.VersionID)
		if err != nil {
			return err
		}
		page = RulesPage{Version: b.course.Number, Available: pool.cells(), Bank: pool.fixable(), Changes: len(poolChanges(drawn, pool))}
		keys := pool.keys()
		for _, v := range drawn {
			keys[v.ID.String()] = v.Key
		}
		for _, t := range tests {
			page.Tests = append(page.Tests, rulesOf(t.Test, keys))
		}
		page.Topics, err = b.topics(ctx, tx)
		return err
	})
	return page, err
}

func rulesOf(t Test, keys map[string]string) TestRules {
	r := TestRules{Kind: t.Kind, Minutes: t.Minutes, PassMark: t.PassMark, Attempts: t.Attempts, CoolingOffMinutes: t.CoolingOffMinutes, Feedback: t.Feedback,
		Marking: t.Marking, Cells: t.Blueprint.Cells, KeepQuestions: t.Blueprint.KeepQuestions, KeepOptions: t.Blueprint.KeepOptions}
	for _, id := range t.Blueprint.Fixed {
		r.Fixed = append(r.Fixed, keys[id])
	}
	return r
}

// cells counts the pool by topic and difficulty.
func (p bankPool) cells() []question.Cell {
	counts := map[question.Cell]int{}
	for _, c := range p.candidates {
		counts[question.Cell{Topic: c.Topic, Difficulty: c.Difficulty}]++
	}
	var cells []question.Cell
	for cell, n := range counts {
		cells = append(cells, question.Cell{Topic: cell.Topic, Difficulty: cell.Difficulty, Count: n})
	}
	slices.SortFunc(cells, func(a, b question.Cell) int {
		return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Difficulty, b.Difficulty))
	})
	return cells
}

func (p bankPool) fixable() []FixableQuestion {
	var all []FixableQuestion
	for _, v := range p.versions {
		all = append(all, FixableQuestion{Key: v.Key, Topic: v.Topic, Difficulty: v.Difficulty, Stem: v.stem()})
	}
	slices.SortFunc(all, func(a, b FixableQuestion) int { return cmp.Compare(a.Key, b.Key) })
	return all
}

// keys are those of the questions, by the id of the version.
func (p bankPool) keys() map[string]string {
	keys := map[string]string{}
	for _, v := range p.versions {
		keys[v.ID.String()] = v.Key
	}
	return keys
}

// blueprint puts versions of the pool for the keys of fixed questions, and says which are not there.
func (p bankPool) blueprint(r TestRules) (question.Blueprint, []string) {
	ids := map[string]string{}
	for _, v := range p.versions {
		ids[v.Key] = v.ID.String()
	}
	b := question.Blueprint{Cells: r.Cells, KeepQuestions: r.KeepQuestions, KeepOptions: r.KeepOptions}
	var missing []string
	for _, key := range r.Fixed {
		if id, stands := ids[key]; stands {
			b.Fixed = append(b.Fixed, id)
		} else {
			missing = append(missing, key)
		}
	}
	return b, missing
}

// check says what is wrong with the rules of a test, each thing at its field below path.
func (p bankPool) check(path string, r TestRules, topics []Topic) *fault.Error {
	wrong := fault.ErrInvalid
	between := func(name string, n, least, most int) {
		if n < least || n > most {
			wrong = wrong.At(path+name, "test.range", fault.Text{
				VI: fmt.Sprintf("Nhập số từ %d đến %d.", least, most), EN: fmt.Sprintf("Enter a number from %d to %d.", least, most)})
		}
	}
	between("minutes", r.Minutes, minutesAtLeast, maxMinutes)
	between("passMark", r.PassMark, 0, fullPassMark)
	between("attempts", r.Attempts, 0, maxAttempts)
	between("coolingOffMinutes", r.CoolingOffMinutes, 0, maxCoolingOff)
	between("moderationPercent", r.Marking.ModerationPercent, 0, wholePercent)
	between("appealDays", r.Marking.AppealDays, 0, maxAppealDays)
	if r.Feedback != AfterSubmit && r.Feedback != ScoreOnly {
		wrong = wrong.At(path+"feedback", "test.feedback", fault.TextInvalid)
	}
	return p.checkBlueprint(wrong, path, r, topics)
}

func (p bankPool) checkBlueprint(wrong *fault.Error, path string, r TestRules, topics []Topic) *fault.Error {
	blueprint, missing := p.blueprint(r)
	for _, key := range missing {
		wrong = wrong.At(path+"fixed", "test.fixed", fault.Text{
			VI: fmt.Sprintf("Câu cố định %s không có trong các câu đã duyệt đang dùng. Hãy bỏ câu này.", key),
			EN: fmt.Sprintf("The fixed question %s is not among the reviewed questions in use. Take it out.", key)})
	}
	if n := blueprint.Count(); n < 1 || n > question.MaxDrawn || len(r.Cells) > maxRuleCells {
		return wrong.At(path+"cells", "test.paper_size", fault.Text{
			VI: fmt.Sprintf("Một đề cần từ 1 đến %d câu.", question.MaxDrawn), EN: fmt.Sprintf("A paper has 1 to %d questions.", question.MaxDrawn)})
	}
	short, _ := question.Shortages(p.candidates, blueprint)
	for _, cell := range short {
		name := topicName(topics, cell.Topic)
		wrong = wrong.At(fmt.Sprintf("%scells.%s.%d", path, cell.Topic, cell.Difficulty), "test.short", fault.Text{
			VI: fmt.Sprintf("%s, mức %d: cần %d câu, ngân hàng có %d câu đã duyệt.", name.VI, cell.Difficulty, cell.Asked, cell.Available),
			EN: fmt.Sprintf("%s, difficulty %d: %d are asked for, the bank has %d reviewed ones.", name.EN, cell.Difficulty, cell.Asked, cell.Available)})
	}
	if _, err := question.Draw(p.candidates, blueprint, 0); err != nil && len(short) == 0 && len(missing) == 0 {
		wrong = wrong.At(path+"cells", "test.cells", fault.Text{
			VI: "Mỗi ô cần ít nhất một câu, mỗi câu cố định chỉ ghi một lần.", EN: "A cell asks for at least one question, and a fixed question stands once."})
	}
	return wrong
}

func topicName(topics []Topic, key string) fault.Text {
	for _, t := range topics {
		if t.Key == key && t.Title.VI != "" {
			return fault.Text{VI: t.Title.VI, EN: cmp.Or(t.Title.EN, t.Title.VI)}
		}
	}
	return fault.Text{VI: key, EN: key}
}

// ChangeTestsTx gives a new version of a course the tests of another by other rules; what the rules do not name stays.
// They draw from the newest reviewed version of each question in use. Errors: fault.ErrInvalid at the fields below
// "body.tests", fault.ErrInvalid where a test of the course is missing, or is not the course's.
func ChangeTestsTx(ctx context.Context, tx bun.IDB, courseID, from, to uuid.UUID, rules []TestRules) error {
	tests, pool, _, err := renewedTests(ctx, tx, courseID, from)
	if err != nil {
		return err
	}
	ids := make([]uuid.UUID, 0, len(pool.versions))
	for _, v := range pool.versions {
		ids = append(ids, v.ID)
	}
	for _, t := range tests {
		r, given := findRules(rules, t.Kind)
		if !given {
			return fault.ErrInvalid.At("body.tests", "test.missing", fault.TextRequired)
		}
		blueprint, _ := pool.blueprint(r)
		t.CourseVersionID, t.Minutes, t.PassMark, t.Attempts, t.CoolingOffMinutes = to, r.Minutes, r.PassMark, r.Attempts, r.CoolingOffMinutes
		t.Feedback, t.Marking, t.Blueprint = r.Feedback, r.Marking, blueprint
		if _, err := StoreTestTx(ctx, tx, t.Test, ids); err != nil {
			return err
		}
	}
	return nil
}

// CheckRulesTx says what stands in the way of other rules for the tests of a course version; fault.ErrInvalid at the
// fields below "body.tests", and at it for questions without an equivalent.
func CheckRulesTx(ctx context.Context, tx bun.IDB, courseID, versionID uuid.UUID, rules []TestRules) error {
	tests, pool, _, err := renewedTests(ctx, tx, courseID, versionID)
	if err != nil {
		return err
	}
	topics, err := topicsOf(ctx, tx, courseID, versionID)
	if err != nil {
		return err
	}
	wrong := fault.ErrInvalid
	for i, r := range rules {
		path := fmt.Sprintf("body.tests[%d].", i)
		known := slices.ContainsFunc(tests, func(t pooledTest) bool { return t.Kind == r.Kind })
		if _, twice := findRules(rules[:i], r.Kind); twice || !known {
			wrong = wrong.At(path+"kind", "test.kind", fault.TextInvalid)
		}
		for _, f := range pool.check(path, r, topics).Fields {
			wrong = wrong.At(f.Path, f.Code, f.Text)
		}
	}
	for _, f := range pool.equivalentFaults() {
		wrong = wrong.At("body.tests", "question.equivalent", f.Text())
	}
	return wrong.OrNil()
}

func findRules(rules []TestRules, kind Kind) (TestRules, bool) {
	for _, r := range rules {
		if r.Kind == kind {
			return r, true
		}
	}
	return TestRules{}, false
}
