package question

import (
	"fmt"
	"regexp"

	"taphuan/internal/fault"
)

// Bounds of a rubric.
const (
	MaxCriteria       = 20
	MaxLevels         = 10
	maxCriterionWidth = 500 // characters
)

// handMarked is what essay and file_upload share: people mark by a rubric.
type handMarked struct{ plain }

// Score is nothing: people mark.
func (handMarked) Score(Body, Layout, Answer) Points { return 0 }

// RightAnswer is empty.
func (handMarked) RightAnswer(Body, Layout) LocalText { return LocalText{} }

var textRubricRequired = fault.Text{VI: "Cần thang chấm.", EN: "There must be a rubric."}

var criterionKey = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

// rubric wants criteria with keys of their own, each with two or more levels of different worth, whose best add up
// to the points.
func (f *faults) rubric(path string, r Rubric, most Points) {
	if len(r.Criteria) == 0 || len(r.Criteria) > MaxCriteria {
		f.add(path+".criteria", "question.criterion_count", fault.Text{
			VI: fmt.Sprintf("Thang chấm cần từ 1 đến %d tiêu chí.", MaxCriteria),
			EN: fmt.Sprintf("A rubric needs 1 to %d criteria.", MaxCriteria)})
		return
	}
	seen, sum := map[string]bool{}, Points(0)
	for i, c := range r.Criteria {
		at := fmt.Sprintf("%s.criteria[%d]", path, i)
		if !criterionKey.MatchString(c.Key) || seen[c.Key] {
			f.add(at+".key", "question.criterion_key", fault.Text{
				VI: "Khóa của tiêu chí gồm chữ thường không dấu, số và gạch nối, không trùng nhau.",
				EN: "A criterion's key has small letters, digits and hyphens, and is used once."})
		}
		seen[c.Key] = true
		f.text(at+".text", c.Text, maxCriterionWidth, true)
		f.levels(at+".levels", c.Levels)
		sum += c.Most()
	}
	if sum != most {
		f.add(path, "question.rubric_points", fault.Text{
			VI: fmt.Sprintf("Các mức cao nhất của thang chấm cộng lại được %d, phải bằng điểm của câu (%d).", sum, most),
			EN: fmt.Sprintf("The best levels of the rubric add up to %d; that must be the question's points (%d).", sum, most)})
	}
}

func (f *faults) levels(path string, levels []Level) {
	points := map[Points]bool{}
	for i, level := range levels {
		at := fmt.Sprintf("%s[%d]", path, i)
		f.text(at+".text", level.Text, maxCriterionWidth, true)
		if level.Points < 0 || level.Points > MaxPointsBound || points[level.Points] {
			f.add(at+".points", "question.level_points", fault.Text{
				VI: "Điểm của mỗi mức không âm và khác nhau.", EN: "The points of levels are not below zero and differ."})
		}
		points[level.Points] = true
	}
	if len(levels) < 2 || len(levels) > MaxLevels {
		f.add(path, "question.level_count", fault.Text{
			VI: fmt.Sprintf("Mỗi tiêu chí cần từ 2 đến %d mức.", MaxLevels),
			EN: fmt.Sprintf("A criterion needs 2 to %d levels.", MaxLevels)})
	}
}

// best is what the criterion earns at most.
// Most is what the best level of the criterion is worth.
func (c Criterion) Most() Points {
	best := Points(0)
	for _, level := range c.Levels {
		best = max(best, level.Points)
	}
	return best
}

// shownCriteria is the rubric without points, where the author shows it.
func (r Rubric) shownCriteria() []CriterionView {
	if !r.Shown {
		return nil
	}
	views := make([]CriterionView, len(r.Criteria))
	for i, c := range r.Criteria {
		views[i].Text = c.Text
		for _, level := range c.Levels {
			views[i].Levels = append(views[i].Levels, level.Text)
		}
	}
	return views
}

// RubricOf returns the rubric by which people mark a question; false for a question that is scored by itself.
func RubricOf(b Body) (Rubric, bool) {
	switch {
	case b.Essay != nil:
		return b.Essay.Rubric, true
	case b.Upload != nil:
		return b.Upload.Rubric, true
	}
	return Rubric{}, false
}
