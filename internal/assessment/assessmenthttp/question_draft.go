package assessmenthttp

import (
	"slices"

	"taphuan/internal/assessment"
	"taphuan/internal/fault"
	"taphuan/internal/prose"
	"taphuan/internal/question"
)

// QuestionDraft is a question as its author edits it. What a learner reads as formatted text is Markdown here, with
// <sub>, <sup> and <u>. Whatever is missing is told as a problem, never refused as a form.
type QuestionDraft struct {
	Topic         string    `json:"topic" maxLength:"40" doc:"Key of a module of the course"`
	Difficulty    int       `json:"difficulty" doc:"1 to 3"`
	Tags          []string  `json:"tags,omitempty" maxItems:"20" nullable:"false"`
	Equivalent    string    `json:"equivalent,omitempty" maxLength:"60" doc:"Key of a question of the same topic and difficulty without dragging or an image"`
	IsomorphGroup string    `json:"isomorphGroup,omitempty" maxLength:"60" doc:"The same for all questions that ask the same about other cases"`
	Body          DraftBody `json:"body"`
}

// DraftBody is what a question asks, and its key.
type DraftBody struct {
	DraftPart
	Parts []DraftPart `json:"parts,omitempty" maxItems:"20" nullable:"false" doc:"case_study"`
}

// DraftPart is a question that has no parts.
type DraftPart struct {
	Type        string            `json:"type" enum:"single,multiple,true_false,numeric,short_answer,matching,ordering,cloze,inline_choice,categorize,hotspot,single_choice_table,formula,essay,file_upload,case_study"`
	MaxPoints   int               `json:"maxPoints" doc:"Hundredths"`
	Penalty     int               `json:"penalty,omitempty" doc:"Hundredths: what an answer costs that earns nothing"`
	Stem        DraftText         `json:"stem" doc:"Markdown; [[1]] is the first gap, {a} a variable"`
	Explain     DraftText         `json:"explain,omitzero" doc:"Markdown"`
	Source      DraftText         `json:"source,omitzero"`
	Options     []DraftOption     `json:"options,omitempty" maxItems:"50" nullable:"false"`
	Scoring     string            `json:"scoring,omitempty" maxLength:"20" doc:"all_or_nothing, partial, per_option, weighted"`
	Truth       *bool             `json:"truth,omitempty"`
	Numeric     *DraftNumeric     `json:"numeric,omitempty"`
	ShortAnswer *DraftShortAnswer `json:"shortAnswer,omitempty"`
	Prompts     []DraftPrompt     `json:"prompts,omitempty" maxItems:"50" nullable:"false"`
	Gaps        []DraftGap        `json:"gaps,omitempty" maxItems:"50" nullable:"false"`
	Hotspot     *DraftHotspot     `json:"hotspot,omitempty"`
	Formula     *DraftFormula     `json:"formula,omitempty"`
	Essay       *DraftEssay       `json:"essay,omitempty"`
	Upload      *DraftUpload      `json:"upload,omitempty"`
}

// DraftText is a text in Vietnamese and, where it is translated, in English.
type DraftText struct {
	VI string `json:"vi" maxLength:"20000"`
	EN string `json:"en,omitempty" maxLength:"20000"`
}

// DraftOption is what can be chosen, matched or put in order. Weight counts by the rule weighted: 10000 earns all points.
type DraftOption struct {
	Text    DraftText `json:"text" doc:"Markdown of one paragraph"`
	Explain DraftText `json:"explain,omitzero" doc:"Markdown"`
	Correct bool      `json:"correct,omitempty"`
	Weight  int       `json:"weight,omitempty"`
}

// DraftPrompt is what an option is to be found for: Match is its place, from 0.
type DraftPrompt struct {
	Text    DraftText `json:"text" doc:"Markdown of one paragraph"`
	Explain DraftText `json:"explain,omitzero" doc:"Markdown"`
	Match   int       `json:"match"`
}

// DraftGap is a gap of the stem, with the key of its type.
type DraftGap struct {
	Type        string            `json:"type" enum:"single,numeric,short_answer"`
	Explain     DraftText         `json:"explain,omitzero" doc:"Markdown"`
	Options     []DraftOption     `json:"options,omitempty" maxItems:"50" nullable:"false"`
	Numeric     *DraftNumeric     `json:"numeric,omitempty"`
	ShortAnswer *DraftShortAnswer `json:"shortAnswer,omitempty"`
}

// DraftNumeric is a number within a tolerance: decimals with a point.
type DraftNumeric struct {
	Value      string      `json:"value" maxLength:"60"`
	Tolerance  string      `json:"tolerance,omitempty" maxLength:"60"`
	Relative   bool        `json:"relative,omitempty" doc:"The tolerance is a share of the value"`
	Unit       DraftText   `json:"unit,omitzero"`
	OtherUnits []DraftUnit `json:"otherUnits,omitempty" maxItems:"50" nullable:"false"`
}

// DraftUnit is a unit that may be typed instead: Factor of the question's unit make one of it.
type DraftUnit struct {
	Unit   DraftText `json:"unit"`
	Factor string    `json:"factor" maxLength:"60"`
}

