package assessment

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// Bounds of tags.
const (
	maxTags      = 20
	maxTagLength = 40
)

// TagQuestion gives a question these tags and no others, each once; they belong to no version. It needs course.manage at
// whose course it is. Errors: fault.ErrNotFound, fault.ErrInvalid at "body.tags".
func (s *Service) TagQuestion(ctx context.Context, who access.Principal, courseKey, key string, tags []string) error {
	tags, err := CheckTags("body.tags", tags)
	if err != nil {
		return err
	}
	return s.inBank(ctx, who, access.ManageCourses, courseKey, func(ctx context.Context, tx bun.Tx, b bankOf) error {
		held, err := b.hold(ctx, tx, key)
		if err != nil || slices.Equal(held.Tags, tags) {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE assessment.questions SET tags = ? WHERE id = ?`, pgdialect.Array(tags), held.ID); err != nil {
			return err
		}
		return b.recordBank(ctx, tx, "tag_question", held.ID, "", map[string]any{"key": key, "tags": tags})
	})
}

// CheckTags returns tags as they are stored: normalized, each once, at most 20 of at most 40 characters.
// fault.ErrInvalid at path otherwise.
func CheckTags(path string, given []string) ([]string, error) {
	tags := []string{}
	for _, tag := range given {
		tag = vietnamese.Normalize(tag)
		if tag == "" || slices.Contains(tags, tag) {
			continue
		}
		tags = append(tags, tag)
		if len(tags) > maxTags || utf8.RuneCountInString(tag) > maxTagLength {
			return nil, fault.ErrInvalid.At(path, "question.tags", fault.Text{
				VI: fmt.Sprintf("Mỗi câu có tối đa %d nhãn, mỗi nhãn tối đa %d ký tự.", maxTags, maxTagLength),
				EN: fmt.Sprintf("A question has at most %d tags of at most %d characters.", maxTags, maxTagLength)})
		}
	}
	return tags, nil
}
