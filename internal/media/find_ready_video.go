package media

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// ReadyVideo is a library video that may go into a lesson.
type ReadyVideo struct {
	Video
	File     File
	Captions []Captions // in each language, Vietnamese among them
}

// Faults of videos that may not go into a lesson yet.
var (
	ErrVideoNotReady = fault.New(fault.Conflict, "video.not_ready", fault.Text{
		VI: "Video này còn đang được xử lý. Hãy đợi đến khi kho video báo Sẵn sàng.",
		EN: "This video is still being processed. Wait until the library says Ready."})
	ErrVideoRefused = fault.New(fault.Conflict, "video.refused", fault.Text{
		VI: "Video này không dùng được. Kho video nói rõ lý do và cách khắc phục.",
		EN: "This video cannot be used. The library says why and what to do."})
)

// FindReadyVideo returns a video of an agency in which the caller makes courses, with its captions; sql.ErrNoRows for
// any other, ErrVideoNotReady and ErrVideoRefused by what became of its file, ErrNoCaptions and ErrCaptionsWrong when
// its Vietnamese captions may not be published.
func FindReadyVideo(ctx context.Context, tx bun.IDB, who access.Principal, id uuid.UUID) (ReadyVideo, error) {
	v, file, err := findVideoFile(ctx, tx, who, id)
	if err != nil {
		return ReadyVideo{}, err
	}
	encoding, _, err := FindEncoding(ctx, tx, file.ID)
	switch {
	case err != nil:
		return ReadyVideo{}, err
	case encoding != nil && encoding.State == Refused:
		return ReadyVideo{}, ErrVideoRefused
	case !encoding.IsReady() || file.DurationMs == 0:
		return ReadyVideo{}, ErrVideoNotReady
	}
	if err := CaptionsReady(ctx, tx, v); err != nil {
		return ReadyVideo{}, err
	}
	captions, err := findCaptions(ctx, tx, v.ID, "")
	return ReadyVideo{Video: v, File: file, Captions: captions}, err
}
