package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
)

// QuestionPage is a question of a bank with its versions and where they are drawn.
type QuestionPage struct {
	Course    catalog.Course
	Key       string
	Tags      []string
	RetiredAt time.Time     // zero: in use
	Versions  []BankVersion // the newest first, at most 50
	Uses      []QuestionUse // the newest first, at most 200
}

// QuestionUse is a test that can draw a version of a question.
type QuestionUse struct {
	CourseVersion int // its number
	Kind          Kind
	Number        int // of the question's version
	Current       bool
}

// Bounds of a question's page.
const (
	shownVersions = 50
	shownUses     = 200
)

// FindBankQuestion returns a question of the bank of a course. It needs course.manage at whose course it is;
// fault.ErrNotFound.
func (s *Service) FindBankQuestion(ctx context.Context, who access.Principal, courseKey, key string) (QuestionPage, error) {
	page := QuestionPage{Key: key}
	err := s.inBank(ctx, who, access.ManageCourses, courseKey, func(ctx context.Context, tx bun.Tx, b bankOf) error {
		page.Course = b.course
		q, err := b.find(ctx, tx, key)
		if err != nil {
			return err
		}
		page.Tags, page.RetiredAt = q.Tags, q.RetiredAt
		if page.Versions, err = questionVersions(ctx, tx, q.ID); err != nil {
			return err
		}
		page.Uses, err = usesOf(ctx, tx, q.ID, b.course.VersionID)
		return err
	})
	return page, err
}

// questionVersions returns the versions of a question, the newest first.
func questionVersions(ctx context.Context, tx bun.IDB, questionID uuid.UUID) ([]BankVersion, error) {
	var versions []BankVersion
	err := tx.NewRaw(`SELECT id, number, state, author_id, created_at, reviewed_by, reviewed_at, review_note, topic, difficulty, body, equivalent_key, isomorph_group
		FROM assessment.question_versions WHERE question_id = ? ORDER BY number DESC LIMIT ?`, questionID, shownVersions).Scan(ctx, &versions)
	return versions, err
}

// usesOf lists the tests that can draw a version of the question.
func usesOf(ctx context.Context, tx bun.IDB, questionID, current uuid.UUID) ([]QuestionUse, error) {
	var rows []struct {
		QuestionUse
		CourseVersionID uuid.UUID
	}
	err := tx.NewRaw(`SELECT t.kind, t.course_version_id, v.number, t.course_version_id = ? AS current FROM assessment.test_pool p
		JOIN assessment.tests t ON t.id = p.test_id JOIN assessment.question_versions v ON v.id = p.question_version_id
		WHERE v.question_id = ? ORDER BY t.id DESC LIMIT ?`, current, questionID, shownUses).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	ids := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		ids[i] = row.CourseVersionID
	}
	numbers, err := catalog.VersionNumbers(ctx, tx, ids)
	uses := make([]QuestionUse, len(rows))
	for i, row := range rows {
		uses[i] = row.QuestionUse
		uses[i].CourseVersion = numbers[row.CourseVersionID]
	}
	return uses, err
}
