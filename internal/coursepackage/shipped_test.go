package coursepackage

import (
	"os"
	"path/filepath"
	"testing"
)

// The courses in the repository can be imported and state honest periods.
func TestShippedCoursesAreSound(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("../../courses")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		t.Run(entry.Name(), func(t *testing.T) {
			t.Parallel()
			p, problems := Read(filepath.Join("../../courses", entry.Name()))
			for _, problem := range problems {
				t.Error(problem.In("en"))
			}
			if p == nil {
				return
			}
			report := Lint(p)
			for _, problem := range report.Problems {
				t.Error(problem.In("en"))
			}
			for _, note := range report.Notes {
				t.Log(note.In("en"))
			}
			t.Logf("%d lessons, %d questions, study %v of %v stated: %+v", len(p.Lessons()), len(p.Questions), report.Study.Total(), report.Study.Stated, report.Study)
		})
	}
}
