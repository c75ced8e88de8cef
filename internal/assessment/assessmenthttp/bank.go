package assessmenthttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/catalog"
	"taphuan/internal/question"
	"taphuan/internal/web"
)

// Bank is what the pages of question banks are put together from.
type Bank struct {
	Assessment *assessment.Service
	Courses    func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]catalog.Course, error)
	People     func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error)
	Address    Address
}

// BankRoutes adds the question banks of authors and reviewers.
func BankRoutes(s *web.Server, b Bank) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/banks", Permission: access.ManageCourses, Name: "list-banks",
		Summary: "Question banks of the caller's courses, those with something to review first"}, listOwnBanks(b))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/courses/{key}/bank", Permission: access.ManageCourses, Name: "list-bank",
		Summary: "Questions of a course's bank, each in its newest version"}, listBank(b))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/courses/{key}/bank/facets", Permission: access.ManageCourses, Name: "find-bank-facets",
		Summary: "What a bank can be filtered by"}, findFacets(b))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/courses/{key}/bank/questions/{question}", Permission: access.ManageCourses, Name: "find-bank-question",
		Summary: "A question with its key, its versions and the tests that draw it"}, findBankQuestion(b))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/courses/{key}/bank/questions/{question}", Permission: access.ManageCourses, Name: "save-question",
		Summary: "Save a question as a new draft, upon the version that was opened; the same content keeps its version", MaxBody: maxDraftBytes}, saveQuestion(b))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/courses/{key}/bank/questions/{question}/reviews", Permission: access.ReviewQuestions, Name: "review-question",
		Summary: "Approve the newest version of a question that somebody else wrote, or send it back", Status: http.StatusNoContent}, reviewQuestion(b))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/courses/{key}/bank/questions/{question}/tags", Permission: access.ManageCourses, Name: "tag-question",
		Summary: "Give a question other tags"}, tagQuestion(b))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/courses/{key}/bank/questions/{question}/retirement", Permission: access.ManageCourses, Name: "retire-question",
		Summary: "Take a question out of use: tests that are published from then on do not draw it"}, retireQuestion(b))
	web.Handle(s, web.Route{Method: http.MethodDelete, Path: "/courses/{key}/bank/questions/{question}/retirement", Permission: access.ManageCourses, Name: "restore-question",
		Summary: "Bring a retired question back"}, restoreQuestion(b))
	importRoutes(s, b)
	exportRoutes(s, b)
}

// OwnBank is the bank of a course.
type OwnBank struct {
	CourseKey   string        `json:"courseKey"`
	CourseCode  string        `json:"courseCode"`
	CourseTitle web.LocalText `json:"courseTitle"`
	Questions   int           `json:"questions" doc:"That are not retired"`
	Drafts      int           `json:"drafts" doc:"Whose newest version waits for a second person"`
	Waiting     int           `json:"waiting" doc:"Of these, those that the caller did not write"`
	SentBack    int           `json:"sentBack" doc:"Whose newest version was sent back"`
}

