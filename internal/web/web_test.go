package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

type echoInput struct {
	Body struct {
		Name  string `json:"name" minLength:"1" maxLength:"10"`
		Count int    `json:"count,omitempty" maximum:"5"`
	}
}

type echoOutput struct {
	Name string `json:"name"`
}

// newServer is an edge with one route per kind of right.
func newServer(t *testing.T) *web.Server {
	t.Helper()
	s, err := web.New(web.Options{
		Log: slog.New(slog.DiscardHandler), Version: "test", MediaOrigin: "https://s3.example.vn:9000",
		Static: fstest.MapFS{
			"200.html":               {Data: []byte(`<html><head><script>let a = 1</script></head></html>`)},
			"service-worker.js":      {Data: []byte("let files")},
			"_app/immutable/x.js":    {Data: []byte("let x")},
			"_app/immutable/x.js.br": {Data: []byte("brotli")},
			"_app/immutable/x.js.gz": {Data: []byte("gzip")},
		},
		Head: func(_ context.Context, path string) (web.Head, bool) {
			return web.Head{Title: `An "toàn" <số>`, Description: "Khóa học",
				Answers: []web.Answer{{Path: "/api/v1/courses/an1", Body: echoOutput{Name: "</script>An"}}}}, path == "/khoa-hoc/an1"
		},
		Authenticate: func(_ context.Context, token string) (access.Principal, error) {
			switch token {
			case "learner":
				return access.Principal{PersonID: uuid.New()}, nil
			case "restricted":
				return access.Principal{PersonID: uuid.New(), Restricted: true}, nil
			}
			return access.Principal{}, fault.ErrSessionExpired
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	echo := func(_ context.Context, _ access.Principal, in *echoInput) (*web.Body[echoOutput], error) {
		return web.Respond(echoOutput{Name: in.Body.Name}), nil
	}
	for path, right := range map[string]access.Permission{"/public": access.Public, "/own": access.SignedIn, "/learn": access.Learn, "/roster": access.ManageRoster} {
		web.Handle(s, web.Route{Method: http.MethodPost, Path: path, Permission: right, Name: "echo" + strings.Trim(path, "/")}, echo)
	}
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/broken", Permission: access.Public, Name: "broken"},
		func(context.Context, access.Principal, *struct{}) (*web.Body[echoOutput], error) {
			return nil, errors.New("the secret cause")
		})
	return s
}

type call struct {
	method, path, body, token string
	header                    map[string]string
}

func (c call) do(t *testing.T, s *web.Server) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(c.method, c.path, strings.NewReader(c.body))
	r.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		r.AddCookie(&http.Cookie{Name: web.AccessCookie, Value: c.token})
	}
	for k, v := range c.header {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	s.Engine.ServeHTTP(w, r)
	return w
}

// TestAnswers is a table of requests with what must and must not stand in the answer.
func TestAnswers(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	ok := `{"name":"An"}`
	for name, c := range map[string]struct {
		call
		status   int
		contains string
		without  string
	}{
		"public, nobody":            {call{"POST", "/api/v1/public", ok, "", nil}, 200, `"An"`, ""},
		"public, expired":           {call{"POST", "/api/v1/public", ok, "old", nil}, 200, `"An"`, ""},
		"learn, nobody":             {call{"POST", "/api/v1/learn", ok, "", nil}, 401, "auth.required", ""},
		"learn, expired":            {call{"POST", "/api/v1/learn", ok, "old", nil}, 401, "auth.expired", ""},
		"learn, learner":            {call{"POST", "/api/v1/learn", ok, "learner", nil}, 200, `"An"`, ""},
		"right before input":        {call{"POST", "/api/v1/roster", `{"x":1}`, "learner", nil}, 403, "forbidden", ""},
		"roster, learner":           {call{"POST", "/api/v1/roster", ok, "learner", nil}, 403, "forbidden", ""},
		"learn, restricted":         {call{"POST", "/api/v1/learn", ok, "restricted", nil}, 403, "auth.restricted", ""},
		"own account, restricted":   {call{"POST", "/api/v1/own", ok, "restricted", nil}, 200, `"An"`, ""},
		"bearer":                    {call{"POST", "/api/v1/learn", ok, "", map[string]string{"Authorization": "Bearer learner"}}, 200, `"An"`, ""},
		"unknown field":             {call{"POST", "/api/v1/public", `{"name":"An","admin":true}`, "", nil}, 422, `"code":"unknown"`, "true"},
		"unknown query":             {call{"POST", "/api/v1/public?x=1", ok, "", nil}, 422, `"code":"unknown"`, ""},
		"byte of zero":              {call{"POST", "/api/v1/public", `{"name":"an\u0000"}`, "", nil}, 422, "unreadable_text", ""},
		"escaped backslash":         {call{"POST", "/api/v1/public", `{"name":"\\u0000"}`, "", nil}, 200, `\\u0000`, ""},
		"byte of zero in a query":   {call{"GET", "/api/v1/courses?q=an%00", "", "", nil}, 422, "unreadable_text", ""},
		"byte of zero in the path":  {call{"GET", "/api/v1/an%00", "", "", nil}, 422, "unreadable_text", ""},
		"too long, not echoed":      {call{"POST", "/api/v1/public", `{"name":"mật khẩu rất dài"}`, "", nil}, 422, "Dài quá mức", "mật khẩu"},
		"in English":                {call{"POST", "/api/v1/public", `{"name":""}`, "", map[string]string{"Accept-Language": "en-GB"}}, 422, "This is required", ""},
		"field is named":            {call{"POST", "/api/v1/public", `{"name":""}`, "", nil}, 422, `"field":"body.name"`, ""},
		"missing field is named":    {call{"POST", "/api/v1/public", `{}`, "", nil}, 422, `"field":"body.name"`, ""},
		"not JSON":                  {call{"POST", "/api/v1/public", `{`, "", nil}, 422, `"code":"invalid"`, ""},
		"our mistake, cause hidden": {call{"GET", "/api/v1/broken", "", "", nil}, 500, `"code":"internal"`, "secret"},
		"unknown route":             {call{"GET", "/api/v1/nothing", "", "", nil}, 404, `"not_found"`, ""},
		"wrong method":              {call{"DELETE", "/api/v1/public", "", "", nil}, 422, "method_not_allowed", ""},
		"cross-site write":          {call{"POST", "/api/v1/public", ok, "", map[string]string{"Sec-Fetch-Site": "cross-site"}}, 403, "cross_origin", ""},
		"foreign origin":            {call{"POST", "/api/v1/public", ok, "", map[string]string{"Origin": "https://evil.example"}}, 403, "cross_origin", ""},
		"page of the application":   {call{"GET", "/viec-hoc", "", "", nil}, 200, "<html>", ""},
		"page with a head":          {call{"GET", "/khoa-hoc/an1", "", "", nil}, 200, `content="An &#34;toàn&#34; &lt;số&gt;"`, "<số>"},
		"page with an answer":       {call{"GET", "/khoa-hoc/an1", "", "", nil}, 200, `data-answer="/api/v1/courses/an1">{"name":"\u003c/script\u003eAn"}</script>`, "</script>An"},
		"no answer, signed in":      {call{"GET", "/khoa-hoc/an1", "", "learner", nil}, 200, `og:title`, "data-answer"},
		"missing file":              {call{"GET", "/_app/immutable/none.js", "", "", nil}, 404, "not_found", "<html>"},
		"outside the site":          {call{"GET", "/../../etc/passwd", "", "", nil}, 200, "<html>", "root:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := c.do(t, s)
			body := w.Body.String()
			if w.Code != c.status || !strings.Contains(body, c.contains) || c.without != "" && strings.Contains(body, c.without) {
				t.Errorf("%d %s; want %d with %q, without %q", w.Code, body, c.status, c.contains, c.without)
			}
			if w.Code >= 400 && !json.Valid(w.Body.Bytes()) {
				t.Errorf("the problem is no JSON: %s", body)
			}
		})
	}
}

