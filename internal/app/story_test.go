package app_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/question"
)

type me struct {
	PersonID string `json:"personId"`
	Agency   struct{ ID string }
	Roles    []struct{ AgencyID string }
}

// TestProvince runs the stories and their forbidden sides on one demonstration province.
func TestProvince(t *testing.T) {
	p := startProvince(t)
	t.Run("officer learns, is tested and gets a certificate", func(t *testing.T) { officerStory(t, p) })
	t.Run("a pre-test exempts from the lessons, a self-check counts for nothing", func(t *testing.T) { preTestStory(t, p) })
	t.Run("nobody sees another agency's people", func(t *testing.T) { foreignAgency(t, p) })
	t.Run("the province sees units, never persons", func(t *testing.T) { provinceSeesUnits(t, p) })
	t.Run("a school's software pushes its list by a token", func(t *testing.T) { pushedByToken(t, p) })
	t.Run("a long list is written and undone in the background", func(t *testing.T) { longRoster(t, p) })
	t.Run("targets, yearly plans and recognition keep to their people", func(t *testing.T) { plansKeepToTheirPeople(t, p) })
	t.Run("people are told of a class that they are named for", func(t *testing.T) { classStory(t, p) })
	t.Run("people are told of each decision about them", func(t *testing.T) { toldOfDecisions(t, p) })
	t.Run("rights end with the session", func(t *testing.T) { afterSignOut(t, p) })
	t.Run("a disabled person is out within a second", func(t *testing.T) { disabledAtOnce(t, p) })
	t.Run("roles take effect and end at once, and the log tells it", func(t *testing.T) { roleStory(t, p) })
	t.Run("a person is told of what others do to their account", func(t *testing.T) { toldOfAccount(t, p) })
	t.Run("a class teacher is told of their class", func(t *testing.T) { classTeacherIsTold(t, p) })
	t.Run("matrix", func(t *testing.T) { matrix(t, p) })
	t.Run("roles end by their day", func(t *testing.T) { roleEndsByDay(t, p) })
}

type enrollment struct {
	ID              string
	ProgressPercent int
	State           string
	Modules         []struct {
		Lessons []struct{ ID, Kind, State string }
	}
	Certificate *struct{ ID, Code, State, RegisterNumber string }
}

func officerStory(t *testing.T, p *province) {
	b := p.signIn(t, "hocvien")
	duties := get[struct {
		Required []struct {
			EnrollmentID, CourseKey, State string
			Why                            struct{ Text, Document string }
		}
	}](b, "/api/v1/me/learning")
	if len(duties.Required) == 0 || duties.Required[0].Why.Document == "" {
		t.Fatalf("duties %+v", duties)
	}
	id := post[struct{ EnrollmentID string }](b, http.StatusOK, "/api/v1/courses/an1/enrollment", nil).EnrollmentID
	path := "/api/v1/enrollments/" + id
	for _, module := range get[enrollment](b, path).Modules {
		for _, lesson := range module.Lessons {
			b.want(http.StatusOK, "GET", path+"/lessons/"+lesson.ID, nil)
			answerQuestions(t, p, b, path+"/lessons/"+lesson.ID, lesson.ID)
			b.want(http.StatusOK, "POST", path+"/lessons/"+lesson.ID+"/done", nil)
		}
	}
	passTest(t, p, b, path, "final")
	c := waitForCertificate(t, b, path)
	if !strings.HasPrefix(c.RegisterNumber, "DEMO-") {
		t.Errorf("register number %q of a demonstration", c.RegisterNumber)
	}
	if page := string(p.browser(t).want(http.StatusOK, "GET", "/xac-minh/"+c.Code, nil)); !strings.Contains(page, "MẪU - SỐ LIỆU MINH HỌA") || !strings.Contains(page, c.RegisterNumber) {
		t.Error("the verification page does not tell that it is a sample, or its number")
	}
	if pdf := b.want(http.StatusOK, "GET", "/api/v1/certificates/"+c.ID+"/pdf", nil); !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Error("the certificate is no PDF")
	}
	other := p.signIn(t, "hocsinh")
	for _, foreign := range []string{path, "/api/v1/certificates/" + c.ID + "/pdf"} {
		other.want(http.StatusNotFound, "GET", foreign, nil)
	}
}

