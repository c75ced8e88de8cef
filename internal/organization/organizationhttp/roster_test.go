package organizationhttp_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"taphuan/internal/organization/organizationhttp"
	"taphuan/internal/web"
)

const pushed = `{"kind":"students","schoolYear":"2026-2027","commit":true,"rows":[
	{"fullName":"Lê Văn An","code":"HS1","birth":"05/09/2009","className":"10A1"},
	{"fullName":"Y Blứ","code":"HS2","birth":"2009","className":"10A1"},
	{"fullName":"Trần 3","code":"HS3","className":"10A1"}]}`

// push sends a list as a school's software does.
func (a *api) push(token, key, body string, status int, out any) *httptest.ResponseRecorder {
	a.t.Helper()
	request := httptest.NewRequest(http.MethodPost, "/api/v1/agencies/"+a.first.String()+"/rosters/rows", strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", key)
	return a.serve(request, status, out)
}

// TestPushedRoster pushes one list several times, at once too: it is written once and answered alike.
func TestPushedRoster(t *testing.T) {
	a := newAPI(t)
	var first organizationhttp.Roster
	one := a.push("focal", "bulk-2026-09-01", pushed, http.StatusCreated, &first)
	if first.State != "committed" || first.Counts != (organizationhttp.RosterCounts{Total: 3, New: 2, Refused: 1}) || first.Source != "api" {
		t.Fatalf("the roster is %+v", first.RosterLine)
	}
	if row := first.Rows.Items[2]; row.Codes[0] != "name.symbols" || strings.HasPrefix(row.Messages[0], "Ô ") {
		t.Errorf("the refused row is %+v", row)
	}
	if two := a.push("focal", "bulk-2026-09-01", pushed, http.StatusCreated, nil); two.Body.String() != one.Body.String() {
		t.Errorf("a repeat is answered otherwise: %s, then %s", one.Body, two.Body)
	}
	var problem web.Problem
	other := strings.Replace(pushed, "Lê Văn An", "Lê Văn Ân", 1)
	a.push("focal", "bulk-2026-09-01", other, http.StatusConflict, &problem)
	if problem.Code != "roster.idempotency_reuse" {
		t.Errorf("the problem is %+v", problem)
	}
	for _, key := range []string{"", "short", "a b c d e f g h", strings.Repeat("k", 101)} {
		a.push("focal", key, pushed, http.StatusUnprocessableEntity, nil)
	}
	var together sync.WaitGroup
	answers := make([]string, 4)
	for i := range answers {
		together.Go(func() { answers[i] = a.push("focal", "bulk-at-once", other, http.StatusCreated, nil).Body.String() })
	}
	together.Wait()
	for _, answer := range answers[1:] {
		if answer != answers[0] {
			t.Errorf("answers differ: %s and %s", answers[0], answer)
		}
	}
	var persons, rosters int
	must(t, a.owner.NewRaw("SELECT (SELECT count(*) FROM organization.persons), (SELECT count(*) FROM organization.roster_imports)").Scan(t.Context(), &persons, &rosters))
	if persons != 2 || rosters != 2 {
		t.Errorf("%d persons of %d rosters, want 2 of 2", persons, rosters)
	}
	for name, body := range map[string]string{
		"no rows":        `{"kind":"students","schoolYear":"2026-2027","rows":[]}`,
		"another kind":   `{"kind":"guests","rows":[{"fullName":"A"}]}`,
		"unknown field":  `{"kind":"students","schoolYear":"2026-2027","rows":[{"fullName":"Lê An","ethnicity":"Kinh"}]}`,
		"too long":       `{"kind":"students","schoolYear":"2026-2027","rows":[{"fullName":"` + strings.Repeat("a", 201) + `"}]}`,
		"no school year": `{"kind":"students","rows":[{"fullName":"Lê An"}]}`,
		"a future day":   `{"kind":"officers","effectiveOn":"2100-01-01","rows":[{"fullName":"Lê An"}]}`,
	} {
		if answer := a.push("focal", "bad-"+strings.ReplaceAll(name, " ", "-"), body, http.StatusUnprocessableEntity, nil); !strings.Contains(answer.Header().Get("Content-Type"), "problem+json") {
			t.Errorf("%s: %s", name, answer.Body)
		}
	}
}

// TestOfficerStory is a focal point's way with a list of officers: columns, dry run, a chosen part,
// slips, undo.
func TestOfficerStory(t *testing.T) {
	a := newAPI(t)
	const officers = "STT;Họ và tên;Năm sinh;Chức vụ;Dân tộc;Ghi chú\n1;Lê An;1980;Hiệu trưởng;Kinh;KN\n2;Lê Bình;1981;Giáo viên;Hrê;\n3;Lê Chi;1982;Giáo viên;Kinh;\n"
	school := "/agencies/" + a.first.String()
	var columns organizationhttp.RosterColumns
	a.send("focal", school+"/rosters/columns", "gv.csv", []byte(officers), map[string]string{"kind": "officers"}, http.StatusOK, &columns)
	if len(columns.Columns) != 6 || !columns.Columns[4].Forbidden || len(columns.Columns[4].Samples) != 0 || columns.Columns[3].Field != "position" || columns.Titles[0].Title != "Giáo viên" {
		t.Fatalf("the columns are %+v", columns)
	}
	var roster organizationhttp.Roster
	a.send("focal", school+"/rosters", "gv.csv", []byte(officers), map[string]string{"kind": "officers", "effectiveOn": "2026-09-01",
		"mapping": `{"columns":{"B":"name","C":"birth","D":"position","F":"staffing"},"titles":{"Hiệu trưởng":"leader"}}`}, http.StatusCreated, &roster)
	if row := roster.Rows.Items[0]; row.Staffing != "dual_role" || row.PositionGroup != "leader" || roster.EffectiveOn != "2026-09-01" {
		t.Fatalf("the roster is %+v", roster)
	}
	path := "/rosters/" + roster.ID.String()
	a.ask("focal", http.MethodPost, path+"/commit", "application/json", strings.NewReader(`{"except":[4]}`), http.StatusOK, &roster)
	if roster.State != "committed" || !roster.CanUndo || roster.Progress.ToDo != 2 {
		t.Fatalf("the roster is %+v", roster.RosterLine)
	}
	slips := a.ask("focal", http.MethodPost, school+"/slips", "application/json", strings.NewReader(fmt.Sprintf(`{"rosterId":%q}`, roster.ID)), http.StatusOK, nil)
	if !bytes.HasPrefix(slips.Body.Bytes(), []byte("%PDF-")) {
		t.Error("no slips for the new people")
	}
	var unused web.List[organizationhttp.UnusedSlip]
	a.ask("focal", http.MethodGet, school+"/slips/unused", "", nil, http.StatusOK, &unused)
	if unused.Total != 2 || unused.Items[0].FullName != "Lê An" || unused.Items[0].Group != "Trường THPT Bình Minh" {
		t.Errorf("the unused slips are %+v", unused)
	}
	file := a.ask("focal", http.MethodGet, school+"/slips/unused/file", "", nil, http.StatusOK, nil)
	if _, err := excelize.OpenReader(file.Body); err != nil {
		t.Errorf("the export does not open: %v", err)
	}
	a.ask("focal", http.MethodPost, school+"/slips", "application/json", strings.NewReader(fmt.Sprintf(`{"unitId":%q}`, a.first)), http.StatusOK, nil)
	a.ask("focal", http.MethodPost, school+"/slips", "application/json", strings.NewReader(fmt.Sprintf(`{"unitId":%q}`, a.second)), http.StatusNotFound, nil)
	a.ask("focal", http.MethodPost, school+"/slips", "application/json", strings.NewReader(fmt.Sprintf(`{"rosterId":%q}`, uuid.New())), http.StatusNotFound, nil)
	var lists web.List[organizationhttp.RosterLine]
	a.ask("focal", http.MethodGet, school+"/rosters?kind=officers", "", nil, http.StatusOK, &lists)
	if lists.Total != 1 || lists.Items[0].FileName != "gv.csv" {
		t.Errorf("the lists are %+v", lists)
	}
	a.ask("focal", http.MethodPost, path+"/undo", "", nil, http.StatusOK, &roster)
	if roster.State != "undone" || roster.CanUndo {
		t.Errorf("the roster is %+v", roster.RosterLine)
	}
}

// TestTemplates gives lists to fill in that the reader takes: the example row is left out.
func TestTemplates(t *testing.T) {
	a := newAPI(t)
	for kind, row := range map[string][]any{"students": {1, "Lê An", "10A1", "007", "2010"}, "officers": {1, "Lê An", "007", "1980", "Giáo viên", "", "", "Kiêm nhiệm", "01/09/2025"}} {
		answer := a.ask("focal", http.MethodGet, "/roster-templates/"+kind, "", nil, http.StatusOK, nil)
		book, err := excelize.OpenReader(answer.Body)
		must(t, err)
		must(t, book.SetSheetRow(book.GetSheetName(0), "A5", &row))
		var file bytes.Buffer
		_, err = book.WriteTo(&file)
		must(t, err)
		var roster organizationhttp.Roster
		a.send("focal", "/agencies/"+a.first.String()+"/rosters", "mau.xlsx", file.Bytes(), map[string]string{"kind": kind, "schoolYear": "2026-2027"}, http.StatusCreated, &roster)
		if roster.Counts != (organizationhttp.RosterCounts{Total: 1, New: 1}) || roster.Rows.Items[0].Code != "007" {
			t.Errorf("%s: the roster is %+v", kind, roster)
		}
	}
	a.ask("focal", http.MethodGet, "/roster-templates/guests", "", nil, http.StatusUnprocessableEntity, nil)
}

// TestForbiddenColumnsLeaveNoTrace plants secrets in columns that are never kept, goes every way that a
// list can go, and looks for them in every table, in the log and in the temporary files.
func TestForbiddenColumnsLeaveNoTrace(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	var log bytes.Buffer
	a := openAPI(t, slog.New(slog.NewTextHandler(&lockedWriter{w: &log}, &slog.HandlerOptions{Level: slog.LevelDebug})))
	secrets := []string{"Xơ-Đăng-bí-mật", "Tin-Lành-bí-mật", "Đảng-viên-bí-mật", "051309000002", "0987654321", "Viêm-gan-bí-mật", "Ghi-chú-bí-mật", "Người-ký-bí-mật", "17/08"}
	list := "STT;Họ và tên;Ngày sinh;Dân tộc;Tôn giáo;Đảng viên;Số CCCD;Điện thoại;Sức khỏe;Ghi chú;Lớp;Chức vụ\n" +
		"1;Lê An;17/08/2009;" + strings.Join(secrets[:7], ";") + ";10A1;Giáo viên\n2;Lê 2;2009;;;;;;;;10A1;Giáo viên\n;Người lập biểu: " + secrets[7] + "\n;" + secrets[7] + "\n"
	bad := strings.Replace(list, "STT;Họ và tên", "\"STT;Họ và tên", 1)
	school := "/agencies/" + a.first.String()
	for _, kind := range []string{"students", "officers"} {
		fields := map[string]string{"kind": kind, "schoolYear": "2026-2027"}
		answer := a.send("focal", school+"/rosters/columns", "ds.csv", []byte(list), fields, http.StatusOK, nil)
		for _, secret := range secrets[:6] {
			if strings.Contains(answer.Body.String(), secret) {
				t.Errorf("the columns show %q", secret)
			}
		}
		var roster organizationhttp.Roster
		a.send("focal", school+"/rosters", "ds.csv", []byte(list), fields, http.StatusCreated, &roster)
		a.send("focal", school+"/rosters", "ds.csv", []byte(bad), fields, http.StatusUnprocessableEntity, nil)
		a.send("focal", "/rosters/"+roster.ID.String()+"/file", "ds.csv", []byte(list), nil, http.StatusOK, nil)
		a.ask("focal", http.MethodGet, "/rosters/"+roster.ID.String()+"/file", "", nil, http.StatusOK, nil)
		a.ask("focal", http.MethodPost, "/rosters/"+roster.ID.String()+"/commit", "", nil, http.StatusOK, &roster)
	}
	book := excelize.NewFile()
	must(t, book.SetSheetRow("Sheet1", "A1", &[]any{"STT", "Họ và tên", "Lớp", "Dân tộc"}))
	must(t, book.SetSheetRow("Sheet1", "A2", &[]any{1, "Lê An", "10A1", secrets[0]}))
	var file bytes.Buffer
	_, err := book.WriteTo(&file)
	must(t, err)
	a.upload("focal", a.first, "ds.xlsx", file.Bytes(), "2026-2027", http.StatusCreated, nil)
	a.push("focal", "with-secrets", `{"kind":"students","schoolYear":"2026-2027","rows":[{"fullName":"Lê An","className":"10A1","religion":"`+secrets[1]+`"}]}`, http.StatusUnprocessableEntity, nil)
	a.wantNoTrace(secrets, log.String(), temp)
}

func (a *api) wantNoTrace(secrets []string, log, temp string) {
	a.t.Helper()
	var tables []string
	must(a.t, a.owner.NewRaw(`SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`).Scan(context.Background(), &tables))
	if len(tables) < 20 || !strings.Contains(log, "request") {
		a.t.Fatalf("there is nowhere to look: %d tables, a log of %d bytes", len(tables), len(log))
	}
	for _, secret := range secrets {
		for _, table := range tables {
			var n int
			must(a.t, a.owner.NewRaw("SELECT count(*) FROM "+table+" AS r WHERE r::text LIKE ?", "%"+secret+"%").Scan(context.Background(), &n))
			if n > 0 {
				a.t.Errorf("%s holds %q", table, secret)
			}
		}
		if strings.Contains(log, secret) {
			a.t.Errorf("the log holds %q", secret)
		}
	}
	must(a.t, filepath.WalkDir(temp, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		for _, secret := range secrets {
			if bytes.Contains(content, []byte(secret)) {
				a.t.Errorf("%s holds %q", path, secret)
			}
		}
		return err
	}))
}

// lockedWriter lets several requests write one log.
type lockedWriter struct {
	mu sync.Mutex
	w  *bytes.Buffer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
