package question

// View (phần người học được thấy) is a question without key, points and explanations, as the paper shows it. What a
// type does not have is empty.
type View struct {
	Type    Type
	Stem    LocalText // of types with gaps: "[[1]]" stands where the first gap is
	Options []LocalText
	Prompts []LocalText
	Gaps    []GapView
	Unit    LocalText
	Image   *Image
	Picks   int // how many places of the image may be pointed at
	Essay   *EssayView
	Upload  *UploadView
	Parts   []View
}

// GapView is a gap as its learner sees it: a list, or a field with a unit behind it.
type GapView struct {
	Type    Type
	Options []LocalText
	Unit    LocalText
}

// EssayView is what a writer is told.
type EssayView struct {
	MinWords, MaxWords int
	Criteria           []CriterionView // where the author shows them
}

// UploadView is what somebody who hands in files is told.
type UploadView struct {
	Accept   []string
	MaxFiles int
	MaxBytes int64
	Criteria []CriterionView
}

// CriterionView is a criterion of a rubric without points.
type CriterionView struct {
	Text   LocalText
	Levels []LocalText
}

// viewOf shows what all types show.
func viewOf(b Body) View { return View{Type: b.Type, Stem: b.Stem} }
