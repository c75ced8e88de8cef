package app_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"taphuan/internal/app"
	"taphuan/internal/web"
)

// namesNobody are the routes that may name people by their right or their answer, and named nobody when
// the matrix asked: why nothing is missing there.
var namesNobody = map[string]string{
	"GET /agencies/{id}/school-classes":                  "classes and how many are in them",
	"GET /agencies/{id}/rollover":                        "classes and how many are in them",
	"GET /agencies/{id}/rollovers":                       "numbers of a roll-over",
	"GET /agencies/{id}/rosters":                         "files and numbers; the rows are read by GET /rosters/{id}",
	"POST /rosters/{id}/commit":                          "numbers; the rows are read by GET /rosters/{id}",
	"POST /rosters/{id}/undo":                            "numbers; the rows are read by GET /rosters/{id}",
	"POST /agencies/{id}/rosters":                        "says of the caller's own file what it says itself",
	"POST /agencies/{id}/rosters/rows":                   "says of the caller's own rows what they say themselves",
	"GET /roster-templates/{kind}":                       "an empty form",
	"GET /agencies/{id}/api-tokens":                      "programs",
	"GET /agencies/{id}/people-settings":                 "rules of the agency",
	"GET /people/{personId}/extra-time":                  "shares and days of one whom the caller named",
	"GET /register/books":                                "registers and numbers of lines",
	"GET /register/books/{id}/lists":                     "decisions; who stands on a list is read by GET /register/books/{id}/waiting",
	"GET /certificate-designs":                           "issuers and looks",
	"GET /register/certificates/{id}/signed-file":        "signatures of a file whose holder the caller named",
	"GET /api/v1/register/certificates/:id/original.pdf": "nobody here keeps a register that these people are in; TestSignedFileRefused",
	"GET /api/v1/register/copies.pdf":                    "pages of many; TestCopies sees their taking recorded",
	"GET /api/v1/register/copies.zip":                    "files of many; TestCopies sees their taking recorded",
	"POST /merges":                                       "the two entries here are of two kinds and stay two; TestMerge merges",
}

// checkShowing fails when a route that can name people named nobody of the matrix's world to anybody:
// whether its readings are recorded has then not been seen.
func checkShowing(t *testing.T, routes []web.RouteRight, showing map[string]bool) {
	t.Helper()
	naming := routesNaming(t)
	for _, r := range routes {
		byRight := r.Method == http.MethodGet && slices.Contains(personRights, r.Permission)
		if isOwn(r) || !byRight && !naming[nameOf(r)] {
			continue
		}
		switch _, excused := namesNobody[nameOf(r)]; {
		case !showing[nameOf(r)] && !excused:
			t.Errorf("%s can name people and the matrix saw nobody: ask for somebody of its world in matrix_inputs_test.go, or say in namesNobody why there is none", nameOf(r))
		case showing[nameOf(r)] && excused:
			t.Errorf("%s names people: take it out of namesNobody", nameOf(r))
		}
	}
}

// routesNaming are the routes whose answers have a field for a person's name, by the API document. Names
// of who acted (grantedBy, proposedBy, actorName) are no reading of their rows.
func routesNaming(t *testing.T) map[string]bool {
	t.Helper()
	text, err := app.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Paths      map[string]map[string]struct{ Responses map[string]any }
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	naming := map[string]bool{}
	for path, methods := range document.Paths {
		for method, operation := range methods {
			for status, answer := range operation.Responses {
				if status[0] == '2' && namesPeople(answer, document.Components.Schemas, map[string]bool{}) {
					naming[strings.ToUpper(method)+" "+strings.TrimPrefix(path, web.Prefix)] = true
				}
			}
		}
	}
	if len(naming) < 20 {
		t.Fatalf("only %d routes name people by the API document: the walk is out of date", len(naming))
	}
	return naming
}

// namesPeople walks a schema for a field that holds a person's name.
func namesPeople(node any, schemas map[string]any, seen map[string]bool) bool {
	switch n := node.(type) {
	case []any:
		return slices.ContainsFunc(n, func(one any) bool { return namesPeople(one, schemas, seen) })
	case map[string]any:
		if reference, is := n["$ref"].(string); is {
			name := reference[strings.LastIndexByte(reference, '/')+1:]
			if seen[name] {
				return false
			}
			seen[name] = true
			return namesPeople(schemas[name], schemas, seen)
		}
		for key, value := range n {
			if key == "fullName" || key == "mergedName" || namesPeople(value, schemas, seen) {
				return true
			}
		}
	}
	return false
}
