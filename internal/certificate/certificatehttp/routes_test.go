package certificatehttp_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/certificate/certificatehttp"
	"taphuan/internal/certificate/credential"
	"taphuan/internal/fault"
	"taphuan/internal/outbox"
	"taphuan/internal/pades"
	"taphuan/internal/pgtest"
	"taphuan/internal/web"
)

// api is a server over a fresh database; a bearer token is a person's id.
type api struct {
	t       *testing.T
	server  *httptest.Server
	owner   *bun.DB
	agency  uuid.UUID
	course  uuid.UUID
	version uuid.UUID
	issuer  uuid.UUID
	issued  int
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
	now := func() time.Time { return time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC) }
	service := certificate.New(db, &outbox.Outbox{}, now, "https://taphuan.example", false)
	if err := service.KeepKeys(make([]byte, 32)); err != nil {
		t.Fatal(err)
	}
	certificatehttp.Routes(server, service, []byte(offlinePage))
	a := &api{t: t, server: httptest.NewServer(server.Engine), owner: owner, agency: uuid.New(), course: uuid.New(), version: uuid.New(), issuer: uuid.New()}
	t.Cleanup(a.server.Close)
	a.fill()
	return a
}

// fill adds an agency that issues, and a course.
func (a *api) fill() {
	a.t.Helper()
	a.exec(`INSERT INTO organization.agencies (id) VALUES (?)`, a.agency)
	a.exec(`INSERT INTO catalog.courses (id, key, code) VALUES (?, 'an1', 'AN1')`, a.course)
	a.exec(`INSERT INTO catalog.course_versions (id, course_id, number, state, title_vi, field, level, periods, pass_mark, updated_on, content_hash)
		VALUES (?, ?, 1, 'published', 'Nhận biết lừa đảo', 'cybersecurity', 'basic', 800, 500, '2026-11-01', '\x00')`, a.version, a.course)
	a.exec(`INSERT INTO certificate.issuers (id, agency_id, number_mark, header_lines, place, sign_lines, valid_from) VALUES (?, ?, 'GCN', '{A}', 'B', '{C}', '2026-01-01')`, a.issuer, a.agency)
}

func (a *api) exec(query string, args ...any) {
	a.t.Helper()
	if _, err := a.owner.ExecContext(context.Background(), query, args...); err != nil {
		a.t.Fatal(err)
	}
}

// stored is a certificate as it stands in the register.
type stored struct {
	id, person uuid.UUID
	code       string
}

// issue writes a certificate into the register. set changes its row.
func (a *api) issue(public bool, set string) stored {
	a.t.Helper()
	a.issued++
	score := 845
	facts, err := json.Marshal(certificate.Facts{Name: "Đinh Thị Hrê Ươm", Unit: "Phòng nghiệp vụ", UnitPublic: public, CourseCode: "AN1",
		CourseTitle: "Nhận biết <lừa đảo>", CourseTitleEN: "Recognizing scams", VersionNumber: 1, From: "2026-11-03", To: "2026-11-23", Periods: 850,
		Score: &score, Classification: "Giỏi", IssuerLines: []string{"UBND TỈNH", "BAN CHỈ ĐẠO 138"}, Place: "Quảng Ngãi", SignerLines: []string{"TRƯỞNG BAN"}})
	if err != nil {
		a.t.Fatal(err)
	}
	s := stored{id: uuid.New(), person: uuid.New(), code: fmt.Sprintf("0ABCDEFGHJKMNPQRSTVWXY%04d", a.issued)}
	enrollment := uuid.New()
	a.exec(`INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name, birth_year) VALUES (?, ?, 'officer', 'Ươm', 'Ươm', 1985)`, s.person, a.agency)
	a.exec(`INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, source) VALUES (?, ?, ?, ?, ?, 'self')`, enrollment, s.person, a.agency, a.course, a.version)
	a.exec(`INSERT INTO certificate.certificates (id, code, enrollment_id, person_id, agency_id, course_id, issuer_id, year, number, register_number, facts, issued_on)
		VALUES (?, ?, ?, ?, ?, ?, ?, 2026, ?, ?, ?, '2026-11-23')`, s.id, s.code, enrollment, s.person, a.agency, a.course, a.issuer, a.issued, fmt.Sprintf("%04d/2026/GCN", a.issued), string(facts))
	if set != "" {
		a.exec(`UPDATE certificate.certificates SET `+set+` WHERE id = ?`, s.id)
	}
	return s
}

