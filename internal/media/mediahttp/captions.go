package mediahttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/media/caption"
	"taphuan/internal/web"
)

// CaptionRoutes adds the routes of the captions of the library's videos.
func CaptionRoutes(s *web.Server, p Parts) {
	files := p.Files
	const path = "/videos/{id}/captions"
	web.Handle(s, web.Route{Method: http.MethodGet, Path: path, Permission: access.ManageCourses, Name: "list-captions",
		Summary: "The captions of a video in all languages, with the result of their checks"}, listCaptions(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: path + "/{locale}", Permission: access.ManageCourses, Name: "find-captions",
		Summary: "The captions of a video in one language, all of them"}, findCaptions(files))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: path + "/{locale}", Permission: access.ManageCourses, Name: "save-captions",
		Summary: "Save the captions of a video in one language; refused when somebody else has saved since", MaxBody: 4 << 20}, saveCaptions(files))
	web.Handle(s, web.Route{Method: http.MethodDelete, Path: path + "/{locale}", Permission: access.ManageCourses, Name: "remove-captions",
		Summary: "Remove the captions of a video in one language"}, removeCaptions(files))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: path + "/{locale}/file", Permission: access.ManageCourses, Name: "download-captions",
		Summary: "The captions as a WebVTT file"}, downloadCaptions(files))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: path + "/reading", Permission: access.ManageCourses, Name: "read-captions",
		Summary: "Read a WebVTT or SRT file for a video; nothing is stored", MaxBody: caption.MaxBytes + 1}, readCaptions(files))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: path + "/timing", Permission: access.ManageCourses, Name: "time-script",
		Summary: "Give a script its times by sentence and pause; nothing is stored"}, timeScript(files))
}

// CaptionsInput names captions in the path; exported for huma.
type CaptionsInput struct {
	ID     uuid.UUID `path:"id"`
	Locale string    `path:"locale" maxLength:"10"`
}

// Cue is one caption.
type Cue struct {
	StartMs int64  `json:"startMs" minimum:"0" maximum:"86400000"`
	EndMs   int64  `json:"endMs" minimum:"0" maximum:"86400000"`
	Text    string `json:"text" maxLength:"500"`
}

// Captions are the captions of a video in one language.
type Captions struct {
	Cues           []Cue     `json:"cues"`
	Script         string    `json:"script" doc:"With headings and words on the pictures, as it was last timed"`
	Revision       int       `json:"revision" doc:"0: nobody has saved any"`
	UpdatedAt      time.Time `json:"updatedAt,omitzero"`
	TranscriptHTML string    `json:"transcriptHtml"`
	Sound          Sound     `json:"sound"`
}

// Sound is what is known of the sound of a video.
type Sound struct {
	LengthMs int64      `json:"lengthMs"`
	Heard    bool       `json:"heard" doc:"False: it is not known where something is heard"`
	Spans    [][2]int64 `json:"spans" doc:"From when to when something is heard, in milliseconds"`
}

func findCaptions(files *media.Service) func(context.Context, access.Principal, *CaptionsInput) (*web.Body[Captions], error) {
	return func(ctx context.Context, who access.Principal, in *CaptionsInput) (*web.Body[Captions], error) {
		found, sound, err := files.FindCaptions(ctx, who, in.ID, in.Locale)
		if err != nil {
			return nil, err
		}
		return web.Respond(captionsOf(found, sound)), nil
	}
}

func captionsOf(c media.Captions, sound caption.Video) Captions {
	return Captions{Cues: cuesOf(c.Cues), Script: c.Script, Revision: c.Revision, UpdatedAt: c.UpdatedAt.UTC(), TranscriptHTML: c.Transcript(), Sound: soundOf(sound)}
}

func cuesOf(cues []caption.Cue) []Cue {
	out := make([]Cue, len(cues))
	for i, c := range cues {
		out[i] = Cue{StartMs: c.Start.Milliseconds(), EndMs: c.End.Milliseconds(), Text: c.Text}
	}
	return out
}

func soundOf(v caption.Video) Sound {
	out := Sound{LengthMs: v.Length.Milliseconds(), Heard: v.Heard, Spans: make([][2]int64, len(v.Sound))}
	for i, s := range v.Sound {
		out.Spans[i] = [2]int64{s.Start.Milliseconds(), s.End.Milliseconds()}
	}
	return out
}

type captionsSaveInput struct {
	CaptionsInput
	Body struct {
		Cues     []Cue  `json:"cues" maxItems:"3000"`
		Script   string `json:"script" maxLength:"262144"`
		Revision int    `json:"revision" minimum:"0" maximum:"1000000000" doc:"That was read"`
	}
}

// SavedCaptions tells what was saved.
type SavedCaptions struct {
	Cues           []Cue     `json:"cues" doc:"Their texts without control characters and idle spaces"`
	Revision       int       `json:"revision"`
	UpdatedAt      time.Time `json:"updatedAt"`
	TranscriptHTML string    `json:"transcriptHtml"`
}

func saveCaptions(files *media.Service) func(context.Context, access.Principal, *captionsSaveInput) (*web.Body[SavedCaptions], error) {
	return func(ctx context.Context, who access.Principal, in *captionsSaveInput) (*web.Body[SavedCaptions], error) {
		cues := make([]caption.Cue, len(in.Body.Cues))
		for i, c := range in.Body.Cues {
			cues[i] = caption.Cue{Start: time.Duration(c.StartMs) * time.Millisecond, End: time.Duration(c.EndMs) * time.Millisecond, Text: c.Text}
		}
		saved, err := files.SaveCaptions(ctx, who, media.SaveCaptions{VideoID: in.ID, Locale: in.Locale, Revision: in.Body.Revision, Cues: cues, Script: in.Body.Script})
		if err != nil {
			return nil, err
		}
		return web.Respond(SavedCaptions{Cues: cuesOf(saved.Cues), Revision: saved.Revision, UpdatedAt: saved.UpdatedAt.UTC(), TranscriptHTML: saved.Transcript()}), nil
	}
}

type captionsRemoveInput struct {
	CaptionsInput
	Revision int `query:"revision" minimum:"1" maximum:"1000000000" required:"true" doc:"That was read"`
}

func removeCaptions(files *media.Service) func(context.Context, access.Principal, *captionsRemoveInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *captionsRemoveInput) (*struct{}, error) {
		return nil, files.RemoveCaptions(ctx, who, in.ID, in.Locale, in.Revision)
	}
}

func downloadCaptions(files *media.Service) func(context.Context, access.Principal, *CaptionsInput) (*web.File, error) {
	return func(ctx context.Context, who access.Principal, in *CaptionsInput) (*web.File, error) {
		found, _, err := files.FindCaptions(ctx, who, in.ID, in.Locale)
		if err == nil && found.IsEmpty() {
			err = fault.ErrNotFound
		}
		if err != nil {
			return nil, err
		}
		return web.Download("text/vtt; charset=utf-8", "phu-de-"+in.Locale+".vtt", []byte(caption.Write("", found.Cues))), nil
	}
}
