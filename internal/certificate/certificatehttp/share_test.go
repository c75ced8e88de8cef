package certificatehttp_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
)

// share writes a link to a certificate.
func (a *api) share(s stored, showsResult bool, set string) string {
	a.t.Helper()
	a.issued++
	token := strings.Repeat("0", 22) + strings.ToUpper(uuid.NewString()[:4])
	a.exec(`INSERT INTO certificate.shares (id, token, person_id, certificates, shows_result, note, expires_on) VALUES (?, ?, ?, ARRAY[?]::uuid[], ?, 'Hồ sơ bổ nhiệm', '2026-12-23')`,
		uuid.New(), token, s.person, s.id, showsResult)
	if set != "" {
		a.exec(`UPDATE certificate.shares SET `+set+` WHERE token = ?`, token)
	}
	return token
}

// TestSharePage: the page shows what was chosen, never the unit or the owner's note; one that has ended, has expired or never
// was looks the same.
func TestSharePage(t *testing.T) {
	a := newAPI(t)
	mine := a.issue(true, "")
	gone := "Liên kết không mở được"
	for name, test := range map[string]struct {
		token  string
		header []string
		status int
		has    []string
		lacks  []string
	}{
		"with result": {a.share(mine, true, ""), nil, 200, []string{"Giấy chứng nhận của Đinh Thị Hrê Ươm", "Nhận biết &lt;lừa đảo&gt;", "Còn hiệu lực", "Giỏi, 8,5/10", "/xac-minh/" + mine.code, "23/12/2026"}, []string{"Phòng nghiệp vụ", "Hồ sơ bổ nhiệm", "1985"}},
		"without":     {a.share(mine, false, ""), nil, 200, []string{"Đinh Thị Hrê Ươm"}, []string{"Giỏi", "8,5/10", "Phòng nghiệp vụ"}},
		"english":     {a.share(mine, true, ""), []string{"Accept-Language", "en"}, 200, []string{"Certificates of", "Recognizing scams", "very good"}, nil},
		"ended":       {a.share(mine, true, "ended_at = now()"), nil, 404, []string{gone}, []string{"Ươm"}},
		"expired":     {a.share(mine, true, "expires_on = '2026-11-22'"), nil, 404, []string{gone}, []string{"Ươm"}},
		"unknown":     {strings.Repeat("7", 26), nil, 404, []string{gone}, []string{"Ươm"}},
		"not a token": {"x", nil, 404, []string{gone}, nil},
	} {
		answer, body := a.call("GET", "/chia-se/"+test.token, test.header...)
		if answer.StatusCode != test.status || answer.Header.Get("Cache-Control") != "no-store" || answer.Header.Get("X-Robots-Tag") != "noindex" || answer.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %d %v", name, answer.StatusCode, answer.Header)
		}
		for _, want := range test.has {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
		for _, not := range test.lacks {
			if strings.Contains(body, not) {
				t.Errorf("%s shows %q", name, not)
			}
		}
	}
}

// TestShareRoutes: links and records are their owner's, and nobody's without sign-in.
func TestShareRoutes(t *testing.T) {
	a := newAPI(t)
	mine := a.issue(true, "")
	a.share(mine, true, "")
	for _, path := range []string{"/api/v1/me/shares", "/api/v1/me/learning-record", "/api/v1/me/learning-record/2026/pdf"} {
		if answer, _ := a.call("GET", path); answer.StatusCode != 401 {
			t.Errorf("%s without sign-in: %d", path, answer.StatusCode)
		}
	}
	if answer, body := a.call("GET", "/api/v1/me/shares", "Authorization", "Bearer "+mine.person.String()); answer.StatusCode != 200 || !strings.Contains(body, `"note":"Hồ sơ bổ nhiệm"`) {
		t.Errorf("own links: %d %s", answer.StatusCode, body)
	}
	if answer, body := a.call("GET", "/api/v1/me/shares", "Authorization", "Bearer "+uuid.NewString()); answer.StatusCode != 200 || strings.Contains(body, "bổ nhiệm") {
		t.Errorf("another's links: %d %s", answer.StatusCode, body)
	}
	for path, code := range map[string]string{"/api/v1/me/learning-record/2019/pdf": "certificate.no_record", "/api/v1/me/learning-record/x/pdf": "not_found"} {
		if answer, body := a.call("GET", path, "Authorization", "Bearer "+mine.person.String()); answer.StatusCode != 404 || !strings.Contains(body, code) {
			t.Errorf("%s: %d %s", path, answer.StatusCode, body)
		}
	}
}
