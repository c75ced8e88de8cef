package assessmenthttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/question"
	"taphuan/internal/question/exchange"
	"taphuan/internal/web"
)

func importRoutes(s *web.Server, b Bank) {
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/courses/{key}/bank/imports", Permission: access.ManageCourses, Name: "stage-bank-import", Status: http.StatusCreated,
		Summary: "Read a file of questions (Excel, Word, text, GIFT, Moodle XML, QTI) to look through; the bank stays as it is", MaxBody: assessment.MaxImportBytes + 1<<10}, stageImport(b))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/bank-imports/{id}", Permission: access.ManageCourses, Name: "find-bank-import",
		Summary: "An import of the caller: each question imported, changed or refused, with the reasons"}, findImport(b))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/bank-imports/{id}/commit", Permission: access.ManageCourses, Name: "commit-bank-import",
		Summary: "Store the questions of an import as drafts: all that were not refused, or none"}, commitImport(b))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/bank-templates/{format}", Permission: access.ManageCourses, Name: "open-bank-template",
		Summary: "A template to write questions into"}, openTemplate())
}

type stageImportInput struct {
	Key     string `path:"key" maxLength:"40"`
	Name    string `query:"name" required:"true" minLength:"1" maxLength:"200" doc:"Of the file"`
	RawBody []byte `contentType:"application/octet-stream"`
}

// StagedImport names an import.
type StagedImport struct {
	ID uuid.UUID `json:"id" format:"uuid"`
}

func stageImport(b Bank) func(context.Context, access.Principal, *stageImportInput) (*web.Body[StagedImport], error) {
	return func(ctx context.Context, who access.Principal, in *stageImportInput) (*web.Body[StagedImport], error) {
		id, err := b.Assessment.StageImport(ctx, who, assessment.StageImport{CourseKey: in.Key, FileName: in.Name, Data: in.RawBody})
		return web.Respond(StagedImport{ID: id}), err
	}
}

type findImportInput struct {
	ID     uuid.UUID `path:"id" format:"uuid"`
	Status string    `query:"status" enum:"imported,changed,refused"`
	web.Paging
}

// BankImport is a file of questions that its sender looks through.
type BankImport struct {
	ID           uuid.UUID            `json:"id" format:"uuid"`
	CourseKey    string               `json:"courseKey"`
	CourseTitle  web.LocalText        `json:"courseTitle"`
	FileName     string               `json:"fileName"`
	Format       string               `json:"format" enum:"gift,moodle_xml,qti,excel,word,text"`
	Notes        []web.LocalText      `json:"notes" nullable:"false" doc:"Of what belongs to no question"`
	ExpiresAt    time.Time            `json:"expiresAt"`
	Committed    bool                 `json:"committed"`
	Imported     int                  `json:"imported"`
	Changed      int                  `json:"changed"`
	Refused      int                  `json:"refused"`
	NoDifficulty int                  `json:"noDifficulty" doc:"Questions that need a difficulty"`
	FileTopics   []ImportTopic        `json:"fileTopics" nullable:"false"`
	Topics       []BankTopic          `json:"topics" nullable:"false" doc:"Of the course"`
	Items        web.List[ImportItem] `json:"items"`
}

// ImportTopic is what the file calls the topic of some questions.
type ImportTopic struct {
	Name      string `json:"name"`
	Questions int    `json:"questions"`
	Guess     string `json:"guess,omitempty" doc:"Key of the topic of the course that is called alike"`
}

// ImportItem is one question of the file.
type ImportItem struct {
	Number     int             `json:"number"`
	Name       string          `json:"name"`
	StemHTML   string          `json:"stemHtml"`
	Key        string          `json:"key,omitempty" doc:"Absent: it gets one"`
	Part       string          `json:"part,omitempty" doc:"Sheet, or file of a package"`
	Line       int             `json:"line,omitempty"`
	Topic      string          `json:"topic"`
	Difficulty int             `json:"difficulty" doc:"0: the file does not say"`
	Type       string          `json:"type,omitempty"`
	Status     string          `json:"status" enum:"imported,changed,refused"`
	Known      bool            `json:"known" doc:"The bank has a question with this key, which gets a new version"`
	Reasons    []web.LocalText `json:"reasons" nullable:"false"`
	Review     *ResultItem     `json:"review,omitempty" doc:"The question with its key; absent where it was refused"`
}

