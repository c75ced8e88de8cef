package assessmenthttp

import (
	"context"
	"net/http"
	"slices"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/question"
	"taphuan/internal/web"
)

// TestRules are the rules of a test, as its authors set them.
type TestRules struct {
	Kind              string      `json:"kind" enum:"pre_test,self_check,final"`
	Minutes           int         `json:"minutes"`
	PassMark          int         `json:"passMark" doc:"Hundredths of 10"`
	Attempts          int         `json:"attempts" doc:"0: no limit"`
	CoolingOffMinutes int         `json:"coolingOffMinutes" doc:"After an attempt that was not passed"`
	Feedback          string      `json:"feedback" enum:"after_submit,score_only"`
	SecondMarker      bool        `json:"secondMarker" doc:"Two people mark each answer"`
	ModerationPercent int         `json:"moderationPercent" doc:"Of an answer's points: when two marks differ by more, a third person decides"`
	AppealDays        int         `json:"appealDays" doc:"0: no appeals"`
	Cells             []RulesCell `json:"cells" maxItems:"200" nullable:"false"`
	Fixed             []string    `json:"fixed" maxItems:"200" nullable:"false" doc:"Keys of questions that stand on every paper"`
	KeepQuestions     bool        `json:"keepQuestions" doc:"Questions are not mixed"`
	KeepOptions       bool        `json:"keepOptions" doc:"Options are not mixed"`
}

// RulesCell asks for Count questions of a topic and a difficulty.
type RulesCell struct {
	Topic      string `json:"topic" maxLength:"60"`
	Difficulty int    `json:"difficulty"`
	Count      int    `json:"count"`
}

// RulesPage is what the blueprints of a course are edited from.
type RulesPage struct {
	Version   int               `json:"version" doc:"Of the course today"`
	Topics    []BankTopic       `json:"topics" nullable:"false"`
	Tests     []TestRules       `json:"tests" nullable:"false"`
	Available []RulesCell       `json:"available" nullable:"false" doc:"Reviewed questions in use"`
	Bank      []FixableQuestion `json:"bank" nullable:"false" doc:"Those that a blueprint can name, by key"`
	Changes   int               `json:"changes" doc:"Questions by which the next tests differ from those of today, whatever the rules"`
}

// FixableQuestion is a question that a blueprint can name.
type FixableQuestion struct {
	Key        string        `json:"key"`
	Topic      string        `json:"topic"`
	Difficulty int           `json:"difficulty"`
	Stem       web.LocalText `json:"stem" doc:"HTML"`
}

// RulesSimulation is what rules give over many papers.
type RulesSimulation struct {
	Papers    int                 `json:"papers"`
	Cells     []SimulatedCell     `json:"cells" nullable:"false"`
	Mean      float64             `json:"mean" doc:"Of the papers' expected shares of points, 0 to 1"`
	SD        float64             `json:"sd"`
	Min       float64             `json:"min"`
	Max       float64             `json:"max"`
	Bins      []SimulatedBin      `json:"bins" nullable:"false"`
	Questions []SimulatedQuestion `json:"questions" nullable:"false" doc:"Of the whole pool, the most drawn first"`
	Measured  int                 `json:"measured" doc:"Questions whose difficulty was seen; that of the others is assumed by their level"`
}

// SimulatedCell is how many questions papers had for a cell, at least and at most.
type SimulatedCell struct {
	RulesCell
	Min int `json:"min"`
	Max int `json:"max"`
}

// SimulatedBin is how many papers have an expected share of points from From up to To.
type SimulatedBin struct {
	From   float64 `json:"from"`
	To     float64 `json:"to"`
	Papers int     `json:"papers"`
}

// SimulatedQuestion is a question of the pool.
type SimulatedQuestion struct {
	FixableQuestion
	Drawn    int     `json:"drawn" doc:"On how many of the papers"`
	Expected float64 `json:"expected" doc:"Share of the points that people earn"`
	Measured bool    `json:"measured"`
}

type simulateRulesInput struct {
	Key  string `path:"key" maxLength:"40"`
	Body struct {
		Test TestRules `json:"test"`
	}
}

