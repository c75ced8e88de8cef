package assessmenthttp_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/assessment/assessmenthttp"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
	"taphuan/internal/web"
)

// api is a server on a fresh database; a bearer token is a person's id.
type api struct {
	t          *testing.T
	server     *web.Server
	owner      *bun.DB
	learner    uuid.UUID
	stranger   uuid.UUID
	enrollment uuid.UUID
	agency     uuid.UUID
	grants     map[uuid.UUID][]access.Grant // of who holds more than what everybody does
}

func newAPI(t *testing.T) *api { return newAPIOf(t) }

// newAPIOf asks more questions in the test.
func newAPIOf(t *testing.T, more ...question.Body) *api {
	t.Helper()
	ctx := context.Background()
	db, owner := pgtest.NewWithOwner(t)
	grants := map[uuid.UUID][]access.Grant{}
	learn := learning.New(db, &outbox.Outbox{}, time.Now)
	server, err := web.New(web.Options{Log: slog.New(slog.DiscardHandler), Authenticate: func(_ context.Context, token string) (access.Principal, error) {
		id, err := uuid.Parse(token)
		if err != nil {
			return access.Principal{}, fault.ErrSessionExpired
		}
		return access.Principal{PersonID: id, Grants: grants[id]}, nil
	}})
	must(t, err)
	service, address := assessment.New(db, learn, nil, &outbox.Outbox{}, time.Now), func(file uuid.UUID) string { return "/media/" + file.String() }
	assessmenthttp.Routes(server, service, address)
	assessmenthttp.GradingRoutes(server, assessmenthttp.Grading{Assessment: service, Address: address,
		Courses: func(context.Context, []uuid.UUID) (map[uuid.UUID]catalog.Course, error) { return nil, nil }})
	agency := audit.NewID()
	a := &api{t: t, server: server, owner: owner, learner: audit.NewID(), stranger: audit.NewID(), agency: agency, grants: grants}
	_, err = owner.ExecContext(ctx, `INSERT INTO organization.agencies (id) VALUES (?)`, agency)
	must(t, err)
	for _, id := range []uuid.UUID{a.learner, a.stranger} {
		person, err := organization.NewPerson(id, agency, organization.Officer, "Đinh Văn Thử")
		must(t, err)
		must(t, organization.InsertPersonTx(ctx, owner, person))
		must(t, organization.InsertPostingTx(ctx, owner, organization.Posting{ID: audit.NewID(), PersonID: id, AgencyID: agency,
			PositionGroup: "officer", Staffing: "none", Counts: true, ValidFrom: time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)}))
	}
	course := publish(t, db, more)
	a.enrollment, err = learn.EnrollSelf(ctx, access.Principal{PersonID: a.learner}, course)
	must(t, err)
	return a
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// publish stores a course whose keys and explanations all carry the word SECRET.
func publish(t *testing.T, db *postgres.DB, more []question.Body) catalog.Course {
	t.Helper()
	truth := true
	secret := question.LocalText{VI: "<p>SECRET</p>", EN: "<p>SECRET</p>"}
	stem := question.LocalText{VI: "<p>Câu hỏi</p>", EN: "<p>A question</p>"}
	option := func(vi string, right bool) question.Option {
		return question.Option{Text: question.LocalText{VI: vi, EN: "EN " + vi}, Explain: secret, Correct: right}
	}
	base := question.Body{MaxPoints: 100, Stem: stem, Explain: secret, Source: question.LocalText{VI: "SECRET"}}
	single, multiple, trueFalse, numeric, short := base, base, base, base, base
	single.Type, single.Options = question.Single, []question.Option{option("một", true), option("hai", false), option("ba", false)}
	multiple.Type, multiple.Scoring, multiple.Options = question.Multiple, question.Partial, []question.Option{option("bốn", true), option("năm", true), option("sáu", false)}
	trueFalse.Type, trueFalse.Truth = question.TrueFalse, &truth
	numeric.Type, numeric.Numeric = question.Numeric, &question.NumericKey{Value: "987654321", Unit: question.LocalText{VI: "đồng", EN: "dong"}}
	short.Type, short.ShortAnswer = question.ShortAnswer, &question.ShortAnswerKey{AcceptedVI: []string{"SECRET"}}
	draft := catalog.Draft{Course: catalog.Course{Key: "an1", Code: "AN1", Title: catalog.LocalText{VI: "Khóa"}, Field: catalog.Cybersecurity,
		Audience: []string{"CB"}, Level: "basic", Periods: 100, UpdatedOn: time.Now()}, ContentHash: []byte("1")}
	must(t, db.RunInTx(context.Background(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		if _, err := catalog.PublishVersionTx(ctx, tx, &draft, time.Now()); err != nil {
			return err
		}
		var bank []assessment.BankQuestion
		for i, body := range append([]question.Body{single, multiple, trueFalse, numeric, short}, more...) {
			bank = append(bank, assessment.BankQuestion{Key: fmt.Sprint("q", i), Topic: "m", Difficulty: 1, Body: body})
		}
		pool, err := assessment.StoreBankTx(ctx, tx, draft.ID, bank)
		if err != nil {
			return err
		}
		_, err = assessment.StoreTestTx(ctx, tx, assessment.Test{CourseVersionID: draft.VersionID, CourseID: draft.ID, Kind: assessment.FinalTest,
			Title: catalog.LocalText{VI: "Kiểm tra cuối khóa", EN: "Final test"}, Minutes: 20, PassMark: 700, Attempts: 2, CoolingOffMinutes: 30,
			Feedback: assessment.AfterSubmit, Marking: assessment.Marking{SecondMarker: true, ModerationPercent: 20, AppealDays: 7},
			Blueprint: question.Blueprint{Cells: []question.Cell{{Topic: "m", Difficulty: 1, Count: 5 + len(more)}}}}, pool)
		return err
	}))
	return draft.Course
}

