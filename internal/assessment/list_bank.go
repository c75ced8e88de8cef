package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
	"taphuan/internal/vietnamese"
)

// ListBank asks for one page of a course's bank: of each question its newest version. What is empty filters nothing.
type ListBank struct {
	CourseKey     string
	Query         string // words of the texts or the key, in any order, without accents
	Topic         string
	Difficulty    int
	Type          question.Type
	State         string // a ReviewState of the newest version, "retired", or "unpublished": reviewed, but in no test of today
	Tag           string
	Language      string // "en": whole in English; "vi": only in Vietnamese
	Limit, Offset int64
}

// BankItem is a question of a bank with its newest version.
type BankItem struct {
	Key        string
	VersionID  uuid.UUID
	Number     int
	Topic      string
	Difficulty int
	Type       question.Type
	StemVI     string `bun:"stem_vi"` // HTML
	StemEN     string `bun:"stem_en"`
	English    bool   // whole in English
	State      ReviewState
	AuthorID   uuid.NullUUID
	CreatedAt  time.Time
	ReviewNote string
	RetiredAt  time.Time
	Tags       []string `bun:",array"`
	Drawn      int      // number of the version that tests of today can draw; 0: none
}

// ListBank returns a page of the bank by topic, difficulty and key, and how many questions match. It needs course.manage
// at whose course it is; fault.ErrNotFound.
func (s *Service) ListBank(ctx context.Context, who access.Principal, q ListBank) ([]BankItem, int, error) {
	var items []BankItem
	var total int
	err := s.inBank(ctx, who, access.ManageCourses, q.CourseKey, func(ctx context.Context, tx bun.Tx, b bankOf) error {
		found := q.filtered(bankItems(tx, b))
		n, err := found.Count(ctx)
		if err != nil {
			return err
		}
		total = int(n)
		return found.OrderExpr("i.topic, i.difficulty, i.key").Limit(q.Limit).Offset(q.Offset).Scan(ctx, &items)
	})
	return items, total, err
}

// bankItems selects the questions of a bank with their newest versions, as i.
func bankItems(tx bun.IDB, b bankOf) *bun.SelectQuery {
	newest := tx.NewSelect().TableExpr("assessment.questions AS q").
		Join(`JOIN LATERAL (SELECT * FROM assessment.question_versions WHERE question_id = q.id ORDER BY number DESC LIMIT 1) AS v ON true`).
		Join(`LEFT JOIN LATERAL (SELECT max(d.number) AS number FROM assessment.question_versions d
			JOIN assessment.test_pool p ON p.question_version_id = d.id JOIN assessment.tests t ON t.id = p.test_id
			WHERE d.question_id = q.id AND t.course_version_id = ?) AS drawn ON true`, b.course.VersionID).
		ColumnExpr(`q.key, q.tags, q.retired_at, v.id AS version_id, v.number, v.topic, v.difficulty, v.type, v.body -> 'stem' ->> 'vi' AS stem_vi,
			coalesce(v.body -> 'stem' ->> 'en', '') AS stem_en, v.english, v.state, v.author_id, v.created_at, v.review_note,
			coalesce(drawn.number, 0) AS drawn, v.search_key`).
		Where("q.course_id = ?", b.course.ID)
	return tx.NewSelect().TableExpr("(?) AS i", newest).
		Column("key", "tags", "retired_at", "version_id", "number", "topic", "difficulty", "type", "stem_vi", "stem_en", "english", "state",
			"author_id", "created_at", "review_note", "drawn")
}

// filtered keeps what is asked for.
func (q ListBank) filtered(found *bun.SelectQuery) *bun.SelectQuery {
	for _, word := range vietnamese.Tokens(q.Query) {
		found = found.Where("i.search_key LIKE ?0 OR i.key LIKE ?0", postgres.Containing(word))
	}
	for column, value := range map[string]string{"topic": q.Topic, "type": string(q.Type)} {
		if value != "" {
			found = found.Where("i.? = ?", bun.Ident(column), value)
		}
	}
	if q.Difficulty > 0 {
		found = found.Where("i.difficulty = ?", q.Difficulty)
	}
	if q.Tag != "" {
		found = found.Where("? = ANY (i.tags)", q.Tag)
	}
	if q.Language != "" {
		found = found.Where("i.english = ?", q.Language == "en")
	}
	switch q.State {
	case "":
		return found
	case "retired":
		return found.Where("i.retired_at IS NOT NULL")
	case "unpublished":
		return found.Where("i.retired_at IS NULL AND i.state = 'reviewed' AND i.drawn <> i.number")
	}
	return found.Where("i.retired_at IS NULL AND i.state = ?", q.State)
}
