package learninghttp

import (
	"github.com/google/uuid"

	"taphuan/internal/catalog"
	"taphuan/internal/learning"
)

// Video is a lesson's video with what the server has credited. Its addresses work for 12 to 24 hours; then the lesson
// is asked for again.
type Video struct {
	URL            string          `json:"url" doc:"The whole file"`
	HLSURL         string          `json:"hlsUrl,omitempty" doc:"HTTP Live Streaming (RFC 8216) in every quality; absent until they are made"`
	AudioURL       string          `json:"audioUrl,omitempty" doc:"HTTP Live Streaming of the sound alone"`
	PosterURL      string          `json:"posterUrl,omitempty"`
	Thumbnails     *Thumbnails     `json:"thumbnails,omitempty"`
	Renditions     []Rendition     `json:"renditions" doc:"From the smallest on"`
	Bytes          int64           `json:"bytes"`
	DurationMs     int             `json:"durationMs"`
	Width          int             `json:"width"`
	Height         int             `json:"height"`
	Voice          string          `json:"voice" enum:"synthetic,human"`
	Captions       []Captions      `json:"captions"`
	TranscriptHTML string          `json:"transcriptHtml"`
	Questions      []VideoQuestion `json:"questions" doc:"In the order of their moments"`
	PositionMs     int             `json:"positionMs"`
	WatchedMs      int             `json:"watchedMs"`
	RequiredShare  int             `json:"requiredShare" doc:"Percent that must have been watched"`
	MaxSpeed       int             `json:"maxSpeed" doc:"Hundredths: the fastest that counts"`
	AllowSkip      bool            `json:"allowSkip" doc:"Parts that were not watched may be skipped, for viewing; they do not count"`
	Missing        []Gap           `json:"missing"`
}

// Rendition is one quality of a video.
type Rendition struct {
	Name      string `json:"name" enum:"audio,240p,360p,480p,720p,1080p"`
	Width     int    `json:"width"`
	Height    int    `json:"height"`
	Bytes     int64  `json:"bytes"`
	Bandwidth int    `json:"bandwidth" doc:"Bits a second at most"`
}

// Thumbnails are small pictures in one file, row by row, one every so many milliseconds.
type Thumbnails struct {
	URL     string `json:"url"`
	EveryMs int    `json:"everyMs"`
	Columns int    `json:"columns"`
	Count   int    `json:"count"`
	Width   int    `json:"width" doc:"Pixels of one"`
	Height  int    `json:"height"`
}

// VideoQuestion is a question for oneself at a moment of a video.
type VideoQuestion struct {
	ID       string                `json:"id"`
	AtMs     int                   `json:"atMs"`
	Solved   bool                  `json:"solved" doc:"Answered rightly before"`
	Type     string                `json:"type" enum:"single,multiple,true_false,numeric,short_answer"`
	StemHTML string                `json:"stemHtml"`
	Options  []VideoQuestionOption `json:"options,omitempty"`
	Unit     string                `json:"unit,omitempty"`
}

// VideoQuestionOption is one choice.
type VideoQuestionOption struct {
	Index int    `json:"index"`
	HTML  string `json:"html"`
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

var captionLabels = map[string]string{"vi": "Tiếng Việt", "en": "English"}

func videoOf(page learning.LessonPage, text catalog.LessonText, locale string, address func(file uuid.UUID, playlist string) string) *Video {
	f := page.Video
	v := &Video{URL: address(f.ID, ""), Bytes: f.Size, DurationMs: f.DurationMs, Width: f.Width, Height: f.Height, Voice: page.Lesson.Voice,
		Captions: []Captions{}, TranscriptHTML: text.TranscriptHTML, PositionMs: page.Watch.PositionMs, WatchedMs: page.Watch.WatchedMs,
		RequiredShare: page.Watching.Share, MaxSpeed: page.Watching.MaxSpeed, AllowSkip: !page.Watching.InOrder, Missing: gapsOf(page.Watch.Missing),
		Renditions: []Rendition{}, Questions: []VideoQuestion{}}
	if page.Encoding.IsReady() {
		v.addEncoding(page, address)
	}
	if poster := page.Lesson.PosterID; poster != uuid.Nil {
		v.PosterURL = address(poster, "")
	}
	for _, q := range page.Questions {
		v.Questions = append(v.Questions, questionOf(q, locale))
	}
	for _, locale := range locales {
		if t := page.Lesson.Texts[locale]; t.CaptionsID != uuid.Nil {
			v.Captions = append(v.Captions, Captions{Locale: locale, Label: captionLabels[locale], URL: address(t.CaptionsID, "")})
		}
	}
	return v
}

// addEncoding adds what was made of the file.
func (v *Video) addEncoding(page learning.LessonPage, address func(file uuid.UUID, playlist string) string) {
	e := page.Encoding
	if e.PosterID != uuid.Nil {
		v.PosterURL = address(e.PosterID, "")
	}
	if e.ThumbnailsID != uuid.Nil {
		v.Thumbnails = &Thumbnails{URL: address(e.ThumbnailsID, ""), EveryMs: e.EveryMs, Columns: e.Columns, Count: e.Count, Width: e.Width, Height: e.Height}
	}
	for _, r := range page.Renditions {
		v.Renditions = append(v.Renditions, Rendition{Name: r.Name, Width: r.Width, Height: r.Height, Bytes: r.Bytes(), Bandwidth: r.Bandwidth})
		if r.Name == "audio" {
			v.AudioURL = address(page.Video.ID, "audio.m3u8")
		} else {
			v.HLSURL = address(page.Video.ID, "master.m3u8")
		}
	}
}

func questionOf(q learning.VideoQuestion, locale string) VideoQuestion {
	shape := VideoQuestion{ID: q.Key, AtMs: q.AtMs, Solved: q.Solved, Type: string(q.Type), StemHTML: q.Stem.In(locale), Unit: q.Unit.In(locale)}
	for i, text := range q.Options {
		shape.Options = append(shape.Options, VideoQuestionOption{Index: i, HTML: text.In(locale)})
	}
	return shape
}

func gapsOf(missing []learning.Interval) []Gap {
	gaps := make([]Gap, len(missing))
	for i, m := range missing {
		gaps[i] = Gap{m.From, m.To}
	}
	return gaps
}