// answerQuestions answers the questions of a lesson's video, if it has any, as somebody who knows.
func answerQuestions(t *testing.T, p *province, b *browser, lessonPath, lesson string) {
	t.Helper()
	var rows []struct {
		Key  string
		Body []byte
	}
	if err := p.owner.NewRaw(`SELECT key, body FROM catalog.lesson_questions WHERE lesson_id = ?`, lesson).Scan(t.Context(), &rows); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		body, err := question.ParseBody(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		answer := map[string]any{}
		if body.Truth != nil {
			answer["truth"] = *body.Truth
		}
		var choices []int
		for i, o := range body.Options {
			if o.Correct {
				choices = append(choices, i)
			}
		}
		if choices != nil {
			answer["choices"] = choices
		}
		if said := post[struct{ Solved bool }](b, http.StatusOK, lessonPath+"/questions/"+r.Key+"/answer", answer); !said.Solved {
			t.Errorf("question %s is not solved by %v", r.Key, answer)
		}
	}
}

type attempt struct {
	ID    string
	Items []struct{ Position int }
}

// passTest answers as somebody who knows: the key is read from the database, where no
// learner can look.
func passTest(t *testing.T, p *province, b *browser, enrollmentPath, kind string) {
	t.Helper()
	raw := b.want(http.StatusCreated, "POST", enrollmentPath+"/tests/"+kind+"/attempts", nil)
	for _, secret := range []string{"correct", "explain", "accepted", "truth\""} {
		if strings.Contains(strings.ToLower(string(raw)), secret) {
			t.Errorf("a started attempt shows %q", secret)
		}
	}
	started := post[attempt](b, http.StatusCreated, enrollmentPath+"/tests/"+kind+"/attempts", nil)
	paper := paperOf(t, p, started.ID)
	for i, item := range started.Items {
		b.want(http.StatusOK, "PUT", "/api/v1/attempts/"+started.ID+"/answers",
			map[string]any{"answers": []any{map[string]any{"position": item.Position, "revision": 1, "payload": rightPayload(paper[i])}}})
	}
	result := post[struct {
		Passed bool
		Scaled int
	}](b, http.StatusOK, "/api/v1/attempts/"+started.ID+"/submit", nil)
	if !result.Passed || result.Scaled != 1000 {
		t.Fatalf("every right answer gave %+v", result)
	}
}

type paperItem struct {
	body   question.Body
	layout question.Layout
}

func paperOf(t *testing.T, p *province, attemptID string) []paperItem {
	t.Helper()
	var rows []struct{ Body, Layout []byte }
	err := p.owner.NewRaw(`SELECT v.body, i.item - 'version' AS layout
		FROM assessment.attempts a, jsonb_array_elements(a.paper->'items') WITH ORDINALITY AS i(item, place)
		JOIN assessment.question_versions v ON v.id = (i.item->>'version')::uuid WHERE a.id = ? ORDER BY i.place`, attemptID).Scan(t.Context(), &rows)
	if err != nil || len(rows) == 0 {
		t.Fatalf("%d items, %v", len(rows), err)
	}
	items := make([]paperItem, len(rows))
	for i, r := range rows {
		if items[i].body, err = question.ParseBody(r.Body); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(r.Layout, &items[i].layout); err != nil {
			t.Fatal(err)
		}
	}
	return items
}

// rightPayload is the right answer as it is sent: stored answers have the same form, in stored indexes.
func rightPayload(item paperItem) question.Answer {
	return question.Given(item.body, item.layout, question.Solution(item.body, item.layout))
}

