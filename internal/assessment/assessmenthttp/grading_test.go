package assessmenthttp_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/assessment/assessmenthttp"
	"taphuan/internal/question"
	"taphuan/internal/web"
)

// newEssayAPI is newAPI with an essay of one criterion in the test.
func newEssayAPI(t *testing.T) *api {
	text := func(vi string) question.LocalText { return question.LocalText{VI: vi, EN: "EN " + vi} }
	return newAPIOf(t, question.Body{Type: question.EssayType, MaxPoints: 100, Stem: text("<p>Viết tin báo</p>"), Essay: &question.Essay{Rubric: question.Rubric{
		Criteria: []question.Criterion{{Key: "y", Text: text("Đủ ý"), Levels: []question.Level{{Text: text("Thiếu")}, {Text: text("Đủ"), Points: 100}}}}}}})
}

func (a *api) essayAt(attempt assessmenthttp.Attempt) string {
	for _, item := range attempt.Items {
		if item.Type == "essay" {
			return strconv.Itoa(item.Position)
		}
	}
	a.t.Fatal("no essay on the paper")
	return ""
}

func (a *api) essayPlace(result assessmenthttp.AttemptResult) string {
	for _, item := range result.Items {
		if item.Type == "essay" {
			return strconv.Itoa(item.Position)
		}
	}
	a.t.Fatal("no essay in the result")
	return ""
}

func (a *api) attemptOf(script uuid.UUID) string {
	a.t.Helper()
	var id uuid.UUID
	must(a.t, a.owner.NewRaw(`SELECT attempt_id FROM assessment.scripts WHERE id = ?`, script).Scan(context.Background(), &id))
	return id.String()
}

// handInEssay makes the learner hand in an essay that two people mark.
func (a *api) handInEssay() (script uuid.UUID) {
	a.t.Helper()
	started := a.start()
	answers := `{"answers":[{"position":` + a.essayAt(started) + `,"revision":1,"payload":{"text":"Tôi báo công an xã ngay."}}],"away":{"times":2,"seconds":31}}`
	status, body := a.call(a.learner, "vi", http.MethodPut, "/attempts/"+started.ID.String()+"/answers", answers)
	a.want(http.StatusOK, status, body)
	status, body = a.call(a.learner, "vi", http.MethodPost, "/attempts/"+started.ID.String()+"/submit", "")
	a.want(http.StatusOK, status, body)
	must(a.t, a.owner.NewRaw(`SELECT id FROM assessment.scripts`).Scan(context.Background(), &script))
	return script
}