// call sends a request and returns status and raw body.
func (a *api) call(who uuid.UUID, locale, method, path, body string) (int, string) {
	a.t.Helper()
	request := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	request.Header.Set("Accept-Language", locale)
	request.Header.Set("Content-Type", "application/json")
	if who != uuid.Nil {
		request.Header.Set("Authorization", "Bearer "+who.String())
	}
	recorder := httptest.NewRecorder()
	a.server.Engine.ServeHTTP(recorder, request)
	return recorder.Code, recorder.Body.String()
}

func (a *api) want(status, got int, body string) {
	a.t.Helper()
	if got != status {
		a.t.Fatalf("status %d, want %d: %s", got, status, body)
	}
}

func (a *api) start() assessmenthttp.Attempt {
	a.t.Helper()
	status, body := a.call(a.learner, "vi", http.MethodPost, "/enrollments/"+a.enrollment.String()+"/tests/final/attempts", "")
	a.want(http.StatusCreated, status, body)
	var attempt assessmenthttp.Attempt
	must(a.t, json.Unmarshal([]byte(body), &attempt))
	return attempt
}

// mayAppear lists every key that the JSON of a running attempt may hold.
var mayAppear = []string{"id", "enrollmentId", "testKind", "title", "vi", "en", "number", "state", "startedAt", "deadlineAt", "serverNow",
	"timeBackSeconds", "seat", "items", "position", "type", "stemHtml", "options", "index", "html", "unit",
	"answers", "revision", "payload", "savedAt", "choices", "truth", "text"}

// walk visits every key and string of raw JSON.
func walk(t *testing.T, value any, place string) {
	t.Helper()
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if !slices.Contains(mayAppear, key) {
				t.Errorf("%s.%s is shown before grading", place, key)
			}
			walk(t, inner, place+"."+key)
		}
	case []any:
		for i, inner := range v {
			walk(t, inner, fmt.Sprintf("%s[%d]", place, i))
		}
	case string:
		if strings.Contains(v, "SECRET") || strings.Contains(v, "987654321") {
			t.Errorf("%s tells a key: %s", place, v)
		}
	}
}

