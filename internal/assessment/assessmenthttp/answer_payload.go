package assessmenthttp

import "taphuan/internal/question"

// AnswerPayload is an answer: indexes are places on the screen.
type AnswerPayload struct {
	PartPayload
	Parts []PartPayload `json:"parts,omitempty" maxItems:"10" nullable:"false" doc:"case_study: the answer to each part"`
}

// PartPayload is an answer to a question that has no parts.
type PartPayload struct {
	Choices []int       `json:"choices,omitempty" maxItems:"20" nullable:"false" doc:"single, multiple: the options chosen; ordering: every option, in the learner's order"`
	Truth   *bool       `json:"truth,omitempty" doc:"true_false"`
	Text    string      `json:"text,omitempty" maxLength:"20000" doc:"numeric, short_answer, formula, essay: as typed"`
	Pairs   []int       `json:"pairs,omitempty" maxItems:"30" nullable:"false" doc:"matching, categorize, single_choice_table: the option of each prompt, -1 for none"`
	Gaps    []GapAnswer `json:"gaps,omitempty" maxItems:"30" nullable:"false" doc:"cloze, inline_choice: what stands in each gap"`
	Picks   []Pick      `json:"picks,omitempty" maxItems:"20" nullable:"false" doc:"hotspot"`
	Files   []File      `json:"files,omitempty" maxItems:"10" nullable:"false" doc:"file_upload"`
}

// GapAnswer is what stands in a gap: an option or a text.
type GapAnswer struct {
	Choice *int   `json:"choice,omitempty" doc:"Of a gap with a list"`
	Text   string `json:"text,omitempty" maxLength:"500"`
}

// Pick is a place of an image.
type Pick struct {
	X int `json:"x" minimum:"0" maximum:"10000" doc:"Ten thousandths of the image's width"`
	Y int `json:"y" minimum:"0" maximum:"10000" doc:"Ten thousandths of the image's height"`
}

// File is a file that was handed in.
type File struct {
	ID   string `json:"id" format:"uuid"`
	Name string `json:"name" maxLength:"200"`
	Size int64  `json:"size" doc:"Bytes"`
}

func (p AnswerPayload) answer() question.Answer {
	answer := p.PartPayload.answer()
	for _, part := range p.Parts {
		answer.Parts = append(answer.Parts, part.answer())
	}
	return answer
}

func (p PartPayload) answer() question.Answer {
	answer := question.Answer{Choices: p.Choices, Truth: p.Truth, Text: p.Text, Pairs: p.Pairs}
	for _, g := range p.Gaps {
		answer.Gaps = append(answer.Gaps, question.GapAnswer(g))
	}
	for _, point := range p.Picks {
		answer.Picks = append(answer.Picks, question.Pick(point))
	}
	for _, f := range p.Files {
		answer.Files = append(answer.Files, question.File(f))
	}
	return answer
}

func payloadOf(a question.Answer) AnswerPayload {
	payload := AnswerPayload{PartPayload: partPayloadOf(a)}
	for _, part := range a.Parts {
		payload.Parts = append(payload.Parts, partPayloadOf(part))
	}
	return payload
}

func partPayloadOf(a question.Answer) PartPayload {
	payload := PartPayload{Choices: a.Choices, Truth: a.Truth, Text: a.Text, Pairs: a.Pairs}
	for _, g := range a.Gaps {
		payload.Gaps = append(payload.Gaps, GapAnswer(g))
	}
	for _, point := range a.Picks {
		payload.Picks = append(payload.Picks, Pick(point))
	}
	for _, f := range a.Files {
		payload.Files = append(payload.Files, File(f))
	}
	return payload
}
