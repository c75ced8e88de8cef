package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"taphuan/internal/access"
	"taphuan/internal/app"
	"taphuan/internal/web"
)

// unknownField ends the place of a change that adds a field; the refusal names it.
const unknownField = ".unknown"

// echoed stands in every hostile text: no answer may repeat it.
const echoed = "kYc7wQpLz"

// hostileTexts, hostileNumbers and hostileOthers take the place of one value of a good request.
var (
	hostileTexts   = []any{"", "   ", echoed + "\x00", echoed + "<script>alert(1)</script>", echoed + "\u202e\ufeff\r\n", strings.Repeat(echoed, 5_000), "0001-01-01", "9999-12-31", "2026-02-30", "ffffffff-ffff-ffff-ffff-ffffffffffff"}
	hostileNumbers = []any{-1, 0, 1e18, 1.5, json.Number("99999999999999999999")}
	hostileOthers  = []any{nil, []any{}, map[string]any{}, true}
)

// TestHostileInput sends every route its good request with one value replaced at a time: texts with a byte of
// zero, of 45,000 letters, dates that are none, numbers out of every range, other kinds of values, unknown
// fields. Each is refused as a problem with a code that repeats nothing of it, or accepted; nothing breaks.
func TestHostileInput(t *testing.T) {
	p := startProvince(t)
	routes, err := app.Routes()
	if err != nil {
		t.Fatal(err)
	}
	w := newMatrixWorld(t, p)
	c := w.caller("everything", root, access.Roles()...)
	asked := 0
	for _, r := range routes {
		asked += w.attack(r, c)
	}
	t.Logf("%d requests to %d routes", asked, len(routes))
	if asked < 10*len(routes) {
		t.Errorf("%d requests to %d routes: too few to say anything", asked, len(routes))
	}
}

// attack sends every change of a route's request and counts them.
func (w *matrixWorld) attack(r web.RouteRight, c *caller) (asked int) {
	input := matrixInputs[nameOf(r)]
	own := c.objectsOf("own", r, input)
	path := w.fill(input.path, c, own)
	if !isWhole(path) {
		path = web.Prefix + path
	}
	if input.ends || input.tus {
		return 0 // it takes the session with it, or answers as tus asks: the matrix and media ask it
	}
	body := []byte(w.fill(input.body, c, own))
	for _, hostile := range hostilePaths(w.fill(input.path, c, own), path) {
		w.survives(r, c, hostile, body, "")
		asked++
	}
	if len(body) == 0 || input.file || !json.Valid(body) {
		return asked // a file: its own tests break it
	}
	var good any
	if err := json.Unmarshal(body, &good); err != nil {
		w.t.Fatalf("%s: %v", nameOf(r), err)
	}
	for _, change := range changesOf(good, "") {
		sent, err := json.Marshal(change.body)
		if err != nil {
			w.t.Fatal(err)
		}
		w.survives(r, c, path, sent, change.about)
		asked++
	}
	for _, broken := range []string{"{", "[]", "null", `"` + echoed + `"`, strings.Repeat("[", 5_000), `{"a":` + strings.Repeat(`{"a":`, 5_000)} {
		w.survives(r, c, path, []byte(broken), "a body that is none")
		asked++
	}
	return asked
}

// hostilePaths are the path with each parameter and each value of the query replaced, and common ones added.
func hostilePaths(bare, path string) []string {
	prefix := strings.TrimSuffix(path, bare)
	u, err := url.Parse(bare)
	if err != nil {
		return nil
	}
	list := []string{path}
	steps := strings.Split(u.Path, "/")
	for i, step := range steps {
		if len(step) < 20 { // an identifier, not a word of the path
			continue
		}
		for _, hostile := range []string{"x", "00000000-0000-0000-0000-000000000000", echoed + "%00", "%ff%fe", strings.Repeat("9", 300)} {
			changed := append([]string{}, steps...)
			changed[i] = hostile
			list = append(list, prefix+strings.Join(changed, "/"))
		}
	}
	for name := range u.Query() {
		list = append(list, withQuery(prefix, u, name, append(hostileQueries[:len(hostileQueries):len(hostileQueries)], strings.Repeat("a", 5_000), "2026-02-30", "")...)...)
	}
	if prefix == "" {
		return list // a file: it takes what it was given
	}
	for _, name := range []string{"page", "pageSize", "after", "q", "asOf", "on", "year", "state"} {
		list = append(list, withQuery(prefix, u, name, hostileQueries...)...)
	}
	return list
}

