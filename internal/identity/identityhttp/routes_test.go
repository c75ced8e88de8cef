package identityhttp

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/identity"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
	"taphuan/internal/web"
)

const password = "mây trắng qua đèo Vi Ô Lắc"

// world is the routes on a real database, with one account: "hangntt".
type world struct {
	t       *testing.T
	server  *web.Server
	service *identity.Service
	person  uuid.UUID
}

func setup(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	db := pgtest.New(t)
	keys, err := identity.NewKeys(bytes.Repeat([]byte{1}, 32))
	must(t, err)
	service, err := identity.New(identity.Options{DB: db, Keys: keys, PublicURL: "http://localhost:8080", Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	must(t, service.Watcher().Poll(t.Context()))
	go service.Watcher().Run(t.Context())
	w := &world{t: t, service: service, person: uuid.New()}
	must(t, db.RunInTx(t.Context(), postgres.Persons(w.person), func(ctx context.Context, tx bun.Tx) error {
		if _, err := service.CreateAccountTx(ctx, tx, w.person, "hangntt"); err != nil {
			return err
		}
		return service.SetPasswordTx(ctx, tx, w.person, password)
	}))
	w.server, err = web.New(web.Options{Log: slog.New(slog.DiscardHandler), Version: "test", Authenticate: w.authenticate})
	must(t, err)
	Routes(w.server, service, Options{
		Describe: func(context.Context, uuid.UUID) (Profile, error) {
			return Profile{FullName: "Nguyễn Thị Thu Hằng", GivenName: "Hằng"}, nil
		},
		Instance: func(context.Context) (Instance, error) { return Instance{Name: "Tập Huấn", Version: "test"}, nil },
	})
	return w
}

func (w *world) authenticate(ctx context.Context, token string) (access.Principal, error) {
	person, session, err := w.service.Authenticate(ctx, token)
	return access.Principal{PersonID: person, SessionID: session}, err
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// jar is a browser: it keeps cookies, and remembers with which attributes they came.
type jar struct {
	*world
	cookies map[string]*http.Cookie
}

func (w *world) browser() *jar { return &jar{world: w, cookies: map[string]*http.Cookie{}} }

type answer struct {
	status  int
	body    map[string]any
	text    string
	headers http.Header
}

func (j *jar) send(method, path, body string) answer {
	j.t.Helper()
	r := httptest.NewRequest(method, "http://localhost:8080/api/v1"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0.0.0 Safari/537.36")
	for _, c := range j.cookies {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	rec := httptest.NewRecorder()
	j.server.Engine.ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		j.cookies[c.Name] = c
		if c.MaxAge < 0 {
			delete(j.cookies, c.Name)
		}
	}
	text, err := io.ReadAll(rec.Body)
	must(j.t, err)
	a := answer{status: rec.Code, text: string(text), headers: rec.Header(), body: map[string]any{}}
	if len(text) > 0 {
		must(j.t, json.Unmarshal(text, &a.body))
	}
	return a
}

func (j *jar) want(status int, code, method, path, body string) answer {
	j.t.Helper()
	a := j.send(method, path, body)
	if a.status != status || code != "" && a.body["code"] != code {
		j.t.Fatalf("%s %s: %d %s, want %d %s", method, path, a.status, a.text, status, code)
	}
	return a
}

func (j *jar) signIn() answer {
	j.t.Helper()
	return j.want(200, "", "POST", "/session", `{"username":"HằngNTT","password":"`+password+`"}`)
}

func TestSignInTellsWhoIAm(t *testing.T) {
	w := setup(t)
	j := w.browser()
	me := j.signIn()
	again := j.want(200, "", "GET", "/me", "")
	if me.text != again.text {
		t.Errorf("signing in says %s, GET /me %s", me.text, again.text)
	}
	for _, part := range []string{`"state":"signed_in"`, `"username":"hangntt"`, `"givenName":"Hằng"`, `"agency":null`, `"roles":[]`, `"permissions":[]`, `"mustChangePassword":false`, `"locale":"vi"`, w.person.String()} {
		if !strings.Contains(me.text, part) {
			t.Errorf("%s is missing in %s", part, me.text)
		}
	}
	for name, site := range map[string]http.SameSite{"__Host-access": http.SameSiteLaxMode, "__Host-refresh": http.SameSiteStrictMode, "__Host-device": http.SameSiteLaxMode} {
		c := j.cookies[name]
		if c == nil || !c.HttpOnly || !c.Secure || c.Path != "/" || c.Domain != "" || c.SameSite != site || c.MaxAge <= 0 {
			t.Errorf("cookie %s: %+v", name, c)
		}
	}
	if j.cookies["__Host-access"].MaxAge > 300 {
		t.Error("the access cookie lasts longer than its token")
	}
	device, session := j.cookies["__Host-device"].Value, j.cookies["__Host-access"].Value
	j.signIn()
	if j.cookies["__Host-device"].Value != device {
		t.Error("a known browser gets another mark")
	}
	left := w.browser() // the session that the browser left by signing in anew
	left.cookies["__Host-access"] = &http.Cookie{Name: "__Host-access", Value: session}
	must(t, w.service.Watcher().Poll(t.Context()))
	left.want(401, "auth.expired", "GET", "/me", "")
}

func TestWrongSignIns(t *testing.T) {
	j := setup(t).browser()
	wrong := j.want(401, "auth.wrong_credentials", "POST", "/session", `{"username":"hangntt","password":"bí mật của tôi"}`)
	unknown := j.want(401, "auth.wrong_credentials", "POST", "/session", `{"username":"khongco","password":"bí mật của tôi"}`)
	if wrong.body["detail"] != unknown.body["detail"] || strings.Contains(wrong.text, "bí mật") {
		t.Errorf("answers: %s and %s", wrong.text, unknown.text)
	}
	j.want(422, "invalid", "POST", "/session", `{"username":"hangntt"}`)
	j.want(422, "invalid", "POST", "/session", `{"username":"hangntt","password":"x","role":"system_admin"}`)
	j.want(422, "invalid", "POST", "/session", `{"username":"`+strings.Repeat("x", 129)+`","password":"x"}`)
	j.want(401, "auth.required", "GET", "/me", "")
	for range 4 {
		j.send("POST", "/session", `{"username":"hangntt","password":"x"}`)
	}
	slow := j.want(429, "auth.slow_down", "POST", "/session", `{"username":"hangntt","password":"`+password+`"}`)
	if slow.headers.Get("Retry-After") == "" || slow.body["retryAfterSeconds"] == nil {
		t.Errorf("no word when to come back: %v %s", slow.headers, slow.text)
	}
}

func TestSpoiledCookiesAreAsGoodAsNone(t *testing.T) {
	j := setup(t).browser()
	for _, name := range []string{"__Host-access", "__Host-refresh", "__Host-device", "__Host-sign-in"} {
		j.cookies[name] = &http.Cookie{Name: name, Value: strings.Repeat("x", 2000)}
	}
	j.want(401, "auth.sign_in_stale", "POST", "/session/second-factor", `{"code":"000000"}`)
	j.want(401, "auth.expired", "POST", "/session/refresh", "")
	j.signIn()
	j.want(200, "", "GET", "/me", "")
}

func TestRefreshAndSignOut(t *testing.T) {
	w := setup(t)
	j := w.browser()
	j.signIn()
	old := j.cookies["__Host-refresh"].Value
	delete(j.cookies, "__Host-access") // its five minutes are over
	j.want(401, "auth.expired", "GET", "/me", "")
	j.want(204, "", "POST", "/session/refresh", "")
	j.want(200, "", "GET", "/me", "")
	if j.cookies["__Host-refresh"].Value == old {
		t.Error("the refresh token is not replaced")
	}
	stolen := w.browser()
	for name, c := range j.cookies {
		stolen.cookies[name] = c
	}
	j.want(204, "", "DELETE", "/session", "")
	if len(j.cookies) != 1 || j.cookies["__Host-device"] == nil {
		t.Errorf("cookies left: %v", j.cookies)
	}
	j.want(401, "auth.required", "GET", "/me", "")
	j.want(204, "", "DELETE", "/session", "")
	stolen.want(401, "auth.expired", "GET", "/me", "")
	stolen.want(401, "auth.expired", "POST", "/session/refresh", "")
	w.browser().want(401, "auth.expired", "POST", "/session/refresh", "")
}

func TestOwnSessions(t *testing.T) {
	w := setup(t)
	here, there := w.browser(), w.browser()
	here.signIn()
	there.signIn()
	list := here.want(200, "", "GET", "/me/sessions", "")
	items := list.body["items"].([]any)
	if len(items) != 2 || list.body["total"] != 2.0 {
		t.Fatal(list.text)
	}
	var other string
	for _, item := range items {
		s := item.(map[string]any)
		if s["device"] != "Chrome trên Windows" || s["madeBy"] != "password" {
			t.Errorf("session: %v", s)
		}
		if s["current"] == false {
			other = s["id"].(string)
		}
	}
	here.want(404, "not_found", "DELETE", "/me/sessions/"+uuid.NewString(), "")
	here.want(422, "invalid", "DELETE", "/me/sessions/x", "")
	here.want(204, "", "DELETE", "/me/sessions/"+other, "")
	there.want(401, "auth.expired", "GET", "/me", "")
	there.signIn()
	here.want(204, "", "DELETE", "/me/sessions", "")
	there.want(401, "auth.expired", "GET", "/me", "")
	here.want(200, "", "GET", "/me", "")
}

func TestPasswordChange(t *testing.T) {
	w := setup(t)
	here, there := w.browser(), w.browser()
	here.signIn()
	there.signIn()
	short := here.want(422, "invalid", "POST", "/me/password", `{"current":"`+password+`","next":"ngắn"}`)
	if !strings.Contains(short.text, `"field":"body.next"`) || !strings.Contains(short.text, "ít nhất 10 ký tự") {
		t.Error(short.text)
	}
	wrong := here.want(422, "password.wrong", "POST", "/me/password", `{"current":"x","next":"gió chướng tháng chạp"}`)
	if !strings.Contains(wrong.text, `"field":"body.current"`) {
		t.Error(wrong.text)
	}
	here.want(204, "", "POST", "/me/password", `{"current":"`+password+`","next":"gió chướng tháng chạp"}`)
	here.want(200, "", "GET", "/me", "")
	there.want(401, "auth.expired", "GET", "/me", "")
	w.browser().want(401, "auth.required", "POST", "/me/password", `{"current":"x","next":"gió chướng tháng chạp"}`)
}

func TestTOTP(t *testing.T) {
	w := setup(t)
	j := w.browser()
	j.signIn()
	setup := j.want(200, "", "POST", "/me/totp", "")
	secret := setup.body["secret"].(string)
	if !strings.HasPrefix(setup.body["qrSvg"].(string), "<svg ") || !strings.Contains(setup.body["uri"].(string), secret) {
		t.Error(setup.text)
	}
	j.want(422, "auth.wrong_code", "POST", "/me/totp/confirm", `{"code":"000000"}`)
	code, err := totp.GenerateCode(secret, time.Now().Add(-30*time.Second))
	must(t, err)
	confirmed := j.want(200, "", "POST", "/me/totp/confirm", `{"code":"`+code+`"}`)
	if codes := confirmed.body["recoveryCodes"].([]any); len(codes) != 10 {
		t.Error(confirmed.text)
	}
	j.want(409, "totp.active", "POST", "/me/totp", "")

	other := w.browser()
	other.want(401, "auth.sign_in_stale", "POST", "/session/second-factor", `{"code":"000000"}`)
	waiting := other.signIn()
	if waiting.text != `{"state":"second_factor_required","methods":["code"]}`+"\n" || len(other.cookies) != 1 {
		t.Errorf("%q %v", waiting.text, other.cookies)
	}
	other.want(401, "auth.required", "GET", "/me", "")
	other.want(401, "auth.wrong_code", "POST", "/session/second-factor", `{"code":"`+code+`"}`)
	next, err := totp.GenerateCode(secret, time.Now().Add(30*time.Second))
	must(t, err)
	me := other.want(200, "", "POST", "/session/second-factor", `{"code":"`+next+`"}`)
	if me.body["state"] != "signed_in" || other.cookies["__Host-sign-in"] != nil {
		t.Errorf("%s %v", me.text, other.cookies)
	}
	other.want(200, "", "GET", "/me", "")
	other.want(422, "password.wrong", "DELETE", "/me/totp", `{"password":"x"}`)
	other.want(204, "", "DELETE", "/me/totp", `{"password":"`+password+`"}`)
	if w.browser().signIn().body["state"] != "signed_in" {
		t.Error("a code is still asked for")
	}
}

func TestPasskeyRoutes(t *testing.T) {
	w := setup(t)
	j := w.browser()
	j.signIn()
	begun := j.want(200, "", "POST", "/me/passkeys/begin", "")
	options := begun.body["options"].(map[string]any)
	if options["rp"].(map[string]any)["id"] != "localhost" || options["challenge"] == "" {
		t.Error(begun.text)
	}
	j.want(422, "passkey.invalid", "POST", "/me/passkeys/finish", `{"name":"Điện thoại","credential":{"id":"x"}}`)
	if list := j.want(200, "", "GET", "/me/passkeys", ""); len(list.body["items"].([]any)) != 0 {
		t.Error(list.text)
	}
	j.want(404, "not_found", "DELETE", "/me/passkeys/"+uuid.NewString(), "")
	in := w.browser().want(200, "", "POST", "/session/passkey/begin", "")
	if in.body["options"].(map[string]any)["userVerification"] != "required" {
		t.Error(in.text)
	}
	w.browser().want(401, "passkey.refused", "POST", "/session/passkey/finish", `{"ceremonyId":"`+in.body["ceremonyId"].(string)+`","credential":{"id":"x"}}`)
}

func TestInstanceIsPublic(t *testing.T) {
	got := setup(t).browser().want(200, "", "GET", "/instance", "")
	if got.text != `{"demo":false,"name":"Tập Huấn","version":"test","contacts":[]}`+"\n" {
		t.Error(got.text)
	}
}

// Everything about one's own account is refused to nobody.
func TestRoutesOfOnesOwnNeedASession(t *testing.T) {
	w := setup(t)
	seen := 0
	for _, route := range w.server.Routes() {
		own := strings.HasPrefix(route.Path, "/me")
		if own != (route.Permission == access.SignedIn) || !own && route.Permission != access.Public {
			t.Errorf("%s %s needs %s", route.Method, route.Path, route.Permission)
		}
		if own {
			seen++
			body := map[string]string{"/me/password": `{"next":"x"}`, "/me/totp/confirm": `{"code":"000000"}`, "/me/passkeys/finish": `{"name":"x","credential":{}}`}[route.Path]
			if route.Method == "DELETE" && route.Path == "/me/totp" {
				body = `{"password":"x"}`
			}
			path := strings.ReplaceAll(route.Path, "{id}", uuid.NewString())
			w.browser().want(401, "auth.required", route.Method, path, body)
		}
	}
	if seen < 10 {
		t.Errorf("only %d routes were tried", seen)
	}
}

func TestOpenAPIDescribesBothAnswers(t *testing.T) {
	w := setup(t)
	doc, err := w.server.API.OpenAPI().MarshalJSON()
	must(t, err)
	for _, part := range []string{`"IdentitySecondFactorRequired"`, `"IdentityMe"`, `"x-permission":"signed_in"`} {
		if !bytes.Contains(doc, []byte(part)) {
			t.Errorf("%s is missing", part)
		}
	}
}
