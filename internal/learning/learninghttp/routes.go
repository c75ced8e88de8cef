// Package learninghttp is the learner's work over HTTP: duties, enrollments, lessons, watching.
package learninghttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

// Parts is what the learner's pages are put together from. Tests and certificates live in
// domains above learning, so the composition root hands their states in.
type Parts struct {
	Learning *learning.Service
	Courses  *catalog.Service
	// Study returns the caller's own enrollment with the states of its tests.
	Study func(ctx context.Context, who access.Principal, id uuid.UUID) (learning.Study, []TestState, error)
	// Certificate returns the certificate of an enrollment, or nil.
	Certificate func(ctx context.Context, who access.Principal, enrollmentID uuid.UUID) (*CertificateState, error)
	// CountCertificates returns how many certificates the caller has.
	CountCertificates func(ctx context.Context, who access.Principal) (int, error)
	// MediaAddress is where a file is fetched from, for a while; playlist is the name of a playlist of it, or empty.
	MediaAddress func(file uuid.UUID, playlist string) string
}

// Routes adds the routes of learning.
func Routes(s *web.Server, p Parts) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/me/learning", Permission: access.Learn, Name: "list-duties",
		Summary: "What the caller must learn, learns and has learned"}, listDuties(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/courses/{key}/enrollment", Permission: access.Learn, Name: "enroll-self",
		Summary: "Enroll the caller in a course; the enrollment they have is returned again"}, enrollSelf(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/enrollments/{id}", Permission: access.Learn, Name: "find-enrollment",
		Summary: "The caller's own enrollment with the state of each part"}, findEnrollment(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/enrollments/{id}/lessons/{lessonId}", Permission: access.Learn, Name: "find-lesson",
		Summary: "A lesson of the caller's own enrollment"}, findLesson(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/enrollments/{id}/lessons/{lessonId}/done", Permission: access.Learn, Name: "finish-lesson",
		Summary: "Note that a lesson was read, or a video taken by its transcript"}, finishLesson(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/enrollments/{id}/lessons/{lessonId}/playback", Permission: access.Learn, Name: "open-playback",
		Summary: "Begin to count watching; an older playback ends"}, openPlayback(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/enrollments/{id}/lessons/{lessonId}/watch", Permission: access.Learn, Name: "record-watch",
		Summary: "Credit watched segments"}, recordWatch(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/enrollments/{id}/lessons/{lessonId}/watch", Permission: access.Learn, Name: "list-watch-segments",
		Summary: "What the server keeps of one's own watching, the latest first"}, listSegments(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/courses/{key}/lessons/{lessonId}/watching", Permission: access.ManageCourses, Name: "count-watching",
		Summary: "Where people leave a video and what they watch again: numbers, from five people up"}, countWatching(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/enrollments/{id}/lessons/{lessonId}/questions/{questionId}/answer", Permission: access.Learn, Name: "answer-video-question",
		Summary: "Answer a question of a video, for oneself"}, answerQuestion(p))
}