// RulesRoutes adds the blueprints of tests; publishing them is an edit of the course.
func RulesRoutes(s *web.Server, svc *assessment.Service) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/courses/{key}/test-rules", Permission: access.ManageCourses, Name: "find-test-rules",
		Summary: "Blueprints and rules of a course's tests, with what the bank has for them"},
		func(ctx context.Context, who access.Principal, in *bankInput) (*web.Body[RulesPage], error) {
			page, err := svc.FindTestRules(ctx, who, in.Key)
			return web.Respond(rulesPageOf(page)), err
		})
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/courses/{key}/test-rules/simulation", Permission: access.ManageCourses, Name: "simulate-test-rules",
		Summary: "Draw 10,000 papers by rules that need not be stored"},
		func(ctx context.Context, who access.Principal, in *simulateRulesInput) (*web.Body[RulesSimulation], error) {
			simulation, err := svc.SimulateTest(ctx, who, in.Key, in.Body.Test.Rules())
			return web.Respond(simulationOf(simulation)), err
		})
}

// Rules are the rules as the service takes them.
func (r TestRules) Rules() assessment.TestRules {
	return assessment.TestRules{Kind: assessment.Kind(r.Kind), Minutes: r.Minutes, PassMark: r.PassMark, Attempts: r.Attempts, CoolingOffMinutes: r.CoolingOffMinutes,
		Feedback: assessment.Feedback(r.Feedback), Marking: assessment.Marking{SecondMarker: r.SecondMarker, ModerationPercent: r.ModerationPercent, AppealDays: r.AppealDays},
		Cells: each(r.Cells, func(c RulesCell) question.Cell { return question.Cell(c) }), Fixed: r.Fixed, KeepQuestions: r.KeepQuestions, KeepOptions: r.KeepOptions}
}

func rulesOf(r assessment.TestRules) TestRules {
	return TestRules{Kind: string(r.Kind), Minutes: r.Minutes, PassMark: r.PassMark, Attempts: r.Attempts, CoolingOffMinutes: r.CoolingOffMinutes, Feedback: string(r.Feedback),
		SecondMarker: r.Marking.SecondMarker, ModerationPercent: r.Marking.ModerationPercent, AppealDays: r.Marking.AppealDays,
		Cells: cellsOf(r.Cells), Fixed: append([]string{}, r.Fixed...), KeepQuestions: r.KeepQuestions, KeepOptions: r.KeepOptions}
}

func cellsOf(cells []question.Cell) []RulesCell {
	return append([]RulesCell{}, each(cells, func(c question.Cell) RulesCell { return RulesCell(c) })...)
}

func rulesPageOf(p assessment.RulesPage) RulesPage {
	return RulesPage{Version: p.Version, Available: cellsOf(p.Available), Changes: p.Changes,
		Topics: topicsOf(p.Topics),
		Tests:  append([]TestRules{}, each(p.Tests, rulesOf)...),
		Bank:   append([]FixableQuestion{}, each(p.Bank, fixableOf)...)}
}

func fixableOf(q assessment.FixableQuestion) FixableQuestion {
	return FixableQuestion{Key: q.Key, Topic: q.Topic, Difficulty: q.Difficulty, Stem: web.LocalText(q.Stem)}
}

func simulationOf(s assessment.TestSimulation) RulesSimulation {
	shape := RulesSimulation{Papers: s.Papers, Cells: []SimulatedCell{}, Mean: s.Difficulty.Mean, SD: s.Difficulty.SD, Min: s.Difficulty.Min, Max: s.Difficulty.Max,
		Bins:     append([]SimulatedBin{}, each(s.Bins, func(b question.Bin) SimulatedBin { return SimulatedBin(b) })...),
		Measured: s.Measured, Questions: []SimulatedQuestion{}}
	for _, c := range s.Cells {
		shape.Cells = append(shape.Cells, SimulatedCell{RulesCell: RulesCell(c.Cell), Min: c.Min, Max: c.Max})
	}
	for _, q := range s.Questions {
		shape.Questions = append(shape.Questions, SimulatedQuestion{FixableQuestion: fixableOf(q.FixableQuestion), Drawn: q.Drawn, Expected: q.Expected, Measured: q.Measured})
	}
	slices.SortStableFunc(shape.Questions, func(a, b SimulatedQuestion) int { return b.Drawn - a.Drawn })
	return shape
}
