package app_test

import (
	"bytes"
	"encoding/base64"
	"flag"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"taphuan/internal/access"
	"taphuan/internal/app"
	"taphuan/internal/web"
)

var updateRights = flag.Bool("update", false, "write testdata/rights.golden")

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// matrix crosses every route with every role and with things of their own, of their agency, below,
// beside, above, elsewhere and nowhere. testdata/rights.golden is the declared table.
func matrix(t *testing.T, p *province) {
	routes, err := app.Routes()
	if err != nil {
		t.Fatal(err)
	}
	checkInputs(t, routes)
	if t.Failed() {
		return
	}
	w := newMatrixWorld(t, p)
	outside, inside := w.outsiders(), w.insiders()
	var table strings.Builder
	showing := map[string]bool{}
	for _, r := range routes {
		fmt.Fprintf(&table, "%s  [%s]\n", nameOf(r), r.Permission)
		for _, c := range outside {
			fmt.Fprintf(&table, "  %-18s %s\n", c.name, w.outside(r, c))
		}
		for _, c := range inside {
			for _, input := range inputsOf(r) {
				cells, shows := w.row(r, input, c)
				showing[nameOf(r)] = showing[nameOf(r)] || shows
				fmt.Fprintf(&table, "  %-18s %s\n", c.name+input.about, strings.Join(cells, " "))
			}
		}
	}
	checkShowing(t, routes, showing)
	compareRights(t, table.String())
}

func compareRights(t *testing.T, now string) {
	t.Helper()
	const golden = "testdata/rights.golden"
	if *updateRights {
		if err := os.WriteFile(golden, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(now, "\n")); diff != "" {
		t.Errorf("the rights have changed (-golden +now); if that is meant, run go test ./internal/app -run TestProvince/matrix -update and read each new row\n%s", diff)
	}
}

func nameOf(r web.RouteRight) string { return r.Method + " " + r.Path }

// inputsOf are the ways in which a route is asked: its own line and those named after it.
func inputsOf(r web.RouteRight) []matrixInput {
	inputs := []matrixInput{matrixInputs[nameOf(r)]}
	inputs = append(inputs, matrixVariants[nameOf(r)]...)
	return inputs
}

// isOwn reports whether a route is for everybody's own things.
func isOwn(r web.RouteRight) bool {
	return r.Permission == access.Public || r.Permission == access.SignedIn || r.Permission == access.Learn
}

// checkInputs fails when a route has no line in matrixInputs, and says which to add.
func checkInputs(t *testing.T, routes []web.RouteRight) {
	t.Helper()
	known := map[string]bool{}
	for _, r := range routes {
		known[nameOf(r)] = true
		if _, has := matrixInputs[nameOf(r)]; !has {
			t.Errorf("the route %s has no row in the matrix of rights.\nAdd to matrixInputs in internal/app/matrix_inputs_test.go:\n\n\t%q: {path: %q},\n\n"+
				"fill its parameters by placeholders (a body: `, body: ...`), then run\n\tgo test ./internal/app -run TestProvince/matrix -update\nand read the new rows of testdata/rights.golden",
				nameOf(r), nameOf(r), parameter.ReplaceAllString(r.Path, "{agency}"))
		}
	}
	for name := range matrixInputs {
		if !known[name] {
			t.Errorf("matrixInputs has a line for %s, which is no route: remove it", name)
		}
	}
}

// insiders are the roles, each held at the middle of the tree, and those of the province at its root.
func (w *matrixWorld) insiders() []*caller {
	var list []*caller
	for _, role := range access.Roles() {
		switch role {
		case access.Learner:
			list = append(list, w.caller(string(role), middle))
		case access.ProvinceManager, access.StandingAgency:
			list = append(list, w.caller(string(role), root, role))
		case access.SystemAdmin:
			list = append(list, w.caller(string(role), root, role), w.caller(string(role)+" below", middle, role))
		default:
			list = append(list, w.caller(string(role), middle, role))
		}
	}
	return list
}

// outsiders hold every role and may nothing: nobody is signed in, they have signed out, their
// account is disabled, or they must change their password first.
func (w *matrixWorld) outsiders() []*caller {
	every := slices.DeleteFunc(access.Roles(), func(r access.Role) bool { return r == access.Learner }) // nobody is granted that one
	nobody := w.caller("nobody", middle)
	nobody.browser = w.browser(w.t)
	signedOut, disabled, restricted := w.caller("signed out", middle, every...), w.caller("disabled", middle, every...), w.caller("restricted", middle, every...)
	kept := copyCookies(signedOut.browser.cookies)
	signedOut.browser.want(http.StatusNoContent, "DELETE", "/api/v1/session", nil)
	signedOut.browser.cookies = kept
	w.signIn(w.t, "quantri").want(http.StatusNoContent, "PUT", "/api/v1/people/"+disabled.person.String()+"/account/disabled", map[string]any{"disabled": true, "reason": "Nghỉ việc"})
	w.exec("UPDATE identity.accounts SET password_hash = NULL, changed_at = clock_timestamp() WHERE person_id = ?", restricted.person)
	for _, wait := range []struct {
		who    *caller
		path   string
		status int
	}{{signedOut, "/api/v1/me", 401}, {disabled, "/api/v1/me", 401}, {restricted, "/api/v1/me/learning", 403}} {
		status := func() int { return wait.who.browser.send("GET", wait.path, nil).Code }
		for deadline := time.Now().Add(20 * time.Second); status() != wait.status; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				w.t.Fatalf("%s is answered %d, want %d: %s", wait.who.name, status(), wait.status, wait.who.browser.send("GET", wait.path, nil).Body)
			}
		}
		wait.who.browser.cookies = orKept(wait.who, kept)
	}
	return []*caller{nobody, signedOut, disabled, restricted}
}

