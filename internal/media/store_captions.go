package media

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/media/caption"
	"taphuan/internal/postgres"
)

// captionsRow is a row of media.video_captions.
type captionsRow struct {
	bun.BaseModel `bun:"table:media.video_captions,alias:c"`
	VideoID       uuid.UUID     `bun:"video_id"`
	Locale        string        `bun:"locale"`
	AgencyID      uuid.UUID     `bun:"agency_id"`
	Cues          postgres.JSON `bun:"cues"`
	Script        string        `bun:"script"`
	Revision      int           `bun:"revision"`
	UpdatedAt     time.Time     `bun:"updated_at"`
}

// storedCue is a cue in the stored document cues, in milliseconds.
type storedCue struct {
	Start int64  `json:"start"`
	End   int64  `json:"end"`
	Text  string `json:"text"`
}

// findCaptions returns the captions of a video in one language, or in all of them when locale is empty; what was
// removed is among them, empty.
func findCaptions(ctx context.Context, tx bun.IDB, video uuid.UUID, locale string) ([]Captions, error) {
	var rows []struct {
		Locale    string
		Cues      string
		Script    string
		Revision  int
		UpdatedAt time.Time
	}
	query := tx.NewSelect().TableExpr("media.video_captions").ColumnExpr("locale, cues::text AS cues, script, revision, updated_at").Where("video_id = ?", video).Order("locale")
	if locale != "" {
		query.Where("locale = ?", locale)
	}
	if err := query.Scan(ctx, &rows); err != nil {
		return nil, err
	}
	found := make([]Captions, len(rows))
	for i, r := range rows {
		var stored []storedCue
		if err := (postgres.JSON{V: &stored}).Scan(r.Cues); err != nil {
			return nil, err
		}
		found[i] = Captions{VideoID: video, Locale: r.Locale, Cues: make([]caption.Cue, len(stored)), Script: r.Script, Revision: r.Revision, UpdatedAt: r.UpdatedAt}
		for j, c := range stored {
			found[i].Cues[j] = caption.Cue{Start: time.Duration(c.Start) * time.Millisecond, End: time.Duration(c.End) * time.Millisecond, Text: c.Text}
		}
	}
	return found, nil
}

// findCaptionsIn returns the captions of a video in a language; with revision 0 when nobody has saved any.
func findCaptionsIn(ctx context.Context, tx bun.IDB, video uuid.UUID, locale string) (Captions, error) {
	found, err := findCaptions(ctx, tx, video, locale)
	if err != nil || len(found) == 0 {
		return Captions{VideoID: video, Locale: locale}, err
	}
	return found[0], nil
}

// storeCaptions writes captions as the next revision after the one that was read, and returns it;
// ErrCaptionsChanged when that is not the last one.
func storeCaptions(ctx context.Context, tx bun.IDB, video Video, c Captions) (Captions, error) {
	stored := make([]storedCue, len(c.Cues))
	for i, cue := range c.Cues {
		stored[i] = storedCue{cue.Start.Milliseconds(), cue.End.Milliseconds(), cue.Text}
	}
	read := c.Revision
	c.Revision, c.UpdatedAt = read+1, time.Now().UTC().Truncate(time.Microsecond)
	row := captionsRow{VideoID: video.ID, Locale: c.Locale, AgencyID: video.AgencyID, Cues: postgres.JSON{V: stored}, Script: c.Script, Revision: c.Revision, UpdatedAt: c.UpdatedAt}
	query := tx.NewInsert().Model(&row).On("CONFLICT DO NOTHING")
	if read > 0 {
		query = tx.NewInsert().Model(&row).On("CONFLICT (video_id, locale) DO UPDATE").Set("cues = EXCLUDED.cues").Set("script = EXCLUDED.script").
			Set("revision = EXCLUDED.revision").Set("updated_at = EXCLUDED.updated_at").Where("c.revision = ?", read)
	}
	result, err := query.Exec(ctx)
	if err != nil {
		return Captions{}, err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return Captions{}, errorOr(err, ErrCaptionsChanged)
	}
	return c, nil
}

func errorOr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
