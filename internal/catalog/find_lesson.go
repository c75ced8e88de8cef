package catalog

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// FindLessonTexts returns a lesson's texts by language.
func FindLessonTexts(ctx context.Context, tx bun.IDB, lessonID uuid.UUID) (map[string]LessonText, error) {
	var rows []struct {
		Locale         string
		Goal           string
		Blocks         json.RawMessage `bun:"type:jsonb"`
		TranscriptHTML string          `bun:"transcript_html"`
		CaptionsID     *uuid.UUID
	}
	err := tx.NewRaw(`SELECT locale, goal, blocks, transcript_html, captions_id FROM catalog.lesson_texts WHERE lesson_id = ?`, lessonID).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	texts := map[string]LessonText{}
	for _, r := range rows {
		text := LessonText{Goal: r.Goal, TranscriptHTML: r.TranscriptHTML}
		if err := json.Unmarshal(r.Blocks, &text.Blocks); err != nil {
			return nil, err
		}
		if r.CaptionsID != nil {
			text.CaptionsID = *r.CaptionsID
		}
		texts[r.Locale] = text
	}
	return texts, nil
}
