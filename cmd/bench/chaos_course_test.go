package main

import (
	"path/filepath"
	"testing"

	"taphuan/internal/coursepackage"
)

// TestLoadCourse reads the course under load as an import does.
func TestLoadCourse(t *testing.T) {
	t.Parallel()
	courses, err := writeLoadCourse(t.TempDir(), "../../courses")
	if err != nil {
		t.Fatal(err)
	}
	p, problems := coursepackage.Read(filepath.Join(courses, loadCourse))
	if p == nil {
		t.Fatal(problems)
	}
	if p.Final.QuestionCount() != 20 || p.Final.Attempts != loadAttempts {
		t.Errorf("the final test is %+v", p.Final)
	}
}
