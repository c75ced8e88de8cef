package assessment

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// CommitImport says which topic of the course stands for each topic of the file, and the difficulty of questions whose
// difficulty the file does not say.
type CommitImport struct {
	ID         uuid.UUID
	Topics     map[string]string
	Difficulty int
}

// CommittedImport is what an import brought.
type CommittedImport struct {
	CourseKey            string
	Added, Renewed, Same int // new questions, new versions of known ones, and those whose newest version says the same
}

// maxImportTopics bounds the topics of one file.
const maxImportTopics = 200

// CommitImport stores every question of an import that was not refused as a draft, all of them or none. Errors:
// fault.ErrNotFound, ErrImportDone, ErrImportNothing, fault.ErrInvalid at "body.topics" or "body.difficulty",
// fault.ErrTooLarge when the bank would hold too many questions.
func (s *Service) CommitImport(ctx context.Context, who access.Principal, cmd CommitImport) (CommittedImport, error) {
	var done CommittedImport
	err := s.inImport(ctx, who, cmd.ID, func(ctx context.Context, tx bun.Tx, b bankOf, im BankImport) error {
		done.CourseKey = b.course.Key
		if err := b.holdWhole(ctx, tx); err != nil {
			return err
		}
		if err := claimImport(ctx, tx, im.ID); err != nil {
			return err
		}
		var rows []importItemRow
		if err := tx.NewSelect().Model(&rows).Where("import_id = ? AND status <> 'refused'", im.ID).Order("number").Scan(ctx); err != nil {
			return err
		}
		bank, err := b.placed(ctx, tx, cmd, rows)
		if err != nil {
			return err
		}
		if err := b.storeDrafts(ctx, tx, bank, &done); err != nil {
			return err
		}
		return b.recordBank(ctx, tx, "import_questions", im.ID, "", map[string]any{"file": im.FileName, "format": string(im.Format),
			"added": done.Added, "renewed": done.Renewed, "same": done.Same})
	})
	return done, err
}

// claimImport lets an import be written once.
func claimImport(ctx context.Context, tx bun.IDB, id uuid.UUID) error {
	result, err := tx.ExecContext(ctx, `UPDATE assessment.bank_imports SET committed_at = now() WHERE id = ? AND committed_at IS NULL`, id)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return ErrImportDone
	}
	return nil
}

// placed are the items as questions of the bank, with topics of the course, difficulties and keys.
func (b bankOf) placed(ctx context.Context, tx bun.IDB, cmd CommitImport, rows []importItemRow) ([]BankQuestion, error) {
	if len(rows) == 0 {
		return nil, ErrImportNothing
	}
	topics, err := b.topics(ctx, tx)
	if err != nil {
		return nil, err
	}
	bank := make([]BankQuestion, len(rows))
	for i, row := range rows {
		item, topic := row.Item, cmd.Topics[row.Item.Topic]
		if !slices.ContainsFunc(topics, func(t Topic) bool { return t.Key == topic }) {
			return nil, fault.ErrInvalid.At("body.topics", "bank_import.topic", fault.Text{
				VI: fmt.Sprintf("Hãy chọn chủ đề của khóa học cho «%s».", item.Topic), EN: fmt.Sprintf("Choose a topic of the course for “%s”.", item.Topic)})
		}
		difficulty := item.Difficulty
		if difficulty == 0 {
			difficulty = cmd.Difficulty
		}
		if difficulty < 1 || difficulty > 3 {
			return nil, fault.ErrInvalid.At("body.difficulty", "bank_import.difficulty", fault.Text{
				VI: "Có câu không ghi mức độ. Hãy chọn mức độ cho những câu đó.", EN: "Some questions have no difficulty. Choose one for them."})
		}
		tags, err := CheckTags("body.tags", item.Tags)
		if err != nil {
			tags = nil
		}
		bank[i] = BankQuestion{Key: item.Key, Topic: topic, Difficulty: difficulty, Body: item.Body, Tags: tags}
	}
	return bank, nil
}

// storeDrafts stores the questions as drafts. One without a key gets its topic and the next number for it.
func (b bankOf) storeDrafts(ctx context.Context, tx bun.IDB, bank []BankQuestion, done *CommittedImport) error {
	known, err := newestContents(ctx, tx, b.course.ID)
	if err != nil {
		return err
	}
	w := bankWriter{courseID: b.course.ID, author: b.who.PersonID, known: known.versions()}
	next := map[string]int{}
	for _, q := range bank {
		if known[q.Key].Retired {
			continue // retired since the import was staged
		}
		for taken := q.Key == ""; taken; {
			next[q.Topic]++
			q.Key = fmt.Sprintf("%s-%03d", q.Topic, next[q.Topic])
			_, taken = w.known[q.Key]
		}
		old, exists := w.known[q.Key]
		if exists {
			q.Equivalent, q.IsomorphGroup = known[q.Key].Equivalent, known[q.Key].IsomorphGroup
		}
		id, err := w.add(q)
		if err != nil {
			return err
		}
		w.known[q.Key] = newestVersion{Key: q.Key, VersionID: id, Number: old.Number + 1}
		switch {
		case !exists:
			done.Added++
		case id == old.VersionID:
			done.Same++
		default:
			done.Renewed++
		}
	}
	if len(known)+done.Added > maxBank {
		return fault.ErrTooLarge
	}
	return w.flush(ctx, tx)
}

// likeTopic finds the topic of the course that is called like a path of the file: by key or title of its last step.
func likeTopic(path string, topics []Topic) string {
	steps := strings.Split(path, "/")
	want := vietnamese.Fold(steps[len(steps)-1])
	for _, t := range topics {
		if want != "" && (want == vietnamese.Fold(t.Key) || want == vietnamese.Fold(t.Title.VI) || want == vietnamese.Fold(t.Title.EN)) {
			return t.Key
		}
	}
	if len(topics) == 1 {
		return topics[0].Key
	}
	return ""
}
