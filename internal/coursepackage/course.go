package coursepackage

import (
	"fmt"
	"os"
	"time"

	"taphuan/internal/assessment"
	"taphuan/internal/media/caption"
	"taphuan/internal/question"
)

// Package (gói khóa học) is a course as read from its folder. All of it was checked; Notes hold
// what could be better, for Lint.
type Package struct {
	Key, Code      string
	Title          question.LocalText
	Summary        question.LocalText
	Outcome        question.LocalText
	Field          string   // it, cybersecurity, pedagogy, psychology
	Audience       []string // CB, ĐM, LĐ, GV, CX, VT, ĐT
	Level          string   // basic, intermediate, advanced
	Periods        int      // tiết of 45 minutes
	PassMark       int      // hundredths of 10
	ValidityMonths int      // 0: the certificate has no end
	ReviewOn       time.Time
	UpdatedOn      time.Time // days, at midnight UTC
	Licence        string
	Watching       WatchingRules
	Frameworks     []Framework
	Sources        []Source
	Contacts       []Contact
	EquivalentTo   []Equivalent
	Modules        []Module
	Questions      []Question
	PreTest        *Test // nil when the course has none
	SelfCheck      *Test // nil when the course has none
	Final          Test
	Hash           string // SHA-256 in hex over every file that counts
	Notes          []Problem

	dir   string
	names map[string]bool // files that Open gives out
	file  string          // course.yaml as problems name it
}

// WatchingRules are what the course asks of watching its videos; 0: as usual.
type WatchingRules struct {
	Share    int // percent that must have been watched
	MaxSpeed int // hundredths
	InOrder  bool
}

// Equivalent (khóa tương đương) names a course for which having done this one counts, from a day on and
// under a document.
type Equivalent struct {
	Course   string // its key
	From     time.Time
	Document string
}

// Framework (khung năng lực) maps the course to one item of a competence framework.
type Framework struct{ Framework, Version, Code, Level string }

// Source (nguồn) is a document the course rests on. URL may be empty.
type Source struct {
	Title question.LocalText
	URL   string
}

// Contact (đầu mối liên hệ, đường dây nóng) is a number to call, with the day it was checked.
type Contact struct {
	Name      question.LocalText
	Value     string
	CheckedOn time.Time
}

// Module (chuyên đề) is a part of the course; its key is also the topic of its questions.
type Module struct {
	Key     string
	Title   question.LocalText
	Lessons []Lesson
}

// Lesson (bài học) is one lesson. Video is nil for a text lesson.
type Lesson struct {
	Slug            string
	PracticeMinutes int
	Video           *Video
	VI              LessonText
	EN              *LessonText // nil when there is no translation
}

// LessonText is a lesson in one language. PlainText is what search reads; Words counts it.
type LessonText struct {
	Title, Goal string
	Blocks      []Block
	PlainText   string
	Words       int
}

// Question (câu hỏi) is a question of the bank. Equivalent is the id of a question that asks the same without dragging
// or an image; Isomorphs are ids of questions that ask the same about another case. File and Line say where it stands.
// The file of an image is its name for Open.
type Question struct {
	ID         string
	Topic      string
	Difficulty int // 1 nhận biết, 2 thông hiểu, 3 vận dụng
	Body       question.Body
	Equivalent string // "" for none
	Isomorphs  []string
	File       string
	Line       int
}

// Test (bài kiểm tra) is a pre-test or a final test. Attempts 0 means without limit.
type Test struct {
	Title             question.LocalText
	Minutes           int
	PassMark          int // hundredths of 10
	Attempts          int
	CoolingOffMinutes int
	Feedback          string // after_submit, score_only
	Requires          assessment.Prerequisite
	Marking           assessment.Marking
	Blueprint         question.Blueprint // Fixed holds ids of questions
}

// QuestionCount is the number of questions on a paper of this test.
func (t Test) QuestionCount() int { return t.Blueprint.Count() }

// Video is a lesson's video with what belongs to it. Names are paths inside the package for Open.
type Video struct {
	Name          string // file stem
	File          string // media/<name>.mp4
	SHA256        string // of File, in hex
	Bytes         int64
	Duration      time.Duration
	Width, Height int
	HumanVoice    bool // false: a machine reads ("Giọng đọc máy")
	Captions      []Captions
	TranscriptVI  string // HTML
	TranscriptEN  string // HTML, empty when there is no translation
	Questions     []VideoQuestion
}

// VideoQuestion (câu hỏi trong video) is a question for oneself at a moment of a video.
type VideoQuestion struct {
	ID   string
	At   time.Duration
	Body question.Body
}

// Captions (phụ đề) are the captions of a video in one language ("vi" or "en").
type Captions struct {
	Locale string
	File   string // media/<name>.vi.vtt
	Cues   []caption.Cue
}

// Open opens a video or captions file named in the Package, for reading. It never follows a link
// out of the folder and refuses every name that the package did not give.
func (p *Package) Open(name string) (*os.File, error) {
	if !p.names[name] {
		return nil, fmt.Errorf("%s is not a media file of course %s", name, p.Key)
	}
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Open(name)
}

// Lessons returns the lessons of all modules in order.
func (p *Package) Lessons() []Lesson {
	var all []Lesson
	for _, m := range p.Modules {
		all = append(all, m.Lessons...)
	}
	return all
}
