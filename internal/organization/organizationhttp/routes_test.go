package organizationhttp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/xuri/excelize/v2"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/identity"
	"taphuan/internal/organization"
	"taphuan/internal/organization/organizationhttp"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/web"
)

// api is the routes over a database with two schools; a bearer token names who asks.
type api struct {
	t             *testing.T
	owner         *bun.DB
	server        *web.Server
	service       *organization.Service
	first, second uuid.UUID
	people        map[string]access.Principal
	closed        []organization.ClosedPeriod
}

// links answer with the closed periods of the test; lines are not kept.
func (a *api) links() organization.Links {
	return organization.Links{
		Closed: func(context.Context, bun.IDB, time.Time, time.Time) ([]organization.ClosedPeriod, error) {
			return a.closed, nil
		},
		Restate: func(context.Context, bun.IDB, []organization.Restatement) error { return nil },
	}
}

func newAPI(t *testing.T) *api {
	t.Helper()
	t.Parallel()
	return openAPI(t, slog.New(slog.DiscardHandler))
}

func openAPI(t *testing.T, log *slog.Logger) *api {
	t.Helper()
	db, owner := pgtest.NewWithOwner(t)
	keys, err := identity.NewKeys(make([]byte, 32))
	must(t, err)
	accounts, err := identity.New(identity.Options{DB: db, Keys: keys, PublicURL: "https://taphuan.example.vn", Log: log})
	must(t, err)
	a := &api{t: t, owner: owner, people: map[string]access.Principal{}}
	a.server, err = web.New(web.Options{Log: log, Authenticate: func(_ context.Context, token string) (access.Principal, error) {
		if who, known := a.people[token]; known {
			return who, nil
		}
		return access.Principal{}, fault.ErrSessionExpired
	}})
	must(t, err)
	service := organization.New(db, accounts, &outbox.Outbox{}, a.links(), time.Now)
	a.service = service
	organizationhttp.Routes(a.server, service)
	organizationhttp.SlipRoutes(a.server, service, organizationhttp.SlipForm{Address: "taphuan.example.vn", Demo: true})
	a.first, a.second = a.school("Trường THPT Bình Minh"), a.school("Trường THPT Sông Trà")
	must(t, organization.RebuildClosureTx(t.Context(), owner))
	for token, role := range map[string]access.Role{"focal": access.FocalPoint, "leader": access.AgencyLeader, "province": access.ProvinceManager, "learner": access.Learner} {
		a.people[token] = access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: role, AgencyID: a.first, Agencies: []uuid.UUID{a.first}}}}
	}
	a.people["elsewhere"] = access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: a.second, Agencies: []uuid.UUID{a.second}}}}
	return a
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (a *api) school(name string) uuid.UUID {
	id := audit.NewID()
	_, err := a.owner.ExecContext(a.t.Context(), `INSERT INTO organization.agencies (id) VALUES (?0);
		INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key) VALUES (?0, ?0, '2025-07-01', ?1, 'school', ?1, ?1)`, id, name)
	must(a.t, err)
	return id
}

// ask sends a request and decodes the answer into out when it is of the wanted status.
func (a *api) ask(token, method, path, kind string, body io.Reader, status int, out any) *httptest.ResponseRecorder {
	a.t.Helper()
	request := httptest.NewRequest(method, "/api/v1"+path, body)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	return a.serve(request, status, out)
}

func (a *api) serve(request *http.Request, status int, out any) *httptest.ResponseRecorder {
	a.t.Helper()
	answer := httptest.NewRecorder()
	a.server.Engine.ServeHTTP(answer, request)
	if answer.Code != status {
		a.t.Fatalf("%s %s as %q: status %d, want %d: %s", request.Method, request.URL, request.Header.Get("Authorization"), answer.Code, status, answer.Body)
	}
	if out != nil {
		must(a.t, json.Unmarshal(answer.Body.Bytes(), out))
	}
	return answer
}

func (a *api) upload(token string, school uuid.UUID, name string, file []byte, year string, status int, out any) *httptest.ResponseRecorder {
	a.t.Helper()
	return a.send(token, "/agencies/"+school.String()+"/rosters", name, file, map[string]string{"schoolYear": year}, status, out)
}