func orKept(c *caller, kept map[string]string) map[string]string {
	if c.name == "signed out" {
		return kept
	}
	return c.browser.cookies
}

func copyCookies(cookies map[string]string) map[string]string {
	kept := map[string]string{}
	for name, value := range cookies {
		kept[name] = value
	}
	return kept
}

// outside asks as somebody who may nothing, for what would be their own.
func (w *matrixWorld) outside(r web.RouteRight, c *caller) string {
	cookies := copyCookies(c.browser.cookies)
	if c.name == "restricted" && matrixInputs[nameOf(r)].ends { // signing out is theirs; the session is still needed
		return "-"
	}
	answer := w.ask(r, matrixInputs[nameOf(r)], c, "own")
	c.browser.cookies = cookies
	cell := cellOf(answer.Code)
	public := r.Permission == access.Public || c.name == "restricted" && r.Permission == access.SignedIn
	want := http.StatusUnauthorized
	if c.name == "restricted" {
		want = http.StatusForbidden
	}
	if !public && answer.Code != want {
		w.t.Errorf("%s answers %q with %d, want %d", nameOf(r), c.name, answer.Code, want)
	}
	return cell
}

// row asks as one role in every relation, and reports whether any answer showed a person.
func (w *matrixWorld) row(r web.RouteRight, input matrixInput, c *caller) (cells []string, shows bool) {
	statuses := map[string]int{}
	for _, relation := range relationsOf(input, c) {
		w.exec("DELETE FROM audit.person_reads WHERE reader_id = ?", c.person)
		cookies := copyCookies(c.browser.cookies)
		answer := w.ask(r, input, c, relation)
		c.browser.cookies = cookies
		if input.ends {
			c.browser = w.signedIn(c)
		}
		if input.again != "" && answer.Code < 300 {
			w.exec(w.fill(input.again, c, c.objectsOf(relation, r, input)))
		}
		statuses[relation] = answer.Code
		w.judge(r, input, c, relation, answer.Code)
		if answer.Code < 300 && w.showsPeople(r, input, c, relation, answer) {
			shows = true
		}
		cell := cellOf(answer.Code)
		if relation != "" {
			cell = relation + "=" + cell
		}
		cells = append(cells, cell)
	}
	w.judgeExistence(r, input, c, statuses)
	return cells, shows
}

// relationsOf are the relations that make a difference to a route.
func relationsOf(input matrixInput, c *caller) []string {
	things := thingsIn(input)
	if len(things) == 0 {
		return []string{""}
	}
	isPersonal := slices.ContainsFunc(things, func(key string) bool { return slices.Contains(personal, key) })
	_, hasForeign := c.relations["foreign"]
	var list []string
	for _, relation := range relations {
		_, lies := c.relations[relation]
		switch {
		case relation == "self" && !isPersonal:
		case relation == "crossed" && len(things) > 1 && hasForeign, lies:
			list = append(list, relation)
		}
	}
	return list
}

// isWhole says whether a path is an address of its own; the others are below the API.
func isWhole(path string) bool {
	return slices.ContainsFunc([]string{"/api/", "/media/", "/xac-minh", "/so-cap-giay", "/chia-se/", "/.well-known/", "/credentials/"}, func(root string) bool { return strings.HasPrefix(path, root) })
}

// ask sends the route's input with the things of a relation.
func (w *matrixWorld) ask(r web.RouteRight, input matrixInput, c *caller, relation string) *httptest.ResponseRecorder {
	w.t.Helper()
	things := c.objectsOf(relation, r, input)
	path := w.fill(input.path, c, things)
	if !isWhole(path) {
		path = web.Prefix + path
	}
	body, kind := []byte(w.fill(input.body, c, things)), "application/json"
	if input.file {
		body, kind = classList(w.t)
	}
	for try := 0; ; try++ {
		request := httptest.NewRequest(r.Method, path, bytes.NewReader(body))
		w.number++
		request.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:1024", w.number>>16&255, w.number>>8&255, w.number&255) // the limits per address are not meant here
		if len(body) > 0 {
			request.Header.Set("Content-Type", kind)
		}
		if input.tus {
			setTus(request, w.fill("{agency}", c, things))
		}
		for name, value := range c.browser.cookies {
			request.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		answer := httptest.NewRecorder()
		w.handler.ServeHTTP(answer, request)
		// A slow machine outlives an access token.
		if try > 0 || answer.Code != http.StatusUnauthorized || !strings.Contains(answer.Body.String(), `"auth.expired"`) || slices.Contains([]string{"signed out", "disabled"}, c.name) {
			return answer
		}
		c.browser = w.signedIn(c)
	}
}

// setTus makes the request one of tus.
func setTus(request *http.Request, agency string) {
	for name, value := range map[string]string{"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream",
		"Upload-Metadata": "agencyId " + base64.StdEncoding.EncodeToString([]byte(agency))} {
		request.Header.Set(name, value)
	}
	if request.Method == http.MethodPost {
		request.Header.Set("Upload-Length", "100000")
	}
}

func classList(t *testing.T) ([]byte, string) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "ds.csv")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(part, "STT;Họ và tên;Lớp;Mã học sinh;Ngày sinh\n1;Lê Văn Thử;MT1;MTHS1;2009\n")
	form.WriteField("schoolYear", "2026-2027")
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return body.Bytes(), form.FormDataContentType()
}

// cellOf says "yes" for what was done, or was done already, and the status for the rest.
func cellOf(status int) string {
	if status < 300 || status == http.StatusConflict {
		return "yes"
	}
	return fmt.Sprint(status)
}