func waitForCertificate(t *testing.T, b *browser, path string) struct{ ID, Code, State, RegisterNumber string } {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		e := get[enrollment](b, path)
		if e.State != "done" || e.ProgressPercent != 100 {
			t.Fatalf("after the last part: %+v", e)
		}
		if e.Certificate.State == "valid" && b.send("GET", "/api/v1/certificates/"+e.Certificate.ID+"/pdf", nil).Code == http.StatusOK {
			return *e.Certificate
		}
	}
	t.Fatal("no certificate within 20 seconds")
	return struct{ ID, Code, State, RegisterNumber string }{}
}

// foreignAgency: a focal point reaches the own agency and nothing of another.
func foreignAgency(t *testing.T, p *province) {
	b := p.signIn(t, "daumoi")
	own := get[me](b, "/api/v1/me").Roles[0].AgencyID
	foreign := get[me](p.signIn(t, "nhatruong"), "/api/v1/me").Roles[0].AgencyID
	b.want(http.StatusOK, "GET", "/api/v1/agencies/"+own+"/people", nil)
	b.want(http.StatusOK, "GET", "/api/v1/figures/completion?agencyId="+own, nil)
	b.want(http.StatusOK, "GET", "/api/v1/figures/people?agencyId="+own, nil)
	for _, agency := range []string{foreign, uuid.NewString()} {
		for _, path := range []string{"/api/v1/agencies/" + agency + "/people", "/api/v1/figures/completion?agencyId=" + agency,
			"/api/v1/figures/people?agencyId=" + agency, "/api/v1/figures/people.xlsx?agencyId=" + agency, "/api/v1/agencies/" + agency + "/school-classes"} {
			if code := b.send("GET", path, nil).Code; code != http.StatusNotFound && code != http.StatusForbidden {
				t.Errorf("another agency's %s: %d", path, code)
			}
		}
		b.want(http.StatusNotFound, "POST", "/api/v1/agencies/"+agency+"/slips", map[string]any{"personIds": []string{uuid.NewString()}})
	}
	learner := p.signIn(t, "hocvien")
	for _, path := range []string{"/api/v1/agencies/" + own + "/people", "/api/v1/figures/completion?agencyId=" + own, "/api/v1/figures/people?agencyId=" + own} {
		learner.want(http.StatusForbidden, "GET", path, nil)
	}
}

// provinceSeesUnits: figures of units open, rows of persons do not.
func provinceSeesUnits(t *testing.T, p *province) {
	commune := get[me](p.signIn(t, "daumoi"), "/api/v1/me").Roles[0].AgencyID
	for _, username := range []string{"tinh", "thuongtruc"} {
		b := p.signIn(t, username)
		body := string(b.want(http.StatusOK, "GET", "/api/v1/figures/completion?agencyId="+commune, nil))
		if strings.Contains(body, "personId") || strings.Contains(body, "fullName") {
			t.Errorf("%s: figures name persons", username)
		}
		for _, path := range []string{"/api/v1/agencies/" + commune + "/people", "/api/v1/figures/people?agencyId=" + commune, "/api/v1/figures/people.xlsx?agencyId=" + commune} {
			if code := b.send("GET", path, nil).Code; code != http.StatusForbidden && code != http.StatusNotFound {
				t.Errorf("%s opens %s: %d", username, path, code)
			}
		}
	}
}

// afterSignOut: the cookies of before no longer open anything.
func afterSignOut(t *testing.T, p *province) {
	b := p.signIn(t, "daumoi")
	kept := map[string]string{}
	for name, value := range b.cookies {
		kept[name] = value
	}
	if code := b.send("DELETE", "/api/v1/session", nil).Code; code >= 300 {
		t.Fatalf("sign out: %d", code)
	}
	b.cookies = kept
	b.want(http.StatusUnauthorized, "GET", "/api/v1/me", nil)
	b.want(http.StatusUnauthorized, "POST", "/api/v1/session/refresh", nil)
}

