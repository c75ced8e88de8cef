package learning

import (
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/question"
)

// ask puts two questions into the video.
func (w *world) ask(t *testing.T) {
	t.Helper()
	w.exec(t, `INSERT INTO catalog.lesson_questions (lesson_id, key, at_ms, body) VALUES
		(?0, 'q2', 40000, '{"type":"true_false","maxPoints":100,"stem":{"vi":"Tên người gửi ai cũng đặt được."},"truth":true}'),
		(?0, 'q1', 20000, '{"type":"single","maxPoints":100,"stem":{"vi":"Nhìn gì"},"explain":{"vi":"Vì thế."},"options":[
			{"text":{"vi":"Phần sau dấu @"},"explain":{"vi":"Đúng."},"correct":true},{"text":{"vi":"Ảnh"},"explain":{"vi":"Ảnh ai cũng chép được."}}]}')`, w.video)
}

func choose(choices ...int) question.Answer { return question.Answer{Choices: choices} }

// TestQuestionsOfAVideo: a learner sees questions without keys, learns why a choice is wrong, and reads the text way
// to its end only once all are answered rightly. Watching asks for none.
func TestQuestionsOfAVideo(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.ask(t)
	id := w.enroll(t, w.anna)
	answer := func(key string, a question.Answer) QuestionFeedback {
		t.Helper()
		f, err := w.service.AnswerQuestion(t.Context(), w.anna, AnswerQuestion{id, w.video, key, a})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	page, err := w.service.FindLesson(t.Context(), w.anna, id, w.video)
	if err != nil || len(page.Questions) != 2 || page.Questions[0].Key != "q1" || len(page.Questions[0].Options) != 2 || page.Questions[0].Solved {
		t.Fatalf("%+v, %v", page.Questions, err)
	}
	if err := w.service.FinishLesson(t.Context(), w.anna, id, w.video); fault.From(err).Code != ErrSelfCheckOpen.Code {
		t.Errorf("the text way without an answer: %v", err)
	}
	if f := answer("q1", choose(1)); f.Correct || !f.Chosen[1] || f.Chosen[0] {
		t.Errorf("a wrong choice: %+v", f)
	}
	if f := answer("q1", choose(0)); !f.Correct {
		t.Errorf("the right choice: %+v", f)
	}
	answer("q1", choose(1)) // what was solved stays solved
	if err := w.service.FinishLesson(t.Context(), w.anna, id, w.video); fault.From(err).Code != ErrSelfCheckOpen.Code {
		t.Errorf("the text way with one answer: %v", err)
	}
	truth := true
	answer("q2", question.Answer{Truth: &truth})
	if page, err = w.service.FindLesson(t.Context(), w.anna, id, w.video); err != nil || !page.Questions[0].Solved || !page.Questions[1].Solved {
		t.Errorf("%+v, %v", page.Questions, err)
	}
	if err := w.service.FinishLesson(t.Context(), w.anna, id, w.video); err != nil {
		t.Errorf("the text way: %v", err)
	}
	other := w.enroll(t, w.binh)
	playback := w.open(t, w.binh, other, 61)
	state, err := w.service.RecordWatch(t.Context(), w.binh, RecordWatch{EnrollmentID: other, LessonID: w.video, PlaybackID: playback, Segments: []Segment{segment(1, 0, filmMs)}})
	if err != nil || !state.Done {
		t.Errorf("watching without answers: %+v, %v", state, err)
	}
}

// TestAnswersThatAreRefused: another's enrollment, a question of nowhere, and answers that the question cannot have.
func TestAnswersThatAreRefused(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.ask(t)
	id := w.enroll(t, w.anna)
	truth := true
	for name, c := range map[string]struct {
		who    access.Principal
		answer AnswerQuestion
		want   fault.Kind
	}{
		"another person":   {w.binh, AnswerQuestion{id, w.video, "q1", choose(0)}, fault.NotFound},
		"another lesson":   {w.anna, AnswerQuestion{id, w.text, "q1", choose(0)}, fault.NotFound},
		"no such question": {w.anna, AnswerQuestion{id, w.video, "q9", choose(0)}, fault.NotFound},
		"no such lesson":   {w.anna, AnswerQuestion{id, uuid.New(), "q1", choose(0)}, fault.NotFound},
		"nothing":          {w.anna, AnswerQuestion{id, w.video, "q1", question.Answer{}}, fault.Invalid},
		"no such choice":   {w.anna, AnswerQuestion{id, w.video, "q1", choose(7)}, fault.Invalid},
		"another kind":     {w.anna, AnswerQuestion{id, w.video, "q1", question.Answer{Truth: &truth}}, fault.Invalid},
	} {
		if _, err := w.service.AnswerQuestion(t.Context(), c.who, c.answer); fault.KindOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := w.count(t, `SELECT count(*) FROM learning.solved_questions`); n != 0 {
		t.Errorf("%d solved", n)
	}
}
