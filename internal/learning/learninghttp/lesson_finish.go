package learninghttp

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/web"
)

// LessonResult is the state of a lesson after a step.
type LessonResult struct {
	State      string `json:"state" enum:"todo,started,done"`
	WatchedMs  int    `json:"watchedMs"`
	PositionMs int    `json:"positionMs"`
	Missing    []Gap  `json:"missing"`
	Ended      bool   `json:"ended,omitempty" doc:"Another playback was opened: what is played on in this one does not count"`
}

func finishLesson(p Parts) func(context.Context, access.Principal, *LessonInput) (*web.Body[LessonResult], error) {
	return func(ctx context.Context, who access.Principal, in *LessonInput) (*web.Body[LessonResult], error) {
		err := p.Learning.FinishLesson(ctx, who, in.ID, in.LessonID)
		return web.Respond(LessonResult{State: "done", Missing: []Gap{}}), err
	}
}
