package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// pushedByToken lets a school's software push its list: the token does that and nothing else, for as
// long as the one who made it may.
func pushedByToken(t *testing.T, p *province) {
	focal := p.signIn(t, "nhatruong")
	me := get[struct{ Agency struct{ ID string } }](focal, "/api/v1/me")
	school := "/api/v1/agencies/" + me.Agency.ID
	token := post[struct{ ID, Token string }](focal, http.StatusCreated, school+"/api-tokens", map[string]any{"name": "Phần mềm trường", "days": 30})
	ask := func(method, path, key, body string) (int, map[string]any) {
		request := httptest.NewRequest(method, path, strings.NewReader(body))
		request.Header.Set("Authorization", "Bearer "+token.Token)
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Idempotency-Key", key)
		answer := httptest.NewRecorder()
		p.handler.ServeHTTP(answer, request)
		found := map[string]any{}
		_ = json.Unmarshal(answer.Body.Bytes(), &found)
		return answer.Code, found
	}
	body := `{"kind":"students","schoolYear":"2026-2027","commit":true,"rows":[{"fullName":"Lê Thử Nghiệm","code":"PUSH1","className":"10X1"}]}`
	status, roster := ask("POST", school+"/rosters/rows", "story-push-1", body)
	if status != http.StatusCreated || roster["state"] != "committed" {
		t.Fatalf("the push is answered with %d %v", status, roster)
	}
	for path, want := range map[string]int{"/rosters": 200, "/people": 403, "/school-classes": 403, "/slips/unused": 403, "/api-tokens": 403} {
		if status, _ := ask("GET", school+path, "", ""); status != want {
			t.Errorf("a token gets %s with %d, want %d", path, status, want)
		}
	}
	for _, path := range []string{"/api/v1/me", "/api/v1/me/sessions", "/api/v1/me/duties"} {
		if status, _ := ask("GET", path, "", ""); status != http.StatusForbidden && status != http.StatusNotFound && status != http.StatusMethodNotAllowed {
			t.Errorf("a token gets %s with %d", path, status)
		}
	}
	if status, _ := ask("POST", school+"/api-tokens", "", `{"name":"x","days":1}`); status != http.StatusForbidden {
		t.Errorf("a token makes tokens: %d", status)
	}
	foreign := get[struct{ Agency struct{ ID string } }](p.signIn(t, "daumoi"), "/api/v1/me")
	if status, _ := ask("GET", "/api/v1/agencies/"+foreign.Agency.ID+"/rosters", "", ""); status != http.StatusNotFound {
		t.Errorf("a token reaches another agency: %d", status)
	}
	focal.want(http.StatusNoContent, "DELETE", school+"/api-tokens/"+token.ID, nil)
	if status, _ := ask("GET", school+"/rosters", "", ""); status != http.StatusUnauthorized {
		t.Errorf("a revoked token is answered with %d", status)
	}
}

// longRoster writes a long list in the background, by the outbox, and takes it back.
func longRoster(t *testing.T, p *province) {
	focal := p.signIn(t, "daumoi")
	me := get[struct {
		Roles []struct{ Role, AgencyID string }
	}](focal, "/api/v1/me")
	commune := ""
	for _, role := range me.Roles {
		if role.Role == "focal_point" {
			commune = "/api/v1/agencies/" + role.AgencyID
		}
	}
	rows := make([]map[string]string, 2500)
	for i := range rows {
		rows[i] = map[string]string{"fullName": "Lê Văn " + string(rune('A'+i%26)), "code": fmt.Sprintf("LONG%05d", i), "position": "Chuyên viên"}
	}
	request := httptest.NewRequest("POST", commune+"/rosters/rows", strings.NewReader(jsonOf(t, map[string]any{"kind": "officers", "commit": true, "rows": rows})))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", "story-long-list")
	for name, value := range focal.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer := httptest.NewRecorder()
	p.handler.ServeHTTP(answer, request)
	var roster struct{ ID, State string }
	if err := json.Unmarshal(answer.Body.Bytes(), &roster); err != nil || roster.State != "committing" {
		t.Fatalf("the push is answered with %d %s", answer.Code, answer.Body)
	}
	path := "/api/v1/rosters/" + roster.ID
	awaitState(t, focal, path, "committed")
	post[struct{ State string }](focal, http.StatusOK, path+"/undo", nil)
	awaitState(t, focal, path, "undone")
}

func awaitState(t *testing.T, b *browser, path, state string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if get[struct{ State string }](b, path).State == state {
			return
		}
	}
	t.Fatalf("%s did not become %s", path, state)
}

func jsonOf(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
