package media

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/media/caption"
)

// ErrCaptionsUnreadable carries why a file of captions was not read; its fields name each problem.
var ErrCaptionsUnreadable = fault.New(fault.Invalid, "captions_unreadable", fault.Text{
	VI: "Không đọc được phụ đề nào trong tệp.", EN: "No captions could be read from the file."})

// ReadCaptions reads an uploaded file of captions for a video, stores nothing, and returns what would be saved with
// all there is to say about the file, and what is known of the video after listening to it. Errors: fault.ErrNotFound
// for a video of an agency in which the caller makes no courses, ErrCaptionsUnreadable.
func (s *Service) ReadCaptions(ctx context.Context, who access.Principal, video uuid.UUID, data []byte) (caption.File, caption.Video, error) {
	sound, err := s.listenTo(ctx, who, video)
	if err != nil {
		return caption.File{}, sound, err
	}
	read := caption.Parse(data)
	if len(read.Cues) > 0 {
		return read, sound, nil
	}
	wrong := ErrCaptionsUnreadable
	for _, p := range read.Problems {
		if p.Level == caption.Error {
			wrong = wrong.At("body", p.Code, p.Text)
		}
	}
	wrong.Text = wrong.Fields[0].Text
	return caption.File{}, sound, wrong
}

// listenTo finds a video under the caller's right and listens to it.
func (s *Service) listenTo(ctx context.Context, who access.Principal, video uuid.UUID) (caption.Video, error) {
	v, err := s.FindVideo(ctx, who, video)
	if err != nil {
		return caption.Video{}, err
	}
	file, err := FindFile(ctx, s.db.Bun, v.FileID)
	if err != nil {
		return caption.Video{}, err
	}
	return s.listen(ctx, file)
}