// call sends a request without following redirects.
func (a *api) call(method, path string, header ...string) (*http.Response, string) {
	a.t.Helper()
	request, err := http.NewRequest(method, a.server.URL+path, nil)
	if err != nil {
		a.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	return a.send(request)
}

// send does not follow redirects.
func (a *api) send(request *http.Request) (*http.Response, string) {
	a.t.Helper()
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		a.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return answer, string(body)
}

func TestVerifyPage(t *testing.T) {
	a := newAPI(t)
	valid := a.issue(true, "").code
	private := a.issue(false, "").code
	expired := a.issue(true, "valid_until = '2026-11-22'").code
	revoked := a.issue(true, "state = 'revoked', revoked_at = '2026-11-20 20:00Z', revoked_reason = 'Cấp nhầm <b>người</b>'").code
	english := []string{"Accept-Language", "en-GB"}
	for name, test := range map[string]struct {
		path   string
		header []string
		status int
		has    []string
		lacks  []string
	}{
		"valid": {"/xac-minh/" + valid, nil, 200, []string{"Còn hiệu lực", "Đinh Thị Hrê Ươm", "Nhận biết &lt;lừa đảo&gt;", "03/11/2026", "23/11/2026",
			"8,5 tiết", "Giỏi, 8,5/10", "0001/2026/GCN", "Phòng nghiệp vụ", "BAN CHỈ ĐẠO 138"}, []string{"Lý do", "MẪU"}},
		"unit that is not public":  {"/xac-minh/" + private, nil, 200, []string{"Còn hiệu lực"}, []string{"Phòng nghiệp vụ", "Đơn vị"}},
		"expired":                  {"/xac-minh/" + expired, nil, 200, []string{"Đã hết hạn", "22/11/2026"}, []string{"Còn hiệu lực"}},
		"revoked":                  {"/xac-minh/" + revoked, nil, 200, []string{"Đã thu hồi", "Cấp nhầm &lt;b&gt;người&lt;/b&gt;", "21/11/2026"}, []string{"Còn hiệu lực"}},
		"small letters, in groups": {"/xac-minh/" + strings.ToLower(valid[:13]) + "-" + valid[13:], nil, 200, []string{"Còn hiệu lực"}, nil},
		"unknown":                  {"/xac-minh/0ABCDEFGHJKMNPQRSTVWXYZZZZ", nil, 404, []string{"Không tìm thấy", "<form"}, []string{"Họ và tên"}},
		"forged, one letter":       {"/xac-minh/1" + valid[1:], nil, 404, []string{"Không tìm thấy"}, []string{"Đinh"}},
		"too short":                {"/xac-minh/" + valid[:25], nil, 404, []string{"Không tìm thấy"}, []string{"Đinh"}},
		"a pattern":                {"/xac-minh/%25%25%25", nil, 404, nil, []string{"Đinh"}},
		"markup":                   {"/xac-minh/%3Cscript%3E", nil, 404, nil, []string{"<script"}},
		"English":                  {"/xac-minh/" + valid, english, 200, []string{`lang="en"`, "Valid", "Recognizing scams", "Giỏi (very good), 8.5/10", "8.5 periods"}, []string{"Còn hiệu lực"}},
		"revoked in English":       {"/xac-minh/" + revoked, english, 200, []string{"Revoked", "Reason"}, []string{"Valid<"}},
		"form":                     {"/xac-minh", nil, 200, []string{"<form", "Mã xác minh"}, []string{"Không tìm thấy"}},
	} {
		answer, body := a.call(http.MethodGet, test.path, test.header...)
		if answer.StatusCode != test.status {
			t.Errorf("%s: status %d, want %d", name, answer.StatusCode, test.status)
		}
		for _, text := range test.has {
			if !strings.Contains(body, text) {
				t.Errorf("%s: the page lacks %q", name, text)
			}
		}
		for _, text := range append(test.lacks, "1985", "Sinh") {
			if strings.Contains(body, text) {
				t.Errorf("%s: the page shows %q", name, text)
			}
		}
		if h := answer.Header; h.Get("Cache-Control") != "no-store" || h.Get("X-Robots-Tag") != "noindex" || !strings.HasPrefix(h.Get("Content-Type"), "text/html") {
			t.Errorf("%s: headers %v", name, h)
		}
		head, _ := a.call(http.MethodHead, test.path, test.header...)
		if head.StatusCode != test.status || head.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: HEAD answers %d", name, head.StatusCode)
		}
	}
}

