package media

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/media/caption"
)

// SaveCaptions are the captions of a video in one language as they shall stand, all of them.
type SaveCaptions struct {
	VideoID  uuid.UUID
	Locale   string
	Revision int // that was read; 0: there was none
	Cues     []caption.Cue
	Script   string
}

// SaveCaptions writes captions, with or without errors: these only stand in the way of publishing. It needs
// course.manage at the video's agency. Errors: fault.ErrNotFound, fault.ErrInvalid with the fields named,
// ErrCaptionsChanged when somebody else has saved since.
func (s *Service) SaveCaptions(ctx context.Context, who access.Principal, cmd SaveCaptions) (Captions, error) {
	if err := requireLocale(cmd.Locale); err != nil {
		return Captions{}, err
	}
	for i := range cmd.Cues {
		cmd.Cues[i].Text = caption.CleanText(cmd.Cues[i].Text)
	}
	if err := checkScript(checkCues(fault.ErrInvalid, cmd.Cues), cmd.Script).OrNil(); err != nil {
		return Captions{}, err
	}
	var saved Captions
	err := s.db.RunInTx(ctx, authors(who), func(ctx context.Context, tx bun.Tx) error {
		video, err := findVideo(ctx, tx, who, cmd.VideoID)
		if err != nil {
			return err
		}
		saved, err = storeCaptions(ctx, tx, video, Captions{VideoID: video.ID, Locale: cmd.Locale, Cues: cmd.Cues, Script: cmd.Script, Revision: cmd.Revision})
		if err != nil {
			return err
		}
		return recordCaptions(ctx, tx, who, "save_captions", video, saved)
	})
	return saved, err
}

func recordCaptions(ctx context.Context, tx bun.IDB, who access.Principal, action string, video Video, c Captions) error {
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageCourses, video.AgencyID)), AgencyID: video.AgencyID,
		Action: action, ObjectType: "video", ObjectID: video.ID, After: map[string]any{"title": video.Title, "locale": c.Locale, "cues": len(c.Cues), "revision": c.Revision}})
}