var hostileQueries = []string{"-1", "99999999999999999999", echoed + "\x00", "\xff"}

// withQuery are the path with a query of that name of each value.
func withQuery(prefix string, u *url.URL, name string, values ...string) []string {
	var list []string
	for _, value := range values {
		changed := u.Query()
		changed.Set(name, value)
		list = append(list, prefix+u.Path+"?"+changed.Encode())
	}
	return list
}

// change is a body with one value replaced.
type change struct {
	about string
	body  any
}

// changesOf replaces each value below v, one at a time.
func changesOf(v any, at string) []change {
	var list []change
	for _, hostile := range hostileFor(v) {
		list = append(list, change{at, hostile})
	}
	switch v := v.(type) {
	case map[string]any:
		list = append(list, change{at + unknownField, with(v, echoed, 1)})
		for name, value := range v {
			list = append(list, change{at + "." + name + " left out", without(v, name)})
			for _, below := range changesOf(value, at+"."+name) {
				list = append(list, change{below.about, with(v, name, below.body)})
			}
		}
	case []any:
		for _, first := range v[:min(1, len(v))] {
			for _, below := range changesOf(first, at+"[0]") {
				list = append(list, change{below.about, []any{below.body}})
			}
			many := make([]any, 2_000)
			for i := range many {
				many[i] = first
			}
			list = append(list, change{at + " 2,000 times", many})
		}
	}
	return list
}

func hostileFor(v any) []any {
	switch v.(type) {
	case string:
		return append(append(hostileTexts[:len(hostileTexts):len(hostileTexts)], hostileNumbers[0]), hostileOthers...)
	case float64:
		return append(append(hostileNumbers[:len(hostileNumbers):len(hostileNumbers)], hostileTexts[0]), hostileOthers...)
	}
	return append([]any{echoed, 1}, hostileOthers...)
}

func with(object map[string]any, name string, value any) map[string]any {
	changed := map[string]any{}
	for n, v := range object {
		changed[n] = v
	}
	changed[name] = value
	return changed
}

func without(object map[string]any, name string) map[string]any {
	changed := with(object, name, nil)
	delete(changed, name)
	return changed
}

// survives asks and fails when the program broke, or answered a refusal without a code or with the input.
func (w *matrixWorld) survives(r web.RouteRight, c *caller, path string, body []byte, about string) {
	w.t.Helper()
	request := httptest.NewRequest(r.Method, "/", bytes.NewReader(body))
	request.URL = parsed(path)
	request.RequestURI = path
	w.number++
	request.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:1024", w.number>>16&255, w.number>>8&255, w.number&255)
	if len(body) > 0 {
		request.Header.Set("Content-Type", "application/json")
	}
	for name, value := range c.browser.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, request)
	if answer.Code == http.StatusUnauthorized {
		c.browser = w.signedIn(c)
	}
	asked := fmt.Sprintf("%s %s %s %.200q", nameOf(r), path[:min(len(path), 200)], about, body)
	if answer.Code >= 500 {
		w.t.Errorf("%s: %d %s", asked, answer.Code, answer.Body)
		return
	}
	if answer.Code < 400 || !strings.HasPrefix(path, "/api/") {
		return
	}
	var problem struct{ Code string }
	if err := json.Unmarshal(answer.Body.Bytes(), &problem); err != nil || problem.Code == "" {
		w.t.Errorf("%s: %d without a code: %.300s", asked, answer.Code, answer.Body)
	}
	if strings.Contains(answer.Body.String(), echoed) && !strings.HasSuffix(about, unknownField) {
		w.t.Errorf("%s: %d repeats what was sent: %.300s", asked, answer.Code, answer.Body)
	}
}

// parsed is the path as a server reads it; a path that cannot be parsed is sent as it is.
func parsed(path string) *url.URL {
	u, err := url.ParseRequestURI(path)
	if err != nil {
		return &url.URL{Path: path}
	}
	return u
}
