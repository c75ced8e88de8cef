package assessment

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/question"
	"taphuan/internal/question/exchange"
)

// BankQuestion (câu hỏi trong ngân hàng) is a question of a course's bank. The texts of its body
// are safe HTML already.
type BankQuestion struct {
	Key        string // stable in the course
	Topic      string
	Difficulty int // 1 nhận biết, 2 thông hiểu, 3 vận dụng
	Body       question.Body

	Equivalent    string   // key of a question of the same topic and difficulty without dragging or an image; "" for none
	IsomorphGroup string   // the same for all questions that ask the same about other cases; "" for none
	Tags          []string // of a question that is new; TagQuestion changes them
}

// Bounds of a bank.
const (
	maxBank      = 3000
	insertedRows = 500 // per statement
)

// contentHash tells two versions of a question apart.
func (q BankQuestion) contentHash() ([]byte, error) {
	body, err := json.Marshal(q.Body)
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%d\n", q.Topic, q.Difficulty)
	h.Write(body)
	if q.Equivalent != "" || q.IsomorphGroup != "" {
		fmt.Fprintf(h, "\n%s\n%s", q.Equivalent, q.IsomorphGroup)
	}
	return h.Sum(nil), nil
}

// StoreBankTx stores the questions of a course and returns the version of each, in their order.
// A question whose content is that of its newest reviewed version keeps it; any other gets a new version, which counts as
// reviewed: a package is reviewed as a whole.
// Errors: fault.ErrInvalid when a body breaks the rules of its type, a key stands twice or an equivalent is not another
// question of the bank with the same topic and difficulty.
func StoreBankTx(ctx context.Context, tx bun.IDB, courseID uuid.UUID, bank []BankQuestion) ([]uuid.UUID, error) {
	if len(bank) > maxBank {
		return nil, fault.ErrTooLarge
	}
	if err := checkBank(bank); err != nil {
		return nil, err
	}
	known, err := newestVersions(ctx, tx, courseID)
	if err != nil {
		return nil, err
	}
	writer := bankWriter{courseID: courseID, known: known}
	ids := make([]uuid.UUID, len(bank))
	for i, q := range bank {
		if ids[i], err = writer.add(q); err != nil {
			return nil, err
		}
	}
	return ids, writer.flush(ctx, tx)
}

func checkBank(bank []BankQuestion) error {
	seen := map[string]bool{}
	for i, q := range bank {
		if q.Key == "" || seen[q.Key] {
			return fault.ErrInvalid.At(fmt.Sprintf("questions[%d].key", i), "question.key", fault.TextInvalid)
		}
		seen[q.Key] = true
		if wrong := question.Validate(q.Body); len(wrong) > 0 {
			return fault.ErrInvalid.At(fmt.Sprintf("questions[%d].%s", i, wrong[0].Path), wrong[0].Code, wrong[0].Text)
		}
	}
	return checkEquivalents(bank)
}

func checkEquivalents(bank []BankQuestion) error {
	places := map[string]question.Place{}
	for _, q := range bank {
		places[q.Key] = q.place()
	}
	for i, q := range bank {
		if !fitsEquivalent(q, inBank(places)) {
			return fault.ErrInvalid.At(fmt.Sprintf("questions[%d].equivalent", i), "question.equivalent", textEquivalent)
		}
	}
	return nil
}

// fitsEquivalent reports whether the equivalent that a question names may stand for it. A draft may still name none;
// publication asks for it.
func fitsEquivalent(q BankQuestion, find func(string) (question.Place, bool)) bool {
	why := q.place().WithoutEquivalent(find)
	return why == "" || why == question.EquivalentMissing
}

var textEquivalent = fault.Text{
	VI: "Câu tương đương phải là một câu khác trong ngân hàng, cùng chủ đề và cùng mức, không cần kéo thả hay nhìn hình.",
	EN: "The equivalent must be another question of the bank with the same topic and difficulty that needs no dragging and no image."}

// newestVersion is what a bank holds of one question: its newest reviewed version, whose hash is nil when there is none.
type newestVersion struct {
	Key         string
	QuestionID  uuid.UUID
	VersionID   uuid.UUID
	Number      int // of the newest version, reviewed or not
	ContentHash []byte
}