// Markers, examiners and the learner go through the whole of grading; no name leaves it, and whoever has no part in it
// is refused at every step.
func TestGradingByHTTP(t *testing.T) {
	t.Parallel()
	a := newEssayAPI(t)
	script := a.handInEssay()
	attempt := a.attemptOf(script)
	first, second, examiner, approver := a.as(access.Grader), a.as(access.Grader), a.as(access.Examiner), a.as(access.Examiner)
	outsiders := map[uuid.UUID]int{uuid.Nil: http.StatusUnauthorized, a.learner: http.StatusForbidden, a.as(access.SystemAdmin): http.StatusForbidden,
		a.as(access.AgencyLeader): http.StatusForbidden, a.as(access.FocalPoint): http.StatusForbidden}
	refused := func(method, path, body string, also ...uuid.UUID) {
		t.Helper()
		for who, want := range outsiders {
			if status, answer := a.call(who, "vi", method, path, body); status != want {
				t.Errorf("%s %s: %d %s, want %d", method, path, status, answer, want)
			}
		}
		for _, who := range also {
			if status, _ := a.call(who, "vi", method, path, body); status != http.StatusForbidden {
				t.Errorf("%s %s by a grader: %d", method, path, status)
			}
		}
	}
	nameless := func(body string) string {
		t.Helper()
		for _, secret := range []string{"Thử", a.learner.String(), "personId"} {
			if strings.Contains(body, secret) {
				t.Errorf("%q is told: %s", secret, body)
			}
		}
		return body
	}

	refused(http.MethodGet, "/grading/queues", "")
	refused(http.MethodPost, "/grading/claims", "{}")
	marks := "/grading/scripts/" + script.String() + "/marks"
	for i, grader := range []uuid.UUID{first, second} {
		status, body := a.call(grader, "vi", http.MethodGet, "/grading/queues", "")
		a.want(http.StatusOK, status, nameless(body))
		status, body = a.call(grader, "vi", http.MethodPost, marks, `{"levels":{"y":1}}`)
		a.want(http.StatusConflict, status, body) // not held
		status, body = a.call(grader, "vi", http.MethodPost, "/grading/claims", "{}")
		a.want(http.StatusOK, status, nameless(body))
		status, body = a.call(grader, "vi", http.MethodPost, marks, `{"levels":{"y":7}}`)
		a.want(http.StatusUnprocessableEntity, status, body)
		refused(http.MethodPost, marks, `{"levels":{"y":1}}`)
		level := []string{`{"levels":{"y":0}}`, `{"levels":{"y":1}}`}[i]
		status, body = a.call(grader, "vi", http.MethodPost, marks, level)
		a.want(http.StatusOK, status, body)
	}
	status, body := a.call(first, "vi", http.MethodPost, "/grading/claims", "{}")
	if a.want(http.StatusOK, status, body); strings.Contains(body, `"script"`) {
		t.Errorf("a grader moderates: %s", body)
	}
	status, body = a.call(examiner, "vi", http.MethodPost, "/grading/claims", "{}")
	if a.want(http.StatusOK, status, nameless(body)); strings.Count(body, `"comment"`) != 2 {
		t.Errorf("moderation shows %s", body)
	}
	status, body = a.call(examiner, "vi", http.MethodPost, marks, `{"levels":{"y":0}}`)
	a.want(http.StatusOK, status, body)

	for _, path := range []string{"/grading/tests", "/grading/observations", "/appeals", "/corrections"} {
		refused(http.MethodGet, path, "", first)
	}
	if tests := read[web.List[assessmenthttp.MarkedTest]](a, examiner, "vi", "/grading/tests"); tests.Total != 1 || tests.Items[0].Final != 1 {
		t.Errorf("tests %+v", tests)
	}
	result := read[assessmenthttp.AttemptResult](a, a.learner, "vi", "/attempts/"+attempt+"/result")
	var criteria []assessmenthttp.MarkedCriterion
	for _, item := range result.Items {
		for _, part := range item.Marked {
			criteria = part.Criteria
		}
	}
	if !result.Changed || len(criteria) != 1 || len(criteria[0].Given) != 1 || criteria[0].Given[0].Text != "Thiếu" || criteria[0].MaxPoints != 100 {
		t.Errorf("the learner sees %+v, %+v", result, criteria)
	}

	status, body = a.call(a.learner, "vi", http.MethodPost, "/attempts/"+attempt+"/appeals", `{"position":0,"reason":"Bài của tôi có đủ ý."}`)
	a.want(http.StatusCreated, status, body)
	appeals := read[web.List[assessmenthttp.Appeal]](a, examiner, "vi", "/appeals")
	path := "/appeals/" + appeals.Items[0].ID.String()
	refused(http.MethodGet, path, "", first)
	status, body = a.call(examiner, "vi", http.MethodGet, path, "")
	a.want(http.StatusOK, status, nameless(body))
	propose := `{"answer":"Thêm điểm","points":100,"position":` + a.essayPlace(result) + `}`
	refused(http.MethodPost, path+"/answer", propose, first)
	status, body = a.call(examiner, "vi", http.MethodPost, path+"/answer", propose)
	a.want(http.StatusOK, status, body)
	status, body = a.call(examiner, "vi", http.MethodPost, path+"/decision", `{"approve":true,"reason":"Tự duyệt"}`)
	a.want(http.StatusForbidden, status, body)
	refused(http.MethodPost, path+"/decision", `{"approve":true,"reason":"Duyệt hộ"}`, first)
	status, body = a.call(approver, "vi", http.MethodPost, path+"/decision", `{"approve":true,"reason":"Đồng ý"}`)
	a.want(http.StatusOK, status, body)
	history := read[assessmenthttp.History](a, a.learner, "vi", "/attempts/"+attempt+"/history")
	if len(history.Changes) != 2 || history.Changes[1].Cause != string(assessment.ByAppeal) || history.Changes[1].ChangedBy != nil {
		t.Errorf("history %+v", history)
	}

	own := read[assessmenthttp.OwnObservation](a, a.learner, "vi", "/attempts/"+attempt+"/observation")
	if !own.Noted || own.AwayTimes != 2 || own.AwaySeconds != 31 {
		t.Errorf("noted: %+v", own)
	}
	status, body = a.call(a.stranger, "vi", http.MethodGet, "/attempts/"+attempt+"/observation", "")
	a.want(http.StatusNotFound, status, body)
	status, body = a.call(a.learner, "vi", http.MethodPut, "/attempts/"+attempt+"/observation/reply", `{"reply":"Máy tự khởi động lại."}`)
	a.want(http.StatusOK, status, body)
	status, body = a.call(examiner, "vi", http.MethodGet, "/grading/observations", "")
	if a.want(http.StatusOK, status, nameless(body)); !strings.Contains(body, "Máy tự khởi động lại.") {
		t.Errorf("the examiner reads %s", body)
	}
}