// DraftShortAnswer lists accepted answers.
type DraftShortAnswer struct {
	AcceptedVI    []string `json:"acceptedVi" maxItems:"100" nullable:"false"`
	AcceptedEN    []string `json:"acceptedEn,omitempty" maxItems:"100" nullable:"false"`
	IgnoreAccents bool     `json:"ignoreAccents,omitempty"`
	MatchCase     bool     `json:"matchCase,omitempty"`
	Patterns      bool     `json:"patterns,omitempty" doc:"* stands for any letters"`
}

// DraftHotspot asks to point at places of an image; Picks 0: as many as there are right regions.
type DraftHotspot struct {
	Image   DraftImage    `json:"image"`
	Regions []DraftRegion `json:"regions" maxItems:"100" nullable:"false"`
	Picks   int           `json:"picks,omitempty"`
}

// DraftImage is a picture that was uploaded for the course. Sizes and address are the server's; what is sent of them
// does not count.
type DraftImage struct {
	File   string    `json:"file" maxLength:"200"`
	Width  int       `json:"width,omitempty"`
	Height int       `json:"height,omitempty"`
	Alt    DraftText `json:"alt" doc:"Says what is to be seen without giving the answer away"`
	URL    string    `json:"url,omitempty" doc:"Good for a while"`
}

// DraftRegion is an area of an image, in pixels of the image.
type DraftRegion struct {
	Shape   string    `json:"shape" enum:"rect,circle,poly"`
	Coords  []int     `json:"coords" maxItems:"400" nullable:"false" doc:"As in an HTML image map"`
	Label   DraftText `json:"label" doc:"Markdown of one paragraph"`
	Explain DraftText `json:"explain,omitzero" doc:"Markdown"`
	Correct bool      `json:"correct,omitempty"`
}

// DraftFormula computes the right number from variables.
type DraftFormula struct {
	Expression string          `json:"expression" maxLength:"2000"`
	Variables  []DraftVariable `json:"variables" maxItems:"50" nullable:"false"`
	Decimals   int             `json:"decimals"`
	Tolerance  string          `json:"tolerance,omitempty" maxLength:"60"`
	Unit       DraftText       `json:"unit,omitzero"`
}

// DraftVariable takes values from Min to Max in steps of Step.
type DraftVariable struct {
	Name string `json:"name" maxLength:"60"`
	Min  string `json:"min" maxLength:"60"`
	Max  string `json:"max" maxLength:"60"`
	Step string `json:"step" maxLength:"60"`
}

// DraftRubric says how people mark.
type DraftRubric struct {
	Criteria []DraftCriterion `json:"criteria" maxItems:"50" nullable:"false"`
	Shown    bool             `json:"shown,omitempty" doc:"The learner reads it, without points"`
}

// DraftCriterion is a line of a rubric.
type DraftCriterion struct {
	Key    string       `json:"key" maxLength:"60"`
	Text   DraftText    `json:"text"`
	Levels []DraftLevel `json:"levels" maxItems:"50" nullable:"false"`
}

// DraftLevel is a level of a criterion.
type DraftLevel struct {
	Text   DraftText `json:"text"`
	Points int       `json:"points" doc:"Hundredths"`
}

// DraftEssay bounds a text; 0 is no bound.
type DraftEssay struct {
	MinWords int         `json:"minWords,omitempty"`
	MaxWords int         `json:"maxWords,omitempty"`
	Rubric   DraftRubric `json:"rubric"`
}

// DraftUpload bounds files.
type DraftUpload struct {
	Accept   []string    `json:"accept" maxItems:"20" nullable:"false" doc:"pdf, docx, xlsx, pptx, image, text"`
	MaxFiles int         `json:"maxFiles"`
	MaxBytes int64       `json:"maxBytes"`
	Rubric   DraftRubric `json:"rubric"`
}

// bankQuestion turns a draft into what a bank stores, its texts rendered. The fields say which texts hold what no
// question may: "body.stem.vi". Whether the question is right, question.Validate says.
func (d QuestionDraft) bankQuestion() (assessment.BankQuestion, []fault.Field) {
	var rejected []fault.Field
	body := question.MapHTML(d.Body.body(), func(path string, inline bool, source string) string {
		markup, wrong := prose.Question(source, inline)
		if len(wrong) > 0 {
			rejected = append(rejected, fault.Field{Path: "body." + path, Code: wrong[0].Code, Text: wrong[0].Text()})
		}
		return markup
	})
	return assessment.BankQuestion{Topic: d.Topic, Difficulty: d.Difficulty, Equivalent: d.Equivalent, IsomorphGroup: d.IsomorphGroup, Body: body}, rejected
}

// draftOf is a stored question as its author edits it.
func draftOf(q assessment.BankQuestion, tags []string, address Address) QuestionDraft {
	body := question.MapHTML(q.Body, func(_ string, inline bool, markup string) string { return prose.Source(markup, inline) })
	draft := QuestionDraft{Topic: q.Topic, Difficulty: q.Difficulty, Tags: slices.Clone(tags), Equivalent: q.Equivalent, IsomorphGroup: q.IsomorphGroup}
	draft.Body.DraftPart = draftPartOf(body, address)
	for _, part := range body.Parts {
		draft.Body.Parts = append(draft.Body.Parts, draftPartOf(part, address))
	}
	return draft
}
