package assessmenthttp

import (
	"github.com/google/uuid"

	"taphuan/internal/question"
	"taphuan/internal/question/exchange"
)

// Address gives the address at which a stored file can be fetched for a while.
type Address func(file uuid.UUID) string

// QuestionView is a question without its key. Lists hold what stands at each place of the screen; answers name
// entries by their places, from 0.
type QuestionView struct {
	Type     string         `json:"type" enum:"single,multiple,true_false,numeric,short_answer,matching,ordering,cloze,inline_choice,categorize,hotspot,single_choice_table,formula,essay,file_upload,case_study"`
	StemHTML string         `json:"stemHtml" doc:"Of types with gaps: [[1]] stands where the first gap is"`
	Options  []ChoiceView   `json:"options,omitempty" doc:"What can be chosen, matched or sorted"`
	Prompts  []ChoiceView   `json:"prompts,omitempty" doc:"matching, categorize, single_choice_table: for each of them one option is chosen"`
	Gaps     []GapView      `json:"gaps,omitempty"`
	Unit     string         `json:"unit,omitempty" doc:"Stands behind the field of a number"`
	Image    *QuestionImage `json:"image,omitempty"`
	Picks    int            `json:"picks,omitempty" doc:"How many places of the image may be pointed at"`
	Essay    *EssayView     `json:"essay,omitempty"`
	Upload   *UploadView    `json:"upload,omitempty"`
}

// ChoiceView is an option or a prompt at a place of the screen.
type ChoiceView struct {
	Index int    `json:"index"`
	HTML  string `json:"html"`
}

// GapView is a gap in the stem: a list, or a field.
type GapView struct {
	Type    string       `json:"type" enum:"single,numeric,short_answer"`
	Options []ChoiceView `json:"options,omitempty"`
	Unit    string       `json:"unit,omitempty"`
}

// QuestionImage is the image of a hotspot question.
type QuestionImage struct {
	URL    string `json:"url" doc:"Good for a while"`
	Width  int    `json:"width" doc:"Pixels"`
	Height int    `json:"height" doc:"Pixels"`
	Alt    string `json:"alt"`
}

// EssayView is what a writer is told.
type EssayView struct {
	MinWords int             `json:"minWords" doc:"0: no bound"`
	MaxWords int             `json:"maxWords" doc:"0: no bound"`
	Criteria []CriterionView `json:"criteria,omitempty"`
}

// UploadView is what somebody who hands in files is told.
type UploadView struct {
	Accept   []string        `json:"accept" doc:"pdf, docx, xlsx, pptx, image, text"`
	MaxFiles int             `json:"maxFiles"`
	MaxBytes int64           `json:"maxBytes" doc:"Of each file"`
	Criteria []CriterionView `json:"criteria,omitempty"`
}

// CriterionView is a criterion of a rubric without points.
type CriterionView struct {
	Text   string   `json:"text"`
	Levels []string `json:"levels"`
}

// viewer writes questions in one language.
type viewer struct {
	locale  string
	address Address
}

// html is a text in the reader's language, whose pictures can be fetched for a while.
func (v viewer) html(text question.LocalText) string {
	return exchange.PlaceMediaIn(text.In(v.locale), func(name string) string {
		file, err := uuid.Parse(name)
		if err != nil {
			return ""
		}
		return v.address(file)
	})
}

func (v viewer) item(position int, view question.View) AttemptItem {
	item := AttemptItem{Position: position, QuestionView: v.question(view)}
	for _, part := range view.Parts {
		item.Parts = append(item.Parts, v.question(part))
	}
	return item
}

func (v viewer) question(view question.View) QuestionView {
	shape := QuestionView{Type: string(view.Type), StemHTML: v.html(view.Stem), Options: v.choices(view.Options), Prompts: v.choices(view.Prompts),
		Unit: view.Unit.In(v.locale), Image: v.image(view.Image), Picks: view.Picks}
	for _, gap := range view.Gaps {
		shape.Gaps = append(shape.Gaps, GapView{Type: string(gap.Type), Options: v.choices(gap.Options), Unit: gap.Unit.In(v.locale)})
	}
	if e := view.Essay; e != nil {
		shape.Essay = &EssayView{MinWords: e.MinWords, MaxWords: e.MaxWords, Criteria: v.criteria(e.Criteria)}
	}
	if u := view.Upload; u != nil {
		shape.Upload = &UploadView{Accept: u.Accept, MaxFiles: u.MaxFiles, MaxBytes: u.MaxBytes, Criteria: v.criteria(u.Criteria)}
	}
	return shape
}

func (v viewer) choices(texts []question.LocalText) []ChoiceView {
	var choices []ChoiceView
	for index, text := range texts {
		choices = append(choices, ChoiceView{Index: index, HTML: v.html(text)})
	}
	return choices
}

func (v viewer) criteria(views []question.CriterionView) []CriterionView {
	var criteria []CriterionView
	for _, c := range views {
		shape := CriterionView{Text: c.Text.In(v.locale), Levels: make([]string, len(c.Levels))}
		for i, level := range c.Levels {
			shape.Levels[i] = level.In(v.locale)
		}
		criteria = append(criteria, shape)
	}
	return criteria
}

// image returns nil where there is none, or where its file has no id (a draft).
func (v viewer) image(image *question.Image) *QuestionImage {
	if image == nil {
		return nil
	}
	file, err := uuid.Parse(image.File)
	if err != nil {
		return nil
	}
	return &QuestionImage{URL: v.address(file), Width: image.Width, Height: image.Height, Alt: image.Alt.In(v.locale)}
}
