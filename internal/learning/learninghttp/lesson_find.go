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

func findLesson(p Parts) func(context.Context, access.Principal, *LessonInput) (*web.Body[LessonPage], error) {
	return func(ctx context.Context, who access.Principal, in *LessonInput) (*web.Body[LessonPage], error) {
		if err := p.Learning.OpenLesson(ctx, who, in.ID, in.LessonID); err != nil {
			return nil, err
		}
		page, err := p.Learning.FindLesson(ctx, who, in.ID, in.LessonID)
		if err != nil {
			return nil, err
		}
		return web.Respond(lessonOf(page, web.Locale(ctx), p.MediaAddress)), nil
	}
}

func lessonOf(page learning.LessonPage, locale string, address func(uuid.UUID, string) string) LessonPage {
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
		shown.Video = videoOf(page, text, locale, address)
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