// TestReplacedAndDemo: both states that only time or a demonstration brings are told.
func TestReplacedAndDemo(t *testing.T) {
	a := newAPI(t)
	code := a.issue(true, `state = 'replaced', facts = jsonb_set(facts, '{demo}', 'true')`).code
	if _, body := a.call(http.MethodGet, "/xac-minh/"+code); !strings.Contains(body, "Đã được thay thế") || !strings.Contains(body, "MẪU - SỐ LIỆU MINH HỌA") {
		t.Error("the page tells neither the state nor the demonstration")
	}
}

// TestAskCode: the form leads to the page of the code, whatever was typed.
func TestAskCode(t *testing.T) {
	a := newAPI(t)
	for typed, want := range map[string]string{"+0abc-defg": "/xac-minh/0ABCDEFG", "%2F%2Fevil.example%2F": "/xac-minh/EV11EXAMP1E"} {
		if answer, _ := a.call(http.MethodGet, "/xac-minh?code="+typed); answer.StatusCode != http.StatusSeeOther || answer.Header.Get("Location") != want {
			t.Errorf("%s: %d to %q", typed, answer.StatusCode, answer.Header.Get("Location"))
		}
	}
	if answer, body := a.call(http.MethodGet, "/xac-minh.css"); answer.StatusCode != 200 || body == "" {
		t.Errorf("the style answers %d", answer.StatusCode)
	}
}

// TestLookupsAreLimited: one address is told to wait, in its language and with a time.
func TestLookupsAreLimited(t *testing.T) {
	a := newAPI(t)
	for range 2000 {
		answer, body := a.call(http.MethodGet, "/xac-minh/0ABCDEFGHJKMNPQRSTVWXYZZZ")
		if answer.StatusCode == http.StatusNotFound {
			continue
		}
		if answer.StatusCode != http.StatusTooManyRequests || answer.Header.Get("Retry-After") != "1" || !strings.Contains(body, "Hãy chờ vài giây") {
			t.Errorf("%d, retry after %q: %s", answer.StatusCode, answer.Header.Get("Retry-After"), body)
		}
		return
	}
	t.Error("2,000 look-ups of one address were answered")
}

