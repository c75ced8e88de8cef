package question

import "taphuan/internal/fault"

// share is right of total of the points, rounded half up; nothing when right is not above zero.
func share(most Points, right, total int) Points {
	if right <= 0 || total <= 0 {
		return 0
	}
	return (2*most*Points(right) + Points(total)) / Points(2*total)
}

// scoreParts is what right of total rows, gaps or places earn by the question's rule.
func scoreParts(b Body, right, total int) Points {
	if right < total && b.Scoring == AllOrNothing {
		return 0
	}
	return share(b.MaxPoints, right, total)
}

// scoring wants all_or_nothing or partial, the rules of every type with several answers in one.
func (f *faults) scoring(b Body) {
	if b.Scoring != AllOrNothing && b.Scoring != Partial {
		f.add("scoring", "question.scoring", fault.Text{
			VI: "Cách chấm phải là all_or_nothing hoặc partial.",
			EN: "The scoring rule must be all_or_nothing or partial."})
	}
}

// noPenalty refuses a penalty where people mark, or where the parts have their own.
func (f *faults) noPenalty(b Body) {
	if b.Penalty != 0 {
		f.add("penalty", "question.no_penalty", fault.Text{
			VI: "Loại câu hỏi này không có điểm trừ; hãy bỏ đi.",
			EN: "This type has no penalty; remove it."})
	}
}
