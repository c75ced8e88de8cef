package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// lines are the connections of everybody in a bench.
var lines = &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 1024, DisableCompression: true}}

// caller speaks to the API as somebody with a token.
type caller struct{ server, token string }

// signIn exchanges a refresh token for the token of the API.
func (c *caller) signIn(ctx context.Context, refreshToken string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.server+"/api/v1/session/refresh", nil)
	if err != nil {
		return err
	}
	request.AddCookie(&http.Cookie{Name: "__Host-refresh", Value: refreshToken})
	answer, err := lines.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body) // so that the connection can be used again
	for _, cookie := range answer.Cookies() {
		if cookie.Name == "__Host-access" {
			c.token = cookie.Value
			return nil
		}
	}
	return fmt.Errorf("refresh answered %s", answer.Status)
}

// send makes a request and reads what comes back into a value, unless that is nil. Any answer but success is an error.
func (c *caller) send(ctx context.Context, method, path, body string, into any) error {
	request, err := http.NewRequestWithContext(ctx, method, c.server+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := lines.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s: %s", method, path, answer.Status, said)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(said, into)
}
