// Package coursepackagehttp serves edits of courses.
package coursepackagehttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/coursepackage"
	"taphuan/internal/web"
)

type replaceVideoInput struct {
	Key      string    `path:"key" maxLength:"40"`
	LessonID uuid.UUID `path:"lessonId"`
	Body     struct {
		VideoID uuid.UUID `json:"videoId" doc:"Of the library"`
	}
}

// NewVersion tells the version that an edit made.
type NewVersion struct {
	Version int `json:"version"`
}

// Routes adds the routes of edits.
func Routes(s *web.Server, editor *coursepackage.Editor) {
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/courses/{key}/lessons/{lessonId}/video", Permission: access.ManageCourses, Name: "replace-video",
		Summary: "Put a video of the library into a lesson: the course gets a new version, and who has begun stays on the old one"},
		func(ctx context.Context, who access.Principal, in *replaceVideoInput) (*web.Body[NewVersion], error) {
			version, err := editor.ReplaceVideo(ctx, who, coursepackage.ReplaceVideo{CourseKey: in.Key, LessonID: in.LessonID, VideoID: in.Body.VideoID})
			return web.Respond(NewVersion{Version: version}), err
		})
	bankRoutes(s, editor)
	testRoutes(s, editor)
}
