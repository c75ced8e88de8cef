package certificatehttp_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/certificate/certificatehttp"
	"taphuan/internal/fault"
	"taphuan/internal/learning"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/web"
)

// registerAPI is a server over a fresh database with the people of an issuing agency; a bearer token is a person's id.
type registerAPI struct {
	*api
	service                            *certificate.Service
	registrar, leader, focal, stranger uuid.UUID
	certificate                        stored
}

func newRegisterAPI(t *testing.T) *registerAPI {
	t.Helper()
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	r := &registerAPI{api: &api{t: t, owner: owner, agency: uuid.New(), course: uuid.New(), version: uuid.New(), issuer: uuid.New()},
		registrar: uuid.New(), leader: uuid.New(), focal: uuid.New(), stranger: uuid.New()}
	roles := map[uuid.UUID]access.Role{r.registrar: access.Registrar, r.leader: access.AgencyLeader, r.focal: access.FocalPoint}
	server, err := web.New(web.Options{Log: slog.New(slog.DiscardHandler), Authenticate: func(_ context.Context, token string) (access.Principal, error) {
		id, err := uuid.Parse(token)
		if err != nil {
			return access.Principal{}, fault.ErrSessionExpired
		}
		who := access.Principal{PersonID: id}
		if role := roles[id]; role != "" {
			who.Grants = []access.Grant{{Role: role, AgencyID: r.agency, Agencies: []uuid.UUID{r.agency}}}
		}
		return who, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	events, err := outbox.New(db, []outbox.Reaction{outbox.On("make_document", func(context.Context, certificate.Issued) error { return nil })})
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC) }
	service := certificate.New(db, events, now, "https://taphuan.example", false)
	r.service = service
	certificatehttp.Routes(server, service, nil)
	certificatehttp.RegisterRoutes(server, certificatehttp.RegisterParts{Certificates: service,
		Names: func(_ context.Context, people, _ []uuid.UUID) (map[uuid.UUID]string, error) {
			names := map[uuid.UUID]string{}
			for _, id := range people {
				names[id] = "Người " + string(roles[id])
			}
			return names, nil
		}})
	r.server = httptest.NewServer(server.Engine)
	t.Cleanup(r.server.Close)
	r.fill()
	r.certificate = r.issue(false, "")
	r.exec(`INSERT INTO certificate.lines (issuer_id, year, number, kind, certificate_id, person_id, agency_id, name_key) VALUES (?, 2026, 1, 'issue', ?, ?, ?, 'dinh thi hre uom')`,
		r.issuer, r.certificate.id, r.certificate.person, r.agency)
	r.exec(`INSERT INTO certificate.registers (issuer_id, year, last_number, last_line) VALUES (?, 2026, 1, 1)`, r.issuer)
	return r
}

func (r *registerAPI) as(who uuid.UUID, method, path, body string) (int, string) {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.server.URL+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if who != uuid.Nil {
		req.Header.Set("Authorization", "Bearer "+who.String())
	}
	answer, text := r.send(req)
	return answer.StatusCode, text
}

// TestRegisterRoutes goes from the book to an act that a second person approves, and asks each route from the forbidden side.
func TestRegisterRoutes(t *testing.T) {
	r := newRegisterAPI(t)
	at := "/api/v1/register"
	book := "?issuerId=" + r.issuer.String()
	propose := `{"kind":"revocation","cause":"result_annulled","publicNote":"Bài thi được làm thay.","reason":"Biên bản số 3","decisionNumber":"12/QĐ","decisionOn":"2026-11-23"}`
	acts := at + "/certificates/" + r.certificate.id.String() + "/acts"
	r.steps([]step{
		{r.registrar, "GET", at + "/books", "", 200, `"mayKeep":true,"mayApprove":false`},
		{r.focal, "GET", at + "/books", "", 200, `"kept":[],"ownYears":[2026]`},
		{r.registrar, "GET", at + "/lines" + book + "&q=hre+uom&year=2026&state=valid&course=AN1", "", 200, `"registerNumber":"0001/2026/GCN"`},
		{r.focal, "GET", at + "/lines", "", 200, `"total":1`},
		{r.focal, "GET", at + "/lines" + book, "", 404, ""},
		{r.registrar, "GET", at + "/lines?pageSize=1000", "", 422, ""},
		{r.registrar, "GET", "/so-cap-giay/in" + book, "", 200, "<td>0001/2026/GCN</td><td>Đinh Thị Hrê Ươm</td><td>1985</td>"},
		{r.registrar, "GET", at + "/lines.xlsx" + book, "", 200, "PK"},
		{r.registrar, "GET", at + "/lines.xlsx?issuerId=1", "", 422, "query.issuerId"},
		{r.focal, "GET", at + "/lines.xlsx" + book, "", 404, ""},
		{r.registrar, "POST", acts, `{"kind":"revocation","cause":"lost","reason":"Biên bản số 3","decisionNumber":"12/QĐ","decisionOn":"2026-11-23"}`, 422, "body.cause"},
		{r.registrar, "POST", acts, `{"kind":"issue","cause":"lost","reason":"abc","decisionNumber":"1","decisionOn":"2026-11-23"}`, 422, ""},
		{r.leader, "POST", acts, propose, 403, ""},
		{r.stranger, "POST", acts, propose, 403, ""},
		{r.registrar, "POST", acts, propose, 201, `"proposedBy":"Người registrar"`},
		{r.registrar, "GET", at + "/acts?state=proposed", "", 200, `"mayDecide":false,"mayTakeBack":true`},
		{r.leader, "GET", at + "/acts?state=proposed", "", 200, `"mayDecide":true,"mayTakeBack":false`},
		{r.focal, "GET", at + "/acts", "", 403, ""},
	})
	for _, path := range []string{"/books", "/lines", "/acts", "/lines.xlsx", "/certificates/" + r.certificate.id.String()} {
		for who, want := range map[uuid.UUID]int{uuid.Nil: 401, r.stranger: 403} {
			if status, body := r.as(who, "GET", at+path, ""); status != want {
				t.Errorf("%s by a stranger: %d, want %d: %s", path, status, want, body)
			}
		}
	}
	r.decide(at)
}

// decide approves the act and looks at what everybody then reads.
func (r *registerAPI) decide(at string) {
	r.t.Helper()
	_, body := r.as(r.leader, "GET", at+"/acts", "")
	var acts web.List[certificatehttp.RegisterActCase]
	if err := json.Unmarshal([]byte(body), &acts); err != nil || len(acts.Items) != 1 {
		r.t.Fatalf("%s: %v", body, err)
	}
	decision := at + "/acts/" + acts.Items[0].ID.String() + "/decision"
	if status, body := r.as(r.registrar, "POST", decision, `{"approve":true}`); status != 403 {
		r.t.Errorf("the registrar approves: %d %s", status, body)
	}
	if status, body := r.as(r.leader, "POST", decision, `{"approve":true}`); status != 200 || !strings.Contains(body, `"state":"approved"`) {
		r.t.Errorf("approved: %d %s", status, body)
	}
	entry := at + "/certificates/" + r.certificate.id.String()
	if status, body := r.as(r.registrar, "GET", entry, ""); status != 200 || !strings.Contains(body, "Biên bản số 3") || !strings.Contains(body, `"kind":"revocation"`) {
		r.t.Errorf("the registrar reads %d %s", status, body)
	}
	if status, body := r.as(r.focal, "GET", entry, ""); status != 200 || strings.Contains(body, "Biên bản số 3") || !strings.Contains(body, "Bài thi được làm thay.") {
		r.t.Errorf("the focal point reads %d %s", status, body)
	}
	for lang, want := range map[string]string{"vi": "Kết quả học bị hủy. Bài thi được làm thay.", "en": "The result was annulled. Bài thi được làm thay."} {
		_, page := r.call(http.MethodGet, "/xac-minh/"+r.certificate.code, "Accept-Language", lang)
		if !strings.Contains(page, want) || !strings.Contains(page, "12/QĐ ngày 23/11/2026") || strings.Contains(page, "Biên bản") {
			r.t.Errorf("a stranger reads in %s: %s", lang, page)
		}
	}
}

// TestDecisionListRoutes goes from a completion that waits to the certificate that a decision issues, and asks each step from
// the forbidden side.
func TestDecisionListRoutes(t *testing.T) {
	r := newRegisterAPI(t)
	book := "/api/v1/register/books/" + r.issuer.String()
	if status, body := r.as(r.leader, "PUT", book+"/awaiting", `{"awaits":true}`); status != 204 {
		t.Fatalf("the leader has certificates wait: %d %s", status, body)
	}
	enrollment := r.complete()
	propose := `{"enrollments":["` + enrollment.String() + `"],"decisionNumber":"15/QĐ-CAT","decisionOn":"2026-11-23","authority":"Giám đốc Công an tỉnh"}`
	list := func() string {
		_, body := r.as(r.leader, "GET", book+"/lists", "")
		var lists web.List[certificatehttp.DecisionList]
		if err := json.Unmarshal([]byte(body), &lists); err != nil || len(lists.Items) == 0 {
			t.Fatalf("%s: %v", body, err)
		}
		return "/api/v1/register/lists/" + lists.Items[0].ID.String()
	}
	r.steps([]step{
		{r.registrar, "PUT", book + "/awaiting", `{"awaits":false}`, 403, ""},
		{r.registrar, "GET", book + "/waiting", "", 200, `"fullName":"Trần Văn Đức"`},
		{r.focal, "GET", book + "/waiting", "", 404, ""},
		{uuid.Nil, "GET", book + "/waiting", "", 401, ""},
		{r.leader, "POST", book + "/lists", propose, 403, ""},
		{r.registrar, "POST", book + "/lists", strings.Replace(propose, enrollment.String(), uuid.NewString(), 1), 409, ""},
		{r.registrar, "POST", book + "/lists", strings.Replace(propose, "2026-11-23", "2026-11-24", 1), 422, "body.decisionOn"},
		{r.registrar, "POST", book + "/lists", propose, 201, `"people":1,"state":"proposed"`},
	})
	r.steps([]step{
		{r.registrar, "POST", list() + "/decision", `{"approve":true}`, 403, ""},
		{r.leader, "POST", list() + "/taking-back", "", 403, ""},
		{r.leader, "POST", list() + "/decision", `{"approve":true}`, 200, `"state":"approved"`},
		{r.leader, "POST", list() + "/decision", `{"approve":true}`, 409, ""},
		{r.registrar, "GET", "/api/v1/register/lines?issuerId=" + r.issuer.String() + "&q=Đức", "", 200, `"registerNumber":"0002/2026/GCN"`},
		{r.registrar, "GET", book + "/waiting", "", 200, `"items":[]`},
	})
}

// step is one request and what is wanted of its answer.
type step struct {
	who                uuid.UUID
	method, path, body string
	status             int
	has                string
}

func (r *registerAPI) steps(list []step) {
	r.t.Helper()
	for _, c := range list {
		if status, body := r.as(c.who, c.method, c.path, c.body); status != c.status || !strings.Contains(body, c.has) {
			r.t.Errorf("%s %s: %d, want %d with %s: %.600s", c.method, c.path, status, c.status, c.has, body)
		}
	}
}

// complete has somebody complete the course, whose certificate is then due.
func (r *registerAPI) complete() uuid.UUID {
	r.t.Helper()
	person, enrollment := uuid.New(), uuid.New()
	r.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key) VALUES (?, ?, '2020-01-01', 'Công an tỉnh', 'police', 'CA', '')`, uuid.New(), r.agency)
	r.exec(`INSERT INTO organization.agency_closure VALUES (?0, ?0, 0, '2020-01-01', NULL) ON CONFLICT DO NOTHING`, r.agency)
	r.exec(`INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'officer', 'Trần Văn Đức', 'Đức')`, person, r.agency)
	r.exec(`INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, source, started_at, completed_at)
		VALUES (?, ?, ?, ?, ?, 'self', '2026-11-02', '2026-11-23')`, enrollment, person, r.agency, r.course, r.version)
	r.exec(`INSERT INTO learning.completions (id, enrollment_id, person_id, agency_id, course_id, course_version_id, round, completed_at, completed_on, score, periods)
		VALUES (?, ?, ?, ?, ?, ?, 1, '2026-11-23', '2026-11-23', 845, 800)`, uuid.New(), enrollment, person, r.agency, r.course, r.version)
	if err := r.service.Issue(r.t.Context(), learning.CourseCompleted{EnrollmentID: enrollment}); err != nil {
		r.t.Fatal(err)
	}
	return enrollment
}
