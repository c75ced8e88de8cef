package assessmenthttp

import (
	"taphuan/internal/assessment"
	"taphuan/internal/question"
)

// QuestionReview is an answer beside the key.
type QuestionReview struct {
	Type        string         `json:"type" enum:"single,multiple,true_false,numeric,short_answer,matching,ordering,cloze,inline_choice,categorize,hotspot,single_choice_table,formula,essay,file_upload,case_study"`
	StemHTML    string         `json:"stemHtml"`
	Options     []ResultOption `json:"options,omitempty"`
	Rows        []ResultRow    `json:"rows,omitempty" doc:"What was given for each prompt, gap or place"`
	Hotspot     *ResultHotspot `json:"hotspot,omitempty"`
	Files       []File         `json:"files,omitempty"`
	AnswerText  string         `json:"answerText,omitempty" doc:"Plain text"`
	CorrectText string         `json:"correctText,omitempty" doc:"Plain text"`
	ExplainHTML string         `json:"explainHtml"`
}

// ResultOption is an option of a graded question.
type ResultOption struct {
	Index       int    `json:"index"`
	HTML        string `json:"html"`
	Correct     bool   `json:"correct"`
	Chosen      bool   `json:"chosen"`
	ExplainHTML string `json:"explainHtml"`
}

// ResultRow is one prompt, gap or place of a graded question.
type ResultRow struct {
	LabelHTML   string `json:"labelHtml"`
	GivenHTML   string `json:"givenHtml" doc:"Empty: nothing was answered"`
	CorrectHTML string `json:"correctHtml"`
	Correct     bool   `json:"correct"`
	ExplainHTML string `json:"explainHtml"`
}

// ResultHotspot shows what was pointed at.
type ResultHotspot struct {
	Image   *QuestionImage `json:"image,omitempty"`
	Regions []ResultRegion `json:"regions" doc:"The right ones"`
	Picks   []ResultPick   `json:"picks"`
}

// ResultRegion is a right region of an image, in pixels of it.
type ResultRegion struct {
	Shape       string `json:"shape" enum:"rect,circle,poly"`
	Coords      []int  `json:"coords" doc:"As in an HTML image map"`
	LabelHTML   string `json:"labelHtml"`
	ExplainHTML string `json:"explainHtml"`
}

// ResultPick is a place that was pointed at.
type ResultPick struct {
	Pick
	Correct bool `json:"correct"`
}

func (v viewer) result(item assessment.ResultItem) ResultItem {
	shape := ResultItem{Position: item.Position, QuestionReview: v.review(item.Review), Correct: item.Correct(), Points: item.Points, MaxPoints: item.MaxPoints,
		Waits: item.Waits, StruckOut: item.StruckOut}
	for _, m := range item.Marked {
		shape.Marked = append(shape.Marked, v.marked(m))
	}
	for _, part := range item.Review.Parts {
		shape.Parts = append(shape.Parts, v.review(part))
	}
	return shape
}

func (v viewer) review(r question.Review) QuestionReview {
	shape := QuestionReview{Type: string(r.Type), StemHTML: v.html(r.Stem), AnswerText: r.Given.In(v.locale), CorrectText: r.Right.In(v.locale),
		ExplainHTML: v.html(r.Explain), Hotspot: v.hotspot(r.Hotspot)}
	for index, o := range r.Options {
		shape.Options = append(shape.Options, ResultOption{Index: index, HTML: v.html(o.Text), Correct: o.Correct, Chosen: o.Chosen, ExplainHTML: v.html(o.Explain)})
	}
	for _, row := range r.Rows {
		shape.Rows = append(shape.Rows, ResultRow{LabelHTML: v.html(row.Label), GivenHTML: v.html(row.Given), CorrectHTML: v.html(row.Right),
			Correct: row.Correct, ExplainHTML: v.html(row.Explain)})
	}
	for _, f := range r.Files {
		shape.Files = append(shape.Files, File(f))
	}
	return shape
}

func (v viewer) hotspot(h *question.HotspotReview) *ResultHotspot {
	if h == nil {
		return nil
	}
	shape := ResultHotspot{Image: v.image(&h.Image), Regions: []ResultRegion{}, Picks: []ResultPick{}}
	for _, r := range h.Regions {
		shape.Regions = append(shape.Regions, ResultRegion{Shape: string(r.Shape), Coords: r.Coords, LabelHTML: v.html(r.Label), ExplainHTML: v.html(r.Explain)})
	}
	for i, p := range h.Picks {
		shape.Picks = append(shape.Picks, ResultPick{Pick: Pick(p), Correct: h.Hit[i]})
	}
	return &shape
}

// marked puts the levels that were given into words.
func (v viewer) marked(m assessment.MarkedPart) MarkedPart {
	shape := MarkedPart{Part: m.Part, Points: m.Points, Comments: m.Comments}
	for _, c := range m.Rubric.Criteria {
		line := MarkedCriterion{Text: c.Text.In(v.locale), MaxPoints: int(c.Most())}
		for _, levels := range m.Levels {
			if place, given := levels[c.Key]; given && place < len(c.Levels) {
				line.Given = append(line.Given, CriterionLevel{Text: c.Levels[place].Text.In(v.locale), Points: int(c.Levels[place].Points)})
			}
		}
		shape.Criteria = append(shape.Criteria, line)
	}
	return shape
}
