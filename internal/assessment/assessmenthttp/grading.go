package assessmenthttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/catalog"
	"taphuan/internal/web"
)

// Grading is what the pages of graders and examiners are put together from.
type Grading struct {
	Assessment *assessment.Service
	Courses    func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]catalog.Course, error)
	Agencies   func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error)
	// Touched says which certificates and sealed periods the effects of a correction reach.
	Touched func(ctx context.Context, page assessment.CorrectionPage) (Touched, error)
	Address Address
}

// GradingRoutes adds marking, appeals, corrections and history.
func GradingRoutes(s *web.Server, g Grading) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/grading/queues", Permission: access.MarkAnswers, Name: "list-marking-queues",
		Summary: "What waits for the caller's marks, course by course"}, listQueues(g))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/grading/claims", Permission: access.MarkAnswers, Name: "claim-answer",
		Summary: "Keep the next answer to mark for half an hour; it carries a code, never a name"}, claimScript(g))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/grading/scripts/{id}/marks", Permission: access.MarkAnswers, Name: "mark-answer",
		Summary: "Mark an answer that the caller holds"}, markScript(g))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/grading/scripts/{id}/release", Permission: access.MarkAnswers, Name: "release-answer",
		Summary: "Give an answer back unmarked", Status: http.StatusNoContent}, releaseScript(g))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/grading/scripts/{id}/files/{file}", Permission: access.MarkAnswers, Name: "open-script-file",
		Summary: "A file of an answer that the caller holds"}, openScriptFile(g))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/grading/tests", Permission: access.ManageGrading, Name: "list-marked-tests",
		Summary: "Tests that people mark, and how far they are"}, listMarkedTests(g))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/grading/tests/{id}/agreement", Permission: access.ManageGrading, Name: "find-agreement",
		Summary: "How far first and second markers agree over a test"}, findAgreement(g))
	appealRoutes(s, g)
	correctionRoutes(s, g)
	historyRoutes(s, g)
	observationRoutes(s, g)
}

// MarkingQueue is what waits in one course.
type MarkingQueue struct {
	CourseID    uuid.UUID     `json:"courseId" format:"uuid"`
	CourseTitle web.LocalText `json:"courseTitle"`
	Waiting     int           `json:"waiting"`
	Moderation  int           `json:"moderation" doc:"Two marks differ; the caller may decide"`
	Held        int           `json:"held" doc:"Kept for the caller now"`
	Oldest      time.Time     `json:"oldest"`
}

func listQueues(g Grading) func(context.Context, access.Principal, *web.Paging) (*web.Body[web.List[MarkingQueue]], error) {
	return func(ctx context.Context, who access.Principal, in *web.Paging) (*web.Body[web.List[MarkingQueue]], error) {
		queues, total, err := g.Assessment.ListQueues(ctx, who, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		ids := make([]uuid.UUID, len(queues))
		for i, q := range queues {
			ids[i] = q.CourseID
		}
		courses, err := g.Courses(ctx, ids)
		return web.Respond(web.ListOf(queues, total, *in, func(q assessment.Queue) MarkingQueue {
			return MarkingQueue{CourseID: q.CourseID, CourseTitle: web.LocalText(courses[q.CourseID].Title), Waiting: q.Waiting, Moderation: q.Moderation, Held: q.Held, Oldest: q.Oldest.UTC()}
		})), err
	}
}

// Script is an answer to mark.
type Script struct {
	ID        uuid.UUID      `json:"id" format:"uuid"`
	Code      string         `json:"code" doc:"How to speak of it; it is nobody's number"`
	State     string         `json:"state" enum:"waiting,moderation,final"`
	HeldUntil time.Time      `json:"heldUntil"`
	ServerNow time.Time      `json:"serverNow"`
	CaseHTML  string         `json:"caseHtml,omitempty" doc:"The case to which the question belongs"`
	Question  QuestionReview `json:"question"`
	MaxPoints int            `json:"maxPoints" doc:"Hundredths of a point"`
	Criteria  []Criterion    `json:"criteria"`
	Marks     []GivenMark    `json:"marks,omitempty" doc:"In moderation: the two marks that differ, without their markers"`
}

// Criterion is a line of the rubric with the worth of its levels.
type Criterion struct {
	Key    string           `json:"key"`
	Text   string           `json:"text"`
	Levels []CriterionLevel `json:"levels"`
}

// CriterionLevel is a level; its place in the list names it.
type CriterionLevel struct {
	Text   string `json:"text"`
	Points int    `json:"points" doc:"Hundredths of a point"`
}

// GivenMark is a mark without its marker.
type GivenMark struct {
	Levels  map[string]int `json:"levels" doc:"The place of the level by the criterion's key"`
	Points  int            `json:"points"`
	Comment string         `json:"comment"`
}

// NextScript is the answer that was claimed; without one nothing waits.
type NextScript struct {
	Script *Script `json:"script,omitempty"`
}

type answerClaimInput struct {
	Body struct {
		CourseID *uuid.UUID `json:"courseId,omitempty" format:"uuid" doc:"Without it: of any course"`
	}
}

func claimScript(g Grading) func(context.Context, access.Principal, *answerClaimInput) (*web.Body[NextScript], error) {
	return func(ctx context.Context, who access.Principal, in *answerClaimInput) (*web.Body[NextScript], error) {
		var cmd assessment.ClaimScript
		if in.Body.CourseID != nil {
			cmd.CourseID = *in.Body.CourseID
		}
		script, err := g.Assessment.ClaimScript(ctx, who, cmd)
		if err != nil || script == nil {
			return web.Respond(NextScript{}), err
		}
		shape := viewer{locale: web.Locale(ctx), address: g.Address}.script(*script)
		return web.Respond(NextScript{Script: &shape}), nil
	}
}

func (v viewer) script(s assessment.Script) Script {
	shape := Script{ID: s.ID, Code: assessment.Code(s.ID), State: string(s.State), HeldUntil: s.Held.ClaimedUntil.UTC(), ServerNow: s.Held.ReadAt.UTC(),
		CaseHTML: v.html(s.Case), Question: v.review(s.Review), MaxPoints: s.MaxPoints}
	for _, c := range s.Rubric.Criteria {
		line := Criterion{Key: c.Key, Text: c.Text.In(v.locale)}
		for _, level := range c.Levels {
			line.Levels = append(line.Levels, CriterionLevel{Text: level.Text.In(v.locale), Points: int(level.Points)})
		}
		shape.Criteria = append(shape.Criteria, line)
	}
	for _, m := range s.Marks {
		shape.Marks = append(shape.Marks, GivenMark{Levels: m.Levels, Points: m.Points, Comment: m.Comment})
	}
	return shape
}

type answerMarkInput struct {
	ID   uuid.UUID `path:"id" format:"uuid"`
	Body struct {
		Levels  map[string]int `json:"levels" maxProperties:"20" doc:"The place of the level, from 0, by the criterion's key"`
		Comment string         `json:"comment,omitempty" maxLength:"2000" doc:"For the learner"`
	}
}

// MarkedScript says where an answer stands after a mark.
type MarkedScript struct {
	State string `json:"state" enum:"waiting,moderation,final"`
}

func markScript(g Grading) func(context.Context, access.Principal, *answerMarkInput) (*web.Body[MarkedScript], error) {
	return func(ctx context.Context, who access.Principal, in *answerMarkInput) (*web.Body[MarkedScript], error) {
		state, err := g.Assessment.MarkScript(ctx, who, assessment.MarkScript{ScriptID: in.ID, Levels: in.Body.Levels, Comment: in.Body.Comment})
		return web.Respond(MarkedScript{State: string(state)}), err
	}
}

type scriptInput struct {
	ID uuid.UUID `path:"id" format:"uuid"`
}

func releaseScript(g Grading) func(context.Context, access.Principal, *scriptInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *scriptInput) (*struct{}, error) {
		return nil, g.Assessment.ReleaseScript(ctx, who, in.ID)
	}
}

