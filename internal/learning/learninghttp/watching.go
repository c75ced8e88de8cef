package learninghttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

type segmentsInput struct {
	LessonInput
	web.Paging
}

// StoredSegment is a stretch of a video that the server has noted as watched.
type StoredSegment struct {
	FromMs     int        `json:"fromMs"`
	ToMs       int        `json:"toMs"`
	Speed      int        `json:"speed" doc:"Hundredths"`
	Hidden     bool       `json:"hidden" doc:"The page was in the background"`
	PlayedAt   *time.Time `json:"playedAt,omitempty" doc:"By the device's clock"`
	ReceivedAt time.Time  `json:"receivedAt"`
}

func listSegments(p Parts) func(context.Context, access.Principal, *segmentsInput) (*web.Body[web.List[StoredSegment]], error) {
	return func(ctx context.Context, who access.Principal, in *segmentsInput) (*web.Body[web.List[StoredSegment]], error) {
		segments, total, err := p.Learning.ListSegments(ctx, who, in.ID, in.LessonID, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		return web.Respond(web.ListOf(segments, total, in.Paging, storedSegmentOf)), nil
	}
}

func storedSegmentOf(s learning.StoredSegment) StoredSegment {
	return StoredSegment{FromMs: s.FromMs, ToMs: s.ToMs, Speed: s.Speed, Hidden: !s.Visible, PlayedAt: s.PlayedAt, ReceivedAt: s.ReceivedAt.UTC()}
}

type watchingInput struct {
	Key      string    `path:"key" maxLength:"40"`
	LessonID uuid.UUID `path:"lessonId"`
}

// Watching says how a video is watched, in parts of equal length, from five people up. It counts over all versions of the
// course in which the lesson shows the video.
type Watching struct {
	LessonID uuid.UUID      `json:"lessonId" doc:"Which of the videos is counted"`
	Videos   []ShownVideo   `json:"videos" doc:"Which the lesson has shown over the versions of its course, the last one first"`
	People   int            `json:"people" doc:"Who began the lesson, of the latest 5,000 enrollments; 0 when they are fewer than five: then nothing more is told"`
	BucketMs int            `json:"bucketMs" doc:"Length of a part"`
	Buckets  []WatchingPart `json:"buckets"`
}

// ShownVideo is a video that a lesson shows, or has shown.
type ShownVideo struct {
	LessonID uuid.UUID `json:"lessonId" doc:"The lesson in the last version that shows it"`
	Version  int       `json:"version" doc:"The first version of the course that shows it"`
	ShownOn  string    `json:"shownOn" format:"date" doc:"When that version was published"`
}

// WatchingPart is one part of a video.
type WatchingPart struct {
	People int `json:"people" doc:"Who watched something of it"`
	Again  int `json:"again" doc:"Who watched it more than once"`
}

func countWatching(p Parts) func(context.Context, access.Principal, *watchingInput) (*web.Body[Watching], error) {
	return func(ctx context.Context, who access.Principal, in *watchingInput) (*web.Body[Watching], error) {
		counted, err := p.Learning.CountWatching(ctx, who, in.Key, in.LessonID)
		if err != nil {
			return nil, err
		}
		return web.Respond(watchingOf(counted)), nil
	}
}

func watchingOf(counted learning.Watching) Watching {
	shape := Watching{LessonID: counted.Video.Lessons[0], People: counted.People, BucketMs: counted.BucketMs, Buckets: []WatchingPart{}, Videos: []ShownVideo{}}
	for _, b := range counted.Buckets {
		shape.Buckets = append(shape.Buckets, WatchingPart(b))
	}
	for _, v := range counted.Videos {
		shape.Videos = append(shape.Videos, ShownVideo{LessonID: v.Lessons[0], Version: v.Since, ShownOn: learning.DayOf(v.SinceAt).Format(time.DateOnly)})
	}
	return shape
}