// TestWorkOutlastsReading works for longer than a body may take to arrive: nobody has gone away, so nothing is cancelled.
func TestWorkOutlastsReading(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/long", Permission: access.Public, Name: "long"},
		func(ctx context.Context, _ access.Principal, _ *struct {
			Body *echoOutput `required:"false"`
		}) (*web.Body[echoOutput], error) {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(5500 * time.Millisecond):
				return web.Respond(echoOutput{Name: "An"}), nil
			}
		})
	server := httptest.NewServer(s.Engine)
	defer server.Close()
	client := http.Client{Transport: &http.Transport{DisableCompression: true}} // compression hides the connection, and with it the bound
	answer, err := client.Post(server.URL+"/api/v1/long", "application/json", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("answered %s", answer.Status)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	w := call{method: "GET", path: "/"}.do(t, s)
	csp := w.Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self' 'sha256-", "frame-ancestors 'none'", "style-src 'self'", "media-src 'self' blob: https://s3.example.vn:9000;"} {
		if !strings.Contains(csp, part) {
			t.Errorf("the policy lacks %q: %s", part, csp)
		}
	}
	if strings.Contains(csp, "'unsafe-inline'") || strings.Contains(csp, "'unsafe-eval'") {
		t.Errorf("the policy is not strict: %s", csp)
	}
	for _, rule := range []string{"worker-src 'self';", "media-src 'self' blob: https://s3.example.vn:9000;", "connect-src 'self' https://s3.example.vn:9000;"} {
		if !strings.Contains(csp, rule) {
			t.Errorf("%q is not in the policy: %s", rule, csp)
		}
	}
	if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("X-Request-Id") == "" {
		t.Errorf("headers %v", w.Header())
	}
	api := call{method: "GET", path: "/api/v1/broken"}.do(t, s)
	if api.Header().Get("Cache-Control") != "no-store" {
		t.Error("answers of the API may be kept")
	}
	if api.Header().Get("Content-Security-Policy") != "default-src 'none'; frame-ancestors 'none'" {
		t.Errorf("an answer may load: %v", api.Header())
	}
	file := call{method: "GET", path: "/_app/immutable/x.js"}.do(t, s).Header()
	if file.Get("X-Content-Type-Options") != "nosniff" || file.Get("Content-Security-Policy") != "" {
		t.Errorf("a hashed file: %v", file)
	}
	// A browser that keeps an old worker would keep old pages; what it may fetch is ruled by its own policy.
	worker := call{method: "GET", path: "/service-worker.js"}.do(t, s).Header()
	if worker.Get("Cache-Control") != "no-cache" || !strings.HasPrefix(worker.Get("Content-Type"), "text/javascript") ||
		worker.Get("Content-Security-Policy") != csp || !strings.Contains(csp, "worker-src 'self'") {
		t.Errorf("the service worker: %v", worker)
	}
	missing := call{method: "GET", path: "/_app/immutable/none.js"}.do(t, s).Header()
	if missing.Get("Content-Security-Policy") != csp {
		t.Errorf("a missing file: %v", missing)
	}
}