// disabledAtOnce: an administrator disables an account; its open session ends within a second.
// Nobody else may.
func disabledAtOnce(t *testing.T, p *province) {
	learner := p.signIn(t, "lanhdao")
	path := "/api/v1/people/" + get[me](learner, "/api/v1/me").PersonID + "/account/disabled"
	body := map[string]any{"disabled": true, "reason": "Nghỉ việc"}
	for _, username := range []string{"hocvien", "daumoi", "tinh", "thuongtruc", "giaovien"} {
		p.signIn(t, username).want(http.StatusForbidden, "PUT", path, body)
	}
	admin := p.signIn(t, "quantri")
	admin.want(http.StatusNotFound, "PUT", "/api/v1/people/"+uuid.NewString()+"/account/disabled", body)
	admin.want(http.StatusUnprocessableEntity, "PUT", path, map[string]any{"disabled": true, "reason": ""})
	admin.want(http.StatusNoContent, "PUT", path, body)
	deadline := time.Now().Add(time.Second)
	for learner.send("GET", "/api/v1/me", nil).Code != http.StatusUnauthorized {
		if time.Now().After(deadline) {
			t.Fatal("still in after a second")
		}
		time.Sleep(20 * time.Millisecond)
	}
	p.browser(t).want(http.StatusForbidden, "POST", "/api/v1/session", map[string]string{"username": "lanhdao", "password": "lanhdao-mau-138"})
	admin.want(http.StatusNoContent, "PUT", path, map[string]any{"disabled": false, "reason": "Trở lại"})
	p.signIn(t, "lanhdao")
}

// plansKeepToTheirPeople: who sets targets, who plans the year and who recognizes, and nobody else.
func plansKeepToTheirPeople(t *testing.T, p *province) {
	commune := get[me](p.signIn(t, "daumoi"), "/api/v1/me").Roles[0].AgencyID
	plan := "/api/v1/agencies/" + commune + "/training-plans/2026"
	period := get[struct{ Items []struct{ ID string } }](p.signIn(t, "thuongtruc"), "/api/v1/periods").Items[0].ID
	target := map[string]any{"periodId": period, "agencyIds": []string{commune}, "measure": "people", "value": 5, "decidedOn": "2026-01-15", "document": "1/KH", "approver": "A"}
	draft := map[string]any{"revision": 0, "document": "", "items": []any{}}
	for username, want := range map[string]struct{ target, readPlan, savePlan, queue int }{
		"hocvien":    {http.StatusForbidden, http.StatusForbidden, http.StatusForbidden, http.StatusForbidden},
		"giaovien":   {http.StatusForbidden, http.StatusForbidden, http.StatusForbidden, http.StatusForbidden},
		"nhatruong":  {http.StatusForbidden, http.StatusNotFound, http.StatusNotFound, http.StatusOK},
		"lanhdao":    {http.StatusForbidden, http.StatusOK, http.StatusForbidden, http.StatusOK},
		"tinh":       {http.StatusForbidden, http.StatusForbidden, http.StatusForbidden, http.StatusForbidden},
		"thuongtruc": {http.StatusNoContent, http.StatusForbidden, http.StatusForbidden, http.StatusForbidden},
		"quantri":    {http.StatusForbidden, http.StatusForbidden, http.StatusForbidden, http.StatusForbidden},
	} {
		b := p.signIn(t, username)
		b.want(want.target, "POST", "/api/v1/targets", target)
		b.want(want.readPlan, "GET", plan, nil)
		b.want(want.savePlan, "PUT", plan, draft)
		if body := string(b.want(want.queue, "GET", "/api/v1/recognitions", nil)); username == "nhatruong" && strings.Contains(body, "fullName") {
			t.Error("the school sees requests of the commune's officers")
		}
	}
	p.signIn(t, "daumoi").want(http.StatusNotFound, "POST", "/api/v1/recognitions/"+uuid.NewString()+"/check", map[string]any{"propose": true, "note": "Đã tra cứu"})
}
