package question

import (
	"fmt"

	"taphuan/internal/fault"
)

// MaxEssayLength bounds an essay, in characters; maxEssayWords is what an author may bound it to.
const (
	MaxEssayLength = 20_000
	maxEssayWords  = 4_000
)

// essayKind (tự luận) is answered by a text that people mark by a rubric.
type essayKind struct{ handMarked }

// Validate wants bounds in their order and a rubric.
func (essayKind) Validate(b Body) []fault.Field {
	var found faults
	found.noPenalty(b)
	if b.Essay == nil {
		found.add("essay", "question.rubric_required", textRubricRequired)
		return found
	}
	least, most := b.Essay.MinWords, b.Essay.MaxWords
	if least < 0 || most < 0 || least > maxEssayWords || most > maxEssayWords || (most > 0 && least > most) {
		found.add("essay", "question.words", fault.Text{
			VI: fmt.Sprintf("Số từ từ 0 đến %d, mức ít nhất không vượt mức nhiều nhất.", maxEssayWords),
			EN: fmt.Sprintf("Words are 0 to %d, the least not above the most.", maxEssayWords)})
	}
	found.rubric("essay.rubric", b.Essay.Rubric, b.MaxPoints)
	return found
}

// Redact shows the bounds, and the criteria where the author shows them.
func (essayKind) Redact(b Body, _ Layout) View {
	view := viewOf(b)
	view.Essay = &EssayView{MinWords: b.Essay.MinWords, MaxWords: b.Essay.MaxWords, Criteria: b.Essay.Rubric.shownCriteria()}
	return view
}

// Review shows the text.
func (essayKind) Review(_ Body, _ Layout, a Answer) Review { return reviewText(a, LocalText{}) }
