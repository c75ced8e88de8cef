package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/assessment"
	"taphuan/internal/catalog"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// testDay is the day on which the tests' provinces stop.
var testDay = time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC)

// testSecret is that of the tests' installation.
var testSecret = []byte("a secret of the installation, 32 bytes")

// What the tests begin with: two courses and a practical task, and those with the smallest province.
var (
	taught = pgtest.Prepared{Prepare: publish}
	loaded = pgtest.Prepared{Prepare: func(url string) error {
		if err := publish(url); err != nil {
			return err
		}
		return Load(context.Background(), url, Options{People: leastPeople, Today: testDay})
	}}
)

func TestMain(m *testing.M) {
	code := m.Run()
	if err := errors.Join(taught.Drop(), loaded.Drop()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func publish(url string) error {
	db, err := postgres.Open(context.Background(), url, 2)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, key := range []string{"an1", "it1", "th1"} {
		err := db.RunInTx(context.Background(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
			return publishCourse(ctx, tx, key)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// publishCourse stores a course of eight lessons with a pre-test and a final test, as an import does.
func publishCourse(ctx context.Context, tx bun.Tx, key string) error {
	d := catalog.Draft{Course: catalog.Course{Key: key, Code: key, Title: catalog.LocalText{VI: "Khóa học " + key, EN: "Course " + key}, Field: catalog.Cybersecurity,
		Level: "basic", Audience: []string{"CB"}, Periods: 800, PassMark: 700, ValidityMonths: 24, UpdatedOn: testDay}, ContentHash: []byte(key)}
	module := catalog.Module{Key: "m1", Title: catalog.LocalText{VI: "Phần 1"}}
	for i := range 8 {
		module.Lessons = append(module.Lessons, catalog.Lesson{Slug: fmt.Sprintf("bai-%d", i+1), Kind: catalog.TextLesson, Title: catalog.LocalText{VI: "Bài"}, Minutes: 10,
			Texts: map[string]catalog.LessonText{"vi": {Blocks: []catalog.Block{{Kind: "html", HTML: "<p>Nội dung</p>"}}}}})
	}
	d.Modules = []catalog.Module{module}
	if _, err := catalog.PublishVersionTx(ctx, tx, &d, testDay); err != nil {
		return err
	}
	questions := bank()
	if key == "th1" {
		questions = append(questions, essay)
	}
	pool, err := assessment.StoreBankTx(ctx, tx, d.ID, questions)
	if err != nil {
		return err
	}
	base := assessment.Test{CourseVersionID: d.VersionID, CourseID: d.ID, Minutes: 30, Title: catalog.LocalText{VI: "Kiểm tra"}}
	pre, final := base, base
	pre.Kind, pre.PassMark, pre.Attempts, pre.Feedback = assessment.PreTest, 800, 1, assessment.ScoreOnly
	pre.Blueprint.Cells = []question.Cell{{Topic: "m1", Difficulty: 1, Count: 6}, {Topic: "m1", Difficulty: 2, Count: 6}}
	final.Kind, final.PassMark, final.Attempts, final.CoolingOffMinutes, final.Feedback = assessment.FinalTest, 700, 3, 30, assessment.AfterSubmit
	final.Blueprint.Cells = []question.Cell{{Topic: "m1", Difficulty: 1, Count: 10}, {Topic: "m1", Difficulty: 2, Count: 10}}
	if key == "th1" {
		final.Blueprint = question.Blueprint{Fixed: []string{pool[len(pool)-1].String(), pool[0].String(), pool[2].String()}, KeepQuestions: true}
		final.Marking = assessment.Marking{SecondMarker: true, ModerationPercent: 20, AppealDays: 7}
	}
	for _, test := range []assessment.Test{pre, final} {
		if _, err := assessment.StoreTestTx(ctx, tx, test, pool); err != nil {
			return err
		}
	}
	return nil
}

// bank holds forty questions of all five types.
func bank() []assessment.BankQuestion {
	var list []assessment.BankQuestion
	for i := range 40 {
		body := question.Body{MaxPoints: 100, Stem: question.LocalText{VI: fmt.Sprintf("<p>Câu %d</p>", i+1)}, Explain: question.LocalText{VI: "<p>Vì vậy.</p>"}}
		truth := i%2 == 0
		switch i % 5 {
		case 0:
			body.Type, body.Options = question.Single, options(i%4)
		case 1:
			body.Type, body.Scoring, body.Options = question.Multiple, question.Partial, options(0, 2)
		case 2:
			body.Type, body.Truth = question.TrueFalse, &truth
		case 3:
			body.Type, body.Numeric = question.Numeric, &question.NumericKey{Value: "12.5"}
		case 4:
			body.Type, body.ShortAnswer = question.ShortAnswer, &question.ShortAnswerKey{AcceptedVI: []string{"dừng lại"}}
		}
		list = append(list, assessment.BankQuestion{Key: fmt.Sprintf("q%02d", i), Topic: "m1", Difficulty: 1 + i/5%2, Body: body})
	}
	return list
}

// essay is what people mark in the practical task.
var essay = assessment.BankQuestion{Key: "bao-cao", Topic: "m1", Difficulty: 2, Body: question.Body{Type: question.EssayType, MaxPoints: 600,
	Stem: question.LocalText{VI: "<p>Viết báo cáo nhanh</p>"}, Essay: &question.Essay{Rubric: question.Rubric{Criteria: []question.Criterion{
		{Key: "du-y", Text: question.LocalText{VI: "Đủ ý"}, Levels: levels(0, 120, 240)},
		{Key: "thoi-gian", Text: question.LocalText{VI: "Thời gian"}, Levels: levels(0, 100, 200)},
		{Key: "khach-quan", Text: question.LocalText{VI: "Khách quan"}, Levels: levels(0, 160)}}}}}}

func levels(points ...question.Points) []question.Level {
	list := make([]question.Level, len(points))
	for i, p := range points {
		list[i] = question.Level{Text: question.LocalText{VI: fmt.Sprintf("Mức %d", i)}, Points: p}
	}
	return list
}

func options(right ...int) []question.Option {
	list := make([]question.Option, 4)
	for i := range list {
		list[i] = question.Option{Text: question.LocalText{VI: fmt.Sprintf("Lựa chọn %d", i)}, Explain: question.LocalText{VI: "<p>Vì vậy.</p>"}}
	}
	for _, i := range right {
		list[i].Correct = true
	}
	return list
}

// asOwner opens a database past every policy.
func asOwner(t *testing.T, url string) *bun.DB {
	t.Helper()
	db, err := postgres.OpenAsOwner(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// number asks for one number.
func number(t *testing.T, db bun.IDB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := db.NewRaw(query, args...).Scan(context.Background(), &n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}