func TestNothingLeaksBeforeGrading(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	attempt := a.start()
	path := "/attempts/" + attempt.ID.String()
	var saves []string
	for _, item := range attempt.Items {
		given := map[string]string{"single": `{"choices":[0]}`, "multiple": `{"choices":[0,2]}`, "true_false": `{"truth":false}`, "numeric": `{"text":"12"}`, "short_answer": `{"text":"gì đó"}`}[item.Type]
		saves = append(saves, fmt.Sprintf(`{"position":%d,"revision":1,"payload":%s}`, item.Position, given))
	}
	_, saved := a.call(a.learner, "vi", http.MethodPut, path+"/answers", `{"answers":[`+strings.Join(saves, ",")+`]}`)
	_, again := a.call(a.learner, "en", http.MethodPost, "/enrollments/"+a.enrollment.String()+"/tests/final/attempts", "")
	_, found := a.call(a.learner, "en", http.MethodGet, path, "")
	for name, raw := range map[string]string{"start": again, "reload": found} {
		var value map[string]any
		must(t, json.Unmarshal([]byte(raw), &value))
		walk(t, value, name)
		if items, answers := value["items"].([]any), value["answers"].([]any); len(items) != 5 || len(answers) != 5 {
			t.Errorf("%s shows %d items and %d answers", name, len(items), len(answers))
		}
		if !strings.Contains(raw, "A question") || strings.Contains(raw, "Câu hỏi") || !strings.Contains(raw, `"unit":"dong"`) {
			t.Errorf("%s is not in English: %s", name, raw)
		}
	}
	if strings.Contains(saved, "SECRET") || strings.Contains(saved, "points") || strings.Contains(saved, "correct") {
		t.Errorf("saving tells %s", saved)
	}
	status, problem := a.call(a.learner, "vi", http.MethodGet, path+"/result", "")
	if status != http.StatusConflict || !strings.Contains(problem, "attempt.not_graded") || strings.Contains(problem, "SECRET") {
		t.Errorf("a result before the end: %d %s", status, problem)
	}
}

func TestAttemptFromStartToResult(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	attempt := a.start()
	path := "/attempts/" + attempt.ID.String()
	position := 0
	for _, item := range attempt.Items {
		if item.Type == "short_answer" {
			position = item.Position
		}
	}
	body := fmt.Sprintf(`{"answers":[{"position":%d,"revision":3,"payload":{"text":"secret"}}]}`, position)
	status, raw := a.call(a.learner, "vi", http.MethodPut, path+"/answers", body)
	a.want(http.StatusOK, status, raw)
	var saved assessmenthttp.SavedAnswers
	must(t, json.Unmarshal([]byte(raw), &saved))
	if len(saved.Saved) != 1 || saved.Saved[0].Revision != 3 || !saved.DeadlineAt.Equal(attempt.DeadlineAt) || saved.ServerNow.IsZero() {
		t.Errorf("saved %s", raw)
	}
	status, raw = a.call(a.learner, "vi", http.MethodPut, path+"/answers", strings.Replace(body, `"revision":3`, `"revision":2`, 1))
	if status != http.StatusOK || !strings.Contains(raw, `"revision":3`) {
		t.Errorf("an older tab learns %d %s", status, raw)
	}
	status, raw = a.call(a.learner, "vi", http.MethodPost, path+"/submit", "")
	a.want(http.StatusOK, status, raw)
	var result assessmenthttp.AttemptResult
	must(t, json.Unmarshal([]byte(raw), &result))
	if result.Score != 100 || result.MaxScore != 500 || result.Scaled != 200 || result.Passed || result.PassMark != 700 || len(result.Items) != 5 || result.Again.State != "cooling_off" || result.Again.OpensAt == nil || result.State != "graded" {
		t.Errorf("result %s", raw)
	}
	if item := result.Items[position-1]; item.AnswerText != "secret" || item.CorrectText != "SECRET" || !item.Correct || item.Points != 100 || item.ExplainHTML != "<p>SECRET</p>" {
		t.Errorf("item %+v", item)
	}
	if status, again := a.call(a.learner, "vi", http.MethodGet, path+"/result", ""); status != http.StatusOK || !strings.Contains(again, `"score":100`) {
		t.Errorf("the result again: %d %s", status, again)
	}
	status, raw = a.call(a.learner, "vi", http.MethodPut, path+"/answers", body)
	if status != http.StatusConflict || !strings.Contains(raw, "attempt.closed") {
		t.Errorf("an answer after the end: %d %s", status, raw)
	}
	status, raw = a.call(a.learner, "en", http.MethodPost, "/enrollments/"+a.enrollment.String()+"/tests/final/attempts", "")
	if status != http.StatusConflict || !strings.Contains(raw, "attempt.cooling_off") || !strings.Contains(raw, "retryAfterSeconds") || !strings.Contains(raw, "too early") {
		t.Errorf("too early: %d %s", status, raw)
	}
}