// send posts a form with a file.
func (a *api) send(token, path, name string, file []byte, fields map[string]string, status int, out any) *httptest.ResponseRecorder {
	a.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	must(a.t, err)
	_, err = part.Write(file)
	must(a.t, err)
	for field, value := range fields {
		must(a.t, form.WriteField(field, value))
	}
	must(a.t, form.Close())
	return a.ask(token, http.MethodPost, path, form.FormDataContentType(), &body, status, out)
}

const list = "STT;Họ và tên;Lớp;Mã học sinh;Ngày sinh\n1;Lê Văn An;10A1;HS1;05/09/2009\n2;Trần 2;10A1;HS2;2009\n3;Y Blứ;10A2;HS3;2009\nTổng số: 3\n"

// TestSchoolStory is a focal point's way from the list to the slips.
func TestSchoolStory(t *testing.T) {
	a := newAPI(t)
	var roster organizationhttp.Roster
	a.upload("focal", a.first, "danh sách.csv", []byte(list), "2026-2027", http.StatusCreated, &roster)
	if roster.Counts != (organizationhttp.RosterCounts{Total: 3, New: 2, Refused: 1}) || roster.State != "checked" || len(roster.Rows.Items) != 3 {
		t.Fatalf("the roster is %+v", roster)
	}
	if got := roster.Rows.Items[1].Messages[0]; got != "Ô B3: Họ và tên có chữ số hoặc ký hiệu lạ. Hãy chỉ ghi họ và tên." {
		t.Errorf("the message is %q", got)
	}
	if len(roster.Skipped) != 1 || roster.Skipped[0].Number != 5 {
		t.Errorf("skipped rows are %v", roster.Skipped)
	}
	path := "/rosters/" + roster.ID.String()
	a.ask("focal", http.MethodGet, path+"?verdict=refused&page=1&pageSize=10", "", nil, http.StatusOK, &roster)
	if roster.Rows.Total != 1 {
		t.Errorf("%d refused rows", roster.Rows.Total)
	}
	file := a.ask("focal", http.MethodGet, path+"/file", "", nil, http.StatusOK, nil)
	if _, err := excelize.OpenReader(file.Body); err != nil || !strings.HasPrefix(file.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("the error file is no attachment in .xlsx: %v, %v", err, file.Header())
	}
	a.ask("focal", http.MethodPost, path+"/commit", "application/json", strings.NewReader(`{"rows":"all"}`), http.StatusConflict, nil)
	a.ask("focal", http.MethodPost, path+"/commit", "application/json", strings.NewReader(`{"rows":"valid"}`), http.StatusOK, &roster)
	if roster.State != "committed" {
		t.Errorf("the state is %s", roster.State)
	}
	a.ask("focal", http.MethodPost, path+"/commit", "", nil, http.StatusOK, &roster)
	var classes web.List[organizationhttp.SchoolClass]
	school := "/agencies/" + a.first.String()
	a.ask("focal", http.MethodGet, school+"/school-classes", "", nil, http.StatusOK, &classes)
	if classes.Total != 2 || classes.Items[0].Name != "10A1" || classes.Items[0].StudentCount != 1 || classes.Items[0].UnusedSlips != 0 {
		t.Fatalf("the classes are %+v", classes)
	}
	slips := a.ask("focal", http.MethodPost, school+"/slips", "application/json", strings.NewReader(fmt.Sprintf(`{"schoolClassId":%q}`, classes.Items[0].ID)), http.StatusOK, nil)
	if !bytes.HasPrefix(slips.Body.Bytes(), []byte("%PDF-")) || slips.Header().Get("Content-Type") != "application/pdf" || slips.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the slips are no PDF that is kept nowhere: %v", slips.Header())
	}
	a.ask("focal", http.MethodGet, school+"/school-classes", "", nil, http.StatusOK, &classes)
	if classes.Items[0].UnusedSlips != 1 {
		t.Errorf("the classes are %+v", classes)
	}
	var people web.List[organizationhttp.Person]
	a.ask("focal", http.MethodGet, school+"/people?q=hs3", "", nil, http.StatusOK, &people)
	if people.Total != 1 || people.Items[0].FullName != "Y Blứ" || !people.Items[0].HasAccount {
		t.Errorf("the people are %+v", people)
	}
	var agencies web.List[organizationhttp.Agency]
	a.ask("learner", http.MethodGet, "/agencies?pageSize=1&asOf=2026-01-01", "", nil, http.StatusOK, &agencies)
	if agencies.Total != 2 || len(agencies.Items) != 1 || agencies.Items[0].Kind != "school" {
		t.Errorf("the agencies are %+v", agencies)
	}
}

