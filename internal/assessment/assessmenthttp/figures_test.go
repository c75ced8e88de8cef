package assessmenthttp_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment/assessmenthttp"
	"taphuan/internal/audit"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// as signs somebody in who holds a role at the learner's agency.
func (a *api) as(role access.Role) uuid.UUID {
	id := audit.NewID()
	a.grants[id] = []access.Grant{{Role: role, AgencyID: a.agency, Agencies: []uuid.UUID{a.agency}}}
	return id
}

// repeatAttempt makes n more people of the learner's agency who did what the learner did.
func (a *api) repeatAttempt(n int) {
	a.t.Helper()
	for range n {
		person, err := organization.NewPerson(audit.NewID(), a.agency, organization.Officer, "Đinh Văn Thử")
		must(a.t, err)
		must(a.t, organization.InsertPersonTx(context.Background(), a.owner, person))
		enrollment, attempt := audit.NewID(), audit.NewID()
		for _, copied := range []struct {
			table, where string
			changed      []any
		}{
			{"learning.enrollments", "person_id = ?0", []any{a.learner, "id", enrollment, "person_id", person.ID}},
			{"assessment.attempts", "person_id = ?0", []any{a.learner, "id", attempt, "person_id", person.ID, "enrollment_id", enrollment}},
			{"assessment.answers", "person_id = ?0", []any{a.learner, "attempt_id", attempt, "person_id", person.ID}},
		} {
			changes, err := json.Marshal(pairs(copied.changed[1:]))
			must(a.t, err)
			_, err = a.owner.ExecContext(context.Background(), `INSERT INTO `+copied.table+` SELECT (jsonb_populate_record(r, ?1::jsonb)).* FROM `+copied.table+
				` r WHERE `+copied.where, copied.changed[0], string(changes))
			must(a.t, err)
		}
	}
}

func pairs(list []any) map[string]any {
	named := map[string]any{}
	for i := 0; i < len(list); i += 2 {
		named[list[i].(string)] = list[i+1]
	}
	return named
}

func read[T any](a *api, who uuid.UUID, locale, path string) T {
	a.t.Helper()
	var shape T
	status, body := a.call(who, locale, http.MethodGet, path, "")
	a.want(http.StatusOK, status, body)
	must(a.t, json.Unmarshal([]byte(body), &shape))
	return shape
}

func TestFiguresOfATest(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	started := a.start()
	status, body := a.call(a.learner, "vi", http.MethodPost, "/attempts/"+started.ID.String()+"/submit", "")
	a.want(http.StatusOK, status, body)
	author, chief := a.as(access.Author), a.as(access.AgencyLeader)

	few := read[assessmenthttp.TestFigures](a, author, "vi", "/courses/an1/tests/final/statistics")
	if few.Summary != nil || len(few.Editions) != 1 || !few.Editions[0].Current || few.QuestionCount != 5 || few.Title.EN != "Final test" {
		t.Errorf("of one person: %+v", few)
	}
	a.repeatAttempt(9)
	s := read[assessmenthttp.TestFigures](a, author, "vi", "/courses/an1/tests/final/statistics?testId="+few.TestID.String()).Summary
	if s == nil || s.People != 10 || s.Mean != 0 || s.Bins[0] != 10 || s.Reliability != nil || s.Method != "" {
		t.Errorf("ten people who left everything open: %+v", s)
	}
	items := read[web.List[assessmenthttp.ItemFigures]](a, author, "en", "/courses/an1/tests/final/items?page=2&pageSize=3")
	if items.Total != 5 || len(items.Items) != 2 || items.Items[0].People != 10 || *items.Items[0].Omitted != 10_000 || items.Items[0].Discrimination != nil {
		t.Errorf("%+v", items)
	}
	if items.Items[0].StemHTML != "<p>A question</p>" || items.Items[0].MedianSeconds != nil {
		t.Errorf("%+v", items.Items[0])
	}
	rates := read[assessmenthttp.PassRates](a, chief, "vi", "/courses/an1/tests/final/pass-rates")
	if rates.Total != 1 || rates.Items[0].People != 10 || rates.Items[0].PassRate != 0 || rates.Hidden != 0 {
		t.Errorf("%+v", rates)
	}
}

// TestFiguresNameNobody: neither people nor explanations are in the figures.
func TestFiguresNameNobody(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	started := a.start()
	a.call(a.learner, "vi", http.MethodPost, "/attempts/"+started.ID.String()+"/submit", "")
	a.repeatAttempt(9)
	author := a.as(access.Author)
	for _, path := range []string{"statistics", "items"} {
		_, body := a.call(author, "vi", http.MethodGet, "/courses/an1/tests/final/"+path, "")
		for _, secret := range []string{a.learner.String(), a.enrollment.String(), started.ID.String(), "SECRET", "Đinh"} {
			if strings.Contains(body, secret) {
				t.Errorf("%s shows %s", path, secret)
			}
		}
	}
}

func TestFiguresRefuse(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	author, chief := a.as(access.Author), a.as(access.AgencyLeader)
	for _, c := range []struct {
		who  uuid.UUID
		path string
		want int
	}{
		{uuid.Nil, "/courses/an1/tests/final/statistics", http.StatusUnauthorized},
		{a.learner, "/courses/an1/tests/final/statistics", http.StatusForbidden},
		{a.learner, "/courses/an1/tests/final/items", http.StatusForbidden},
		{a.learner, "/courses/an1/tests/final/pass-rates", http.StatusForbidden},
		{chief, "/courses/an1/tests/final/items", http.StatusForbidden},
		{author, "/courses/an1/tests/final/pass-rates", http.StatusForbidden},
		{author, "/courses/xx/tests/final/items", http.StatusNotFound},
		{author, "/courses/an1/tests/pre_test/items", http.StatusNotFound},
		{author, "/courses/an1/tests/final/items?testId=" + audit.NewID().String(), http.StatusNotFound},
		{author, "/courses/an1/tests/probe/items", http.StatusUnprocessableEntity},
		{author, "/courses/an1/tests/final/items?pageSize=101", http.StatusUnprocessableEntity},
		{author, "/courses/an1/tests/final/items?testId=x", http.StatusUnprocessableEntity},
	} {
		if status, body := a.call(c.who, "vi", http.MethodGet, c.path, ""); status != c.want {
			t.Errorf("%s: %d, want %d: %s", c.path, status, c.want, body)
		}
	}
}
