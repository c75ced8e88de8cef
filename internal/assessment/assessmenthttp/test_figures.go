package assessmenthttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/assessment/psychometrics"
	"taphuan/internal/web"
)

// ByTest is the input of a route that names a test of a course.
type ByTest struct {
	Key    string    `path:"key" maxLength:"40"`
	Kind   string    `path:"kind" enum:"pre_test,final"`
	TestID uuid.UUID `query:"testId" format:"uuid" doc:"A test of the edition that is meant; left out: the one of today"`
}

func (in ByTest) question() assessment.CountAnswers {
	return assessment.CountAnswers{CourseKey: in.Key, Kind: assessment.Kind(in.Kind), TestID: in.TestID}
}

// TestFigures are the figures of one edition of a test over the first attempt of each person.
type TestFigures struct {
	TestID        uuid.UUID     `json:"testId" format:"uuid"`
	Title         web.LocalText `json:"title"`
	PassMark      int           `json:"passMark" doc:"Hundredths of 10"`
	QuestionCount int           `json:"questionCount" doc:"Of one paper"`
	Editions      []TestEdition `json:"editions" nullable:"false" doc:"The oldest first"`
	Summary       *TestSummary  `json:"summary,omitempty" doc:"Left out for fewer than ten people"`
	Gain          *TestGain     `json:"gain,omitempty" doc:"From the pre-test to the first final test of the same people; left out for fewer than ten"`
	Limited       bool          `json:"limited" doc:"Only the latest people are counted"`
}

// TestEdition is what a test asked in one or more versions of its course.
type TestEdition struct {
	TestID  uuid.UUID `json:"testId" format:"uuid"`
	Number  int       `json:"number" doc:"Counts from 1"`
	Current bool      `json:"current" doc:"Whoever begins today gets it"`
}

// TestSummary tells how marks are spread and how far they can be trusted.
type TestSummary struct {
	People        int    `json:"people"`
	Mean          int    `json:"mean" doc:"Hundredths of 10, as all marks here"`
	SD            int    `json:"sd"`
	LowerQuartile int    `json:"lowerQuartile"`
	Median        int    `json:"median"`
	UpperQuartile int    `json:"upperQuartile"`
	Bins          []int  `json:"bins" nullable:"false" doc:"People by mark: from 0 to below 1, ..., from 9 to 10"`
	PassRate      int    `json:"passRate" doc:"Hundredths of a percent, as all shares here"`
	Reliability   *int   `json:"reliability,omitempty" doc:"Hundredths of 1; may be below 0"`
	Method        string `json:"method,omitempty" enum:"kr20,alpha,drawn" doc:"Of the reliability: KR-20, Cronbach's alpha, or the coefficient for papers drawn for each person"`
	StandardError *int   `json:"standardError,omitempty" doc:"Of measurement, in marks"`
	Consistency   *int   `json:"consistency,omitempty" doc:"Share of people with the same verdict on another paper"`
}

// TestGain is how far the same people have come.
type TestGain struct {
	People     int  `json:"people"`
	Before     int  `json:"before" doc:"Mean mark of the pre-test"`
	After      int  `json:"after" doc:"Mean mark of the first final test"`
	Mean       int  `json:"mean"`
	SD         int  `json:"sd"`
	Normalized *int `json:"normalized,omitempty" doc:"The gain as a share of what was left to gain (Hake)"`
}

func countMarks(s *web.Server, svc *assessment.Service) {
	route := web.Route{Method: http.MethodGet, Path: "/courses/{key}/tests/{kind}/statistics", Permission: access.ManageCourses,
		Name: "count-marks", Summary: "How marks of a test are spread and how far they can be trusted: numbers, from ten people up"}
	web.Handle(s, route, func(ctx context.Context, who access.Principal, in *ByTest) (*web.Body[TestFigures], error) {
		figures, err := svc.CountMarks(ctx, who, in.question())
		if err != nil {
			return nil, err
		}
		return web.Respond(testFiguresOf(figures)), nil
	})
}

func testFiguresOf(f assessment.TestFigures) TestFigures {
	shape := TestFigures{TestID: f.Edition.TestID, Title: web.LocalText{VI: f.Test.Title.VI, EN: f.Test.Title.EN}, PassMark: f.Test.PassMark,
		QuestionCount: f.Test.QuestionCount, Editions: []TestEdition{}, Summary: summaryOf(f.Summary), Gain: gainOf(f.Gain), Limited: f.Limited}
	for _, e := range f.Editions {
		shape.Editions = append(shape.Editions, TestEdition{TestID: e.TestID, Number: e.Number, Current: e.Current})
	}
	return shape
}

func summaryOf(s *psychometrics.Summary) *TestSummary {
	if s == nil {
		return nil
	}
	shape := TestSummary{People: s.People, Mean: hundredths(s.Mean), SD: hundredths(s.SD), LowerQuartile: hundredths(s.LowerQuartile),
		Median: hundredths(s.Median), UpperQuartile: hundredths(s.UpperQuartile), Bins: s.Bins[:], PassRate: share(float64(s.Passed) / float64(s.People)),
		StandardError: maybe(s.StandardError, hundredths), Consistency: maybe(s.Consistency, share)}
	if r := s.Reliability; r != nil {
		shape.Reliability, shape.Method = maybe(&r.Value, hundredths), string(r.Method)
	}
	return &shape
}

func gainOf(g *psychometrics.Gain) *TestGain {
	if g == nil {
		return nil
	}
	return &TestGain{People: g.People, Before: hundredths(g.Before), After: hundredths(g.After), Mean: hundredths(g.Mean), SD: hundredths(g.SD),
		Normalized: maybe(g.Normalized, share)}
}
