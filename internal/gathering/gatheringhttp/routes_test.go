package gatheringhttp_test

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
	"taphuan/internal/gathering"
	"taphuan/internal/gathering/gatheringhttp"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
	"taphuan/internal/web"
)

// api is a server with one agency, its focal point and an officer; a bearer token is a person's id.
type api struct {
	t              *testing.T
	server         *web.Server
	owner          *bun.DB
	agency         uuid.UUID
	focal, officer uuid.UUID
}

func newAPI(t *testing.T) *api {
	t.Helper()
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	a := &api{t: t, owner: owner, agency: uuid.New(), focal: uuid.New(), officer: uuid.New()}
	a.exec(`INSERT INTO organization.agencies (id) VALUES (?)`, a.agency)
	a.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key) VALUES (?, ?, '2020-01-01', 'Sở A', 'department', 'A', '')`, uuid.New(), a.agency)
	a.exec(`INSERT INTO organization.agency_closure VALUES (?0, ?0, 0, '2020-01-01', NULL)`, a.agency)
	for i, id := range []uuid.UUID{a.focal, a.officer} {
		a.exec(`INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name, code) VALUES (?, ?, 'officer', 'Lê Thị An', 'An', ?)`, id, a.agency, fmt.Sprint("CB", i))
		a.exec(`INSERT INTO organization.postings (id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2020-01-01')`, uuid.New(), id, a.agency)
	}
	err := db.RunInTx(t.Context(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		_, err := catalog.PublishVersionTx(ctx, tx, &catalog.Draft{ContentHash: []byte{1}, Course: catalog.Course{Key: "an1", Code: "AN1",
			Title: catalog.LocalText{VI: "Nhận biết lừa đảo"}, Field: catalog.Cybersecurity, Level: "basic", Periods: 800, PassMark: 700, UpdatedOn: time.Now()}}, time.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	a.server, err = web.New(web.Options{Log: slog.New(slog.DiscardHandler), Authenticate: func(_ context.Context, token string) (access.Principal, error) {
		who := access.Principal{PersonID: uuid.MustParse(token)}
		if who.PersonID == a.focal {
			who.Grants = []access.Grant{{Role: access.FocalPoint, AgencyID: a.agency, Agencies: []uuid.UUID{a.agency}}}
		}
		return who, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	gatheringhttp.Routes(a.server, gatheringhttp.Parts{Gathering: gathering.New(db, &outbox.Outbox{}, time.Now), Courses: catalog.New(db), Demo: true})
	return a
}

func (a *api) exec(query string, args ...any) {
	a.t.Helper()
	if _, err := a.owner.ExecContext(a.t.Context(), query, args...); err != nil {
		a.t.Fatal(err)
	}
}

func (a *api) call(who uuid.UUID, method, path, body string) (int, string) {
	a.t.Helper()
	request := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	if who != uuid.Nil {
		request.Header.Set("Authorization", "Bearer "+who.String())
	}
	answer := httptest.NewRecorder()
	a.server.Engine.ServeHTTP(answer, request)
	return answer.Code, answer.Body.String()
}

// TestStory: a class from its plan to its closed roll call, each step with what its answer must say.
func TestStory(t *testing.T) {
	a := newAPI(t)
	today := time.Now().In(time.FixedZone("ICT", 7*60*60)).Format(time.DateOnly)
	plan := fmt.Sprintf(`{"hostId":%q,"name":"Lớp một","courseKey":"an1","form":"in_person","place":"Hội trường","startsOn":%q,"endsOn":%q,"seats":2,
		"registration":"none","attendanceRole":"lessons","attendanceShare":80,"budgetPlanned":5000000}`, a.agency, today, today)
	status, body := a.call(a.focal, "POST", "/training-classes", plan)
	var made struct{ ID uuid.UUID }
	if err := json.Unmarshal([]byte(body), &made); status != 201 || err != nil {
		t.Fatalf("create: %d %s", status, body)
	}
	class := "/training-classes/" + made.ID.String()
	var session, participant string
	for _, step := range []struct {
		name         string
		who          uuid.UUID
		method, path string
		body         func() string
		status       int
		has, hasNot  string
	}{
		{"a plan with faults", a.focal, "POST", "/training-classes", func() string { return strings.Replace(plan, `"Hội trường"`, `" "`, 1) }, 422, "body.place", ""},
		{"an unknown course", a.focal, "POST", "/training-classes", func() string { return strings.Replace(plan, `"an1"`, `"an9"`, 1) }, 422, "body.courseKey", ""},
		{"an officer plans", a.officer, "POST", "/training-classes", func() string { return plan }, 403, "forbidden", ""},
		{"nobody plans", uuid.Nil, "POST", "/training-classes", func() string { return plan }, 401, "auth.required", ""},
		{"a draft is the host's", a.officer, "GET", class, nil, 404, "not_found", "Lớp một"},
		{"open without sessions", a.focal, "POST", class + "/state", func() string { return `{"state":"open"}` }, 409, "class.no_sessions", ""},
		{"sessions", a.focal, "PUT", class + "/sessions", func() string {
			return fmt.Sprintf(`{"sessions":[{"startsAt":"%sT00:10:00+07:00","endsAt":"%sT03:00:00+07:00","room":"P1"}]}`, today, today)
		}, 204, "", ""},
		{"open", a.focal, "POST", class + "/state", func() string { return `{"state":"open"}` }, 204, "", ""},
		{"name people", a.focal, "POST", class + "/participants", func() string { return fmt.Sprintf(`{"agencyId":%q,"codes":["CB1"]}`, a.agency) }, 200, `"joined":1`, ""},
		{"the list", a.focal, "GET", "/training-classes?state=open", nil, 200, `"confirmed":1`, "Lê Thị An"},
		{"the officer's own", a.officer, "GET", "/me/training-classes", nil, 200, `"myState":"confirmed"`, "budget"},
		{"the officer's page", a.officer, "GET", class, nil, 200, `"myState":"confirmed"`, "5000000"},
		{"the officer reads no names", a.officer, "GET", class + "/participants", nil, 404, "not_found", ""},
		{"the calendar", a.officer, "GET", class + "/calendar.ics", nil, 200, "BEGIN:VEVENT", ""},
		{"the officer takes no papers", a.officer, "GET", class + "/files/danh-sach.pdf", nil, 404, "not_found", ""},
		{"a paper", a.focal, "GET", class + "/files/diem-danh.pdf", nil, 200, "%PDF-", ""},
		{"a workbook", a.focal, "GET", class + "/files/danh-sach.xlsx", nil, 200, "PK", ""},
		{"too many marks at once", a.focal, "PUT", class + "/roll-calls/{session}", func() string { return `{"marks":[]}` }, 422, "marks", ""},
		{"the roll call", a.focal, "GET", class + "/roll-calls/{session}", nil, 200, "Lê Thị An", ""},
		{"a mark", a.focal, "PUT", class + "/roll-calls/{session}", func() string {
			return fmt.Sprintf(`{"marks":[{"id":%q,"participantId":%q,"state":"late","markedAt":"%sT01:00:00Z"}]}`, uuid.Must(uuid.NewV7()), participant, today)
		}, 200, `"state":"late"`, "Lê Thị An"},
		{"close", a.focal, "POST", class + "/roll-calls/{session}/closing", nil, 204, "", ""},
		{"a correction without a reason", a.focal, "PUT", class + "/roll-calls/{session}", func() string {
			return fmt.Sprintf(`{"marks":[{"id":%q,"participantId":%q,"state":"present","markedAt":"%sT01:30:00Z"}]}`, uuid.Must(uuid.NewV7()), participant, today)
		}, 409, "roll_call.closed", ""},
		{"finish", a.focal, "POST", class + "/state", func() string { return `{"state":"finished"}` }, 204, "", ""},
		{"the end", a.officer, "GET", class, nil, 200, `"state":"finished"`, ""},
	} {
		a.ids(made.ID, &session, &participant)
		input := ""
		if step.body != nil {
			input = step.body()
		}
		status, body := a.call(step.who, step.method, strings.ReplaceAll(step.path, "{session}", session), input)
		if status != step.status || !strings.Contains(body, step.has) || step.hasNot != "" && strings.Contains(body, step.hasNot) {
			t.Fatalf("%s: %d %.400s", step.name, status, body)
		}
	}
}

// ids reads the keys that the story needs as soon as there are any.
func (a *api) ids(class uuid.UUID, session, participant *string) {
	_ = a.owner.NewRaw(`SELECT id FROM gathering.sessions WHERE class_id = ?`, class).Scan(a.t.Context(), session)
	_ = a.owner.NewRaw(`SELECT id FROM gathering.participants WHERE class_id = ?`, class).Scan(a.t.Context(), participant)
}