func TestOwnCertificates(t *testing.T) {
	a := newAPI(t)
	mine := a.issue(true, "valid_until = '2026-11-22'")
	other := a.issue(true, "")
	bearer := []string{"Authorization", "Bearer " + mine.person.String()}
	answer, body := a.call(http.MethodGet, "/api/v1/me/certificates", bearer...)
	var list web.List[certificatehttp.Certificate]
	if err := json.Unmarshal([]byte(body), &list); err != nil || answer.StatusCode != 200 || list.Total != 1 || len(list.Items) != 1 {
		t.Fatalf("%d %v: %s", answer.StatusCode, err, body)
	}
	if c := list.Items[0]; c.ID != mine.id || c.State != "expired" || c.VerifyURL != "https://taphuan.example/xac-minh/"+mine.code || *c.Score != 845 {
		t.Errorf("%+v", c)
	}
	for name, test := range map[string]struct {
		id     string
		header []string
		status int
	}{
		"own":         {mine.id.String(), bearer, 200},
		"another's":   {other.id.String(), bearer, 404},
		"no such":     {uuid.New().String(), bearer, 404},
		"not an id":   {"1", bearer, 404},
		"no sign-in":  {mine.id.String(), nil, 401},
		"bad session": {mine.id.String(), []string{"Authorization", "Bearer x"}, 401},
	} {
		answer, body := a.call(http.MethodGet, "/api/v1/certificates/"+test.id+"/pdf", test.header...)
		if answer.StatusCode != test.status || strings.HasPrefix(body, "%PDF-") != (test.status == 200) {
			t.Errorf("%s: %d, %.60q", name, answer.StatusCode, body)
		}
		if test.status == 200 && (answer.Header.Get("Content-Type") != "application/pdf" || answer.Header.Get("Cache-Control") != "no-store" ||
			!strings.Contains(answer.Header.Get("Content-Disposition"), "giay-chung-nhan-AN1-") || !strings.Contains(answer.Header.Get("Content-Security-Policy"), "sandbox")) {
			t.Errorf("%s: headers %v", name, answer.Header)
		}
	}
}

// TestSigningKeys: whoever checks a PDF finds the certificate by which it was signed.
func TestSigningKeys(t *testing.T) {
	a := newAPI(t)
	mine := a.issue(true, "")
	_, file := a.call(http.MethodGet, "/api/v1/certificates/"+mine.id.String()+"/pdf", "Authorization", "Bearer "+mine.person.String())
	all, err := pades.Signatures([]byte(file))
	if err != nil || len(all) != 1 || all[0].Broken != nil {
		t.Fatalf("signatures %+v, %v", all, err)
	}
	answer, body := a.call(http.MethodGet, "/xac-minh.pem")
	block, rest := pem.Decode([]byte(body))
	if answer.StatusCode != 200 || block == nil || len(rest) != 0 || !bytes.Equal(block.Bytes, all[0].Signer.Raw) {
		t.Errorf("%d: %s", answer.StatusCode, body)
	}
}

// TestCredentialKeys: whoever scans a QR code finds the keys that prove it, from any site, and nothing secret among them.
func TestCredentialKeys(t *testing.T) {
	a := newAPI(t)
	answer, body := a.call(http.MethodGet, "/.well-known/jwks.json")
	keys, err := credential.ParseKeySet([]byte(body))
	if answer.StatusCode != 200 || err != nil || len(keys.Keys) != 1 || keys.Issuer != "https://taphuan.example" || strings.Contains(body, `"d"`) {
		t.Errorf("%d, %v: %s", answer.StatusCode, err, body)
	}
	if answer.Header.Get("Access-Control-Allow-Origin") != "*" || answer.Header.Get("Content-Type") != "application/jwk-set+json" {
		t.Errorf("headers %v", answer.Header)
	}
}

// offlinePage is what the front end builds, in small.
const offlinePage = `<style>p{}</style><script type="application/json" id="keys">"KEYS"</script><script>check()</script>`

// TestOfflinePage: the page carries the keys, runs its own script and no other, and may be kept.
func TestOfflinePage(t *testing.T) {
	a := newAPI(t)
	answer, body := a.call(http.MethodGet, "/xac-minh-ngoai-tuyen")
	_, after, _ := strings.Cut(body, `id="keys">`)
	before, _, _ := strings.Cut(after, "</script>")
	if keys, err := credential.ParseKeySet([]byte(before)); answer.StatusCode != 200 || err != nil || len(keys.Keys) != 1 {
		t.Errorf("%d, %v: %s", answer.StatusCode, err, body)
	}
	policy := answer.Header.Get("Content-Security-Policy")
	sum := sha256.Sum256([]byte("check()"))
	if !strings.Contains(policy, "script-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"';") || !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "'self'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy %q", policy)
	}
	if h := answer.Header; !strings.HasPrefix(h.Get("Permissions-Policy"), "camera=(self)") || h.Get("Content-Disposition") != "" {
		t.Errorf("headers %v", h)
	}
	if kept, _ := a.call(http.MethodGet, "/xac-minh-ngoai-tuyen?luu=1"); !strings.HasPrefix(kept.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("headers %v", kept.Header)
	}
}

