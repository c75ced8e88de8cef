package assessment

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/question"
)

// bankStaff is who works on the bank of the province's course, and who may not.
type bankStaff struct {
	*world
	author, second, reviewer, stranger, learnerOnly access.Principal
}

func newBankStaff(t *testing.T) *bankStaff {
	t.Helper()
	w := newWorld(t, usual)
	with := func(role access.Role, agency uuid.UUID) access.Principal {
		return access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: role, AgencyID: agency, Agencies: []uuid.UUID{agency}}}}
	}
	return &bankStaff{world: w, author: with(access.Author, w.agency), second: with(access.Author, w.agency), reviewer: with(access.Reviewer, w.agency),
		stranger: with(access.Reviewer, uuid.New()), learnerOnly: access.Principal{PersonID: uuid.New()}}
}

// draft is a new question of the sample course.
func draft(key, stem string) BankQuestion {
	return BankQuestion{Key: key, Topic: "m1", Difficulty: 1, Tags: []string{"mật khẩu"}, Body: question.Body{Type: question.TrueFalse, MaxPoints: 100,
		Stem: question.LocalText{VI: "<p>" + stem + "</p>"}, Truth: new(bool)}}
}

func (s *bankStaff) write(who access.Principal, q BankQuestion, basedOn int) (SavedQuestion, error) {
	return s.svc.SaveQuestion(context.Background(), who, SaveQuestion{CourseKey: "an1", Question: q, BasedOn: basedOn})
}

func (s *bankStaff) review(who access.Principal, key string, number int, approve bool, note string) error {
	return s.svc.ReviewVersion(context.Background(), who, ReviewVersion{CourseKey: "an1", Key: key, Number: number, Approve: approve, Note: note})
}

func (s *bankStaff) list(q ListBank) (keys []string) {
	s.t.Helper()
	q.CourseKey, q.Limit = "an1", 100
	items, total, err := s.svc.ListBank(context.Background(), s.author, q)
	s.must(err)
	if total != len(items) {
		s.t.Errorf("%d of %d", len(items), total)
	}
	for _, i := range items {
		keys = append(keys, i.Key)
	}
	return keys
}

func refusedAs(t *testing.T, what string, err error, want *fault.Error) {
	t.Helper()
	if fault.From(err).Code != want.Code {
		t.Errorf("%s: %v, want %s", what, err, want.Code)
	}
}

// TestReviewedBySecond: a question is a draft until somebody else approves it; sent back, it needs another version.
func TestReviewedBySecond(t *testing.T) {
	t.Parallel()
	s := newBankStaff(t)
	first, err := s.write(s.author, draft("moi-1", "Nên dùng chung mật khẩu"), 0)
	if err != nil || first.Number != 1 || !first.Changed {
		t.Fatalf("%+v, %v", first, err)
	}
	both := access.Principal{PersonID: s.author.PersonID, Grants: s.reviewer.Grants}
	refusedAs(t, "an author alone", s.review(s.author, "moi-1", 1, true, ""), fault.ErrForbidden)
	refusedAs(t, "the author, a reviewer too", s.review(both, "moi-1", 1, true, ""), ErrOwnQuestion)
	refusedAs(t, "a reviewer of elsewhere", s.review(s.stranger, "moi-1", 1, true, ""), fault.ErrNotFound)
	refusedAs(t, "a learner", s.review(s.learnerOnly, "moi-1", 1, true, ""), fault.ErrForbidden)
	refusedAs(t, "sent back without a word", s.review(s.reviewer, "moi-1", 1, false, " "), fault.ErrInvalid)
	s.must(s.review(s.reviewer, "moi-1", 1, false, "Câu chưa rõ"))
	refusedAs(t, "reviewed twice", s.review(s.reviewer, "moi-1", 1, true, ""), ErrNotDraft)

	again, err := s.write(s.author, draft("moi-1", "Nên dùng chung một mật khẩu cho mọi nơi"), 1)
	if err != nil || again.Number != 2 {
		t.Fatalf("%+v, %v", again, err)
	}
	s.must(s.review(s.reviewer, "moi-1", 2, true, ""))
	page, err := s.svc.FindBankQuestion(context.Background(), s.reviewer, "an1", "moi-1")
	s.must(err)
	newest, oldest := page.Versions[0], page.Versions[1]
	if newest.State != Reviewed || newest.ReviewedBy != s.reviewer.PersonID || newest.ReviewedAt.IsZero() || newest.AuthorID != s.author.PersonID ||
		oldest.State != SentBack || oldest.ReviewNote != "Câu chưa rõ" || oldest.Body.Stem.VI != "<p>Nên dùng chung mật khẩu</p>" || len(page.Uses) > 0 {
		t.Errorf("page %+v", page)
	}
	for what, statement := range map[string]string{
		"approved by the author": `UPDATE assessment.question_versions SET reviewed_by = author_id, reviewed_at = now(), state = 'reviewed' WHERE id = ?`,
		"content":                `UPDATE assessment.question_versions SET body = '{}' WHERE id = ?`,
		"reviewed once more":     `UPDATE assessment.question_versions SET review_note = 'x' WHERE id = ? AND state = 'reviewed'`,
		"deleted":                `DELETE FROM assessment.question_versions WHERE id = ?`,
	} {
		id := newest.ID
		if what == "approved by the author" {
			third, err := s.write(s.author, draft("moi-1", "Bản ba"), 2)
			s.must(err)
			id = third.VersionID
		}
		if _, err := s.owner.Exec(statement, id); err == nil {
			t.Errorf("the database takes a version %s", what)
		}
	}
	if n := s.count(`SELECT count(*) FROM audit.entries WHERE action IN ('save_question', 'send_question_back', 'approve_question')`); n != 5 {
		t.Errorf("%d entries in the log", n)
	}
}

