package assessmenthttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/question"
	"taphuan/internal/web"
)

type uploadInput struct {
	ID       uuid.UUID `path:"id" format:"uuid"`
	Position int       `query:"position" required:"true" minimum:"1" maximum:"200"`
	Part     int       `query:"part" minimum:"0" maximum:"10" doc:"Of a case study, from 1"`
	Name     string    `query:"name" required:"true" minLength:"1" maxLength:"200"`
	RawBody  []byte    `contentType:"application/octet-stream"`
}

type answerFileInput struct {
	ID   uuid.UUID `path:"id" format:"uuid"`
	File uuid.UUID `path:"file" format:"uuid"`
}

func uploadFile(s *web.Server, svc *assessment.Service) {
	route := web.Route{Method: http.MethodPost, Path: "/attempts/{id}/files", Permission: access.Learn, Name: "upload-answer-file",
		Summary: "Upload a file for a question of a running attempt; it counts once an answer names it", Status: http.StatusCreated, MaxBody: question.MaxFileBytes + 1<<10}
	web.Handle(s, route, func(ctx context.Context, who access.Principal, in *uploadInput) (*web.Body[File], error) {
		stored, err := svc.UploadFile(ctx, who, assessment.UploadFile{AttemptID: in.ID, Position: in.Position, Part: in.Part, Name: in.Name, Data: in.RawBody})
		if err != nil {
			return nil, err
		}
		return web.Respond(File(stored)), nil
	})
}

func openFile(s *web.Server, svc *assessment.Service) {
	route := web.Route{Method: http.MethodGet, Path: "/attempts/{id}/files/{file}", Permission: access.Learn, Name: "open-answer-file",
		Summary: "A file of one's own attempt, as it was uploaded"}
	web.Handle(s, route, func(ctx context.Context, who access.Principal, in *answerFileInput) (*web.File, error) {
		name, mime, data, err := svc.OpenFile(ctx, who, in.ID, in.File)
		if err != nil {
			return nil, err
		}
		return web.Download(mime, name, data), nil
	})
}

func openScriptFile(g Grading) func(context.Context, access.Principal, *answerFileInput) (*web.File, error) {
	return func(ctx context.Context, who access.Principal, in *answerFileInput) (*web.File, error) {
		name, mime, data, err := g.Assessment.OpenScriptFile(ctx, who, in.ID, in.File)
		if err != nil {
			return nil, err
		}
		return web.Download(mime, name, data), nil
	}
}

func openAppealFile(g Grading) func(context.Context, access.Principal, *answerFileInput) (*web.File, error) {
	return func(ctx context.Context, who access.Principal, in *answerFileInput) (*web.File, error) {
		name, mime, data, err := g.Assessment.OpenAppealFile(ctx, who, in.ID, in.File)
		if err != nil {
			return nil, err
		}
		return web.Download(mime, name, data), nil
	}
}
