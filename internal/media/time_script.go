package media

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/media/caption"
)

// TimeScript gives a script its times in a video, stores nothing, and returns the cues with all there is to say
// about them, and what is known of the video after listening to it. Errors: fault.ErrNotFound for a video of an
// agency in which the caller makes no courses, fault.ErrInvalid when the script cannot be timed.
func (s *Service) TimeScript(ctx context.Context, who access.Principal, video uuid.UUID, script string) (caption.File, caption.Video, error) {
	if err := checkScript(fault.ErrInvalid, script).OrNil(); err != nil {
		return caption.File{}, caption.Video{}, err
	}
	sound, err := s.listenTo(ctx, who, video)
	if err != nil {
		return caption.File{}, sound, err
	}
	cues, told := caption.Time(caption.ReadScript(script), sound)
	if cues == nil {
		return caption.File{}, sound, fault.ErrInvalid.At("body.script", told[0].Code, told[0].Text)
	}
	return caption.File{Cues: cues, Problems: told}, sound, nil
}

func checkScript(wrong *fault.Error, script string) *fault.Error {
	if len(script) > caption.MaxScript {
		return wrong.At("body.script", "too_long", fault.Text{VI: fmt.Sprintf("Kịch bản dài quá %d KiB.", caption.MaxScript>>10), EN: fmt.Sprintf("The script is over %d KiB.", caption.MaxScript>>10)})
	}
	return wrong.CheckText("body.script", script, 0, caption.MaxScript)
}