// TestSavedTogether: the same content keeps its version, and of edits at the same time one stands and the others hear of it.
func TestSavedTogether(t *testing.T) {
	t.Parallel()
	s := newBankStaff(t)
	q := draft("moi-1", "Một câu")
	_, err := s.write(s.author, q, 0)
	s.must(err)
	if same, err := s.write(s.second, q, 1); err != nil || same.Changed || same.Number != 1 {
		t.Errorf("the same again: %+v, %v", same, err)
	}
	var wait sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wait.Go(func() { _, errs[i] = s.write(s.second, draft("moi-1", strings.Repeat("x", i+1)), 1) })
	}
	wait.Wait()
	stood := 0
	for _, err := range errs {
		if err == nil {
			stood++
		} else if !errors.Is(err, ErrVersionMoved) {
			t.Error(err)
		}
	}
	if n := s.count(`SELECT max(number) FROM assessment.question_versions v JOIN assessment.questions q ON q.id = v.question_id WHERE q.key = 'moi-1'`); stood != 1 || n != 2 {
		t.Errorf("%d stood, newest %d", stood, n)
	}
}

func TestSaveRefuses(t *testing.T) {
	t.Parallel()
	s := newBankStaff(t)
	change := func(f func(*BankQuestion)) BankQuestion {
		q := draft("moi-1", "Một câu")
		f(&q)
		return q
	}
	for what, c := range map[string]struct {
		who     access.Principal
		q       BankQuestion
		basedOn int
		want    *fault.Error
	}{
		"nobody":                {access.Principal{}, draft("moi-1", "a"), 0, fault.ErrSignInRequired},
		"a learner":             {s.learnerOnly, draft("moi-1", "a"), 0, fault.ErrForbidden},
		"another agency's":      {s.stranger, draft("moi-1", "a"), 0, fault.ErrNotFound},
		"a key that is taken":   {s.author, draft("q01", "a"), 0, ErrKeyTaken},
		"a question of nowhere": {s.author, draft("khong-co", "a"), 1, fault.ErrNotFound},
		"a bad key":             {s.author, draft("Có dấu", "a"), 0, fault.ErrInvalid},
		"a topic of nowhere":    {s.author, change(func(q *BankQuestion) { q.Topic = "x" }), 0, fault.ErrInvalid},
		"a difficulty of 4":     {s.author, change(func(q *BankQuestion) { q.Difficulty = 4 }), 0, fault.ErrInvalid},
		"a foreign equivalent":  {s.author, change(func(q *BankQuestion) { q.Equivalent = "q07" }), 0, fault.ErrInvalid},
		"a body without a key":  {s.author, change(func(q *BankQuestion) { q.Body.Truth = nil }), 0, fault.ErrInvalid},
	} {
		_, err := s.write(c.who, c.q, c.basedOn)
		refusedAs(t, what, err, c.want)
	}
	if n := s.count(`SELECT count(*) FROM assessment.questions`); n != len(s.bank) {
		t.Errorf("%d questions", n)
	}
}

