package planninghttp_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/pgtest"
	"taphuan/internal/planning"
	"taphuan/internal/planning/planninghttp"
	"taphuan/internal/web"
)

// api is the routes over a database with two agencies, a course and a plan; a token names who asks.
type api struct {
	t             *testing.T
	owner         *bun.DB
	server        *web.Server
	planning      *planning.Service
	first, second uuid.UUID
	period        uuid.UUID
	people        map[string]access.Principal
}

func newAPI(t *testing.T) *api {
	t.Helper()
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	a := &api{t: t, owner: owner, first: audit.NewID(), second: audit.NewID(), people: map[string]access.Principal{}}
	for i, id := range []uuid.UUID{a.first, a.second} {
		a.exec(`INSERT INTO organization.agencies (id) VALUES (?)`, id)
		a.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key) VALUES (?0, ?0, '2020-01-01', 'Xã', 'commune', ?1, '')`, id, fmt.Sprint(i))
	}
	course, version := audit.NewID(), audit.NewID()
	a.exec(`INSERT INTO catalog.courses (id, key, code) VALUES (?, 'an1', 'AN1')`, course)
	a.exec(`INSERT INTO catalog.course_versions (id, course_id, number, state, title_vi, field, level, periods, pass_mark, updated_on, content_hash)
		VALUES (?, ?, 1, 'published', 'Nhận biết lừa đảo', 'cybersecurity', 'basic', 600, 700, '2024-01-01', '')`, version, course)
	a.exec(`UPDATE catalog.courses SET current_version_id = ?`, version)
	a.plan()
	for token, role := range map[string]access.Role{"focal": access.FocalPoint, "leader": access.AgencyLeader, "learner": access.Learner, "standing": access.StandingAgency, "province": access.ProvinceManager} {
		a.people[token] = access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: role, AgencyID: a.first, Agencies: []uuid.UUID{a.first}}}}
	}
	a.people["elsewhere"] = access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: a.second, Agencies: []uuid.UUID{a.second}}}}
	var err error
	a.server, err = web.New(web.Options{Log: slog.New(slog.DiscardHandler), Authenticate: func(_ context.Context, token string) (access.Principal, error) { return a.people[token], nil }})
	if err != nil {
		t.Fatal(err)
	}
	a.planning = planning.New(db, func() time.Time { return time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC) })
	planninghttp.Routes(a.server, a.planning, catalog.New(db))
	return a
}

func (a *api) exec(query string, args ...any) {
	a.t.Helper()
	if _, err := a.owner.ExecContext(a.t.Context(), query, args...); err != nil {
		a.t.Fatal(err)
	}
}

func (a *api) plan() {
	a.t.Helper()
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	plan := planning.Plan{ID: audit.NewID(), Number: "1905/KH-BCĐ138", IssuedOn: day(2022, 5, 13), Title: "phòng, chống", Issuer: "Ban Chỉ đạo 138 tỉnh",
		Receiver: "Ban Chỉ đạo 138 tỉnh", ValidFrom: day(2022, 5, 13), ValidTo: day(2026, 12, 31)}
	if err := planning.CreatePlanTx(a.t.Context(), a.owner, planning.CreatePlan{Plan: plan}); err != nil {
		a.t.Fatal(err)
	}
	if err := a.owner.NewRaw(`SELECT id FROM planning.periods WHERE kind = 'year' AND year = 2026`).Scan(a.t.Context(), &a.period); err != nil {
		a.t.Fatal(err)
	}
}

func (a *api) want(status int, token, method, path, body string, out any) {
	a.t.Helper()
	request := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer := httptest.NewRecorder()
	a.server.Engine.ServeHTTP(answer, request)
	if answer.Code != status {
		a.t.Fatalf("%s %s as %q with %s: %d, want %d: %s", method, path, token, body, answer.Code, status, answer.Body)
	}
	if out != nil {
		if err := json.Unmarshal(answer.Body.Bytes(), out); err != nil {
			a.t.Fatal(err)
		}
	}
}

func (a *api) target(change ...string) string {
	body := fmt.Sprintf(`{"periodId":%q,"agencyIds":[%q],"courseKey":"an1","measure":"people","value":40,"decidedOn":"2026-02-01","document":"12/KH","approver":"Trưởng Ban"}`, a.period, a.first)
	return strings.NewReplacer(change...).Replace(body)
}

func TestTargetRoutes(t *testing.T) {
	a := newAPI(t)
	for token, status := range map[string]int{"": 401, "learner": 403, "focal": 403, "leader": 403, "province": 403} {
		a.want(status, token, "POST", "/targets", a.target(), nil)
	}
	a.want(http.StatusNoContent, "standing", "POST", "/targets", a.target(), nil)
	a.want(http.StatusConflict, "standing", "POST", "/targets", a.target(), nil)
	a.want(http.StatusNoContent, "standing", "POST", "/targets", a.target(`"value":40,`, "", "12/KH", "15/CV"), nil)
	for _, change := range [][]string{{"an1", "an9"}, {"2026-02-01", "2026-02-30"}, {`"people"`, `"luck"`}, {`"value":40`, `"value":0`}, {"12/KH", ""}, {`"document"`, `"file"`}, {`["`, `["x`}} {
		a.want(http.StatusUnprocessableEntity, "standing", "POST", "/targets", a.target(change...), nil)
	}
	var target uuid.UUID
	if err := a.owner.NewRaw(`SELECT id FROM planning.targets`).Scan(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	path := fmt.Sprintf("/agencies/%s/targets/%s/versions", a.first, target)
	var list web.List[planninghttp.TargetVersion]
	a.want(http.StatusOK, "leader", "GET", path+"?pageSize=1", "", &list)
	if list.Total != 2 || list.Items[0].Number != 2 || list.Items[0].Value != nil || list.Items[0].Document != "15/CV" || list.Items[0].DecidedOn != "2026-02-01" {
		t.Errorf("%+v", list)
	}
	a.want(http.StatusOK, "province", "GET", path, "", nil)
	for token, status := range map[string]int{"": 401, "learner": 403, "elsewhere": 404} {
		a.want(status, token, "GET", path, "", nil)
	}
}

const yearBody = `{"revision":0,"document":"05/KH-UBND","items":[{"courseKey":"an1","form":"online","people":40,"month":3},{"title":"Lớp phản ứng sự cố","form":"in_person","people":25,"month":9,"budget":25000000}]}`

func TestTrainingPlanRoutes(t *testing.T) {
	a := newAPI(t)
	path := fmt.Sprintf("/agencies/%s/training-plans/2026", a.first)
	for token, status := range map[string]int{"": 401, "learner": 403, "leader": 403, "standing": 403, "province": 403, "elsewhere": 404} {
		a.want(status, token, "PUT", path, yearBody, nil)
		a.want(status, token, "POST", path+"/submission", `{"revision":1}`, nil)
	}
	for token, status := range map[string]int{"": 401, "learner": 403, "standing": 403, "province": 403, "elsewhere": 404} {
		a.want(status, token, "GET", path, "", nil)
	}
	var plan planninghttp.TrainingPlan
	a.want(http.StatusOK, "focal", "PUT", path, yearBody, &plan)
	if plan.Revision != 1 || plan.People != 65 || *plan.Budget != 25_000_000 || plan.Items[0].CourseKey != "an1" || plan.Items[0].Budget != nil {
		t.Errorf("%+v", plan)
	}
	a.want(http.StatusConflict, "focal", "PUT", path, yearBody, nil)
	for _, change := range [][2]string{{"an1", "an9"}, {`"people":40`, `"people":0`}, {`"month":9`, `"month":13`}, {"in_person", "by_post"}, {"Lớp phản ứng sự cố", ""}, {"25000000", "-1"}, {`"budget"`, `"receipt"`}} {
		a.want(http.StatusUnprocessableEntity, "focal", "PUT", path, strings.Replace(yearBody, change[0], change[1], 1), nil)
	}
	a.want(http.StatusUnprocessableEntity, "focal", "PUT", strings.Replace(path, "2026", "1999", 1), yearBody, nil)
	a.want(http.StatusOK, "focal", "POST", path+"/submission", `{"revision":1}`, nil)
	a.want(http.StatusConflict, "focal", "POST", path+"/submission", `{"revision":1}`, nil)
	var year planninghttp.YearPlans
	a.want(http.StatusOK, "leader", "GET", path, "", &year)
	if year.Draft != nil || year.Submitted == nil || year.Versions != 1 || year.Submitted.SubmittedAt == nil {
		t.Errorf("%+v", year)
	}
}