func TestRefusedRequests(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	attempt := a.start()
	path := "/attempts/" + attempt.ID.String()
	enrollment := "/enrollments/" + a.enrollment.String()
	answer := func(inner string) string { return `{"answers":[` + inner + `]}` }
	good := answer(`{"position":1,"revision":1,"payload":{}}`)
	cases := []struct {
		name         string
		who          uuid.UUID
		method, path string
		body         string
		status       int
		code         string
	}{
		{"signed out", uuid.Nil, "GET", path, "", 401, "auth.required"},
		{"signed out, start", uuid.Nil, "POST", enrollment + "/tests/final/attempts", "", 401, "auth.required"},
		{"stranger, start", a.stranger, "POST", enrollment + "/tests/final/attempts", "", 404, "not_found"},
		{"stranger, read", a.stranger, "GET", path, "", 404, "not_found"},
		{"stranger, save", a.stranger, "PUT", path + "/answers", good, 404, "not_found"},
		{"stranger, submit", a.stranger, "POST", path + "/submit", "", 404, "not_found"},
		{"stranger, result", a.stranger, "GET", path + "/result", "", 404, "not_found"},
		{"no such attempt", a.learner, "GET", "/attempts/" + uuid.NewString(), "", 404, "not_found"},
		{"no such test", a.learner, "POST", enrollment + "/tests/pre_test/attempts", "", 404, "not_found"},
		{"unknown kind", a.learner, "POST", enrollment + "/tests/probe/attempts", "", 422, "path.kind"},
		{"no id", a.learner, "GET", "/attempts/1%20OR%201", "", 422, "path.id"},
		{"no answers", a.learner, "PUT", path + "/answers", answer(""), 422, "body.answers"},
		{"null answers", a.learner, "PUT", path + "/answers", `{"answers":null}`, 422, "body.answers"},
		{"too many answers", a.learner, "PUT", path + "/answers", answer(strings.Repeat(`{"position":1,"revision":1,"payload":{}},`, 200) + `{"position":1,"revision":1,"payload":{}}`), 422, "body.answers"},
		{"unknown field", a.learner, "PUT", path + "/answers", answer(`{"position":1,"revision":1,"payload":{},"late":false}`), 422, "late"},
		{"no payload", a.learner, "PUT", path + "/answers", answer(`{"position":1,"revision":1}`), 422, "required"},
		{"a revision too high", a.learner, "PUT", path + "/answers", answer(`{"position":1,"revision":9007199254740993,"payload":{}}`), 422, "revision"},
		{"a position too high", a.learner, "PUT", path + "/answers", answer(`{"position":6,"revision":1,"payload":{}}`), 422, "body.answers[0].position"},
		{"a long text", a.learner, "PUT", path + "/answers", answer(`{"position":1,"revision":1,"payload":{"text":"` + strings.Repeat("a", 501) + `"}}`), 422, "payload.text"},
		{"many choices", a.learner, "PUT", path + "/answers", answer(`{"position":1,"revision":1,"payload":{"choices":[0,1,2,3,4,5,6,7,8,9,10]}}`), 422, "choices"},
		{"not JSON", a.learner, "PUT", path + "/answers", `{`, 400, "code"},
		{"a great body", a.learner, "PUT", path + "/answers", answer(strings.Repeat(" ", 600<<10)), 413, "too_large"},
	}
	for _, c := range cases {
		status, body := a.call(c.who, "vi", c.method, c.path, c.body)
		if (status != c.status && !(c.status == 400 && status == 422)) || !strings.Contains(body, c.code) {
			t.Errorf("%s: %d %s", c.name, status, body)
		}
	}
	var stored int
	must(t, a.owner.NewRaw(`SELECT count(*) FROM assessment.answers`).Scan(context.Background(), &stored))
	if stored != 0 {
		t.Errorf("%d answers were stored", stored)
	}
}
