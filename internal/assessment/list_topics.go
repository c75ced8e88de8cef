package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/question"
)

// Topic (chủ đề) is a part of a course about which its bank asks. Title is empty for a topic that only questions name.
type Topic struct {
	Key   string
	Title catalog.LocalText
}

// Facets are what a bank can be filtered by.
type Facets struct {
	Course catalog.Course
	Topics []Topic
	Tags   []string // the most used first, at most 100
	Types  []question.Type
}

// mostTags bounds the tags that a bank offers.
const mostTags = 100

// ListFacets returns what the bank of a course can be filtered by. It needs course.manage at whose course it is;
// fault.ErrNotFound.
func (s *Service) ListFacets(ctx context.Context, who access.Principal, courseKey string) (Facets, error) {
	var f Facets
	err := s.inBank(ctx, who, access.ManageCourses, courseKey, func(ctx context.Context, tx bun.Tx, b bankOf) error {
		f.Course = b.course
		var err error
		if f.Topics, err = b.topics(ctx, tx); err != nil {
			return err
		}
		err = tx.NewRaw(`SELECT tag FROM assessment.questions, unnest(tags) AS tag WHERE course_id = ? GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ?`,
			b.course.ID, mostTags).Scan(ctx, &f.Tags)
		if err != nil {
			return err
		}
		return tx.NewRaw(`SELECT DISTINCT v.type FROM assessment.question_versions v JOIN assessment.questions q ON q.id = v.question_id
			WHERE q.course_id = ? ORDER BY v.type`, b.course.ID).Scan(ctx, &f.Types)
	})
	return f, err
}

// topics are the parts of the course in their order, then what else its questions name.
func (b bankOf) topics(ctx context.Context, tx bun.IDB) ([]Topic, error) {
	return topicsOf(ctx, tx, b.course.ID, b.course.VersionID)
}

func topicsOf(ctx context.Context, tx bun.IDB, courseID, versionID uuid.UUID) ([]Topic, error) {
	modules, err := catalog.Outline(ctx, tx, versionID)
	if err != nil {
		return nil, err
	}
	var topics []Topic
	known := map[string]bool{}
	for _, m := range modules {
		topics, known[m.Key] = append(topics, Topic{Key: m.Key, Title: m.Title}), true
	}
	var named []string
	err = tx.NewRaw(`SELECT DISTINCT v.topic FROM assessment.question_versions v JOIN assessment.questions q ON q.id = v.question_id
		WHERE q.course_id = ? ORDER BY v.topic LIMIT 200`, courseID).Scan(ctx, &named)
	for _, key := range named {
		if !known[key] {
			topics = append(topics, Topic{Key: key})
		}
	}
	return topics, err
}