// MarkedTest is a test with answers that people mark.
type MarkedTest struct {
	TestID       uuid.UUID     `json:"testId" format:"uuid"`
	Title        web.LocalText `json:"title"`
	CourseTitle  web.LocalText `json:"courseTitle"`
	SecondMarker bool          `json:"secondMarker" doc:"Each answer is marked twice"`
	Answers      int           `json:"answers"`
	Final        int           `json:"final"`
	Moderation   int           `json:"moderation" doc:"Two marks differ and nobody has decided"`
}

func listMarkedTests(g Grading) func(context.Context, access.Principal, *web.Paging) (*web.Body[web.List[MarkedTest]], error) {
	return func(ctx context.Context, who access.Principal, in *web.Paging) (*web.Body[web.List[MarkedTest]], error) {
		list, total, err := g.Assessment.ListMarkedTests(ctx, who, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		ids := make([]uuid.UUID, len(list))
		for i, t := range list {
			ids[i] = t.CourseID
		}
		courses, err := g.Courses(ctx, ids)
		return web.Respond(web.ListOf(list, total, *in, func(t assessment.MarkedTest) MarkedTest {
			return MarkedTest{TestID: t.TestID, Title: web.LocalText(t.Title()), CourseTitle: web.LocalText(courses[t.CourseID].Title), SecondMarker: t.SecondMarker,
				Answers: t.Answers, Final: t.Final, Moderation: t.Moderation}
		})), err
	}
}

// Agreement says how far two markers agree.
type Agreement struct {
	Answers   int      `json:"answers" doc:"With two blind marks"`
	Levels    int      `json:"levels" doc:"Criteria judged by both"`
	Exact     int      `json:"exact" doc:"Both gave one level"`
	Adjacent  int      `json:"adjacent" doc:"The levels are next to each other"`
	Moderated int      `json:"moderated" doc:"Answers that a third person decides"`
	Kappa     *float64 `json:"kappa,omitempty" doc:"Cohen's weighted kappa, quadratic weights; absent where chance leaves nothing to measure"`
}

func findAgreement(g Grading) func(context.Context, access.Principal, *scriptInput) (*web.Body[Agreement], error) {
	return func(ctx context.Context, who access.Principal, in *scriptInput) (*web.Body[Agreement], error) {
		a, err := g.Assessment.FindAgreement(ctx, who, in.ID)
		shape := Agreement{Answers: a.Answers, Levels: a.Levels, Exact: a.Exact, Adjacent: a.Adjacent, Moderated: a.Moderated}
		if a.KappaKnown {
			shape.Kappa = &a.Kappa
		}
		return web.Respond(shape), err
	}
}
