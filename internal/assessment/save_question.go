package assessment

import (
	"context"
	"regexp"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/question"
)

// SaveQuestion is a question as its author leaves it. BasedOn is the number of the version that was opened; 0 for a new
// question. Tags of Question count for a new question only.
type SaveQuestion struct {
	CourseKey string
	Question  BankQuestion
	BasedOn   int
}

// SavedQuestion tells which version holds what was saved.
type SavedQuestion struct {
	VersionID uuid.UUID
	Number    int
	Changed   bool // false: the newest version says the very same
}

var questionKey = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]{0,59}$`)

// SaveQuestion stores a question as a new draft, which waits for a second person; the same content as that of the newest
// version stays that version. It needs course.manage at whose course it is. Errors: fault.ErrNotFound, fault.ErrInvalid
// at the fields of the question, ErrKeyTaken, ErrRetired, and ErrVersionMoved when BasedOn is not the newest version:
// then nothing was stored.
func (s *Service) SaveQuestion(ctx context.Context, who access.Principal, cmd SaveQuestion) (SavedQuestion, error) {
	var saved SavedQuestion
	err := s.inBank(ctx, who, access.ManageCourses, cmd.CourseKey, func(ctx context.Context, tx bun.Tx, b bankOf) error {
		if err := b.holdWhole(ctx, tx); err != nil {
			return err
		}
		known, err := newestContents(ctx, tx, b.course.ID)
		if err != nil {
			return err
		}
		_, foreign, err := placeImages(ctx, tx, b.course.ID, &cmd.Question.Body)
		if err != nil {
			return err
		}
		if err := b.check(ctx, tx, cmd, known, foreign); err != nil {
			return err
		}
		w := bankWriter{courseID: b.course.ID, author: who.PersonID, known: known.versions()}
		if saved.VersionID, err = w.add(cmd.Question); err != nil {
			return err
		}
		saved.Number, saved.Changed = known[cmd.Question.Key].Number, len(w.versions) > 0
		if !saved.Changed {
			return nil
		}
		saved.Number++
		if err := w.flush(ctx, tx); err != nil {
			return err
		}
		return b.recordBank(ctx, tx, "save_question", saved.VersionID, "", map[string]any{"key": cmd.Question.Key, "number": saved.Number})
	})
	return saved, err
}

// holdWhole lets nobody else add to the bank before the commit.
func (b bankOf) holdWhole(ctx context.Context, tx bun.IDB) error {
	_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('bank/' || ?, 0))`, b.course.ID.String())
	return err
}

// check wants a question that fits the bank, and the version that it was written upon.
func (b bankOf) check(ctx context.Context, tx bun.IDB, cmd SaveQuestion, known contents, foreign []fault.Field) error {
	q := cmd.Question
	old, exists := known[q.Key]
	switch {
	case cmd.BasedOn == 0 && exists:
		return ErrKeyTaken
	case cmd.BasedOn > 0 && !exists:
		return fault.ErrNotFound
	case cmd.BasedOn != old.Number:
		return ErrVersionMoved
	case old.Retired:
		return ErrRetired
	case !exists && len(known) >= maxBank:
		return fault.ErrTooLarge
	}
	topics, err := b.topics(ctx, tx)
	if err != nil {
		return err
	}
	return checkQuestion(q, known, topics, foreign)
}

// checkQuestion says what is wrong with a question, each thing at its field.
// Foreign are its pictures that are not the course's.
func checkQuestion(q BankQuestion, known contents, topics []Topic, foreign []fault.Field) error {
	wrong := fault.ErrInvalid
	if !questionKey.MatchString(q.Key) {
		wrong = wrong.At("body.key", "question.key", fault.Text{
			VI: "Mã câu gồm chữ thường không dấu, số, dấu chấm và gạch nối, tối đa 60 ký tự.",
			EN: "A key has small letters, digits, dots and hyphens, at most 60 of them."})
	}
	if !fitsEquivalent(q, known.place) {
		wrong = wrong.At("body.equivalent", "question.equivalent", textEquivalent)
	}
	if len(q.IsomorphGroup) > 60 {
		wrong = wrong.At("body.isomorphGroup", "too_long", fault.TextTooLong)
	}
	for _, f := range contentProblems(q, topics, foreign) {
		wrong = wrong.At("body."+f.Path, f.Code, f.Text)
	}
	return wrong.OrNil()
}

// contentProblems says what is wrong with what a question asks and under what it stands, at paths within the question.
func contentProblems(q BankQuestion, topics []Topic, foreign []fault.Field) []fault.Field {
	var wrong []fault.Field
	for _, f := range append(foreign, question.Validate(q.Body)...) {
		wrong = append(wrong, fault.Field{Path: "body." + f.Path, Code: f.Code, Text: f.Text})
	}
	if !slices.ContainsFunc(topics, func(t Topic) bool { return t.Key == q.Topic }) {
		wrong = append(wrong, fault.Field{Path: "topic", Code: "question.topic", Text: fault.Text{
			VI: "Khóa học không có chủ đề này. Hãy chọn một chủ đề trong danh sách.", EN: "The course has no such topic. Choose one of the list."}})
	}
	if q.Difficulty < 1 || q.Difficulty > 3 {
		wrong = append(wrong, fault.Field{Path: "difficulty", Code: "question.difficulty", Text: fault.Text{
			VI: "Mức độ là 1, 2 hoặc 3.", EN: "The difficulty is 1, 2 or 3."}})
	}
	return wrong
}

// contents is what a bank holds by the keys of its questions: of each the newest version.
type contents map[string]content

type content struct {
	newestVersion
	Topic         string
	Difficulty    int
	Types         []question.Type `bun:",array"`
	Equivalent    string
	IsomorphGroup string
	Retired       bool
}

func (c contents) place(key string) (question.Place, bool) {
	one, known := c[key]
	return question.Place{Key: key, Topic: one.Topic, Difficulty: one.Difficulty, Types: one.Types, Equivalent: one.Equivalent}, known
}

func newestContents(ctx context.Context, tx bun.IDB, courseID uuid.UUID) (contents, error) {
	var rows []content
	err := tx.NewRaw(`SELECT DISTINCT ON (q.id) q.key, q.id AS question_id, v.id AS version_id, v.number, v.content_hash, v.topic, v.difficulty,
			`+selectTypes+`, v.equivalent_key AS equivalent, v.isomorph_group, q.retired_at IS NOT NULL AS retired
		FROM assessment.questions q JOIN assessment.question_versions v ON v.question_id = q.id
		WHERE q.course_id = ? ORDER BY q.id, v.number DESC`, courseID).Scan(ctx, &rows)
	known := make(contents, len(rows))
	for _, row := range rows {
		known[row.Key] = row
	}
	return known, err
}

// versions is what a bankWriter compares with.
func (c contents) versions() map[string]newestVersion {
	versions := make(map[string]newestVersion, len(c))
	for key, one := range c {
		versions[key] = one.newestVersion
	}
	return versions
}
