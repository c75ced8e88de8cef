package learninghttp_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/learning/learninghttp"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
	"taphuan/internal/web"
)

// api is a server over a fresh database with one course; a bearer token is a person's id, and the
// focal point's grants come with the id.
type api struct {
	t                        *testing.T
	server                   *web.Server
	owner                    *bun.DB
	school, class            uuid.UUID
	learner, stranger, focal uuid.UUID
	text, video, film        uuid.UUID
	nowhere                  string
	roles                    map[uuid.UUID]access.Role // of further people, in the school
}

func newAPI(t *testing.T) *api {
	t.Helper()
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	a := &api{t: t, owner: owner, school: uuid.New(), class: uuid.New(), learner: uuid.New(), stranger: uuid.New(), focal: uuid.New(), film: uuid.New(), nowhere: uuid.NewString()}
	a.exec(`INSERT INTO organization.agencies (id) VALUES (?)`, a.school)
	a.exec(`INSERT INTO organization.school_classes (id, agency_id, school_year, name) VALUES (?, ?, '2026-2027', '10A1')`, a.class, a.school)
	for _, id := range []uuid.UUID{a.learner, a.stranger} {
		a.exec(`INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'student', 'Lê An', 'An')`, id, a.school)
		a.exec(`INSERT INTO organization.class_members (school_class_id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2026-09-05')`, a.class, id, a.school)
	}
	a.publish(db)
	var err error
	a.server, err = web.New(web.Options{Log: slog.New(slog.DiscardHandler), Authenticate: func(_ context.Context, token string) (access.Principal, error) {
		who := access.Principal{PersonID: uuid.MustParse(token)}
		if who.PersonID == a.focal {
			who.Grants = []access.Grant{{Role: access.FocalPoint, AgencyID: a.school, Agencies: []uuid.UUID{a.school}}}
		}
		if role, held := a.roles[who.PersonID]; held {
			who.Grants = []access.Grant{{Role: role, AgencyID: a.school, Agencies: []uuid.UUID{a.school}}}
		}
		return who, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	service := learning.New(db, &outbox.Outbox{}, time.Now)
	parts := learninghttp.Parts{Learning: service, Courses: catalog.New(db),
		Study: func(ctx context.Context, who access.Principal, id uuid.UUID) (learning.Study, []learninghttp.TestState, error) {
			study, err := service.FindStudy(ctx, who, id, func(context.Context, bun.IDB, learning.Enrollment) error { return nil })
			return study, []learninghttp.TestState{{Kind: "final", State: "open"}}, err
		},
		Certificate: func(context.Context, access.Principal, uuid.UUID) (*learninghttp.CertificateState, error) {
			return &learninghttp.CertificateState{State: "issuing"}, nil
		},
		CountCertificates: func(context.Context, access.Principal) (int, error) { return 3, nil },
		MediaAddress:      func(file uuid.UUID, playlist string) string { return "/signed/" + file.String() + "/" + playlist }}
	learninghttp.Routes(a.server, parts)
	learninghttp.ClassRoutes(a.server, parts)
	learninghttp.DutyRoutes(a.server, parts)
	learninghttp.RecognitionRoutes(a.server, parts)
	return a
}

func (a *api) exec(query string, args ...any) {
	a.t.Helper()
	if _, err := a.owner.ExecContext(a.t.Context(), query, args...); err != nil {
		a.t.Fatal(err)
	}
}

func (a *api) publish(db *postgres.DB) {
	a.t.Helper()
	a.exec(`INSERT INTO media.files (id, sha256, size, mime, duration_ms) VALUES (?, decode(repeat('ab', 32), 'hex'), 1000, 'video/mp4', 60000)`, a.film)
	texts := map[string]catalog.LessonText{"en": {Goal: "Goal", Blocks: []catalog.Block{{Kind: "html", HTML: "<p>text</p>"}}},
		"vi": {Goal: "Mục tiêu", Blocks: []catalog.Block{{Kind: "decision", HTML: "<p>hỏi</p>", ID: "d", Options: []catalog.BlockOption{{HTML: "a", Best: true, Feedback: "đúng"}}}}, TranscriptHTML: "<p>lời</p>", CaptionsID: a.film}}
	draft := catalog.Draft{ContentHash: []byte{1}, Course: catalog.Course{Key: "an1", Code: "AN1", Title: catalog.LocalText{VI: "Nhận biết lừa đảo"},
		Field: catalog.Cybersecurity, Level: "basic", Periods: 850, PassMark: 700, UpdatedOn: time.Now()},
		Modules: []catalog.Module{{Key: "m1", Title: catalog.LocalText{VI: "Phần 1"}, Lessons: []catalog.Lesson{
			{Slug: "01-chu", Kind: catalog.TextLesson, Title: catalog.LocalText{VI: "Bài chữ"}, Minutes: 5, Texts: texts},
			{Slug: "02-video", Kind: catalog.VideoLesson, Title: catalog.LocalText{VI: "Bài video"}, Minutes: 1, VideoID: a.film, Voice: "synthetic", Texts: texts},
		}}}}
	err := db.RunInTx(a.t.Context(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		_, err := catalog.PublishVersionTx(ctx, tx, &draft, time.Now())
		return err
	})
	if err != nil {
		a.t.Fatal(err)
	}
	a.text, a.video = draft.Modules[0].Lessons[0].ID, draft.Modules[0].Lessons[1].ID
}

func (a *api) call(who uuid.UUID, locale, method, path, body string) (int, string) {
	a.t.Helper()
	request := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	request.Header.Set("Accept-Language", locale)
	request.Header.Set("Content-Type", "application/json")
	if who != uuid.Nil {
		request.Header.Set("Authorization", "Bearer "+who.String())
	}
	answer := httptest.NewRecorder()
	a.server.Engine.ServeHTTP(answer, request)
	return answer.Code, answer.Body.String()
}

// step is one request of a story with what its answer must and must not contain.
type step struct {
	name         string
	who          uuid.UUID
	method, path string
	body         string
	status       int
	has, lacks   []string
	locale       string
}

func (a *api) run(steps []step) {
	a.t.Helper()
	for _, s := range steps {
		status, body := a.call(s.who, s.locale, s.method, s.path, s.body)
		if status != s.status {
			a.t.Errorf("%s: status %d, want %d: %s", s.name, status, s.status, body)
		}
		for _, text := range s.has {
			if !strings.Contains(body, text) {
				a.t.Errorf("%s lacks %q: %s", s.name, text, body)
			}
		}
		for _, text := range append(s.lacks, ":null") {
			if strings.Contains(body, text) {
				a.t.Errorf("%s has %q: %s", s.name, text, body)
			}
		}
	}
}

// enroll enrolls a person and returns the path of the enrollment.
func (a *api) enroll(who uuid.UUID) string {
	a.t.Helper()
	status, body := a.call(who, "vi", "POST", "/courses/an1/enrollment", "")
	var enrolled learninghttp.Enrolled
	if err := json.Unmarshal([]byte(body), &enrolled); err != nil || status != 200 {
		a.t.Fatalf("%d %v: %s", status, err, body)
	}
	return "/enrollments/" + enrolled.EnrollmentID.String()
}

// TestLearnerStory goes through a course as a learner does.
func TestLearnerStory(t *testing.T) {
	a := newAPI(t)
	a.run([]step{{name: "before", who: a.learner, method: "GET", path: "/me/learning", status: 200, has: []string{`"required":[]`, `"current":[]`, `"completed":[]`, `"certificates":3`}}})
	own := a.enroll(a.learner)
	if again := a.enroll(a.learner); again != own {
		t.Errorf("enrolled twice: %s and %s", own, again)
	}
	text, video := own+"/lessons/"+a.text.String(), own+"/lessons/"+a.video.String()
	a.run([]step{
		{name: "duties", who: a.learner, method: "GET", path: "/me/learning", status: 200, has: []string{`"current":[{`, `"courseKey":"an1"`, `"periods":8.5`, `"state":"not_started"`}},
		{name: "enrollment", who: a.learner, method: "GET", path: own, status: 200, has: []string{`"progressPercent":0`, `"state":"todo"`, `"nextLessonId":"` + a.text.String(), `"tests":[{`, `"minutes":1,"bytes":1000,"state":"todo"`, `"minutes":5,"state":"todo"`}, lacks: []string{"certificate"}},
		{name: "text", who: a.learner, method: "GET", path: text, status: 200, has: []string{`"locale":"vi"`, `"availableLocales":["vi","en"]`, `"promptHtml":"`, `"state":"started"`, `"nextLessonId":"` + a.video.String()}, lacks: []string{"previousLessonId", `"video":{`}},
		{name: "text in English", who: a.learner, locale: "en", method: "GET", path: text, status: 200, has: []string{`"locale":"en"`, `"goal":"Goal"`}},
		{name: "text done", who: a.learner, method: "POST", path: text + "/done", status: 200, has: []string{`"state":"done"`, `"missing":[]`}},
		{name: "video", who: a.learner, method: "GET", path: video, status: 200, has: []string{`"url":"/signed/` + a.film.String() + `/"`, `"durationMs":60000`, `"requiredShare":95`, `"missing":[{"fromMs":0,"toMs":60000}]`, `"label":"Tiếng Việt"`}},
		{name: "halfway", who: a.learner, method: "GET", path: own, status: 200, has: []string{`"progressPercent":33`, `"state":"in_progress"`, `"nextLessonId":"` + a.video.String()}},
	})
	status, body := a.call(a.learner, "vi", "POST", video+"/playback", "")
	var opened learninghttp.Playback
	if err := json.Unmarshal([]byte(body), &opened); err != nil || status != 200 {
		t.Fatalf("%d %v: %s", status, err, body)
	}
	a.exec(`UPDATE learning.playbacks SET opened_at = now() - interval '1 minute'`)
	watch := func(segments string) string {
		return fmt.Sprintf(`{"playbackId":%q,"positionMs":30000,"segments":[%s]}`, opened.PlaybackID, segments)
	}
	many := strings.TrimSuffix(strings.Repeat(`{"sequence":9,"fromMs":0,"toMs":1},`, 201), ",")
	a.run([]step{
		{name: "half the film", who: a.learner, method: "POST", path: video + "/watch", body: watch(`{"sequence":1,"fromMs":0,"toMs":30000}`), status: 200,
			has: []string{`"state":"started"`, `"watchedMs":30000`, `"positionMs":30000`, `"missing":[{"fromMs":30000,"toMs":60000}]`}},
		{name: "a message without segments", who: a.learner, method: "POST", path: video + "/watch", body: watch(""), status: 200, has: []string{`"watchedMs":30000`}},
		{name: "too many segments", who: a.learner, method: "POST", path: video + "/watch", body: watch(many), status: 422, has: []string{"body.segments"}},
		{name: "segment before the beginning", who: a.learner, method: "POST", path: video + "/watch", body: watch(`{"sequence":2,"fromMs":-5,"toMs":9}`), status: 422, has: []string{"body.segments[0].fromMs"}},
		{name: "field of the future", who: a.learner, method: "POST", path: video + "/watch", body: `{"speed":16}`, status: 422},
		{name: "another's playback", who: a.stranger, method: "POST", path: video + "/watch", body: watch(""), status: 404},
		{name: "watching a text", who: a.learner, method: "POST", path: text + "/watch", body: watch(""), status: 404},
		{name: "the other half", who: a.learner, method: "POST", path: video + "/watch", body: watch(`{"sequence":3,"fromMs":30000,"toMs":60000}`), status: 200, has: []string{`"state":"done"`, `"missing":[]`}},
		{name: "lessons done", who: a.learner, method: "GET", path: own, status: 200, has: []string{`"progressPercent":66`}, lacks: []string{"nextLessonId"}},
	})
	a.exec(`UPDATE learning.enrollments SET completed_at = now()`)
	a.run([]step{{name: "completed", who: a.learner, method: "GET", path: own, status: 200, has: []string{`"state":"done"`, `"certificate":{"state":"issuing"}`}}})
}

// TestRefusals: what is not the caller's own does not exist, and nobody is refused at the door.
func TestRefusals(t *testing.T) {
	a := newAPI(t)
	own := a.enroll(a.learner)
	lesson := own + "/lessons/" + a.text.String()
	for _, path := range []string{own, lesson, own + "/lessons/" + a.nowhere, "/enrollments/" + a.nowhere} {
		a.run([]step{
			{name: "a stranger reads " + path, who: a.stranger, method: "GET", path: path, status: 404, lacks: []string{"Nhận biết"}},
			{name: "nobody reads " + path, method: "GET", path: path, status: 401},
		})
	}
	a.run([]step{
		{name: "a lesson of no course", who: a.learner, method: "GET", path: own + "/lessons/" + a.nowhere, status: 404},
		{name: "not an id", who: a.learner, method: "GET", path: "/enrollments/1", status: 422},
		{name: "a stranger finishes", who: a.stranger, method: "POST", path: lesson + "/done", status: 404},
		{name: "a stranger plays", who: a.stranger, method: "POST", path: own + "/lessons/" + a.video.String() + "/playback", status: 404},
		{name: "unknown course", who: a.learner, method: "POST", path: "/courses/an9/enrollment", status: 404},
		{name: "no agency", who: uuid.New(), method: "POST", path: "/courses/an1/enrollment", status: 409, has: []string{"enrollment.no_agency", "đầu mối"}},
		{name: "no agency, in English", who: uuid.New(), locale: "en", method: "POST", path: "/courses/an1/enrollment", status: 409, has: []string{"focal point"}},
	})
	a.exec(`UPDATE catalog.courses SET withdrawn_at = now()`)
	a.run([]step{
		{name: "withdrawn course", who: a.stranger, method: "POST", path: "/courses/an1/enrollment", status: 404},
		{name: "who had it keeps it", who: a.learner, method: "GET", path: lesson, status: 200},
		{name: "and finds it by name", who: a.learner, method: "GET", path: "/me/learning", status: 200, has: []string{"Nhận biết lừa đảo"}},
	})
}

// TestWatchingFigures: authors are told of a video, since which version it is shown, and of nobody while they are few.
func TestWatchingFigures(t *testing.T) {
	a := newAPI(t)
	author := uuid.New()
	a.roles = map[uuid.UUID]access.Role{author: access.Author}
	figures := func(course string, lesson uuid.UUID) string {
		return "/courses/" + course + "/lessons/" + lesson.String() + "/watching"
	}
	a.run([]step{
		{name: "few", who: author, method: "GET", path: figures("an1", a.video), status: 200,
			has: []string{`"people":0`, `"bucketMs":2000`, fmt.Sprintf(`"videos":[{"lessonId":%q,"version":1,"shownOn":"20`, a.video)}, lacks: []string{a.film.String()}},
		{name: "a text", who: author, method: "GET", path: figures("an1", a.text), status: 404},
		{name: "another course", who: author, method: "GET", path: figures("an9", a.video), status: 404},
		{name: "a learner", who: a.learner, method: "GET", path: figures("an1", a.video), status: 403},
		{name: "nobody", method: "GET", path: figures("an1", a.video), status: 401},
	})
}

func TestClassRoute(t *testing.T) {
	a := newAPI(t)
	path := "/agencies/" + a.school.String() + "/school-classes/" + a.class.String() + "/enrollments"
	tomorrow := time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
	a.run([]step{
		{name: "nobody", method: "POST", path: path, body: `{"courseKey":"an1"}`, status: 401},
		{name: "a learner", who: a.learner, method: "POST", path: path, body: `{"courseKey":"an1"}`, status: 403},
		{name: "unknown course", who: a.focal, method: "POST", path: path, body: `{"courseKey":"an9"}`, status: 404},
		{name: "no course", who: a.focal, method: "POST", path: path, body: `{}`, status: 422, has: []string{`"code":"required"`}},
		{name: "not a day", who: a.focal, method: "POST", path: path, body: `{"courseKey":"an1","dueOn":"2026-02-30"}`, status: 422, has: []string{"body.dueOn"}},
		{name: "a day that has passed", who: a.focal, method: "POST", path: path, body: `{"courseKey":"an1","dueOn":"2020-01-01"}`, status: 422, has: []string{"body.dueOn", "đã qua"}},
		{name: "another school", who: a.focal, method: "POST", path: strings.Replace(path, a.school.String(), a.nowhere, 1), body: `{"courseKey":"an1"}`, status: 404},
		{name: "the class", who: a.focal, method: "POST", path: path, body: `{"courseKey":"an1","dueOn":"` + tomorrow + `","document":"12/KH-THPT"}`, status: 200, has: []string{`"enrolled":2`, `"already":0`}},
		{name: "again", who: a.focal, method: "POST", path: path, body: `{"courseKey":"an1"}`, status: 200, has: []string{`"enrolled":0`, `"already":2`}},
		{name: "the student's duty", who: a.learner, method: "GET", path: "/me/learning", status: 200, has: []string{`"required":[{`, `"dueOn":"` + tomorrow}},
	})
}

// TestDraftCourses: too many courses and unknown ones are told apart, and nothing is written.
func TestDraftCourses(t *testing.T) {
	a := newAPI(t)
	draft := func(courses string) string {
		return `{"agencyId":"` + a.school.String() + `","rules":[{"agencyId":"` + a.school.String() + `"}],"courses":` + courses +
			`,"due":{"kind":"date","on":"` + time.Now().AddDate(0, 1, 0).Format(time.DateOnly) + `"},"graceDays":0,"inOrder":false,"startsOn":"` +
			time.Now().AddDate(0, 0, 2).Format(time.DateOnly) + `","document":"12/KH","reason":"Vì an toàn"}`
	}
	long := `[["an1"` + strings.Repeat(`,"an1"`, 30) + `]]`
	a.run([]step{
		{name: "no such course", who: a.focal, method: "POST", path: "/requirements", body: draft(`[["an9"]]`), status: 422, has: []string{`"code":"unknown"`, "body.courses"}},
		{name: "a list without a course", who: a.focal, method: "POST", path: "/requirements", body: draft(`[[]]`), status: 422, has: []string{`"code":"count"`}},
		{name: "a list too long", who: a.focal, method: "POST", path: "/requirements", body: draft(long), status: 422, has: []string{`"code":"count"`}},
		{name: "a learner", who: a.learner, method: "POST", path: "/requirements", body: draft(`[["an1"]]`), status: 403},
		{name: "the course", who: a.focal, method: "POST", path: "/requirements", body: draft(`[["an1"]]`), status: 201},
		{name: "exempt from no course", who: a.focal, method: "POST", path: "/exemptions", body: `{"people":["` + a.learner.String() + `"],"courseKey":"an9","fromOn":"2030-01-01","reason":"lý do","document":"01/QĐ"}`,
			status: 422, has: []string{"body.courseKey", `"code":"unknown"`}},
	})
}
