package assessmenthttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/fault"
	"taphuan/internal/question"
	"taphuan/internal/web"
)

// BankQuestion is a question of a bank with its versions.
type BankQuestion struct {
	Key         string        `json:"key"`
	CourseTitle web.LocalText `json:"courseTitle"`
	CourseCode  string        `json:"courseCode"`
	State       string        `json:"state" enum:"draft,sent_back,reviewed,retired"`
	RetiredAt   *time.Time    `json:"retiredAt,omitempty"`
	Tags        []string      `json:"tags" nullable:"false"`
	MayReview   bool          `json:"mayReview" doc:"The newest version waits for somebody else's word, and the caller may give it"`
	View        AttemptItem   `json:"view" doc:"The newest version as a learner sees it"`
	Draft       QuestionDraft `json:"draft" doc:"The newest version as its author edits it"`
	Versions    []BankVersion `json:"versions" nullable:"false" doc:"The newest first, at most 50"`
	Uses        []QuestionUse `json:"uses" nullable:"false" doc:"Tests that draw it, the newest first, at most 200"`
}

// BankVersion is a version of a question, with its key.
type BankVersion struct {
	ID            uuid.UUID   `json:"id" format:"uuid"`
	Number        int         `json:"number"`
	State         string      `json:"state" enum:"draft,sent_back,reviewed"`
	Author        string      `json:"author,omitempty" doc:"Absent: it came with the course package"`
	Own           bool        `json:"own" doc:"The caller wrote it"`
	CreatedAt     time.Time   `json:"createdAt"`
	Reviewer      string      `json:"reviewer,omitempty"`
	ReviewedAt    *time.Time  `json:"reviewedAt,omitempty"`
	ReviewNote    string      `json:"reviewNote,omitempty"`
	Topic         string      `json:"topic"`
	Difficulty    int         `json:"difficulty"`
	Scoring       string      `json:"scoring,omitempty" enum:"all_or_nothing,partial,per_option,weighted"`
	Penalty       int         `json:"penalty" doc:"Hundredths of a point"`
	Equivalent    string      `json:"equivalent,omitempty"`
	IsomorphGroup string      `json:"isomorphGroup,omitempty"`
	Review        ResultItem  `json:"review" doc:"The key in Vietnamese"`
	ReviewEN      *ResultItem `json:"reviewEn,omitempty" doc:"The key in English, where something is translated"`
}

// QuestionUse is a test that can draw a version of a question.
type QuestionUse struct {
	CourseVersion int    `json:"courseVersion"`
	Kind          string `json:"kind" enum:"pre_test,self_check,final"`
	Number        int    `json:"number" doc:"Of the question's version"`
	Current       bool   `json:"current" doc:"Whoever begins today gets it"`
}

func findBankQuestion(b Bank) func(context.Context, access.Principal, *ByQuestion) (*web.Body[BankQuestion], error) {
	return func(ctx context.Context, who access.Principal, in *ByQuestion) (*web.Body[BankQuestion], error) {
		page, err := b.Assessment.FindBankQuestion(ctx, who, in.Key, in.Question)
		if err != nil {
			return nil, err
		}
		names, err := b.People(ctx, peopleOf(page.Versions))
		if err != nil {
			return nil, err
		}
		shape, err := b.pageOf(page, who, names, web.Locale(ctx))
		return web.Respond(shape), err
	}
}

func peopleOf(versions []assessment.BankVersion) []uuid.UUID {
	var people []uuid.UUID
	for _, v := range versions {
		people = append(people, v.AuthorID, v.ReviewedBy)
	}
	return people
}