func TestWhoIsRefused(t *testing.T) {
	a := newAPI(t)
	var roster organizationhttp.Roster
	a.upload("focal", a.first, "ds.csv", []byte(list), "2026-2027", http.StatusCreated, &roster)
	school, path := "/agencies/"+a.first.String(), "/rosters/"+roster.ID.String()
	body := func() io.Reader { return strings.NewReader(`{"rows":"valid"}`) }
	people := func() io.Reader { return strings.NewReader(fmt.Sprintf(`{"personIds":[%q]}`, audit.NewID())) }
	for token, status := range map[string]int{"": 401, "stale": 401, "learner": 403, "province": 403, "elsewhere": 404} {
		a.upload(token, a.first, "ds.csv", []byte(list), "2026-2027", status, nil)
		a.ask(token, http.MethodGet, path, "", nil, status, nil)
		a.ask(token, http.MethodGet, path+"/file", "", nil, status, nil)
		a.ask(token, http.MethodPost, path+"/commit", "application/json", body(), status, nil)
		a.ask(token, http.MethodPost, path+"/undo", "", nil, status, nil)
		a.send(token, path+"/file", "ds.csv", []byte(list), nil, status, nil)
		a.send(token, school+"/rosters/columns", "ds.csv", []byte(list), nil, status, nil)
		a.ask(token, http.MethodGet, school+"/rosters", "", nil, status, nil)
		a.ask(token, http.MethodPost, school+"/rosters/rows", "application/json", strings.NewReader(pushed), status, nil)
		a.ask(token, http.MethodGet, school+"/slips/unused", "", nil, status, nil)
		a.ask(token, http.MethodGet, school+"/slips/unused/file", "", nil, status, nil)
		a.ask(token, http.MethodPost, school+"/slips", "application/json", people(), status, nil)
		a.ask(token, http.MethodGet, school+"/people", "", nil, status, nil)
		a.ask(token, http.MethodGet, school+"/school-classes", "", nil, status, nil)
	}
	a.ask("leader", http.MethodGet, "/roster-templates/officers", "", nil, http.StatusForbidden, nil)
	a.upload("leader", a.first, "ds.csv", []byte(list), "2026-2027", http.StatusForbidden, nil)
	a.ask("", http.MethodGet, "/agencies", "", nil, http.StatusUnauthorized, nil)
}

func TestBadUploads(t *testing.T) {
	a := newAPI(t)
	var problem web.Problem
	for name, test := range map[string]struct {
		file   []byte
		year   string
		status int
		code   string
	}{
		"junk.xlsx": {[]byte("\x00\x01\x02junk"), "2026-2027", 422, "roster.kind"},
		"year.csv":  {[]byte(list), "2026", 422, "invalid"},
		"none.csv":  {[]byte("xin chào"), "2026-2027", 422, "roster.no_header"},
		"large.csv": {make([]byte, organization.MaxRosterBytes+10), "2026-2027", 413, "roster.too_large"},
	} {
		a.upload("focal", a.first, name, test.file, test.year, test.status, &problem)
		if problem.Code != test.code || problem.Detail == "" {
			t.Errorf("%s: the problem is %+v", name, problem)
		}
	}
	upload := "/agencies/" + a.first.String() + "/rosters"
	for kind, body := range map[string]string{
		"application/json":                 `{}`,
		"multipart/form-data":              "x",
		"multipart/form-data; boundary=xx": "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\ncut",
	} {
		a.ask("focal", http.MethodPost, upload, kind, strings.NewReader(body), 422, &problem)
		if problem.Code != "upload.form" {
			t.Errorf("%s: the problem is %+v", kind, problem)
		}
	}
	for _, query := range []string{"/agencies?parent=x", "/agencies?asOf=2026-02-30", "/agencies?unknown=1", "/agencies?pageSize=1000", "/agencies?q=" + strings.Repeat("a", 101)} {
		a.ask("focal", http.MethodGet, query, "", nil, 422, nil)
	}
	a.ask("focal", http.MethodPost, "/agencies/"+a.first.String()+"/slips", "application/json", strings.NewReader(`{}`), 422, nil)
	a.ask("focal", http.MethodPost, "/agencies/"+a.first.String()+"/slips", "application/json", strings.NewReader(`{"person":1}`), 422, nil)
}
