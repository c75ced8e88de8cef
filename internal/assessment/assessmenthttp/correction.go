package assessmenthttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/web"
)

func correctionRoutes(s *web.Server, g Grading) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/grading/courses/{id}/questions", Permission: access.ManageGrading, Name: "list-question-versions",
		Summary: "Versions of a course's questions, by key"}, listVersions(g))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/corrections", Permission: access.ManageGrading, Name: "list-corrections",
		Summary: "Corrections of keys, the newest first"}, listCorrections(g))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/corrections", Permission: access.ManageGrading, Name: "propose-correction",
		Summary: "Propose a correction of a key; its effects are counted first", Status: http.StatusCreated}, proposeCorrection(g))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/corrections/{id}", Permission: access.ManageGrading, Name: "find-correction",
		Summary: "A correction with whom it changes, and which certificates and sealed periods it reaches"}, findCorrection(g))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/corrections/{id}/decision", Permission: access.ManageGrading, Name: "decide-correction",
		Summary: "Approve a counted correction as a second person, or cancel it"}, decideCorrection(g))
}

// QuestionVersion is a version of a question.
type QuestionVersion struct {
	ID       uuid.UUID `json:"id" format:"uuid"`
	Key      string    `json:"key"`
	Number   int       `json:"number"`
	StemHTML string    `json:"stemHtml"`
	Latest   bool      `json:"latest"`
}

type versionListInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The course"`
	web.Paging
	Key string `query:"key" maxLength:"100" doc:"How the key begins"`
}

func listVersions(g Grading) func(context.Context, access.Principal, *versionListInput) (*web.Body[web.List[QuestionVersion]], error) {
	return func(ctx context.Context, who access.Principal, in *versionListInput) (*web.Body[web.List[QuestionVersion]], error) {
		list, total, err := g.Assessment.ListQuestionVersions(ctx, who, in.ID, in.Key, in.Limit(), in.Offset())
		return web.Respond(web.ListOf(list, total, in.Paging, func(v assessment.QuestionVersion) QuestionVersion {
			return QuestionVersion{ID: v.ID, Key: v.Key, Number: v.Number, StemHTML: v.Stem, Latest: v.Latest}
		})), err
	}
}

// Correction is a correction of a key.
type Correction struct {
	ID           uuid.UUID     `json:"id" format:"uuid"`
	CourseTitle  web.LocalText `json:"courseTitle"`
	VersionID    uuid.UUID     `json:"versionId" format:"uuid"`
	Kind         string        `json:"kind" enum:"new_key,everybody,struck_out"`
	NewVersionID *uuid.UUID    `json:"newVersionId,omitempty" format:"uuid"`
	State        string        `json:"state" enum:"counting,counted,applying,applied,cancelled"`
	Reason       string        `json:"reason"`
	ProposedAt   time.Time     `json:"proposedAt"`
	DecidedAt    *time.Time    `json:"decidedAt,omitempty"`
	Decision     string        `json:"decision,omitempty"`
	Attempts     int           `json:"attempts" doc:"Done so far, while counting or applying"`
	MayDecide    bool          `json:"mayDecide" doc:"Counted, and proposed by somebody else"`
}

func (g Grading) correctionOf(c assessment.Correction, title web.LocalText, who access.Principal) Correction {
	shape := Correction{ID: c.ID, CourseTitle: title, VersionID: c.VersionID, Kind: string(c.Kind), NewVersionID: c.NewVersionID, State: string(c.State), Reason: c.Reason,
		ProposedAt: c.ProposedAt.UTC(), Decision: c.Decision, Attempts: c.Attempts, MayDecide: c.MayDecide(who) == nil}
	if c.DecidedAt != nil {
		at := c.DecidedAt.UTC()
		shape.DecidedAt = &at
	}
	return shape
}

// Corrections is a page of corrections, with the courses whose questions can be corrected.
type Corrections struct {
	web.List[Correction]
	Courses []CourseChoice `json:"courses"`
}

// CourseChoice is a course that has questions.
type CourseChoice struct {
	ID    uuid.UUID     `json:"id" format:"uuid"`
	Title web.LocalText `json:"title"`
}

