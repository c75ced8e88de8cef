package app_test

import (
	"os"
	"strings"
	"testing"

	"taphuan/internal/app"
)

// TestOpenAPIIsFresh: the committed document, from which the front end's types are made, is what
// the program serves. `make openapi` writes both again.
func TestOpenAPIIsFresh(t *testing.T) {
	t.Parallel()
	served, err := app.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("../../frontend/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(committed)) != strings.TrimSpace(string(served)) {
		t.Error("frontend/openapi.json is out of date: run make openapi")
	}
}
