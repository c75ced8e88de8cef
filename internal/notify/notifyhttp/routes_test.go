package notifyhttp_test

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
	"taphuan/internal/fault"
	"taphuan/internal/notify"
	"taphuan/internal/notify/notifyhttp"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/web"
)

// api is a server over a fresh database without a mail server; a bearer token is a person's id.
type api struct {
	t        *testing.T
	handler  http.Handler
	notices  *notify.Service
	own, his uuid.UUID
}

func newAPI(t *testing.T) *api {
	t.Helper()
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	server, err := web.New(web.Options{Log: slog.New(slog.DiscardHandler), Authenticate: func(_ context.Context, token string) (access.Principal, error) {
		id, err := uuid.Parse(token)
		if err != nil {
			return access.Principal{}, fault.ErrSessionExpired
		}
		return access.Principal{PersonID: id}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	a := &api{t: t, handler: server.Engine, notices: notify.New(notify.Options{DB: db, Outbox: &outbox.Outbox{}, Now: time.Now}), own: uuid.New(), his: uuid.New()}
	notifyhttp.Routes(server, a.notices)
	agency := uuid.New()
	for _, statement := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO organization.agencies (id) VALUES (?)`, []any{agency}},
		{`INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'officer', 'Đinh Thị Ươm', 'Ươm')`, []any{a.own, agency}},
		{`INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'officer', 'A Thắng', 'Thắng')`, []any{a.his, agency}},
	} {
		if _, err := owner.ExecContext(t.Context(), statement.sql, statement.args...); err != nil {
			t.Fatal(err)
		}
	}
	err = a.notices.Tell(t.Context(), notify.Notice{PersonID: a.own, Kind: notify.CertificateIssued, Event: "certificate/1",
		Facts: notify.Facts{CourseTitle: "Nhận biết lừa đảo", CourseTitleEN: "Recognizing scams", Number: "1/2026"}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// ask sends a request as a person and returns the status and the body.
func (a *api) ask(who uuid.UUID, method, path, body string) (int, string) {
	a.t.Helper()
	request := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept-Language", "vi")
	if who != uuid.Nil {
		request.Header.Set("Authorization", "Bearer "+who.String())
	}
	answer := httptest.NewRecorder()
	a.handler.ServeHTTP(answer, request)
	return answer.Code, answer.Body.String()
}

func TestRoutes(t *testing.T) {
	a := newAPI(t)
	for _, c := range []struct {
		name         string
		who          uuid.UUID
		method, path string
		body         string
		status       int
		contains     string
	}{
		{"own notices", a.own, "GET", "/me/notices", "", 200, "Đã cấp giấy chứng nhận: Nhận biết lừa đảo"},
		{"another person's are not there", a.his, "GET", "/me/notices", "", 200, `"items":[]`},
		{"nobody", uuid.Nil, "GET", "/me/notices", "", 401, "auth.required"},
		{"too large a page", a.own, "GET", "/me/notices?pageSize=1000", "", 422, "pageSize"},
		{"settings", a.own, "GET", "/me/notice-settings", "", 200, `"canMail":false`},
		{"a duty cannot be muted", a.own, "PUT", "/me/notice-settings", `{"muted":["duty_due"],"quietFrom":0,"quietTo":0}`, 422, "không tắt được"},
		{"no such minute", a.own, "PUT", "/me/notice-settings", `{"muted":[],"quietFrom":1440,"quietTo":0}`, 422, "quietFrom"},
		{"mute what may be muted", a.own, "PUT", "/me/notice-settings", `{"muted":["certificate_issued"],"quietFrom":0,"quietTo":60}`, 204, ""},
		{"an unknown field", a.own, "PUT", "/me/mail-address", `{"email":"a@b.vn","link":"x"}`, 422, "link"},
		{"no mail server", a.own, "PUT", "/me/mail-address", `{"email":"a@b.vn"}`, 409, "notify.no_mail_server"},
		{"a code that nobody sent", a.own, "POST", "/me/mail-address/confirm", `{"code":"12345678"}`, 409, "notify.code_expired"},
		{"forget an address", a.own, "DELETE", "/me/mail-address", "", 204, ""},
		{"mails", a.own, "GET", "/me/mails", "", 200, `"items":[]`},
		{"others mark nothing", a.his, "POST", "/me/notices/read", `{}`, 204, ""},
	} {
		status, body := a.ask(c.who, c.method, c.path, c.body)
		if status != c.status || !strings.Contains(body, c.contains) {
			t.Errorf("%s: %d %s, want %d with %q", c.name, status, body, c.status, c.contains)
		}
	}
	_, body := a.ask(a.own, "GET", "/me/notices", "")
	var list struct{ Items []struct{ Read bool } }
	if err := json.Unmarshal([]byte(body), &list); err != nil || len(list.Items) != 1 || list.Items[0].Read {
		t.Errorf("after others marked: %s", body)
	}
	a.ask(a.own, "POST", "/me/notices/read", `{}`)
	if _, body := a.ask(a.own, "GET", "/me/notices", ""); !strings.Contains(body, `"read":true`) {
		t.Errorf("after marking: %s", body)
	}
}
