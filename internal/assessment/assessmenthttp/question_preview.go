package assessmenthttp

import (
	"context"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

// maxDraftBytes bounds a draft as it is sent: a case study with every text in both languages.
const maxDraftBytes = 512 << 10

type draftPreviewInput struct {
	Key  string `path:"key" maxLength:"40"`
	Body struct {
		Draft  QuestionDraft `json:"draft"`
		Seed   int           `json:"seed,omitempty" minimum:"0" doc:"Draws the order on the screen and the values of a formula"`
		Answer AnswerPayload `json:"answer,omitzero" doc:"What the author tries, in places on the screen"`
	}
}

// QuestionPreview is a draft as a learner would see it; only Problems and Pictures, while there are problems.
type QuestionPreview struct {
	Problems []DraftProblem `json:"problems"`
	Pictures []DraftPicture `json:"pictures" nullable:"false" doc:"That the texts and the image of the draft name"`
	Item     *AttemptItem   `json:"item,omitempty"`
	Values   []DrawnValue   `json:"values,omitempty" doc:"Of the variables of a formula"`
	Solution *AnswerPayload `json:"solution,omitempty" doc:"The right answer, in places on the screen; empty for what people mark"`
	Right    string         `json:"right,omitempty" doc:"The right answer in words"`
	Result   *ResultItem    `json:"result,omitempty" doc:"What the answer earns; nothing without an answer to this question"`
}

// DraftPicture is a picture of a course's questions. Texts of a draft name it as ![what it shows](media:FILE).
type DraftPicture struct {
	File   string `json:"file"`
	Width  int    `json:"width" doc:"Pixels"`
	Height int    `json:"height" doc:"Pixels"`
	URL    string `json:"url" doc:"Good for a while"`
}

func (a Address) picture(file uuid.UUID, width, height int) DraftPicture {
	return DraftPicture{File: file.String(), Width: width, Height: height, URL: a(file)}
}

// DraftProblem is what is wrong at a field of a draft.
type DraftProblem struct {
	Path string        `json:"path" doc:"Within the draft: body.options[2].text.vi"`
	Code string        `json:"code"`
	Text web.LocalText `json:"text"`
}

// DrawnValue is the value that was drawn for a variable.
type DrawnValue struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// DraftRoutes adds what the editor of questions asks for.
func DraftRoutes(s *web.Server, svc *assessment.Service, address Address) {
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/courses/{key}/questions/preview", Permission: access.ManageCourses, Name: "preview-question",
		Summary: "Check a question that is being written, and show and try it as a learner would; nothing is stored", MaxBody: maxDraftBytes},
		previewQuestion(svc, address))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/courses/{key}/question-images", Permission: access.ManageCourses, Name: "add-question-image",
		Summary: "Upload a JPEG, PNG or WebP picture for the questions of a course", MaxBody: assessment.MaxImageBytes + 1<<10},
		addImage(svc, address))
}

func previewQuestion(svc *assessment.Service, address Address) func(context.Context, access.Principal, *draftPreviewInput) (*web.Body[QuestionPreview], error) {
	return func(ctx context.Context, who access.Principal, in *draftPreviewInput) (*web.Body[QuestionPreview], error) {
		q, rejected := in.Body.Draft.bankQuestion()
		preview, err := svc.PreviewQuestion(ctx, who, assessment.PreviewQuestion{CourseKey: in.Key, Question: q, Seed: uint64(in.Body.Seed), Answer: in.Body.Answer.answer()})
		if err != nil {
			return nil, err
		}
		shape := QuestionPreview{Problems: problemsOf(append(rejected, preview.Problems...)), Pictures: []DraftPicture{}}
		for _, f := range preview.Pictures {
			shape.Pictures = append(shape.Pictures, address.picture(f.ID, f.Width, f.Height))
		}
		if len(shape.Problems) > 0 {
			return web.Respond(shape), nil
		}
		words := viewer{locale: web.Locale(ctx), address: address}
		shape.Item, shape.Right = new(words.item(1, preview.View)), preview.Right.In(words.locale)
		shape.Solution = new(payloadOf(preview.Solution))
		for _, v := range preview.Values {
			shape.Values = append(shape.Values, DrawnValue(v))
		}
		if preview.Tried != nil {
			shape.Result = new(words.result(*preview.Tried))
		}
		return web.Respond(shape), nil
	}
}

// problemsOf lists what is wrong, of each field the first.
func problemsOf(fields []fault.Field) []DraftProblem {
	problems := []DraftProblem{}
	for _, f := range fields {
		if !slices.ContainsFunc(problems, func(p DraftProblem) bool { return p.Path == f.Path }) {
			problems = append(problems, DraftProblem{Path: f.Path, Code: f.Code, Text: web.LocalText(f.Text)})
		}
	}
	return problems
}

type draftImageInput struct {
	Key     string `path:"key" maxLength:"40"`
	RawBody []byte `contentType:"application/octet-stream"`
}

func addImage(svc *assessment.Service, address Address) func(context.Context, access.Principal, *draftImageInput) (*web.Body[DraftPicture], error) {
	return func(ctx context.Context, who access.Principal, in *draftImageInput) (*web.Body[DraftPicture], error) {
		file, err := svc.AddBankImage(ctx, who, in.Key, in.RawBody)
		if err != nil {
			return nil, err
		}
		return web.Respond(address.picture(file.ID, file.Width, file.Height)), nil
	}
}
