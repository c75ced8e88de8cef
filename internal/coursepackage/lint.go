package coursepackage

import (
	"path"
	"slices"
	"time"
)

// Report (kết quả soát) is what Lint found: Problems must be cured before the course is published,
// Notes are advice.
type Report struct {
	Study    StudyTime
	Problems []Problem
	Notes    []Problem
}

// StudyTime (thời gian học) is the time a learner needs, by kind.
type StudyTime struct {
	Video, Reading, Practice, Tests time.Duration
	Stated                          time.Duration // the course's periods
}

// Total is the time that study needs by our reckoning.
func (s StudyTime) Total() time.Duration { return s.Video + s.Reading + s.Practice + s.Tests }

// Measures of Lint.
const (
	wordsPerMinute    = 180
	minutesPerPeriod  = 45
	kibibytesAMinute  = 600
	overstatedPercent = 120 // stated time may be this share of the reckoned time
)

// Lint reckons study time (videos, Vietnamese words at 180 a minute, stated practice, tests) and
// looks at how the questions are written. Periods that exceed study time by over 20 % are a problem.
func Lint(p *Package) Report {
	study := studyTime(p)
	var found, notes problems
	if study.Stated*100 > study.Total()*overstatedPercent {
		found.add(p.file, 0, "lint.periods", p.Periods, minutes(study.Stated), minutes(study.Total()))
	}
	lintVideos(&notes, p)
	lintLengths(&notes, p)
	lintPositions(&notes, p)
	lintTruths(&notes, p)
	lintTypes(&notes, p)
	return Report{Study: study, Problems: found, Notes: slices.Concat(p.Notes, notes)}
}

func studyTime(p *Package) StudyTime {
	s := StudyTime{Stated: time.Duration(p.Periods*minutesPerPeriod) * time.Minute}
	for _, lesson := range p.Lessons() {
		if lesson.Video != nil {
			s.Video += lesson.Video.Duration
		}
		s.Reading += time.Duration(lesson.VI.Words) * time.Minute / wordsPerMinute
		s.Practice += time.Duration(lesson.PracticeMinutes) * time.Minute
	}
	s.Tests = time.Duration(p.Final.Minutes) * time.Minute
	for _, test := range []*Test{p.PreTest, p.SelfCheck} {
		if test != nil {
			s.Tests += time.Duration(test.Minutes) * time.Minute
		}
	}
	return s
}

// minutes rounds to whole minutes.
func minutes(d time.Duration) int { return int(d.Round(time.Minute) / time.Minute) }

func lintVideos(notes *problems, p *Package) {
	for _, lesson := range p.Lessons() {
		v := lesson.Video
		if v == nil || v.Duration == 0 {
			continue
		}
		perMinute := v.Bytes * int64(time.Minute) / int64(v.Duration) >> 10
		if perMinute > kibibytesAMinute {
			notes.add(p.shown(v.File), 0, "note.heavy_video", perMinute, kibibytesAMinute)
		}
	}
}

// shown returns a file's name as problems show it.
func (p *Package) shown(name string) string {
	return path.Join(path.Dir(p.file), name)
}