func (b Bank) pageOf(page assessment.QuestionPage, who access.Principal, names map[uuid.UUID]string, locale string) (BankQuestion, error) {
	newest := page.Versions[0]
	shape := BankQuestion{Key: page.Key, CourseTitle: web.LocalText(page.Course.Title), CourseCode: page.Course.Code, State: stateOf(newest.State, page.RetiredAt),
		RetiredAt: instant(page.RetiredAt), Tags: append([]string{}, page.Tags...), Versions: make([]BankVersion, len(page.Versions)), Uses: []QuestionUse{}}
	shape.MayReview = shape.State == string(assessment.Draft) && newest.AuthorID != who.PersonID && who.Can(access.ReviewQuestions)
	for i, v := range page.Versions {
		var err error
		if shape.Versions[i], err = b.versionOf(v, who, names); err != nil {
			return shape, err
		}
	}
	for _, u := range page.Uses {
		shape.Uses = append(shape.Uses, QuestionUse{CourseVersion: u.CourseVersion, Kind: string(u.Kind), Number: u.Number, Current: u.Current})
	}
	shape.Draft = draftOf(assessment.BankQuestion{Key: page.Key, Topic: newest.Topic, Difficulty: newest.Difficulty, Body: newest.Body,
		Equivalent: newest.Equivalent, IsomorphGroup: newest.IsomorphGroup}, page.Tags, b.Address)
	layout, err := storedLayout(newest.Body)
	if err != nil {
		return shape, err
	}
	view, err := question.Redact(newest.Body, layout)
	shape.View = viewer{locale, b.Address}.item(1, view)
	return shape, err
}

// storedLayout shows choices as they are stored wherever that does not give the answer away.
func storedLayout(body question.Body) (question.Layout, error) {
	return question.Blueprint{KeepOptions: true}.Arrange(body, 0, 1)
}

func (b Bank) versionOf(v assessment.BankVersion, who access.Principal, names map[uuid.UUID]string) (BankVersion, error) {
	shape := BankVersion{ID: v.ID, Number: v.Number, State: string(v.State), Author: names[v.AuthorID], Own: v.AuthorID == who.PersonID, CreatedAt: v.CreatedAt.UTC(),
		Reviewer: names[v.ReviewedBy], ReviewedAt: instant(v.ReviewedAt), ReviewNote: v.ReviewNote, Topic: v.Topic, Difficulty: v.Difficulty,
		Scoring: string(v.Body.Scoring), Penalty: int(v.Body.Penalty), Equivalent: v.Equivalent, IsomorphGroup: v.IsomorphGroup}
	layout, err := storedLayout(v.Body)
	if err != nil {
		return shape, err
	}
	review, err := question.ReviewOf(v.Body, layout, question.Answer{})
	shape.Review = viewer{"vi", b.Address}.key(v.Body, review)
	if v.Body.Stem.EN != "" {
		english := viewer{"en", b.Address}.key(v.Body, review)
		shape.ReviewEN = &english
	}
	return shape, err
}

// key is a question with its key and no answer.
func (v viewer) key(body question.Body, review question.Review) ResultItem {
	item := ResultItem{Position: 1, QuestionReview: v.review(review), MaxPoints: int(body.MaxPoints)}
	for _, part := range review.Parts {
		item.Parts = append(item.Parts, v.review(part))
	}
	return item
}

// instant returns nil for the zero time.
func instant(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC()
	return &at
}

type saveQuestionInput struct {
	ByQuestion
	Body struct {
		BasedOn int           `json:"basedOn" minimum:"0" doc:"Number of the version that was opened; 0: a new question"`
		Draft   QuestionDraft `json:"draft"`
	}
}

// SavedQuestion tells which version holds what was saved.
type SavedQuestion struct {
	Number  int  `json:"number"`
	Changed bool `json:"changed" doc:"false: the newest version says the very same"`
}

func saveQuestion(b Bank) func(context.Context, access.Principal, *saveQuestionInput) (*web.Body[SavedQuestion], error) {
	return func(ctx context.Context, who access.Principal, in *saveQuestionInput) (*web.Body[SavedQuestion], error) {
		q, rejected := in.Body.Draft.bankQuestion()
		wrong := fault.ErrInvalid
		for _, f := range rejected {
			wrong = wrong.At("body."+f.Path, f.Code, f.Text)
		}
		if err := wrong.OrNil(); err != nil {
			return nil, err
		}
		tags, err := assessment.CheckTags("body.draft.tags", in.Body.Draft.Tags)
		if err != nil {
			return nil, err
		}
		q.Key, q.Tags = in.Question, tags
		saved, err := b.Assessment.SaveQuestion(ctx, who, assessment.SaveQuestion{CourseKey: in.Key, Question: q, BasedOn: in.Body.BasedOn})
		return web.Respond(SavedQuestion{Number: saved.Number, Changed: saved.Changed}), err
	}
}