func TestListBank(t *testing.T) {
	t.Parallel()
	s := newBankStaff(t)
	english := draft("moi-2", "Đừng mở liên kết")
	english.Body.Stem.EN = "<p>Do not open links</p>"
	for _, q := range []BankQuestion{draft("moi-1", "Nên dùng chung <b>MẬT KHẨU</b>"), english} {
		_, err := s.write(s.author, q, 0)
		s.must(err)
	}
	s.must(s.svc.RetireQuestion(t.Context(), s.author, "an1", "q02", "Đã cũ"))
	for what, c := range map[string]struct {
		q    ListBank
		want string
	}{
		"all":             {ListBank{}, "moi-1 moi-2 q01 q02 q03 q04 q05 q06 q07 q08 q09 q10"},
		"words":           {ListBank{Query: "khau  MAT"}, "moi-1"},
		"đ as d":          {ListBank{Query: "dung lien"}, "moi-2"},
		"no markup":       {ListBank{Query: "strong"}, ""},
		"a key":           {ListBank{Query: "q10"}, "q10"},
		"drafts":          {ListBank{State: "draft"}, "moi-1 moi-2"},
		"retired":         {ListBank{State: "retired"}, "q02"},
		"whole English":   {ListBank{Language: "en"}, "moi-2"},
		"a tag":           {ListBank{Tag: "mật khẩu"}, "moi-1 moi-2"},
		"type and level":  {ListBank{Type: question.Multiple, Difficulty: 2}, "q07 q08"},
		"another topic":   {ListBank{Topic: "m2"}, ""},
		"signs of a LIKE": {ListBank{Query: "%"}, "moi-1 moi-2 q01 q02 q03 q04 q05 q06 q07 q08 q09 q10"},
	} {
		if got := strings.Join(s.list(c.q), " "); got != c.want {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
	}
	_, _, err := s.svc.ListBank(t.Context(), s.stranger, ListBank{CourseKey: "an1", Limit: 1})
	refusedAs(t, "another agency's", err, fault.ErrNotFound)
}

func TestRetireAndTag(t *testing.T) {
	t.Parallel()
	s := newBankStaff(t)
	refusedAs(t, "without a reason", s.svc.RetireQuestion(t.Context(), s.author, "an1", "q01", ""), fault.ErrInvalid)
	refusedAs(t, "another agency's", s.svc.RetireQuestion(t.Context(), s.stranger, "an1", "q01", "Đã cũ"), fault.ErrNotFound)
	refusedAs(t, "another agency's tag", s.svc.TagQuestion(t.Context(), s.stranger, "an1", "q01", nil), fault.ErrNotFound)
	s.must(s.svc.RetireQuestion(t.Context(), s.author, "an1", "q01", "Đã cũ"))
	_, err := s.write(s.author, draft("q01", "Sửa câu đã ngừng"), 1)
	refusedAs(t, "an edit of a retired one", err, ErrRetired)
	s.must(s.svc.RestoreQuestion(t.Context(), s.author, "an1", "q01"))
	s.must(s.svc.RestoreQuestion(t.Context(), s.author, "an1", "q01"))
	s.must(s.svc.TagQuestion(t.Context(), s.author, "an1", "q01", []string{" lừa đảo ", "lừa đảo", ""}))
	refusedAs(t, "a long tag", s.svc.TagQuestion(t.Context(), s.author, "an1", "q01", []string{strings.Repeat("a", 41)}), fault.ErrInvalid)
	facets, err := s.svc.ListFacets(t.Context(), s.author, "an1")
	if err != nil || !slices.Equal(facets.Tags, []string{"lừa đảo"}) || len(facets.Topics) != 1 || facets.Topics[0].Title.VI != "Phần 1" || len(facets.Types) != 5 {
		t.Errorf("%+v, %v", facets, err)
	}
	page, err := s.svc.FindBankQuestion(t.Context(), s.author, "an1", "q01")
	if err != nil || !page.RetiredAt.IsZero() || len(page.Uses) != 2 || !page.Uses[0].Current || page.Uses[0].CourseVersion != 1 {
		t.Errorf("%+v, %v", page, err)
	}
}
