package reportinghttp_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/organization"
	"taphuan/internal/pgtest"
	"taphuan/internal/planning"
	"taphuan/internal/planning/planninghttp"
	"taphuan/internal/reporting"
	"taphuan/internal/reporting/reportinghttp"
	"taphuan/internal/web"
)

// scene is a province with one department of two officers, one of whom owes the course.
type scene struct{ province, department, person, period uuid.UUID }

func setUp(t *testing.T, owner *bun.DB) scene {
	ctx := t.Context()
	s := scene{province: audit.NewID(), department: audit.NewID(), person: audit.NewID()}
	exec := func(statement string, args ...any) {
		t.Helper()
		if _, err := owner.ExecContext(ctx, statement, args...); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	exec(`INSERT INTO organization.agencies (id) VALUES (?), (?)`, s.province, s.department)
	exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, parent_id, name_key) VALUES
		(?, ?, '2022-01-01', 'Tỉnh Quảng Ngãi', 'province', '51', NULL, ''), (?, ?, '2022-01-01', 'Sở Mẫu', 'department', 'SM', ?, '')`,
		audit.NewID(), s.province, audit.NewID(), s.department, s.province)
	exec(`INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'officer', 'Đinh Thị K'' Rớt', 'Rớt')`, s.person, s.department)
	exec(`INSERT INTO organization.postings (id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2022-01-01')`, audit.NewID(), s.person, s.department)
	course, version := audit.NewID(), audit.NewID()
	exec(`INSERT INTO catalog.courses (id, key, code) VALUES (?, 'an1', 'AN1')`, course)
	exec(`INSERT INTO catalog.course_versions (id, course_id, number, state, title_vi, title_en, field, level, periods, pass_mark, updated_on, content_hash)
		VALUES (?, ?, 1, 'published', 'Nhận biết lừa đảo', 'Recognizing scams', 'cybersecurity', 'basic', 600, 700, '2024-01-01', '')`, version, course)
	exec(`UPDATE catalog.courses SET current_version_id = ?`, version)
	requirement := audit.NewID()
	exec(`INSERT INTO learning.requirements (id, agency_id, starts_on, due_on, document) VALUES (?, ?, '2025-01-01', '2025-10-31', '01/KH')`, requirement, s.province)
	exec(`INSERT INTO learning.requirement_rules (requirement_id, number, agency_id) VALUES (?, 1, ?)`, requirement, s.province)
	exec(`INSERT INTO learning.requirement_courses (requirement_id, slot, course_id) VALUES (?, 1, ?)`, requirement, course)
	if err := organization.RebuildClosureTx(ctx, owner); err != nil {
		t.Fatal(err)
	}
	day := func(text string) time.Time { d, _ := time.Parse(time.DateOnly, text); return d }
	plan := planning.Plan{ID: audit.NewID(), Number: "1905/KH-BCĐ138", IssuedOn: day("2022-05-13"), Title: "tập huấn", Issuer: "Ban Chỉ đạo 138 tỉnh",
		Receiver: "Ban Chỉ đạo 138 tỉnh", ValidFrom: day("2022-05-13"), ValidTo: day("2026-12-31")}
	if err := planning.CreatePlanTx(ctx, owner, planning.CreatePlan{Plan: plan}); err != nil {
		t.Fatal(err)
	}
	if err := owner.NewRaw(`SELECT id FROM planning.periods WHERE kind = 'year' AND year = 2025`).Scan(ctx, &s.period); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	world := setUp(t, owner)
	plans := planning.New(db, time.Now)
	svc := reporting.New(db, plans, func() time.Time { return time.Date(2025, 11, 5, 3, 0, 0, 0, time.UTC) }, false)
	grant := func(role access.Role, agencies ...uuid.UUID) access.Principal {
		return access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: role, AgencyID: agencies[0], Agencies: agencies}}}
	}
	people := map[string]access.Principal{
		"focal": grant(access.FocalPoint, world.department), "standing": grant(access.StandingAgency, world.province, world.department), "learner": grant(access.Learner, world.department)}
	server, err := web.New(web.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Static: fstest.MapFS{"200.html": {Data: []byte("<html></html>")}},
		Authenticate: func(_ context.Context, token string) (access.Principal, error) { return people[token], nil }})
	if err != nil {
		t.Fatal(err)
	}
	reportinghttp.Routes(server, svc)
	planninghttp.Routes(server, plans, catalog.New(db))

	department, year := "agencyId="+world.department.String(), "periodId="+world.period.String()
	for _, c := range []struct {
		name, who, path string
		status          int
		has, hasNot     []string
	}{
		{"own figures without naming the agency", "focal", "/figures/completion", 200,
			[]string{`"asOf":"2025-11-05"`, `"agencyName":"Sở Mẫu"`, `"required":1`, `"overdue":1`, `"rate":0`, `"rule":{"version":"2"`}, []string{"K'"}},
		{"a unit for the province", "standing", "/figures/completion?" + department + "&" + year + "&courseKey=an1", 200, []string{`"asOf":"2025-10-31"`, `"notDone":1`}, []string{"person", "K'"}},
		{"another agency", "focal", "/figures/completion?agencyId=" + world.province.String(), 404, []string{`"code":"not_found"`}, nil},
		{"a learner", "learner", "/figures/completion?" + department, 403, []string{`"code":"forbidden"`}, nil},
		{"nobody", "", "/figures/completion?" + department, 401, []string{`"code":"auth.required"`}, nil},
		{"a bad id", "focal", "/figures/completion?agencyId=1", 422, []string{`agencyId`}, nil},
		{"own people", "focal", "/figures/people?state=overdue", 200, []string{`"fullName":"Đinh Thị K' Rớt"`, `"courseTitle":{"vi":"Nhận biết lừa đảo","en":"Recognizing scams"}`, `"total":1`, `"dueOn":"2025-10-31"`}, []string{"completedOn"}},
		{"people for the province", "standing", "/figures/people?" + department, 403, nil, []string{"K'"}},
		{"an unknown state", "focal", "/figures/people?state=lazy", 422, nil, nil},
		{"people as a file", "focal", "/figures/people.xlsx?state=overdue", 200, []string{"PK\x03\x04"}, nil},
		{"people as a file for the province", "standing", "/figures/people.xlsx?" + department, 403, nil, []string{"PK"}},
		{"a file with an unknown state", "focal", "/figures/people.xlsx?state=lazy", 422, []string{"query.state"}, nil},
		{"a file with a bad course key", "focal", "/figures/completion.xlsx?courseKey=%27", 422, []string{"query.courseKey"}, nil},
		{"completion as a file", "standing", "/figures/completion.xlsx?" + department, 200, []string{"PK"}, nil},
		{"the report", "focal", "/reports/training-results?" + year, 200, []string{`"code":"A1"`, `"value":1`, `"code":"B1"`, `"value":0`, `"classes":[]`, `"label":"Năm 2025"`, `"formula":"Số người`}, []string{"K'"}},
		{"the report without a period", "focal", "/reports/training-results", 422, nil, nil},
		{"the report of another agency", "focal", "/reports/training-results?" + year + "&agencyId=" + world.province.String(), 404, nil, nil},
		{"an unknown period", "standing", "/reports/training-results?periodId=" + uuid.NewString(), 404, nil, nil},
		{"the document", "standing", "/reports/training-results.docx?" + year + "&" + department, 200, []string{"PK"}, nil},
		{"the annexes", "standing", "/reports/training-results.xlsx?" + year, 200, []string{"PK"}, nil},
		{"the document for a learner", "learner", "/reports/training-results.docx?" + year, 403, nil, []string{"PK"}},
		{"targets of the own agency", "focal", "/figures/targets?" + year, 200, []string{`"measure":"coverage"`, `"figure":0`, `"gap":null`, `"rows":[]`, `"subjects":[]`, `"planned":{"plans":0,"items":0,"people":0,"budget":null}`}, []string{"K'"}},
		{"targets of a field for the province", "standing", "/figures/targets?" + year + "&field=it&measure=people", 200, []string{`"agencyName":"Sở Mẫu"`, `"measure":"people"`}, []string{"K'"}},
		{"targets of another agency", "focal", "/figures/targets?" + year + "&agencyId=" + world.province.String(), 404, nil, nil},
		{"targets without a period", "focal", "/figures/targets", 422, nil, nil},
		{"targets by an unknown measure", "focal", "/figures/targets?measure=luck&" + year, 422, nil, nil},
		{"targets for a learner", "learner", "/figures/targets?" + year, 403, nil, nil},
		{"targets for nobody", "", "/figures/targets?" + year, 401, nil, nil},
		{"targets as a file", "standing", "/figures/targets.xlsx?" + year, 200, []string{"PK"}, nil},
		{"targets as a file by an unknown measure", "standing", "/figures/targets.xlsx?measure=luck&" + year, 422, []string{"query.measure"}, nil},
		{"targets as a file for a learner", "learner", "/figures/targets.xlsx?" + year, 403, nil, []string{"PK"}},
		{"the periods", "focal", "/periods?pageSize=2", 200, []string{`"label":"Năm 2026"`, `"dueOn":"2026-11-09"`, `"total":9`}, nil},
		{"the periods for a learner", "learner", "/periods", 403, nil, nil},
	} {
		request := httptest.NewRequest(http.MethodGet, "/api/v1"+c.path, nil)
		request.Header.Set("Accept-Language", "vi")
		if c.who != "" {
			request.Header.Set("Authorization", "Bearer "+c.who)
		}
		answer := httptest.NewRecorder()
		server.Engine.ServeHTTP(answer, request)
		body := answer.Body.String()
		if answer.Code != c.status {
			t.Errorf("%s: %d, want %d: %.300s", c.name, answer.Code, c.status, body)
			continue
		}
		for _, want := range c.has {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %s in %.900s", c.name, want, body)
			}
		}
		for _, not := range c.hasNot {
			if strings.Contains(body, not) {
				t.Errorf("%s: %s in %.600s", c.name, not, body)
			}
		}
	}
}
