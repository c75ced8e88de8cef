package assessment

import (
	"github.com/google/uuid"

	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/question"
)

// Kind tells the tests of a course apart.
type Kind string

// The kinds of test that are given today.
const (
	PreTest   Kind = Kind(learning.PreTest)   // kiểm tra đầu vào: passing it stands for the lessons
	SelfCheck Kind = "self_check"             // tự kiểm tra: for the learner alone, it counts for nothing
	FinalTest Kind = Kind(learning.FinalTest) // kiểm tra cuối khóa
)

// Counts reports whether passing a test of the kind is part of the course.
func (k Kind) Counts() bool { return k == PreTest || k == FinalTest }

// Prerequisite (điều kiện) is what a learner has done before a test opens.
type Prerequisite string

// The prerequisites; the zero value asks for nothing.
const (
	RequiresLessons Prerequisite = "lessons" // every lesson, or a passed pre-test
)

// Feedback (phản hồi) says what a learner sees once an attempt is graded.
type Feedback string

// The kinds of feedback.
const (
	AfterSubmit Feedback = "after_submit" // answers, keys and explanations
	ScoreOnly   Feedback = "score_only"
)

// Test (bài kiểm tra) is a test of one course version. It never changes.
type Test struct {
	ID                uuid.UUID
	CourseVersionID   uuid.UUID
	CourseID          uuid.UUID
	Kind              Kind
	Title             catalog.LocalText
	Minutes           int
	PassMark          int // hundredths of 10
	Attempts          int // 0: no limit
	CoolingOffMinutes int // after a failed attempt
	Feedback          Feedback
	Requires          Prerequisite
	QuestionCount     int // of one paper
	Marking           Marking
	Blueprint         question.Blueprint // Fixed holds ids of question versions
}

// Marking (cách chấm) is how people mark a test's answers and how long its learners may appeal.
type Marking struct {
	SecondMarker      bool // each answer is marked by two, who do not see each other's marks
	ModerationPercent int  // of an answer's points: when two marks differ by more, a third person decides
	AppealDays        int  // after the result; 0: no appeals
}

// UsualMarking is what a test has that says nothing about it.
func UsualMarking() Marking { return Marking{ModerationPercent: 20, AppealDays: 7} }

// AttemptsAllowed is how many attempts an enrollment has; 0: no limit. A pre-test measures what
// was known before, so it is taken once.
func (t Test) AttemptsAllowed() int {
	if t.Kind == PreTest {
		return 1
	}
	return t.Attempts
}

// pooledTest is a test with the questions from which its papers are drawn.
type pooledTest struct {
	Test
	pool        []question.Candidate    // ID is the question version's id
	equivalents map[uuid.UUID]uuid.UUID // in the pool: of a version that needs dragging or an image, the one without
}
