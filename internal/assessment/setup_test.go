package assessment

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/media"
	"taphuan/internal/organization"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// world is a database with one agency, one course and its tests.
type world struct {
	t       testing.TB
	db      *postgres.DB
	owner   *bun.DB
	svc     *Service
	learn   *learning.Service
	agency  uuid.UUID
	course  catalog.Course
	lessons []uuid.UUID
	bank    []BankQuestion
	edition byte // of the course, as published last
}

// terms are what a case changes about the tests of the course.
type terms struct {
	attempts, coolingOff int
	feedback             Feedback
	files                bool // the last question takes files
	marking              Marking
	requires             Prerequisite
	selfCheck            bool // the course has one
}

var usual = terms{attempts: 3, coolingOff: 30, feedback: AfterSubmit}

func newWorld(t testing.TB, final terms) *world {
	t.Helper()
	return newWorldOf(t, final, sampleBank())
}

// newWorldOf is newWorld with another bank, which must have six questions of difficulty 1 and four of 2.
func newWorldOf(t testing.TB, final terms, bank []BankQuestion) *world {
	t.Helper()
	db, owner := pgtest.NewWithOwner(t)
	w := &world{t: t, db: db, owner: owner, agency: audit.NewID(), bank: bank}
	w.learn = learning.New(db, &outbox.Outbox{}, time.Now)
	if final.files {
		w.bank[len(w.bank)-1].Body = uploadBody()
	}
	w.svc = New(db, w.learn, media.New(db, media.Disk{Dir: t.TempDir()}), &outbox.Outbox{}, time.Now)
	w.exec(`INSERT INTO organization.agencies (id) VALUES (?)`, w.agency)
	w.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key)
		VALUES (?, ?, '2025-07-01', 'UBND xã Thử', 'commune', 'T1', 'ubnd xa thu')`, audit.NewID(), w.agency)
	w.must(organization.RebuildClosureTx(context.Background(), owner))
	w.publish(final)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	_, err := w.owner.ExecContext(context.Background(), query, args...)
	w.must(err)
}

// count asks the database, past every policy.
func (w *world) count(query string, args ...any) int {
	w.t.Helper()
	var n int
	w.must(w.owner.NewRaw(query, args...).Scan(context.Background(), &n))
	return n
}

// publish stores the course with its bank and tests, as an import does.
func (w *world) publish(final terms) {
	w.t.Helper()
	w.edition++
	w.must(w.db.RunInTx(context.Background(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		d := catalog.Draft{Course: catalog.Course{Key: "an1", Code: "AN1", Title: catalog.LocalText{VI: "Nhận biết lừa đảo"}, Field: catalog.Cybersecurity,
			Audience: []string{"CB"}, Level: "basic", Periods: 800, PassMark: 700, UpdatedOn: time.Now()}, ContentHash: []byte{w.edition}}
		d.Modules = []catalog.Module{{Key: "m1", Title: catalog.LocalText{VI: "Phần 1"}, Lessons: []catalog.Lesson{
			{Slug: "01", Kind: catalog.TextLesson, Title: catalog.LocalText{VI: "Bài 1"}, Minutes: 10,
				Texts: map[string]catalog.LessonText{"vi": {Blocks: []catalog.Block{{Kind: "html", HTML: "<p>Nội dung</p>"}}}}}}}}
		if _, err := catalog.PublishVersionTx(ctx, tx, &d, time.Now()); err != nil {
			return err
		}
		w.course, w.lessons = d.Course, []uuid.UUID{d.Modules[0].Lessons[0].ID}
		pool, err := StoreBankTx(ctx, tx, d.ID, w.bank)
		if err != nil {
			return err
		}
		for _, test := range w.tests(final) {
			if _, err := StoreTestTx(ctx, tx, test, pool); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (w *world) tests(final terms) []Test {
	base := Test{CourseVersionID: w.course.VersionID, CourseID: w.course.ID, Minutes: 30}
	pre, last := base, base
	pre.Kind, pre.Title, pre.PassMark, pre.Attempts, pre.Feedback = PreTest, catalog.LocalText{VI: "Kiểm tra đầu vào"}, 800, 1, ScoreOnly
	pre.Blueprint.Cells = []question.Cell{{Topic: "m1", Difficulty: 1, Count: 3}}
	last.Kind, last.Title, last.PassMark = FinalTest, catalog.LocalText{VI: "Kiểm tra cuối khóa", EN: "Final test"}, 700
	last.Attempts, last.CoolingOffMinutes, last.Feedback = final.attempts, final.coolingOff, final.feedback
	last.Marking = final.marking
	last.Blueprint.Cells = []question.Cell{{Topic: "m1", Difficulty: 1, Count: 6}, {Topic: "m1", Difficulty: 2, Count: 4}}
	last.Requires = final.requires
	if !final.selfCheck {
		return []Test{pre, last}
	}
	self := last
	self.Kind, self.PassMark, self.Attempts, self.CoolingOffMinutes, self.Requires = SelfCheck, 0, 0, 0, ""
	return []Test{pre, self, last}
}

// sampleBank holds ten questions of all five types, whose keys carry words that must not leak.
func sampleBank() []BankQuestion {
	yes := true
	var bank []BankQuestion
	add := func(difficulty int, body question.Body) {
		n := len(bank) + 1
		body.MaxPoints = 100
		body.Stem = question.LocalText{VI: fmt.Sprintf("<p>Câu hỏi %d</p>", n), EN: fmt.Sprintf("<p>Question %d</p>", n)}
		body.Explain = question.LocalText{VI: fmt.Sprintf("<p>BÍ MẬT giải thích %d</p>", n)}
		bank = append(bank, BankQuestion{Key: fmt.Sprintf("q%02d", n), Topic: "m1", Difficulty: difficulty, Body: body})
	}
	options := func(right ...int) []question.Option {
		list := make([]question.Option, 4)
		for i := range list {
			list[i] = question.Option{Text: question.LocalText{VI: fmt.Sprintf("Lựa chọn %d", i)}, Explain: question.LocalText{VI: "<p>BÍ MẬT lựa chọn</p>"}}
		}
		for _, i := range right {
			list[i].Correct = true
		}
		return list
	}
	for i := range 4 {
		add(1, question.Body{Type: question.Single, Options: options(i)})
	}
	add(1, question.Body{Type: question.TrueFalse, Truth: &yes})
	add(1, question.Body{Type: question.TrueFalse, Truth: &yes})
	add(2, question.Body{Type: question.Multiple, Scoring: question.Partial, Options: options(0, 2)})
	add(2, question.Body{Type: question.Multiple, Scoring: question.AllOrNothing, Options: options(1, 3)})
	add(2, question.Body{Type: question.Numeric, Numeric: &question.NumericKey{Value: "1500000", Unit: question.LocalText{VI: "đồng"}}})
	add(2, question.Body{Type: question.ShortAnswer, ShortAnswer: &question.ShortAnswerKey{AcceptedVI: []string{"BÍ MẬT 156"}, IgnoreAccents: true}})
	return bank
}

// learner makes an officer of the agency, enrolled in the course.
func (w *world) learner() (access.Principal, uuid.UUID) {
	w.t.Helper()
	ctx := context.Background()
	person, err := organization.NewPerson(audit.NewID(), w.agency, organization.Officer, "Phạm Thị Thử")
	w.must(err)
	w.must(organization.InsertPersonTx(ctx, w.owner, person))
	w.must(organization.InsertPostingTx(ctx, w.owner, organization.Posting{ID: audit.NewID(), PersonID: person.ID, AgencyID: w.agency,
		PositionGroup: "officer", Staffing: "none", Counts: true, ValidFrom: time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)}))
	who := access.Principal{PersonID: person.ID}
	enrollment, err := w.learn.EnrollSelf(ctx, who, w.course)
	w.must(err)
	return who, enrollment
}

func (w *world) start(who access.Principal, enrollment uuid.UUID, kind Kind) AttemptPage {
	w.t.Helper()
	page, err := w.svc.StartAttempt(context.Background(), who, StartAttempt{EnrollmentID: enrollment, Kind: kind})
	w.must(err)
	return page
}

func (w *world) save(who access.Principal, attempt uuid.UUID, answers ...Answer) Saved {
	w.t.Helper()
	saved, err := w.svc.SaveAnswers(context.Background(), who, attempt, uuid.Nil, answers)
	w.must(err)
	return saved
}

func (w *world) submit(who access.Principal, attempt uuid.UUID) Result {
	w.t.Helper()
	result, err := w.svc.SubmitAttempt(context.Background(), who, attempt)
	w.must(err)
	return result
}

// moveDeadline sets the deadline of an attempt relative to the database's clock.
func (w *world) moveDeadline(attempt uuid.UUID, seconds int) {
	w.t.Helper()
	w.exec(`UPDATE assessment.attempts SET deadline_at = now() + make_interval(secs => ?) WHERE id = ?`, seconds, attempt)
}

// endCoolingOff moves every submit of an enrollment a day back.
func (w *world) endCoolingOff(enrollment uuid.UUID) {
	w.t.Helper()
	w.exec(`UPDATE assessment.attempts SET submitted_at = submitted_at - interval '1 day' WHERE enrollment_id = ?`, enrollment)
}

// rightAnswers answers every question of a paper rightly, as a learner would on the screen.
func (w *world) rightAnswers(attempt Attempt, revision int64) []Answer {
	w.t.Helper()
	bodies, err := w.svc.loadBodies(context.Background(), w.db.Bun, attempt.Paper.versions())
	w.must(err)
	answers := make([]Answer, len(attempt.Paper.Items))
	for i, item := range attempt.Paper.Items {
		answers[i] = Answer{Position: i + 1, Revision: revision, Payload: rightAnswer(item, bodies[item.VersionID])}
	}
	return answers
}

func rightAnswer(item PaperItem, body question.Body) question.Answer {
	switch body.Type {
	case question.TrueFalse:
		return question.Answer{Truth: body.Truth}
	case question.Numeric:
		return question.Answer{Text: body.Numeric.Value}
	case question.EssayType:
		return question.Answer{Text: "Trước hết gọi lại số đã lưu trong danh bạ."}
	case question.ShortAnswer:
		return question.Answer{Text: body.ShortAnswer.AcceptedVI[0]}
	}
	var choices []int
	for place, stored := range item.Order {
		if body.Options[stored].Correct {
			choices = append(choices, place)
		}
	}
	return question.Answer{Choices: choices}
}
