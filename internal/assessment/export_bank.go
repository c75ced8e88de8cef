package assessment

import (
	"context"
	"encoding/json"
	"io"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/question"
	"taphuan/internal/question/exchange"
)

// maxExportedPictures bounds the pictures of one export, in bytes.
const maxExportedPictures = 128 << 20

// ExportBank writes the newest versions of the questions of a bank that match, in a format of other systems; what the
// format cannot hold stands in the losses. It needs course.manage at whose course it is. Errors: fault.ErrNotFound,
// exchange.ErrWriteFormat, ErrExportTooLarge.
func (s *Service) ExportBank(ctx context.Context, who access.Principal, q ListBank, format exchange.Format) (exchange.Export, error) {
	var items []exchange.Item
	err := s.inBank(ctx, who, access.ManageCourses, q.CourseKey, func(ctx context.Context, tx bun.Tx, b bankOf) error {
		var rows []struct {
			Key        string
			Topic      string
			Difficulty int
			Tags       []string        `bun:",array"`
			Body       json.RawMessage `bun:"type:jsonb"`
		}
		err := tx.NewRaw(`SELECT i.key, i.topic, i.difficulty, i.tags, v.body FROM (?) AS i JOIN assessment.question_versions v ON v.id = i.version_id
			ORDER BY i.topic, i.difficulty, i.key LIMIT ?`, q.filtered(bankItems(tx, b)), maxBank).Scan(ctx, &rows)
		for _, row := range rows {
			body, err := question.ParseBody(row.Body)
			if err != nil {
				return err
			}
			items = append(items, exchange.Item{Name: row.Key, Key: row.Key, Topic: row.Topic, Difficulty: row.Difficulty, Tags: row.Tags, Body: body})
		}
		return err
	})
	if err != nil {
		return exchange.Export{}, err
	}
	end, err := s.takeTurn(ctx)
	if err != nil {
		return exchange.Export{}, err
	}
	defer end()
	pictures, err := s.loadPictures(ctx, items)
	if err != nil {
		return exchange.Export{}, err
	}
	return exchange.Write(format, items, pictures)
}

// loadPictures reads the pictures of the items and gives them the names of files.
func (s *Service) loadPictures(ctx context.Context, items []exchange.Item) ([]exchange.Media, error) {
	endings := map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
	var pictures []exchange.Media
	names, size := map[string]string{}, 0
	for i, item := range items {
		for _, id := range exchange.MediaNames(item.Body) {
			if names[id] != "" {
				continue
			}
			picture, err := s.loadPicture(ctx, id)
			if err != nil {
				return nil, err
			}
			if size += len(picture.Data); size > maxExportedPictures {
				return nil, ErrExportTooLarge
			}
			picture.Name = "hinh-" + id + endings[picture.Type]
			names[id], pictures = picture.Name, append(pictures, picture)
		}
		items[i].Body = exchange.RenameMedia(item.Body, func(id string) string { return names[id] })
	}
	return pictures, nil
}

func (s *Service) loadPicture(ctx context.Context, id string) (exchange.Media, error) {
	file, err := uuid.Parse(id)
	if err != nil {
		return exchange.Media{}, err
	}
	about, bytes, err := s.files.Open(ctx, file)
	if err != nil {
		return exchange.Media{}, err
	}
	defer bytes.Close()
	data, err := io.ReadAll(bytes)
	return exchange.Media{Type: about.Mime, Data: data}, err
}
