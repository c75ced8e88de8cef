package media

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/media/caption"
)

// CheckedCaptions are captions with the result of their checks.
type CheckedCaptions struct {
	Captions
	Report caption.Report
}

// VideoCaptions are a video and its captions in every language that has any; Unready says why it may not be
// published, nil when it may.
type VideoCaptions struct {
	Video   Video
	File    File
	Tracks  []CheckedCaptions
	Unready *fault.Error
}

// ListCaptions returns the captions of a video in all languages. fault.ErrNotFound for a video of an agency in
// which the caller makes no courses.
func (s *Service) ListCaptions(ctx context.Context, who access.Principal, video uuid.UUID) (VideoCaptions, error) {
	var out VideoCaptions
	err := s.db.Read(ctx, authors(who), func(ctx context.Context, tx bun.Tx) error {
		var err error
		if out.Video, out.File, err = findVideoFile(ctx, tx, who, video); err != nil {
			return err
		}
		out.Tracks, out.Unready, err = checkedCaptions(ctx, tx, video, out.File)
		return err
	})
	return out, err
}

// CaptionsReady returns nil when a video may be published: it has captions in Vietnamese and the checks found no
// error in them. Otherwise ErrNoCaptions or ErrCaptionsWrong. The caller has found the video under its own right.
func CaptionsReady(ctx context.Context, tx bun.IDB, video Video) error {
	file, err := FindFile(ctx, tx, video.FileID)
	if err != nil {
		return err
	}
	_, unready, err := checkedCaptions(ctx, tx, video.ID, file)
	if err == nil && unready != nil {
		return unready
	}
	return err
}

func checkedCaptions(ctx context.Context, tx bun.IDB, video uuid.UUID, file File) ([]CheckedCaptions, *fault.Error, error) {
	sound, err := findSound(ctx, tx, file)
	found, errFound := findCaptions(ctx, tx, video, "")
	if err = errors.Join(err, errFound); err != nil {
		return nil, nil, err
	}
	var tracks []CheckedCaptions
	unready := ErrNoCaptions
	for _, c := range found {
		if c.IsEmpty() {
			continue
		}
		checked := CheckedCaptions{c, caption.Check(c.Cues, sound)}
		tracks = append(tracks, checked)
		if c.Locale == caption.Vietnamese && len(c.Cues) > 0 {
			unready = nil
			if checked.Report.Errors > 0 {
				unready = ErrCaptionsWrong
			}
		}
	}
	return tracks, unready, nil
}
