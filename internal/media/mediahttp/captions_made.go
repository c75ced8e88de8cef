package mediahttp

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/media"
	"taphuan/internal/media/caption"
	"taphuan/internal/web"
)

// MadeCaptions are captions that were read from a file or timed from a script, not saved yet.
type MadeCaptions struct {
	Cues  []Cue         `json:"cues"`
	Notes []CaptionNote `json:"notes" doc:"What there is to say about the file or the timing"`
	Sound Sound         `json:"sound"`
}

// CaptionNote is what there is to say about a file of captions or about timing.
type CaptionNote struct {
	Level string `json:"level" enum:"error,warning,note" doc:"error: something was not read"`
	Code  string `json:"code"`
	Line  int    `json:"line" doc:"In the file; 0: about all of it"`
	Text  string `json:"text"`
}

type captionsReadInput struct {
	VideoInput
	RawBody []byte `contentType:"application/octet-stream"`
}

func readCaptions(files *media.Service) func(context.Context, access.Principal, *captionsReadInput) (*web.Body[MadeCaptions], error) {
	return func(ctx context.Context, who access.Principal, in *captionsReadInput) (*web.Body[MadeCaptions], error) {
		made, sound, err := files.ReadCaptions(ctx, who, in.ID, in.RawBody)
		return respondMade(ctx, made, sound, err)
	}
}

type timeScriptInput struct {
	VideoInput
	Body struct {
		Script string `json:"script" minLength:"1" maxLength:"262144"`
	}
}

func timeScript(files *media.Service) func(context.Context, access.Principal, *timeScriptInput) (*web.Body[MadeCaptions], error) {
	return func(ctx context.Context, who access.Principal, in *timeScriptInput) (*web.Body[MadeCaptions], error) {
		made, sound, err := files.TimeScript(ctx, who, in.ID, in.Body.Script)
		return respondMade(ctx, made, sound, err)
	}
}

func respondMade(ctx context.Context, made caption.File, sound caption.Video, err error) (*web.Body[MadeCaptions], error) {
	if err != nil {
		return nil, err
	}
	out := MadeCaptions{Cues: cuesOf(made.Cues), Notes: make([]CaptionNote, len(made.Problems)), Sound: soundOf(sound)}
	for i, p := range made.Problems {
		out.Notes[i] = CaptionNote{Level: string(p.Level), Code: p.Code, Line: p.Line, Text: p.Text.In(web.Locale(ctx))}
	}
	return web.Respond(out), nil
}
