package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// schemas are the PostgreSQL schemas, each owned by the package of its name.
var schemas = []string{"identity", "media", "organization", "catalog", "learning", "assessment", "certificate", "planning", "gathering", "reporting", "notify", "audit", "instance"}

// schemaName finds "learning.enrollments" in SQL: after FROM, JOIN, INTO, UPDATE, TABLE or a bun tag.
var schemaName = regexp.MustCompile(`(?i)(?:\bfrom|\bjoin|\binto|\bupdate|\bdelete from|table:|\.Table\(")\s*(` + strings.Join(schemas, "|") + `)\.([a-z_]+)`)

// mayName are the schemas that package app and the operators' tools may name beside the rule.
func mayName(owner, schema, table string) bool {
	switch {
	case owner == schema:
		return true
	case owner == "reporting":
		return strings.HasSuffix(table, "_facts")
	case owner == "app", owner == "postgres", owner == "pgtest":
		return true
	}
	return false
}

// TestSQLStaysHome: SQL in package X names only schema X; reporting reads the others' _facts views.
func TestSQLStaysHome(t *testing.T) {
	t.Parallel()
	eachSource(t, []string{".go", ".sql"}, func(owner, path, text string) {
		for _, m := range schemaName.FindAllStringSubmatch(text, -1) {
			if !mayName(owner, strings.ToLower(m[1]), m[2]) {
				t.Errorf("%s names %s.%s", path, m[1], m[2])
			}
		}
	})
}

// systemScope finds uses of the scope that sees everything.
var systemScope = regexp.MustCompile(`postgres\.System\(([^)]*)\)`)
var namedReason = regexp.MustCompile(`^postgres\.[A-Z][A-Za-z]+$`)

// TestSystemReasons: a system scope names a reason from the closed list, never a text of its own.
func TestSystemReasons(t *testing.T) {
	t.Parallel()
	listed, err := os.ReadFile("../postgres/reasons.go")
	if err != nil {
		t.Fatal(err)
	}
	uses := 0
	eachSource(t, []string{".go"}, func(_, path, text string) {
		for _, m := range systemScope.FindAllStringSubmatch(text, -1) {
			uses++
			name := strings.TrimPrefix(m[1], "postgres.")
			if !namedReason.MatchString(m[1]) || !regexp.MustCompile(`\b`+name+`\s+Reason = `).Match(listed) {
				t.Errorf("%s: System(%s) is not in the closed list of reasons.go", path, m[1])
			}
		}
	})
	if uses == 0 {
		t.Error("no use of postgres.System was found: the pattern is out of date")
	}
}

// TestNoWireTags: JSON tags belong to the HTTP sides, to what another program tells, to signed documents whose form is a
// standard's, and to stored documents, which say so.
func TestNoWireTags(t *testing.T) {
	t.Parallel()
	stored := regexp.MustCompile(`(?i)stored as JSON|persisted|stored form|stored document|payload`)
	eachSource(t, []string{".go"}, func(owner, path, text string) {
		if owner == "web" || strings.Contains(path, "http/") || owner == "coursepackage" || owner == "app" || owner == "outbox" || owner == "postgres" || owner == "config" || owner == "question" || inside(path, "identity/token.go") || strings.Contains(filepath.ToSlash(path), "media/ffmpeg/") ||
			strings.Contains(filepath.ToSlash(path), "certificate/credential/") {
			return
		}
		if strings.Contains(text, "`json:") && !stored.MatchString(text) {
			t.Errorf("%s has JSON tags and does not say that it is a stored document", path)
		}
	})
}

func inside(path, end string) bool { return strings.HasSuffix(path, filepath.FromSlash(end)) }

// eachSource visits the sources of internal/, without tests and what npm installed.
func eachSource(t *testing.T, endings []string, visit func(owner, path, text string)) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || d.Name() == "arch") {
			return filepath.SkipDir
		}
		if d.IsDir() || strings.HasSuffix(path, "_test.go") || !hasEnding(path, endings) {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		inside, _ := filepath.Rel("..", path)
		visit(strings.SplitN(inside, string(filepath.Separator), 2)[0], inside, string(text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func hasEnding(path string, endings []string) bool {
	for _, e := range endings {
		if strings.HasSuffix(path, e) {
			return true
		}
	}
	return false
}
