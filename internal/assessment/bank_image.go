package assessment

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/question"
	"taphuan/internal/question/exchange"
)

// Bounds of the pictures of a bank.
const (
	MaxImageBytes = media.MaxPosterBytes // of one, as it is sent
	maxBankImages = 3000
)

// ErrImagesFull says that a bank holds as many pictures as it may.
var ErrImagesFull = fault.New(fault.Conflict, "question.images_full", fault.Text{
	VI: "Khóa học đã có 3000 hình cho câu hỏi. Hãy dùng lại một hình đã có.",
	EN: "The course has 3,000 pictures for questions. Use one of them again."})

// AddBankImage keeps a picture for the questions of a course, for 30 days until one shows it. It needs course.manage at whose course it is. Errors:
// fault.ErrNotFound, ErrImagesFull and those of media.StorePictureTx.
func (s *Service) AddBankImage(ctx context.Context, who access.Principal, courseKey string, data []byte) (media.File, error) {
	var file media.File
	err := s.inBank(ctx, who, access.ManageCourses, courseKey, func(ctx context.Context, tx bun.Tx, b bankOf) error {
		count := 0
		err := tx.NewRaw(`SELECT count(*) FROM assessment.bank_images WHERE course_id = ?`, b.course.ID).Scan(ctx, &count)
		if err != nil {
			return err
		}
		if count >= maxBankImages {
			return ErrImagesFull
		}
		if file, err = s.files.StorePictureTx(ctx, tx, data); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO assessment.bank_images (course_id, file_id) VALUES (?, ?) 
			ON CONFLICT (course_id, file_id) DO UPDATE SET created_at = now()`, b.course.ID, file.ID)
		if err != nil {
			return err
		}
		return b.recordBank(ctx, tx, "add_question_image", file.ID, "", map[string]any{"file": file.ID})
	})
	return file, err
}

var textImageUnknown = fault.Text{
	VI: "Hình này không thuộc khóa học. Hãy tải hình lên lại.",
	EN: "This picture does not belong to the course. Upload it again."}

// placeImages gives the images of a question the sizes of their files and returns the files that it shows, by their ids.
// It says which pictures are neither uploaded for the course nor shown by its questions: a question never opens a file of
// somebody else.
func placeImages(ctx context.Context, tx bun.IDB, courseID uuid.UUID, b *question.Body) (map[string]media.File, []fault.Field, error) {
	names := exchange.MediaNames(*b)
	var ids []uuid.UUID
	for _, name := range names {
		if id, err := uuid.Parse(name); err == nil {
			ids = append(ids, id)
		}
	}
	files, err := bankImages(ctx, tx, courseID, ids)
	if err != nil || len(names) == 0 {
		return nil, nil, err
	}
	wrong := sizeImages(b, "", files)
	question.MapHTML(*b, func(path string, _ bool, markup string) string {
		for _, name := range names {
			if _, known := files[name]; !known && strings.Contains(markup, "media:"+name) {
				wrong = append(wrong, fault.Field{Path: path, Code: "question.image_unknown", Text: textImageUnknown})
			}
		}
		return markup
	})
	return files, wrong, nil
}

// bankImages returns those of the files that questions of the course may show, by their ids.
func bankImages(ctx context.Context, tx bun.IDB, courseID uuid.UUID, ids []uuid.UUID) (map[string]media.File, error) {
	var own []uuid.UUID
	err := tx.NewRaw(`SELECT file_id FROM assessment.bank_images WHERE course_id = ?0 AND file_id = ANY (?1::uuid[])
		UNION SELECT f.file_id FROM assessment.question_files f JOIN assessment.question_versions v ON v.id = f.question_version_id
			JOIN assessment.questions q ON q.id = v.question_id WHERE q.course_id = ?0 AND f.file_id = ANY (?1::uuid[])`,
		courseID, pgdialect.Array(ids)).Scan(ctx, &own)
	files := map[string]media.File{}
	for _, id := range own {
		if files[id.String()], err = media.FindFile(ctx, tx, id); err != nil {
			return nil, err
		}
	}
	return files, err
}

// sizeImages writes the sizes of known files into the images of a question and refuses unknown ones.
func sizeImages(b *question.Body, under string, files map[string]media.File) []fault.Field {
	var wrong []fault.Field
	if b.Hotspot != nil && b.Hotspot.Image.File != "" {
		file, known := files[b.Hotspot.Image.File]
		b.Hotspot.Image.Width, b.Hotspot.Image.Height = file.Width, file.Height
		if !known {
			wrong = append(wrong, fault.Field{Path: under + "hotspot.image.file", Code: "question.image_unknown", Text: textImageUnknown})
		}
	}
	for i := range b.Parts {
		wrong = append(wrong, sizeImages(&b.Parts[i], fmt.Sprintf("%sparts[%d].", under, i), files)...)
	}
	return wrong
}
