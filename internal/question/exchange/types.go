package exchange

import "taphuan/internal/question"

// The question types by the names under which banks store them.
const (
	matching     question.Type = "matching"
	ordering     question.Type = "ordering"
	cloze        question.Type = "cloze"
	inlineChoice question.Type = "inline_choice"
	categorize   question.Type = "categorize"
	choiceTable  question.Type = "single_choice_table"
	hotspot      question.Type = "hotspot"
	formula      question.Type = "formula"
	essay        question.Type = "essay"
	fileUpload   question.Type = "file_upload"
	caseStudy    question.Type = "case_study"
)
