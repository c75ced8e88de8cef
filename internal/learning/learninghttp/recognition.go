package learninghttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

// RecognitionRoutes adds the recognition of certificates from elsewhere. people.read is the coarse
// right of the queue: focal points and leaders share it, the service asks for their own.
func RecognitionRoutes(s *web.Server, p Parts) {
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/me/recognitions", Permission: access.Learn, Name: "submit-recognition",
		Summary: "Ask that a certificate from elsewhere stand for a course", Status: http.StatusCreated}, submitRecognition(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/me/recognitions", Permission: access.Learn, Name: "list-own-recognitions",
		Summary: "The caller's own requests, the newest first"}, listOwnRecognitions(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/me/recognitions/{id}/taking-back", Permission: access.Learn, Name: "take-back-recognition",
		Summary: "Take back an own request that is not decided yet"}, takeBackRecognition(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/recognitions", Permission: access.ReadPeople, Name: "list-recognitions",
		Summary: "Requests of the own agencies, the oldest first; each opening is recorded"}, listRecognitions(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/recognitions/{id}/check", Permission: access.CheckRecognition, Name: "check-recognition",
		Summary: "Propose a request that was checked, or return it"}, checkRecognition(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/recognitions/{id}/decision", Permission: access.AcceptRecognition, Name: "decide-recognition",
		Summary: "Accept or refuse a proposed request"}, decideRecognition(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/recognitions/{id}/withdrawal", Permission: access.AcceptRecognition, Name: "withdraw-recognition",
		Summary: "End an accepted recognition from a day on"}, withdrawRecognition(p))
}

// Recognition is a certificate from elsewhere that stands for a course; never a certificate of ours.
type Recognition struct {
	ID               uuid.UUID     `json:"id"`
	CourseKey        string        `json:"courseKey"`
	CourseTitle      web.LocalText `json:"courseTitle"`
	Title            string        `json:"title" doc:"As printed on the certificate"`
	Issuer           string        `json:"issuer"`
	DocumentNumber   string        `json:"documentNumber"`
	IssuedOn         string        `json:"issuedOn" format:"date"`
	ValidUntil       string        `json:"validUntil,omitempty" format:"date" doc:"Last valid day; without it: no end"`
	CheckAt          string        `json:"checkAt" doc:"Where it can be checked"`
	State            string        `json:"state" enum:"submitted,proposed,returned,accepted,refused,withdrawn,taken_back"`
	SubmittedAt      time.Time     `json:"submittedAt"`
	CheckedAt        *time.Time    `json:"checkedAt,omitempty"`
	CheckNote        string        `json:"checkNote,omitempty"`
	DecidedAt        *time.Time    `json:"decidedAt,omitempty"`
	DecisionReason   string        `json:"decisionReason,omitempty"`
	WithdrawnOn      string        `json:"withdrawnOn,omitempty" format:"date" doc:"First day on which it no longer counts"`
	WithdrawalReason string        `json:"withdrawalReason,omitempty"`
}

// OwnRecognition is a request as its officer sees it.
type OwnRecognition struct {
	Recognition
	MayTakeBack bool `json:"mayTakeBack" doc:"Not decided yet"`
}

// RecognitionCase is a request with its officer and what the caller may do with it now.
type RecognitionCase struct {
	Recognition
	FullName    string `json:"fullName"`
	Unit        string `json:"unit"`
	Position    string `json:"position"`
	MayCheck    bool   `json:"mayCheck"`
	MayDecide   bool   `json:"mayDecide"`
	MayWithdraw bool   `json:"mayWithdraw"`
	Blocked     string `json:"blocked,omitempty" doc:"Why somebody else must act: the own request, or the own check"`
}

func recognitionOf(r learning.Recognition, course catalog.Course) Recognition {
	return Recognition{ID: r.ID, CourseKey: course.Key, CourseTitle: textOf(course.Title), Title: r.Title, Issuer: r.Issuer, DocumentNumber: r.DocumentNumber,
		IssuedOn: web.Date(&r.IssuedOn), ValidUntil: web.Date(r.ValidUntil), CheckAt: r.CheckAt, State: string(r.State), SubmittedAt: r.SubmittedAt.UTC(),
		CheckedAt: inUTC(r.CheckedAt), CheckNote: r.CheckNote, DecidedAt: inUTC(r.DecidedAt), DecisionReason: r.DecisionReason,
		WithdrawnOn: web.Date(r.WithdrawnOn), WithdrawalReason: r.WithdrawalReason}
}

func inUTC(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	utc := at.UTC()
	return &utc
}

// courseOf returns the course of one recognition.
func courseOf(ctx context.Context, p Parts, id uuid.UUID) (catalog.Course, error) {
	found, err := p.Courses.CoursesByID(ctx, []uuid.UUID{id})
	return found[id], err
}
