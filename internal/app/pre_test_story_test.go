package app_test

import (
	"net/http"
	"testing"
)

type tested struct {
	enrollment
	Exempt bool
	Tests  []struct{ Kind, State string }
}

func (e tested) state(kind string) string {
	for _, test := range e.Tests {
		if test.Kind == kind {
			return test.State
		}
	}
	return "none"
}

func (e tested) lessons(state string) int {
	n := 0
	for _, module := range e.Modules {
		for _, lesson := range module.Lessons {
			if lesson.State == state {
				n++
			}
		}
	}
	return n
}

// preTestStory: passing the pre-test exempts from the lessons, and is never told as learning or watching them. A
// self-check changes nothing, however often it is taken.
func preTestStory(t *testing.T, p *province) {
	b, path := newToCourse(t, p)
	for range 2 {
		passTest(t, p, b, path, "self_check")
	}
	if e := get[tested](b, path); e.Exempt || e.ProgressPercent != 0 || e.state("self_check") != "open" || e.state("pre_test") != "open" {
		t.Errorf("after the self-check: %+v", e)
	}
	passTest(t, p, b, path, "pre_test")
	e := get[tested](b, path)
	if !e.Exempt || e.State != "in_progress" || e.lessons("todo") < 10 || e.lessons("done") != 0 || e.state("pre_test") != "passed" || e.state("final") != "open" {
		t.Errorf("after the pre-test: %+v", e)
	}
	passTest(t, p, b, path, "final")
	waitForCertificate(t, b, path)
	for what, query := range map[string]string{
		"lessons learned":      `SELECT count(*) FROM learning.lesson_progress WHERE enrollment_id = ?`,
		"films opened":         `SELECT count(*) FROM learning.playbacks WHERE enrollment_id = ?`,
		"passes that count":    `SELECT count(*) - 2 FROM learning.test_passes WHERE enrollment_id = ?`,
		"completions but one":  `SELECT count(*) - 1 FROM learning.completion_facts WHERE enrollment_id = ?`,
		"attempts but those 4": `SELECT count(*) - 4 FROM assessment.attempt_facts WHERE enrollment_id = ?`,
	} {
		var n int
		if err := p.owner.NewRaw(query, e.ID).Scan(t.Context(), &n); err != nil || n != 0 {
			t.Errorf("%s: %d, %v", what, n, err)
		}
	}
}

// newToCourse signs in somebody of the cast who has not begun AN1, and enrolls them.
func newToCourse(t *testing.T, p *province) (*browser, string) {
	t.Helper()
	for _, username := range []string{"giamkhao2", "khaothi2", "kiemtra", "quantri", "thamdinh", "thuongtruc", "tinh", "biensoan"} {
		b := p.signIn(t, username)
		path := "/api/v1/enrollments/" + post[struct{ EnrollmentID string }](b, http.StatusOK, "/api/v1/courses/an1/enrollment", nil).EnrollmentID
		if e := get[tested](b, path); e.State == "not_started" && e.state("pre_test") == "open" {
			return b, path
		}
	}
	t.Fatal("everybody has begun the course")
	return nil, ""
}