func newestVersions(ctx context.Context, tx bun.IDB, courseID uuid.UUID) (map[string]newestVersion, error) {
	var rows []newestVersion
	err := tx.NewRaw(`SELECT DISTINCT ON (q.id) q.key, q.id AS question_id, v.id AS version_id, max(v.number) OVER (PARTITION BY q.id) AS number,
			CASE v.state WHEN 'reviewed' THEN v.content_hash END AS content_hash
		FROM assessment.questions q JOIN assessment.question_versions v ON v.question_id = q.id
		WHERE q.course_id = ? ORDER BY q.id, v.state = 'reviewed' DESC, v.number DESC`, courseID).Scan(ctx, &rows)
	known := map[string]newestVersion{}
	for _, row := range rows {
		known[row.Key] = row
	}
	return known, err
}

type questionRow struct {
	bun.BaseModel `bun:"table:assessment.questions"`
	ID            uuid.UUID `bun:"id"`
	CourseID      uuid.UUID `bun:"course_id"`
	Key           string    `bun:"key"`
	Tags          []string  `bun:"tags,array"`
}

type questionVersionRow struct {
	bun.BaseModel `bun:"table:assessment.question_versions"`
	ID            uuid.UUID     `bun:"id"`
	QuestionID    uuid.UUID     `bun:"question_id"`
	Number        int           `bun:"number"`
	Type          question.Type `bun:"type"`
	Topic         string        `bun:"topic"`
	Difficulty    int           `bun:"difficulty"`
	Body          question.Body `bun:"body,type:jsonb"`
	ContentHash   []byte        `bun:"content_hash"`
	Equivalent    string        `bun:"equivalent_key"`
	IsomorphGroup string        `bun:"isomorph_group"`
	State         ReviewState   `bun:"state"`
	AuthorID      uuid.UUID     `bun:"author_id,nullzero"`
}

// questionFileRow keeps a stored file as long as the question that shows it.
type questionFileRow struct {
	bun.BaseModel     `bun:"table:assessment.question_files"`
	QuestionVersionID uuid.UUID `bun:"question_version_id"`
	FileID            uuid.UUID `bun:"file_id"`
}

// bankWriter collects what is new in a bank, to store it in few statements. What an author writes is a draft; without an
// author it came with a package.
type bankWriter struct {
	courseID  uuid.UUID
	author    uuid.UUID
	known     map[string]newestVersion
	questions []questionRow
	versions  []questionVersionRow
	files     []questionFileRow
}

// add returns the question's version: the one that is known, or one to be stored by flush.
func (w *bankWriter) add(q BankQuestion) (uuid.UUID, error) {
	hash, err := q.contentHash()
	if err != nil {
		return uuid.Nil, err
	}
	newest, known := w.known[q.Key]
	switch {
	case known && bytes.Equal(newest.ContentHash, hash):
		return newest.VersionID, nil
	case !known:
		newest.QuestionID = audit.NewID()
		w.questions = append(w.questions, questionRow{ID: newest.QuestionID, CourseID: w.courseID, Key: q.Key, Tags: append([]string{}, q.Tags...)})
	}
	version := questionVersionRow{ID: audit.NewID(), QuestionID: newest.QuestionID, Number: newest.Number + 1, Type: q.Body.Type,
		Topic: q.Topic, Difficulty: q.Difficulty, Body: q.Body, ContentHash: hash,
		Equivalent: q.Equivalent, IsomorphGroup: q.IsomorphGroup, State: Reviewed, AuthorID: w.author}
	if w.author != uuid.Nil {
		version.State = Draft
	}
	w.versions = append(w.versions, version)
	for _, file := range exchange.MediaNames(q.Body) {
		id, err := uuid.Parse(file)
		if err != nil {
			return uuid.Nil, fault.ErrInternal.Because(fmt.Errorf("question %s names no stored file: %w", q.Key, err))
		}
		w.files = append(w.files, questionFileRow{QuestionVersionID: version.ID, FileID: id})
	}
	return version.ID, nil
}

func (w *bankWriter) flush(ctx context.Context, tx bun.IDB) error {
	if err := insertMany(ctx, tx, w.questions); err != nil {
		return err
	}
	if err := insertMany(ctx, tx, w.versions); err != nil {
		return err
	}
	return insertMany(ctx, tx, w.files)
}

func insertMany[R any](ctx context.Context, tx bun.IDB, rows []R) error {
	for len(rows) > 0 {
		n := min(len(rows), insertedRows)
		part := rows[:n]
		if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}