func listCorrections(g Grading) func(context.Context, access.Principal, *web.Paging) (*web.Body[Corrections], error) {
	return func(ctx context.Context, who access.Principal, in *web.Paging) (*web.Body[Corrections], error) {
		list, total, err := g.Assessment.ListCorrections(ctx, who, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		banks, err := g.Assessment.ListBanks(ctx, who)
		if err != nil {
			return nil, err
		}
		courses, err := g.Courses(ctx, banks) // every correction is of a bank
		shape := Corrections{Courses: []CourseChoice{}, List: web.ListOf(list, total, *in, func(c assessment.Correction) Correction {
			return g.correctionOf(c, web.LocalText(courses[c.CourseID].Title), who)
		})}
		for _, id := range banks {
			shape.Courses = append(shape.Courses, CourseChoice{ID: id, Title: web.LocalText(courses[id].Title)})
		}
		return web.Respond(shape), err
	}
}

type keyCorrectionInput struct {
	Body struct {
		VersionID    uuid.UUID  `json:"versionId" format:"uuid" doc:"The question version whose key is wrong"`
		Kind         string     `json:"kind" enum:"new_key,everybody,struck_out"`
		NewVersionID *uuid.UUID `json:"newVersionId,omitempty" format:"uuid" doc:"Of new_key: a later version of the same question"`
		Reason       string     `json:"reason" minLength:"1" maxLength:"500"`
	}
}

func proposeCorrection(g Grading) func(context.Context, access.Principal, *keyCorrectionInput) (*web.Body[Correction], error) {
	return func(ctx context.Context, who access.Principal, in *keyCorrectionInput) (*web.Body[Correction], error) {
		cmd := assessment.ProposeCorrection{VersionID: in.Body.VersionID, Kind: assessment.CorrectionKind(in.Body.Kind), Reason: in.Body.Reason}
		if in.Body.NewVersionID != nil {
			cmd.NewVersionID = *in.Body.NewVersionID
		}
		c, err := g.Assessment.ProposeCorrection(ctx, who, cmd)
		return g.changedCorrection(ctx, who, c, err)
	}
}

func decideCorrection(g Grading) func(context.Context, access.Principal, *secondWordInput) (*web.Body[Correction], error) {
	return func(ctx context.Context, who access.Principal, in *secondWordInput) (*web.Body[Correction], error) {
		c, err := g.Assessment.DecideCorrection(ctx, who, assessment.DecideCorrection{ID: in.ID, Approve: in.Body.Approve, Reason: in.Body.Reason})
		return g.changedCorrection(ctx, who, c, err)
	}
}

func (g Grading) changedCorrection(ctx context.Context, who access.Principal, c assessment.Correction, err error) (*web.Body[Correction], error) {
	if err != nil {
		return nil, err
	}
	courses, err := g.Courses(ctx, []uuid.UUID{c.CourseID})
	return web.Respond(g.correctionOf(c, web.LocalText(courses[c.CourseID].Title), who)), err
}

// Touched are certificates and sealed figures that a correction reaches. Both stand as they are.
type Touched struct {
	Certificates int            `json:"certificates" doc:"That print points of an attempt that changes, of the first 5,000 enrollments; they stay as issued"`
	Periods      []SealedPeriod `json:"periods" doc:"Whose sealed figures hold scores of the attempts that change"`
}

// SealedPeriod is a reporting period whose figures are sealed.
type SealedPeriod struct {
	ID    uuid.UUID     `json:"id" format:"uuid"`
	Label web.LocalText `json:"label"`
}

// CorrectionPage is a correction with its effects.
type CorrectionPage struct {
	Correction
	Question string          `json:"question" doc:"Key in the course"`
	Number   int             `json:"number" doc:"Of the wrong version"`
	Changed  int             `json:"changed" doc:"Attempts whose result changes"`
	Up       int             `json:"up"`
	Down     int             `json:"down"`
	Passes   int             `json:"passes" doc:"That pass by it"`
	Keeps    int             `json:"keeps" doc:"That stay passed although the new points are below the mark"`
	Agencies []AgencyEffects `json:"agencies"`
	Touched  Touched         `json:"touched"`
}

// AgencyEffects are the effects on one agency.
type AgencyEffects struct {
	AgencyName string `json:"agencyName"`
	Changed    int    `json:"changed"`
	Passes     int    `json:"passes"`
	Keeps      int    `json:"keeps"`
}

func findCorrection(g Grading) func(context.Context, access.Principal, *scriptInput) (*web.Body[CorrectionPage], error) {
	return func(ctx context.Context, who access.Principal, in *scriptInput) (*web.Body[CorrectionPage], error) {
		page, err := g.Assessment.FindCorrection(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		touched, err := g.Touched(ctx, page)
		if err != nil {
			return nil, err
		}
		courses, err := g.Courses(ctx, []uuid.UUID{page.CourseID})
		if err != nil {
			return nil, err
		}
		e := page.Effects
		shape := CorrectionPage{Correction: g.correctionOf(page.Correction, web.LocalText(courses[page.CourseID].Title), who), Question: page.Question, Number: page.Number,
			Changed: e.Attempts, Up: e.Up, Down: e.Down, Passes: e.Passes, Keeps: e.Keeps, Agencies: []AgencyEffects{}, Touched: touched}
		ids := make([]uuid.UUID, len(e.Agencies))
		for i, a := range e.Agencies {
			ids[i] = a.AgencyID
		}
		names, err := g.Agencies(ctx, ids)
		for _, a := range e.Agencies {
			shape.Agencies = append(shape.Agencies, AgencyEffects{AgencyName: names[a.AgencyID], Changed: a.Attempts, Passes: a.Passes, Keeps: a.Keeps})
		}
		return web.Respond(shape), err
	}
}