// TestDemonstrationIsMarked: every page says it from its first paint, packed or not.
func TestDemonstrationIsMarked(t *testing.T) {
	t.Parallel()
	for _, demo := range []bool{false, true} {
		s, err := web.New(web.Options{Log: slog.New(slog.DiscardHandler), Demo: demo, Static: fstest.MapFS{
			"200.html":    {Data: []byte(`<html lang="vi">`)},
			"200.html.br": {Data: []byte("brotli")},
		}})
		if err != nil {
			t.Fatal(err)
		}
		plain := call{method: "GET", path: "/"}.do(t, s)
		packed := call{method: "GET", path: "/", header: map[string]string{"Accept-Encoding": "br, gzip"}}.do(t, s)
		if strings.Contains(plain.Body.String(), "<html data-demo lang") != demo || (packed.Body.String() == "brotli") == demo {
			t.Errorf("demonstration %t: %q, %q", demo, plain.Body, packed.Body)
		}
	}
}

func TestStaticFiles(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for accepted, want := range map[string]string{"br, gzip": "brotli", "gzip": "gzip", "": "let x"} {
		w := call{method: "GET", path: "/_app/immutable/x.js", header: map[string]string{"Accept-Encoding": accepted}}.do(t, s)
		if w.Body.String() != want || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%q: %q, %v", accepted, w.Body.String(), w.Header())
		}
	}
	first := call{method: "GET", path: "/"}.do(t, s)
	again := call{method: "GET", path: "/", header: map[string]string{"If-None-Match": first.Header().Get("ETag")}}.do(t, s)
	if again.Code != http.StatusNotModified {
		t.Errorf("the same page again: %d", again.Code)
	}
}