func listOwnBanks(b Bank) func(context.Context, access.Principal, *web.Paging) (*web.Body[web.List[OwnBank]], error) {
	return func(ctx context.Context, who access.Principal, in *web.Paging) (*web.Body[web.List[OwnBank]], error) {
		banks, total, err := b.Assessment.ListOwnBanks(ctx, who, b.Courses, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		return web.Respond(web.ListOf(banks, total, *in, func(o assessment.OwnBank) OwnBank {
			return OwnBank{CourseKey: o.Course.Key, CourseCode: o.Course.Code, CourseTitle: web.LocalText(o.Course.Title), Questions: o.Questions,
				Drafts: o.Drafts, Waiting: o.Waiting, SentBack: o.SentBack}
		})), nil
	}
}

// BankFilter is the part of a query that filters a bank.
type BankFilter struct {
	Key        string `path:"key" maxLength:"40"`
	Query      string `query:"q" maxLength:"100" doc:"Words of the texts or of the key"`
	Topic      string `query:"topic" maxLength:"60"`
	Difficulty int    `query:"difficulty" minimum:"0" maximum:"3" doc:"0: every one"`
	Type       string `query:"type" enum:"single,multiple,true_false,numeric,short_answer,matching,ordering,cloze,inline_choice,categorize,hotspot,single_choice_table,formula,essay,file_upload,case_study"`
	State      string `query:"state" enum:"draft,sent_back,reviewed,retired,unpublished" doc:"unpublished: reviewed, but no test of today draws it so"`
	Tag        string `query:"tag" maxLength:"40"`
	Language   string `query:"language" enum:"vi,en" doc:"en: whole in English; vi: in Vietnamese only"`
}

func (f BankFilter) question() assessment.ListBank {
	return assessment.ListBank{CourseKey: f.Key, Query: f.Query, Topic: f.Topic, Difficulty: f.Difficulty, Type: question.Type(f.Type), State: f.State,
		Tag: f.Tag, Language: f.Language}
}

type listBankInput struct {
	BankFilter
	web.Paging
}

// BankItem is a question of a bank in its newest version.
type BankItem struct {
	Key        string    `json:"key"`
	Number     int       `json:"number" doc:"Of the newest version"`
	VersionID  uuid.UUID `json:"versionId" format:"uuid"`
	Topic      string    `json:"topic"`
	Difficulty int       `json:"difficulty" doc:"1 to 3"`
	Type       string    `json:"type" enum:"single,multiple,true_false,numeric,short_answer,matching,ordering,cloze,inline_choice,categorize,hotspot,single_choice_table,formula,essay,file_upload,case_study"`
	StemHTML   string    `json:"stemHtml"`
	State      string    `json:"state" enum:"draft,sent_back,reviewed,retired"`
	English    bool      `json:"english" doc:"Whole in English"`
	Own        bool      `json:"own" doc:"The caller wrote this version"`
	CreatedAt  time.Time `json:"createdAt"`
	ReviewNote string    `json:"reviewNote,omitempty"`
	Tags       []string  `json:"tags" nullable:"false"`
	Drawn      int       `json:"drawn" doc:"Number of the version that tests of today draw; 0: none"`
}

func listBank(b Bank) func(context.Context, access.Principal, *listBankInput) (*web.Body[web.List[BankItem]], error) {
	return func(ctx context.Context, who access.Principal, in *listBankInput) (*web.Body[web.List[BankItem]], error) {
		q := in.question()
		q.Limit, q.Offset = in.Limit(), in.Offset()
		items, total, err := b.Assessment.ListBank(ctx, who, q)
		if err != nil {
			return nil, err
		}
		v := viewer{web.Locale(ctx), b.Address}
		return web.Respond(web.ListOf(items, total, in.Paging, func(i assessment.BankItem) BankItem { return v.bankItem(i, who) })), nil
	}
}

func (v viewer) bankItem(i assessment.BankItem, who access.Principal) BankItem {
	return BankItem{Key: i.Key, Number: i.Number, VersionID: i.VersionID, Topic: i.Topic, Difficulty: i.Difficulty, Type: string(i.Type),
		StemHTML: v.html(question.LocalText{VI: i.StemVI, EN: i.StemEN}), State: stateOf(i.State, i.RetiredAt), English: i.English,
		Own: i.AuthorID.Valid && i.AuthorID.UUID == who.PersonID, CreatedAt: i.CreatedAt.UTC(), ReviewNote: i.ReviewNote, Tags: append([]string{}, i.Tags...), Drawn: i.Drawn}
}

// stateOf is the state of a question: retired, or that of its newest version.
func stateOf(state assessment.ReviewState, retiredAt time.Time) string {
	if !retiredAt.IsZero() {
		return "retired"
	}
	return string(state)
}

// BankFacets is what a bank can be filtered by.
type BankFacets struct {
	CourseTitle web.LocalText `json:"courseTitle"`
	CourseCode  string        `json:"courseCode"`
	Version     int           `json:"version" doc:"Of the course"`
	Topics      []BankTopic   `json:"topics" nullable:"false"`
	Tags        []string      `json:"tags" nullable:"false" doc:"The most used first"`
	Types       []string      `json:"types" nullable:"false"`
}

// BankTopic is a part of a course about which its bank asks.
type BankTopic struct {
	Key   string        `json:"key"`
	Title web.LocalText `json:"title"`
}

type bankInput struct {
	Key string `path:"key" maxLength:"40"`
}

func findFacets(b Bank) func(context.Context, access.Principal, *bankInput) (*web.Body[BankFacets], error) {
	return func(ctx context.Context, who access.Principal, in *bankInput) (*web.Body[BankFacets], error) {
		f, err := b.Assessment.ListFacets(ctx, who, in.Key)
		if err != nil {
			return nil, err
		}
		shape := BankFacets{CourseTitle: web.LocalText(f.Course.Title), CourseCode: f.Course.Code, Version: f.Course.Number, Topics: topicsOf(f.Topics),
			Tags: append([]string{}, f.Tags...), Types: []string{}}
		for _, t := range f.Types {
			shape.Types = append(shape.Types, string(t))
		}
		return web.Respond(shape), nil
	}
}

// topicsOf names a topic without a title by its key.
func topicsOf(topics []assessment.Topic) []BankTopic {
	shapes := make([]BankTopic, len(topics))
	for i, t := range topics {
		shapes[i] = BankTopic{Key: t.Key, Title: web.LocalText(t.Title)}
		if t.Title.VI == "" {
			shapes[i].Title.VI = t.Key
		}
	}
	return shapes
}

// ByQuestion is the part of an address that names a question of a bank.
type ByQuestion struct {
	Key      string `path:"key" maxLength:"40"`
	Question string `path:"question" maxLength:"60" doc:"Its key"`
}

type reviewInput struct {
	ByQuestion
	Body struct {
		Number  int    `json:"number" minimum:"1" doc:"Of the version that was read"`
		Approve bool   `json:"approve"`
		Note    string `json:"note,omitempty" maxLength:"500" doc:"Needed to send it back"`
	}
}

func reviewQuestion(b Bank) func(context.Context, access.Principal, *reviewInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *reviewInput) (*struct{}, error) {
		return nil, b.Assessment.ReviewVersion(ctx, who, assessment.ReviewVersion{CourseKey: in.Key, Key: in.Question, Number: in.Body.Number,
			Approve: in.Body.Approve, Note: in.Body.Note})
	}
}

type tagsInput struct {
	ByQuestion
	Body struct {
		Tags []string `json:"tags" maxItems:"20" nullable:"false"`
	}
}

func tagQuestion(b Bank) func(context.Context, access.Principal, *tagsInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *tagsInput) (*struct{}, error) {
		return nil, b.Assessment.TagQuestion(ctx, who, in.Key, in.Question, in.Body.Tags)
	}
}

type retireInput struct {
	ByQuestion
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

func retireQuestion(b Bank) func(context.Context, access.Principal, *retireInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *retireInput) (*struct{}, error) {
		return nil, b.Assessment.RetireQuestion(ctx, who, in.Key, in.Question, in.Body.Reason)
	}
}

func restoreQuestion(b Bank) func(context.Context, access.Principal, *ByQuestion) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *ByQuestion) (*struct{}, error) {
		return nil, b.Assessment.RestoreQuestion(ctx, who, in.Key, in.Question)
	}
}
