package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// Learner is somebody who may take the test, as the file of learners names them, a line of JSON each.
type Learner struct {
	Person       string `json:"person"`
	Enrollment   string `json:"enrollment"`
	RefreshToken string `json:"refreshToken"`
}

// requestLimit is how long a request may take before its write is unknown.
const requestLimit = 10 * time.Second

var client = &http.Client{Timeout: requestLimit, Transport: &http.Transport{MaxIdleConnsPerHost: 1024, DisableCompression: true}}

// session is a learner's way to the API. It may be used by several devices at once.
type session struct {
	server string
	mu     sync.Mutex
	who    Learner
	token  string
}

// reply is an answer of the API.
type reply struct {
	status int
	body   []byte
}

// ask sends a request once. An error means that nothing was answered.
func (s *session) ask(ctx context.Context, method, path string, body []byte) (reply, error) {
	token, err := s.current(ctx)
	if err != nil {
		return reply{}, err
	}
	request, err := http.NewRequestWithContext(ctx, method, s.server+"/api/v1"+path, bytes.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	answer, err := do(request)
	if err == nil && answer.status == http.StatusUnauthorized {
		s.forget(token)
	}
	return answer, err
}

// current returns the token of the API, for which it signs in when there is none.
func (s *session) current(ctx context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token != "" {
		return s.token, nil
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.server+"/api/v1/session/refresh", nil)
	if err != nil {
		return "", err
	}
	request.AddCookie(&http.Cookie{Name: "__Host-refresh", Value: s.who.RefreshToken})
	answer, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body) // so that the connection can be used again
	for _, cookie := range answer.Cookies() {
		switch cookie.Name {
		case "__Host-access":
			s.token = cookie.Value
		case "__Host-refresh":
			s.who.RefreshToken = cookie.Value
		}
	}
	if answer.StatusCode >= 300 || s.token == "" {
		return "", fmt.Errorf("refresh answered %s", answer.Status)
	}
	return s.token, nil
}

// forget makes the next request sign in again.
func (s *session) forget(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token == token {
		s.token = ""
	}
}

// learner is who signed in, with the token that signs in next.
func (s *session) learner() Learner {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.who
}

func do(request *http.Request) (reply, error) {
	answer, err := client.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return reply{status: answer.StatusCode, body: body}, err
}

// send makes one sending of a write and says what it came to.
func (s *session) send(ctx context.Context, w Write) Mark {
	mark := Mark{Key: w.Key, Outcome: Unknown, SentAt: time.Now()}
	method, path, body := w.request()
	answer, err := s.ask(ctx, method, path, body)
	mark.HeardAt, mark.Status = time.Now(), answer.status
	switch {
	case err != nil:
		mark.Status = 0
	case answer.status < 300:
		mark.read(w, answer.body)
	case answer.status < 500:
		mark.Outcome = Fail
	}
	return mark
}

// request is how the API is asked for a write.
func (w Write) request() (method, path string, body []byte) {
	switch w.Kind {
	case Start:
		return http.MethodPost, "/enrollments/" + w.Enrollment + "/tests/final/attempts", nil
	case Submit:
		return http.MethodPost, "/attempts/" + w.Attempt + "/submit", nil
	}
	return http.MethodPut, "/attempts/" + w.Attempt + "/answers",
		fmt.Appendf(nil, `{"answers":[{"position":%d,"revision":%d,"payload":{"text":%q}}]}`, w.Position, w.Revision, w.Text)
}

// read takes what a successful answer says; one that cannot be read leaves the write unknown.
func (m *Mark) read(w Write, body []byte) {
	var said struct {
		ID          string
		Items       []struct{}
		Score       int
		SubmittedAt time.Time
		Saved       []struct {
			Position int
			Revision int64
		}
	}
	if json.Unmarshal(body, &said) != nil {
		return
	}
	m.Outcome, m.Attempt, m.Items, m.Score, m.SubmittedAt = OK, said.ID, len(said.Items), said.Score, said.SubmittedAt
	if w.Kind != Save {
		return
	}
	m.Outcome = Unknown
	for _, s := range said.Saved {
		switch {
		case s.Position == w.Position && s.Revision >= w.Revision:
			m.Outcome = OK
		case s.Position == w.Position: // an answer in time stands, and this one came late
			m.Outcome = Fail
		}
	}
}