// TestCompression: JSON reads are packed when the browser takes it, writes and downloads are not.
func TestCompression(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.Stream(http.MethodGet, "/api/v1/list", access.Public, func(c *gin.Context, _ access.Principal) error {
		c.String(http.StatusOK, strings.Repeat("danh sách ", 500))
		return nil
	})
	s.Stream(http.MethodGet, "/api/v1/list.xlsx", access.Public, func(c *gin.Context, _ access.Principal) error {
		c.String(http.StatusOK, "sheet")
		return nil
	})
	packs := map[string]string{"Accept-Encoding": "gzip"}
	for name, c := range map[string]struct {
		call
		want string
	}{
		"list":        {call{method: "GET", path: "/api/v1/list", header: packs}, "gzip"},
		"not taken":   {call{method: "GET", path: "/api/v1/list"}, ""},
		"download":    {call{method: "GET", path: "/api/v1/list.xlsx", header: packs}, ""},
		"write":       {call{method: "POST", path: "/api/v1/public", body: `{"name":"An"}`, header: packs}, ""},
		"not allowed": {call{method: "GET", path: "/api/v1/nothing", header: packs}, "gzip"},
	} {
		w := c.do(t, s)
		if got := w.Header().Get("Content-Encoding"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if c.want == "gzip" && name == "list" && w.Body.Len() > 500 {
			t.Errorf("%s: %d bytes", name, w.Body.Len())
		}
	}
}

// TestMeasuresAreBounded: what strangers send makes no new series.
func TestMeasuresAreBounded(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, method := range []string{"GET", "POST", "EVIL1", "EVIL2", "EVIL3"} {
		for _, path := range []string{"/nothing/1", "/nothing/2", "/api/v1/public"} {
			call{method: method, path: path}.do(t, s)
		}
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(s.Metrics()...)
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		for _, series := range family.Metric {
			for _, label := range series.Label {
				if strings.HasPrefix(label.GetValue(), "EVIL") {
					t.Errorf("a series for %s", label.GetValue())
				}
			}
		}
	}
}

// TestHalfAnAnswer: an answer that breaks off on its way does not look whole to who reads it.
func TestHalfAnAnswer(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.Stream(http.MethodGet, "/half", access.Public, func(c *gin.Context, _ access.Principal) error {
		c.Status(http.StatusOK)
		_, _ = c.Writer.WriteString(strings.Repeat("half", 10_000))
		c.Writer.Flush()
		panic(http.ErrAbortHandler)
	})
	at := httptest.NewServer(s.Engine)
	defer at.Close()
	response, err := http.Get(at.URL + "/half")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if got, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("%d bytes of a broken answer were taken for a whole one", len(got))
	}
}

// TestNoRouteWithoutRight: a route that names no permission cannot be added.
func TestNoRouteWithoutRight(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	defer func() {
		if recover() == nil {
			t.Error("a route without a permission was added")
		}
	}()
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/open", Name: "open"},
		func(context.Context, access.Principal, *struct{}) (*struct{}, error) { return nil, nil })
}

// TestForwardedAddress: who stands behind a proxy is believed of the trusted proxies alone.
func TestForwardedAddress(t *testing.T) {
	t.Parallel()
	const proxy, client = "192.0.2.1", "203.0.113.7" // the test's own address, and the one that it tells
	for trusted, want := range map[string]string{"": proxy, "198.51.100.0/24": proxy, "192.0.2.0/24": client} {
		o := web.Options{Log: slog.New(slog.DiscardHandler), Authenticate: func(context.Context, string) (access.Principal, error) { return access.Principal{}, nil }}
		if trusted != "" {
			o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix(trusted)}
		}
		s, err := web.New(o)
		if err != nil {
			t.Fatal(err)
		}
		s.Stream(http.MethodGet, "/whence", access.Public, func(c *gin.Context, _ access.Principal) error {
			c.String(http.StatusOK, web.ClientFrom(c.Request.Context()).Address)
			return nil
		})
		if got := (call{method: "GET", path: "/whence", header: map[string]string{"X-Forwarded-For": client}}).do(t, s).Body.String(); got != want {
			t.Errorf("trusted %q: %s, want %s", trusted, got, want)
		}
	}
}
