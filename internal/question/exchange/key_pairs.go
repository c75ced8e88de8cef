package exchange

import (
	"taphuan/internal/question"
)

// pair is a prompt with its option; a pair without a prompt is an option that distracts.
type pair struct{ prompt, option, explain question.LocalText }

// pairs makes a question whose prompts have equal options in common.
func (d *draft) pairs(t question.Type, list []pair) {
	b := &d.item.Body
	b.Type, b.Scoring = t, question.Partial
	for _, p := range list {
		at := optionAt(b.Options, p.option)
		if at < 0 {
			at = len(b.Options)
			b.Options = append(b.Options, question.Option{Text: p.option})
		}
		if p.prompt.VI != "" {
			b.Prompts = append(b.Prompts, question.Prompt{Text: p.prompt, Explain: p.explain, Match: at})
		}
	}
}

func optionAt(options []question.Option, text question.LocalText) int {
	for i, o := range options {
		if o.Text.VI == text.VI {
			return i
		}
	}
	return -1
}

var (
	reasonUneven = words{"key.uneven",
		"Các phần của câu có trọng số khác nhau; ở đây chúng bằng nhau.", "The parts of the question had different weights; here they weigh the same."}
	reasonDragToList = words{"key.drag_to_list",
		"Kéo thả từ vào đoạn văn đổi thành chọn trong danh sách.", "Dragging words into the text became choosing from lists."}
	reasonManyPieces = words{"key.many_pieces",
		"Câu có quá 1.000 phương án, đáp án hoặc phần nhỏ nên không nhập.", "The question has over 1,000 options, answers or pieces, so it was not imported."}
)

var reasonRubric = words{"essay.rubric",
	"Đã thêm thang chấm ba mức vì tệp không có thang chấm. Hãy sửa lại cho đúng yêu cầu.",
	"A rubric with three levels was added, as the file has none. Change it to what you require."}

// rubric is a scale for answers that people mark, where the file has none.
func (d *draft) rubric() question.Rubric {
	d.change(reasonRubric)
	most := points(&d.item.Body)
	levels := []question.Level{{Text: question.LocalText{VI: "Chưa đạt", EN: "Not met"}}}
	if most >= 2 {
		levels = append(levels, question.Level{Text: question.LocalText{VI: "Đạt một phần", EN: "Partly met"}, Points: most / 2})
	}
	levels = append(levels, question.Level{Text: question.LocalText{VI: "Đạt đầy đủ", EN: "Fully met"}, Points: most})
	return question.Rubric{Criteria: []question.Criterion{{Key: "noi-dung", Text: question.LocalText{VI: "Nội dung bài làm", EN: "Content"}, Levels: levels}}}
}

// essay makes a question that is answered by a text.
func (d *draft) essay() {
	d.item.Body.Type = question.EssayType
	d.item.Body.Essay = &question.Essay{Rubric: d.rubric()}
}
