package learninghttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

// Playback names the playback that segments belong to.
type Playback struct {
	PlaybackID uuid.UUID `json:"playbackId"`
}

func openPlayback(p Parts) func(context.Context, access.Principal, *LessonInput) (*web.Body[Playback], error) {
	return func(ctx context.Context, who access.Principal, in *LessonInput) (*web.Body[Playback], error) {
		id, err := p.Learning.OpenPlayback(ctx, who, in.ID, in.LessonID)
		return web.Respond(Playback{PlaybackID: id}), err
	}
}

type watchInput struct {
	LessonInput
	Body struct {
		PlaybackID uuid.UUID `json:"playbackId"`
		PositionMs int       `json:"positionMs" minimum:"0" maximum:"86400000"`
		Segments   []Segment `json:"segments" maxItems:"200"`
	}
}

// Segment is a stretch that the player showed without a jump. What the device says of its clock and of the page is
// shown to the learner and decides nothing.
type Segment struct {
	Sequence int        `json:"sequence" minimum:"1" maximum:"1000000" doc:"Grows within a playback; a repeat counts once"`
	FromMs   int        `json:"fromMs" minimum:"0" maximum:"86400000"`
	ToMs     int        `json:"toMs" minimum:"0" maximum:"86400000"`
	PlayedAt *time.Time `json:"playedAt,omitempty" doc:"When it began, by the device's clock"`
	Speed    int        `json:"speed,omitempty" minimum:"25" maximum:"400" default:"100" doc:"Hundredths"`
	Hidden   bool       `json:"hidden,omitempty" doc:"The page was in the background"`
}

func (s Segment) segment() learning.Segment {
	g := learning.Segment{Sequence: s.Sequence, Interval: learning.Interval{From: s.FromMs, To: s.ToMs}, Speed: s.Speed, Hidden: s.Hidden}
	if s.PlayedAt != nil {
		g.PlayedAt = *s.PlayedAt
	}
	return g
}

func recordWatch(p Parts) func(context.Context, access.Principal, *watchInput) (*web.Body[LessonResult], error) {
	return func(ctx context.Context, who access.Principal, in *watchInput) (*web.Body[LessonResult], error) {
		cmd := learning.RecordWatch{EnrollmentID: in.ID, LessonID: in.LessonID, PlaybackID: in.Body.PlaybackID, PositionMs: in.Body.PositionMs}
		for _, s := range in.Body.Segments {
			cmd.Segments = append(cmd.Segments, s.segment())
		}
		state, err := p.Learning.RecordWatch(ctx, who, cmd)
		if err != nil {
			return nil, err
		}
		result := LessonResult{State: "started", WatchedMs: state.WatchedMs, PositionMs: state.PositionMs, Missing: gapsOf(state.Missing), Ended: state.Ended}
		if state.Done {
			result.State = "done"
		}
		return web.Respond(result), nil
	}
}
