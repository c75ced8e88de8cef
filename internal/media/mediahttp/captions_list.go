package mediahttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/media"
	"taphuan/internal/media/caption"
	"taphuan/internal/web"
)

// VideoInput names a video in the path; exported for huma.
type VideoInput struct {
	ID uuid.UUID `path:"id"`
}

// VideoCaptions are a video and the languages in which it has captions.
type VideoCaptions struct {
	Title     string            `json:"title"`
	URL       string            `json:"url" doc:"The video"`
	LengthMs  int               `json:"lengthMs"`
	Languages []CaptionLanguage `json:"languages" doc:"All in which a video may have captions"`
	Ready     bool              `json:"ready" doc:"The video may be put into a lesson"`
	Unready   string            `json:"unready" doc:"Why it may not; empty when it may"`
}

// CaptionLanguage is a language and the captions in it.
type CaptionLanguage struct {
	Locale    string    `json:"locale"`
	NameVI    string    `json:"nameVi"`
	NameEN    string    `json:"nameEn"`
	Required  bool      `json:"required" doc:"No video is published without captions in it"`
	Cues      int       `json:"cues"`
	Errors    int       `json:"errors"`
	Warnings  int       `json:"warnings"`
	Covered   int       `json:"covered" doc:"Percent of the sound that has captions; of the video where the sound is not known"`
	Revision  int       `json:"revision"`
	UpdatedAt time.Time `json:"updatedAt,omitzero"`
}

func listCaptions(p Parts) func(context.Context, access.Principal, *VideoInput) (*web.Body[VideoCaptions], error) {
	return func(ctx context.Context, who access.Principal, in *VideoInput) (*web.Body[VideoCaptions], error) {
		found, err := p.Files.ListCaptions(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		out := VideoCaptions{Title: found.Video.Title, URL: p.Signer.Address(found.Video.FileID, ""), LengthMs: found.File.DurationMs, Ready: found.Unready == nil}
		if found.Unready != nil {
			out.Unready = found.Unready.Text.In(web.Locale(ctx))
		}
		for _, l := range caption.Languages {
			out.Languages = append(out.Languages, languageOf(l, found.Tracks))
		}
		return web.Respond(out), nil
	}
}

func languageOf(l caption.Language, tracks []media.CheckedCaptions) CaptionLanguage {
	out := CaptionLanguage{Locale: l.Locale, NameVI: l.Name.VI, NameEN: l.Name.EN, Required: l.Locale == caption.Vietnamese}
	for _, t := range tracks {
		if t.Locale != l.Locale {
			continue
		}
		out.Cues, out.Errors, out.Covered, out.Revision, out.UpdatedAt = len(t.Cues), t.Report.Errors, t.Report.Covered, t.Revision, t.UpdatedAt.UTC()
		for _, p := range t.Report.Problems {
			if p.Level == caption.Warning {
				out.Warnings++
			}
		}
	}
	return out
}