// TestVerifyPageForScripts: what the page's script compares holds no more than the page shows.
func TestVerifyPageForScripts(t *testing.T) {
	a := newAPI(t)
	public, private := a.issue(true, `pdf_sha256 = '\x0102'`), a.issue(false, "")
	if _, body := a.call(http.MethodGet, "/xac-minh/"+public.code); !strings.Contains(body, `data-sha256="0102"`) || !strings.Contains(body, "Phòng nghiệp vụ") || !strings.Contains(body, `<script src="/xac-minh.js" defer>`) {
		t.Errorf("the page lacks what its script needs: %s", body)
	}
	if _, body := a.call(http.MethodGet, "/xac-minh/"+private.code); strings.Contains(body, "data-sha256") || strings.Contains(body, "Phòng nghiệp vụ") {
		t.Errorf("the page tells a unit that is not public, or the hash of no file: %s", body)
	}
	if _, body := a.call(http.MethodGet, "/xac-minh/0ABCDEFGHJKMNPQRSTVWXYZZZZ"); strings.Contains(body, "<script") {
		t.Error("a page that found nothing runs a script")
	}
}

// TestBadges: a learner's badge, in both forms, is proved by the keys that are published, its status by the list that it
// names; nobody else gets it.
func TestBadges(t *testing.T) {
	a := newAPI(t)
	mine, other := a.issue(false, ""), a.issue(true, "")
	bearer := []string{"Authorization", "Bearer " + mine.person.String()}
	_, body := a.call(http.MethodGet, "/.well-known/jwks.json")
	keys, err := credential.ParseKeySet([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	if answer, _ := a.call(http.MethodGet, "/credentials/status/0"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("a list of no badge answers %d", answer.StatusCode)
	}
	for _, form := range []string{"jwt", "json"} {
		answer, badge := a.call(http.MethodGet, "/api/v1/certificates/"+mine.id.String()+"/badge."+form, bearer...)
		found, err := credential.CheckBadge([]byte(badge), keys, time.Now().AddDate(0, 0, 1))
		if answer.StatusCode != 200 || err != nil || found.Verdict != credential.Valid || found.Facts.Name != "Đinh Thị Hrê Ươm" || found.Facts.Code != mine.code {
			t.Errorf("%s: %d, %+v, %v: %s", form, answer.StatusCode, found, err, badge)
		}
		if !strings.Contains(answer.Header.Get("Content-Disposition"), "."+form) || answer.Header.Get("Cache-Control") != "no-store" || strings.Contains(badge, "1985") || strings.Contains(badge, "Phòng nghiệp vụ") {
			t.Errorf("%s: headers %v", form, answer.Header)
		}
		for name, header := range map[string][]string{"another's": {"Authorization", "Bearer " + other.person.String()}, "no sign-in": nil} {
			if answer, body := a.call(http.MethodGet, "/api/v1/certificates/"+mine.id.String()+"/badge."+form, header...); answer.StatusCode < 401 || strings.Contains(body, "Đinh") {
				t.Errorf("%s: %d", name, answer.StatusCode)
			}
		}
	}
	for path, want := range map[string]int{"/credentials/status/0": 200, "/credentials/status/1": 404, "/credentials/status/-1": 404, "/credentials/status/x": 404,
		"/credentials/issuer": 200, "/credentials/keys/" + keys.Keys[0].ID(): 200, "/credentials/keys/00000000": 404} {
		answer, body := a.call(http.MethodGet, path)
		if answer.StatusCode != want || want == 200 && (answer.Header.Get("Access-Control-Allow-Origin") != "*" || strings.Contains(body, "Đinh")) {
			t.Errorf("%s answers %d: %s", path, answer.StatusCode, body)
		}
	}
}
