package learninghttp

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

// LessonInput names a lesson of an enrollment.
type LessonInput struct {
	ID       uuid.UUID `path:"id"`
	LessonID uuid.UUID `path:"lessonId"`
}

// LessonPage is a lesson in one language.
type LessonPage struct {
	ID               uuid.UUID     `json:"id"`
	Slug             string        `json:"slug"`
	Title            web.LocalText `json:"title"`
	ModuleTitle      web.LocalText `json:"moduleTitle"`
	CourseTitle      web.LocalText `json:"courseTitle"`
	Kind             string        `json:"kind" enum:"text,video"`
	Goal             string        `json:"goal"`
	Minutes          int           `json:"minutes"`
	State            string        `json:"state" enum:"todo,started,done"`
	Locale           string        `json:"locale" enum:"vi,en" doc:"The language of this text"`
	AvailableLocales []string      `json:"availableLocales"`
	Blocks           []Block       `json:"blocks"`
	Video            *Video        `json:"video,omitempty"`
	PreviousLessonID *uuid.UUID    `json:"previousLessonId,omitempty"`
	NextLessonID     *uuid.UUID    `json:"nextLessonId,omitempty"`
}

// Block is one piece of a lesson. HTML is sanitized on the server.
type Block struct {
	Kind       string        `json:"kind" enum:"html,callout,decision"`
	HTML       string        `json:"html,omitempty"`
	Tone       string        `json:"tone,omitempty" enum:"note,warning,tip,example,practice"`
	ID         string        `json:"id,omitempty"`
	PromptHTML string        `json:"promptHtml,omitempty"`
	Options    []BlockOption `json:"options,omitempty"`
}

// BlockOption is one choice of a decision with its feedback.
type BlockOption struct {
	HTML         string `json:"html"`
	Best         bool   `json:"best"`
	FeedbackHTML string `json:"feedbackHtml"`
}

// Video is a lesson's video with what the server has credited.
type Video struct {
	URL            string     `json:"url"`
	Bytes          int64      `json:"bytes"`
	DurationMs     int        `json:"durationMs"`
	Width          int        `json:"width"`
	Height         int        `json:"height"`
	Voice          string     `json:"voice" enum:"synthetic,human"`
	Captions       []Captions `json:"captions"`
	TranscriptHTML string     `json:"transcriptHtml"`
	PositionMs     int        `json:"positionMs"`
	WatchedMs      int        `json:"watchedMs"`
	RequiredShare  int        `json:"requiredShare" doc:"Percent that must have been watched"`
	Missing        []Gap      `json:"missing"`
}

// Captions is one track of captions.
type Captions struct {
	Locale string `json:"locale" enum:"vi,en"`
	Label  string `json:"label"`
	URL    string `json:"url"`
}

// Gap is a stretch not yet watched.
type Gap struct {
	FromMs int `json:"fromMs"`
	ToMs   int `json:"toMs"`
}

func findLesson(p Parts) func(context.Context, access.Principal, *LessonInput) (*web.Body[LessonPage], error) {
	return func(ctx context.Context, who access.Principal, in *LessonInput) (*web.Body[LessonPage], error) {
		if err := p.Learning.OpenLesson(ctx, who, in.ID, in.LessonID); err != nil {
			return nil, err
		}
		page, err := p.Learning.FindLesson(ctx, who, in.ID, in.LessonID)
		if err != nil {
			return nil, err
		}
		return web.Respond(lessonOf(page, web.Locale(ctx))), nil
	}
}

func lessonOf(page learning.LessonPage, locale string) LessonPage {
	l := page.Lesson
	text, ok := l.Texts[locale]
	if !ok {
		locale = "vi"
		text = l.Texts[locale]
	}
	shown := LessonPage{ID: l.ID, Slug: l.Slug, Title: textOf(l.Title), ModuleTitle: textOf(page.ModuleTitle), CourseTitle: textOf(page.CourseTitle),
		Kind: string(l.Kind), Goal: text.Goal, Minutes: l.Minutes, State: string(page.State), Locale: locale, AvailableLocales: localesOf(l), Blocks: []Block{},
		PreviousLessonID: web.OptionalID(page.PreviousID), NextLessonID: web.OptionalID(page.NextID)}
	for _, b := range text.Blocks {
		shown.Blocks = append(shown.Blocks, blockOf(b))
	}
	if page.Video != nil {
		shown.Video = videoOf(page, text)
	}
	return shown
}

// locales are the languages of the interface, the main one first.
var locales = []string{"vi", "en"}

func localesOf(l catalog.Lesson) []string {
	return slices.DeleteFunc(slices.Clone(locales), func(locale string) bool {
		_, ok := l.Texts[locale]
		return !ok
	})
}

func blockOf(b catalog.Block) Block {
	if b.Kind != "decision" {
		return Block{Kind: b.Kind, HTML: b.HTML, Tone: b.Tone}
	}
	block := Block{Kind: b.Kind, ID: b.ID, PromptHTML: b.HTML}
	for _, o := range b.Options {
		block.Options = append(block.Options, BlockOption{HTML: o.HTML, Best: o.Best, FeedbackHTML: o.Feedback})
	}
	return block
}

var captionLabels = map[string]string{"vi": "Tiếng Việt", "en": "English"}

func videoOf(page learning.LessonPage, text catalog.LessonText) *Video {
	f := page.Video
	v := &Video{URL: "/media/" + f.ID.String(), Bytes: f.Size, DurationMs: f.DurationMs, Width: f.Width, Height: f.Height, Voice: page.Lesson.Voice,
		Captions: []Captions{}, TranscriptHTML: text.TranscriptHTML, PositionMs: page.Watch.PositionMs, WatchedMs: page.Watch.WatchedMs,
		RequiredShare: learning.RequiredShare, Missing: gapsOf(page.Watch.Missing)}
	for _, locale := range locales {
		if t := page.Lesson.Texts[locale]; t.CaptionsID != uuid.Nil {
			v.Captions = append(v.Captions, Captions{Locale: locale, Label: captionLabels[locale], URL: "/media/" + t.CaptionsID.String()})
		}
	}
	return v
}

func gapsOf(missing []learning.Interval) []Gap {
	gaps := make([]Gap, len(missing))
	for i, m := range missing {
		gaps[i] = Gap{m.From, m.To}
	}
	return gaps
}
