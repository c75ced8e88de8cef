package coursepackage

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"taphuan/internal/question"
)

// maxVideoQuestions bounds the questions of one video: more than that breaks it to pieces.
const maxVideoQuestions = 20

var momentForm = regexp.MustCompile(`^(\d{1,3}):([0-5]\d)$`)

type videoQuestionYAML struct {
	At       string       `yaml:"at"`
	Question questionYAML `yaml:",inline"`
}

// videoQuestions reads the questions for oneself that stand beside a video, in the order of their moments.
func (r *reader) videoQuestions(v *Video) {
	name := "media/" + v.Name + ".questions.yaml"
	if !r.folder.exists(name) {
		return
	}
	doc := r.yaml(name)
	if doc == nil {
		return
	}
	list, ok := doc.root.(*ast.SequenceNode)
	if !ok {
		r.found.add(doc.file, 1, "question.no_list")
		return
	}
	if len(list.Values) > maxVideoQuestions {
		r.found.add(doc.file, doc.line(maxVideoQuestions), "video.too_many_questions", maxVideoQuestions)
		return
	}
	seen := map[string]bool{}
	for _, node := range list.Values {
		var q videoQuestionYAML
		if !doc.decode(&r.found, node, &q) {
			continue
		}
		at := &questionReader{reader: r, doc: doc, node: node, yaml: q.Question, name: q.Question.ID}
		if seen[q.Question.ID] {
			at.problem("question.id_twice", []any{"id"}, q.Question.ID)
		}
		seen[q.Question.ID] = true
		body := at.read()
		at.inLesson(body)
		v.Questions = append(v.Questions, VideoQuestion{ID: q.Question.ID, At: at.moment(q.At, v.Duration), Body: body})
	}
	slices.SortStableFunc(v.Questions, func(a, b VideoQuestion) int { return int(a.At - b.At) })
}

// lessonTypes are what a lesson can ask: nothing that people mark, that a paper must draw or arrange first, or that a
// video's card does not show.
var lessonTypes = []string{string(question.Single), string(question.Multiple), string(question.TrueFalse), string(question.Numeric), string(question.ShortAnswer)}

func (q *questionReader) inLesson(body question.Body) {
	if !slices.Contains(lessonTypes, string(body.Type)) && body.Type != "" {
		q.problem("question.not_in_lesson", []any{"type"}, strings.Join(lessonTypes, ", "))
	}
	if q.yaml.Equivalent != "" || len(q.yaml.Isomorphs) > 0 {
		q.problem("question.lesson_relation", []any{"id"})
	}
}

// moment reads minutes and seconds within a video.
func (q *questionReader) moment(text string, duration time.Duration) time.Duration {
	parts := momentForm.FindStringSubmatch(text)
	if parts == nil {
		q.problem("video.question_at", []any{"at"})
		return 0
	}
	minutes, _ := strconv.Atoi(parts[1]) // digits, by the pattern
	seconds, _ := strconv.Atoi(parts[2])
	at := time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second
	if duration > 0 && at >= duration {
		q.problem("video.question_past_end", []any{"at"})
	}
	return at
}
