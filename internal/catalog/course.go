package catalog

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// LocalText is a text in Vietnamese and, where it is translated, in English.
type LocalText struct{ VI, EN string }

// in returns the text in exactly that language; empty when it is not translated.
func (t LocalText) in(locale string) string {
	if locale == "en" {
		return t.EN
	}
	return t.VI
}

// Field (lĩnh vực) is the field of the plan that a course belongs to.
type Field string

// The fields of the plan.
const (
	IT            Field = "it"
	Cybersecurity Field = "cybersecurity"
	Pedagogy      Field = "pedagogy"
	Psychology    Field = "psychology"
)

// Fields lists the fields in the order of the report.
func Fields() []Field { return []Field{IT, Cybersecurity, Pedagogy, Psychology} }

// Course (khóa học) is one course in its current published version.
type Course struct {
	ID             uuid.UUID
	VersionID      uuid.UUID
	AgencyID       uuid.UUID // whose course it is; uuid.Nil: the province's
	Number         int       // of the version
	Key            string
	Code           string
	Title          LocalText
	Summary        LocalText
	Outcome        LocalText
	Field          Field
	Audience       []string
	Level          string
	Periods        int // hundredths of a period (tiết) of 45 minutes
	PassMark       int // hundredths of 10
	ValidityMonths int // 0: without end
	ReviewOn       time.Time
	UpdatedOn      time.Time
	Licence        string
	Watching       WatchingRules
	Details        Details
	ModuleCount    int
	LessonCount    int
	Hits           Hits // of a search
}

// WatchingRules are what a course asks of watching its videos. Zero values stand for the usual ones.
type WatchingRules struct {
	Share    int  // percent of a video that must have been watched
	MaxSpeed int  // hundredths: the fastest playback that counts and that the player offers
	InOrder  bool // viewing, too, goes no further than what was watched; else only credit is bound to it
}

// The usual rules of watching.
const (
	UsualShare    = 95
	UsualMaxSpeed = 200
)

func (w WatchingRules) orUsual() WatchingRules {
	if w.Share == 0 {
		w.Share = UsualShare
	}
	if w.MaxSpeed == 0 {
		w.MaxSpeed = UsualMaxSpeed
	}
	return w
}

// Details are the parts of a course that are shown and not searched. They are stored as JSON, so
// the JSON names belong to the stored form.
type Details struct {
	Frameworks []FrameworkMapping `json:"frameworks"`
	Sources    []Source           `json:"sources"`
	Contacts   []Contact          `json:"contacts"`
}

// FrameworkMapping says which competence of which framework a course teaches.
type FrameworkMapping struct {
	Framework string `json:"framework"`
	Version   string `json:"version"`
	Code      string `json:"code"`
	Level     string `json:"level"`
}

// Source is a text that a course rests on.
type Source struct {
	TitleVI string `json:"title_vi"`
	TitleEN string `json:"title_en,omitempty"`
	URL     string `json:"url,omitempty"`
}

// Contact is a hotline, as data with the day it was last checked.
type Contact struct {
	NameVI    string `json:"name_vi"`
	NameEN    string `json:"name_en,omitempty"`
	Value     string `json:"value"`
	CheckedOn string `json:"checked_on"` // YYYY-MM-DD
}

// Module (phần, chuyên đề) is a part of a course.
type Module struct {
	ID      uuid.UUID
	Key     string
	Title   LocalText
	Lessons []Lesson
}

// LessonKind says how a lesson is taken.
type LessonKind string

// The kinds of lesson; more will come (a launched package, for one).
const (
	TextLesson  LessonKind = "text"
	VideoLesson LessonKind = "video"
)

// Lesson (bài học) is one lesson of a course version.
type Lesson struct {
	ID      uuid.UUID
	Slug    string
	Kind    LessonKind
	Title   LocalText
	Minutes int
	VideoID uuid.UUID // uuid.Nil without a video
	// VideoBytes is how much the video costs on a data plan; outlines know it, 0 without a video.
	VideoBytes int64
	Voice      string    // "synthetic" or "human"
	PosterID   uuid.UUID // the author's own; uuid.Nil: the picture taken from the video
	Texts      map[string]LessonText
	Questions  []LessonQuestion
}

// LessonQuestion is a question for oneself at a moment of the lesson's video.
type LessonQuestion struct {
	Key  string // unique in the lesson
	AtMs int
	Body json.RawMessage // a question in its stored form
}

// LessonText is a lesson in one language.
type LessonText struct {
	Goal           string
	Blocks         []Block
	TranscriptHTML string
	CaptionsID     uuid.UUID // uuid.Nil without captions
	PlainText      string    // for search, a line a paragraph; only publishing knows it
}

// Block is one piece of a lesson: text, a callout or a decision with feedback. Blocks are stored
// as JSON; their HTML is sanitized before it is stored.
type Block struct {
	Kind    string        `json:"kind"` // html, callout, decision
	HTML    string        `json:"html,omitempty"`
	Tone    string        `json:"tone,omitempty"` // note, warning, tip, example, practice
	ID      string        `json:"id,omitempty"`
	Options []BlockOption `json:"options,omitempty"`
}

// BlockOption is one choice of a decision. Decisions are for practice, so the best choice and
// the feedback travel with the lesson.
type BlockOption struct {
	HTML     string `json:"html"`
	Best     bool   `json:"best"`
	Feedback string `json:"feedback"`
}