func findImport(b Bank) func(context.Context, access.Principal, *findImportInput) (*web.Body[BankImport], error) {
	return func(ctx context.Context, who access.Principal, in *findImportInput) (*web.Body[BankImport], error) {
		page, err := b.Assessment.FindImport(ctx, who, assessment.FindImport{ID: in.ID, Status: exchange.Status(in.Status), Limit: in.Limit(), Offset: in.Offset()})
		if err != nil {
			return nil, err
		}
		shape := BankImport{ID: page.ID, CourseKey: page.Course.Key, CourseTitle: web.LocalText(page.Course.Title), FileName: page.FileName, Format: string(page.Format),
			Notes: reasonsOf(page.Notes), ExpiresAt: page.ExpiresAt().UTC(), Committed: !page.CommittedAt.IsZero(), Imported: page.Imported, Changed: page.Changed,
			Refused: page.Refused, NoDifficulty: page.NoDifficulty, FileTopics: make([]ImportTopic, len(page.FileTopics)), Topics: topicsOf(page.Topics)}
		for i, t := range page.FileTopics {
			shape.FileTopics[i] = ImportTopic(t)
		}
		v := viewer{web.Locale(ctx), b.Address}
		shape.Items = web.ListOf(page.Items, page.Total, in.Paging, v.importItem)
		return web.Respond(shape), nil
	}
}

func reasonsOf(reasons []assessment.ImportReason) []web.LocalText {
	texts := make([]web.LocalText, len(reasons))
	for i, r := range reasons {
		texts[i] = web.LocalText{VI: r.VI, EN: r.EN}
	}
	return texts
}

func (v viewer) importItem(i assessment.ImportItem) ImportItem {
	shape := ImportItem{Number: i.Number, Name: i.Name, StemHTML: v.html(i.Body.Stem), Key: i.Key, Part: i.Part, Line: i.Line, Topic: i.Topic, Difficulty: i.Difficulty, Type: string(i.Body.Type),
		Status: string(i.Status), Known: i.Known, Reasons: reasonsOf(i.Reasons)}
	if i.Status == exchange.Refused {
		return shape
	}
	layout, err := storedLayout(i.Body)
	if err != nil {
		return shape
	}
	if review, err := question.ReviewOf(i.Body, layout, question.Answer{}); err == nil {
		item := v.key(i.Body, review)
		shape.Review = &item
	}
	return shape
}

type commitImportInput struct {
	ID   uuid.UUID `path:"id" format:"uuid"`
	Body struct {
		Topics     []TopicChoice `json:"topics" maxItems:"200" nullable:"false"`
		Difficulty int           `json:"difficulty,omitempty" minimum:"0" maximum:"3" doc:"For questions whose difficulty the file does not say"`
	}
}

// TopicChoice says which topic of the course stands for one of the file.
type TopicChoice struct {
	Name  string `json:"name" maxLength:"200" doc:"As in the file"`
	Topic string `json:"topic" maxLength:"60" doc:"Key in the course"`
}

// CommittedImport is what an import brought.
type CommittedImport struct {
	Added   int `json:"added" doc:"New questions"`
	Renewed int `json:"renewed" doc:"New versions of questions that the bank had"`
	Same    int `json:"same" doc:"Questions whose newest version says the same"`
}

func commitImport(b Bank) func(context.Context, access.Principal, *commitImportInput) (*web.Body[CommittedImport], error) {
	return func(ctx context.Context, who access.Principal, in *commitImportInput) (*web.Body[CommittedImport], error) {
		topics := map[string]string{}
		for _, t := range in.Body.Topics {
			topics[t.Name] = t.Topic
		}
		done, err := b.Assessment.CommitImport(ctx, who, assessment.CommitImport{ID: in.ID, Topics: topics, Difficulty: in.Body.Difficulty})
		return web.Respond(CommittedImport{Added: done.Added, Renewed: done.Renewed, Same: done.Same}), err
	}
}

type templateInput struct {
	Format string `path:"format" enum:"excel,word"`
}

func openTemplate() func(context.Context, access.Principal, *templateInput) (*web.File, error) {
	return func(_ context.Context, _ access.Principal, in *templateInput) (*web.File, error) {
		if in.Format == "word" {
			data, err := exchange.WordTemplate()
			return web.Download("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "mau-cau-hoi.docx", data), err
		}
		data, err := exchange.SheetTemplate()
		return web.Download("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "mau-cau-hoi.xlsx", data), err
	}
}
