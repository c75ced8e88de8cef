package coursepackage

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"taphuan/internal/catalog"
)

// withEquivalents is the sample package with what it counts for added after its licence, on line 15.
func withEquivalents(t *testing.T, lines string) *Package {
	t.Helper()
	return edited(t, "course.yaml", "licence: CC BY 4.0\n", "licence: CC BY 4.0\nequivalent_to:\n"+lines)
}

func TestReadEquivalents(t *testing.T) {
	t.Parallel()
	p := withEquivalents(t, "  - {course: an0, from: 2026-02-01, document: 05/QĐ-CAT ngày 15/01/2026}\n  - {course: an1, from: 2026-03-01, document: 06/QĐ}\n")
	day := func(month time.Month) time.Time { return time.Date(2026, month, 1, 0, 0, 0, 0, time.UTC) }
	want := []Equivalent{{"an0", day(2), "05/QĐ-CAT ngày 15/01/2026"}, {"an1", day(3), "06/QĐ"}}
	if diff := cmp.Diff(want, p.EquivalentTo); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBrokenEquivalents: each course once and never the own one, from a day, under a document; each problem
// by its line.
func TestBrokenEquivalents(t *testing.T) {
	t.Parallel()
	line := func(course, from, document string) string {
		return fmt.Sprintf("  - {course: %s, from: %s, document: %q}\n", course, from, document)
	}
	var many strings.Builder
	for i := range maxEquivalents + 1 {
		many.WriteString(line("an"+strconv.Itoa(i), "2026-02-01", "05/QĐ"))
	}
	for name, c := range map[string]struct {
		lines string
		want  []string
	}{
		"the course itself": {line("good", "2026-02-01", "05/QĐ"), []string{"16 course.equivalent"}},
		"a course twice":    {line("an0", "2026-02-01", "05/QĐ") + line("an0", "2026-02-01", "05/QĐ"), []string{"17 course.equivalent"}},
		"no key":            {line("AN 0", "2026-02-01", "05/QĐ"), []string{"16 course.equivalent"}},
		"no such day":       {line("an0", "2026-02-30", "05/QĐ"), []string{"16 text.day"}},
		"no document":       {line("an0", "2026-02-01", ""), []string{"16 course.equivalent_document"}},
		"a long document":   {line("an0", "2026-02-01", strings.Repeat("ă", 301)), []string{"16 course.equivalent_document"}},
		"a field of no use": {"  - {course: an0, from: 2026-02-01, document: 05/QĐ, to: 2027-01-01}\n", []string{"16 yaml.unknown_key"}},
		"too many":          {many.String(), []string{"15 course.too_many_equivalents"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := load(t)
			breakage{file: "course.yaml", old: "licence: CC BY 4.0\n", new: "licence: CC BY 4.0\nequivalent_to:\n" + c.lines}.apply(t, files)
			p, problems := ReadFS(files, "good", "good")
			var got []string
			for _, problem := range problems {
				checkMessage(t, problem)
				got = append(got, strconv.Itoa(problem.Line)+" "+problem.Code)
			}
			if diff := cmp.Diff(c.want, got); diff != "" || p != nil {
				t.Errorf("read %v (-want +got):\n%s", p != nil, diff)
			}
		})
	}
}

// TestImportEquivalents: what a package counts for stands from the day of the import at the earliest, ends
// when a later package no longer names it, and a course that is not here refuses the whole package.
func TestImportEquivalents(t *testing.T) {
	t.Parallel()
	to := newTarget(t)
	const an0 = "  - {course: an0, from: 2026-02-01, document: 05/QĐ}\n"
	now := time.Date(2026, 11, 22, 17, 30, 0, 0, time.UTC) // 23/11 in Viet Nam
	if _, err := Import(context.Background(), to.db, to.files, withEquivalents(t, an0), now); !errors.Is(err, ErrNoEquivalent) {
		t.Fatalf("for a course that is not here: %v", err)
	}
	for table, n := range to.rows() {
		if n != 0 {
			t.Errorf("%s holds %d rows of a refused package", table, n)
		}
	}
	if _, err := to.owner.Exec(`INSERT INTO catalog.courses (id, key, code) VALUES (gen_random_uuid(), 'an0', 'AN0')`); err != nil {
		t.Fatal(err)
	}
	stored := func(p *Package, now time.Time) []string {
		t.Helper()
		if outcome, err := Import(context.Background(), to.db, to.files, p, now); err != nil || outcome.Result != catalog.Published {
			t.Fatalf("%+v, %v", outcome, err)
		}
		var rows []string
		err := to.owner.NewRaw(`SELECT concat_ws(' ', c.key, a.key, e.valid_from, e.valid_to, e.document) FROM learning.course_equivalents e
			JOIN catalog.courses c ON c.id = e.course_id JOIN catalog.courses a ON a.id = e.accepted_course_id`).Scan(context.Background(), &rows)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	if diff := cmp.Diff([]string{"an0 good 2026-11-23 05/QĐ"}, stored(withEquivalents(t, an0), now)); diff != "" {
		t.Errorf("imported (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"an0 good 2026-11-23 2026-11-30 05/QĐ"}, stored(good(t), now.AddDate(0, 0, 7))); diff != "" {
		t.Errorf("no longer named (-want +got):\n%s", diff)
	}
}
