package arch

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// base are the packages that every domain may import.
var base = []string{"access", "fault", "postgres", "outbox", "audit", "vietnamese"}

// mayImport is the import table: a package may import what stands in its row, of ours. A
// domain's own folders below it (render, query, ...) may be imported by it; a folder with a row of its own
// imports no more than stands in it.
var mayImport = map[string][]string{
	"fault":                   {},
	"vietnamese":              {},
	"access":                  {"fault"},
	"config":                  {"fault"},
	"question":                {"fault", "vietnamese"},
	"prose":                   {"fault"},
	"question/exchange":       {"fault", "vietnamese", "prose", "question"},
	"postgres":                {"fault", "config", "migrations"},
	"postgres/embedded":       {"fault", "config"},
	"instance":                {"fault", "postgres"},
	"audit":                   {"access", "fault", "postgres"},
	"outbox":                  {"access", "fault", "postgres"},
	"seal":                    {},
	"identity":                with(base, "seal"),
	"media":                   base,
	"media/caption":           {"fault", "vietnamese"},
	"organization":            with(base, "identity"),
	"catalog":                 with(base, "media", "organization"),
	"learning":                with(base, "catalog", "organization", "media", "question"),
	"assessment":              with(base, "catalog", "learning", "media", "media/nameless", "question", "question/exchange", "organization"),
	"coursepackage":           with(base, "organization", "catalog", "learning", "assessment", "media", "media/caption", "prose", "question"),
	"coursepackage/narration": {"media/caption"},
	"certificate":             with(base, "catalog", "learning", "organization", "media", "pades", "paper", "seal"),
	"certificate/record":      {"paper", "vietnamese"},
	"pades":                   {},
	"paper":                   {},
	"planning":                with(base, "organization", "catalog"),
	"gathering":               with(base, "organization", "catalog", "learning"),
	"gathering/sheet":         {"paper"},
	"reporting":               with(base, "organization", "planning"),
	"notify":                  with(base, "identity", "organization"),
	"web":                     {"access", "fault", "config", "frontend"},
}

// standAlone are packages below a domain that draw or write documents and know nothing else of ours.
var standAlone = []string{"certificate/render", "certificate/credential", "certificate/book", "organization/slip", "reporting/document", "media/ffmpeg", "media/nameless", "assessment/psychometrics", "assessment/similarity"}

// httpMayImport is what X/Xhttp may import beside X.
var httpMayImport = []string{"web", "access", "fault"}

func with(list []string, more ...string) []string { return append(slices.Clone(list), more...) }

// pkg is one package as `go list` tells it.
type pkg struct {
	ImportPath, Dir, Name string
	Imports               []string
	GoFiles               []string
}

func listPackages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,Name,Imports,GoFiles", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p pkg
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 15 {
		t.Fatalf("go list found only %d packages", len(all))
	}
	return all
}

// local returns a package's name in the table: "catalog", "catalog/cataloghttp", "migrations".
func local(path string) (string, bool) {
	name, ours := strings.CutPrefix(path, "taphuan/")
	return strings.TrimPrefix(name, "internal/"), ours
}

// forbidden says why importer may not import imported, or "".
func forbidden(importer, imported string) string {
	switch {
	case importer == "cmd/ledger":
		return "the ledger shares no code, and so no mistake, with the server"
	case strings.HasPrefix(importer, "cmd/"):
		return unless(imported == "app" || strings.HasPrefix(imported, "app/") || imported == "config" || imported == "coursepackage" ||
			imported == "coursepackage/narration" || imported == "postgres" || imported == "postgres/embedded", "a command talks to app and config")
	case importer == "app" || strings.HasPrefix(importer, "app/"), importer == "pgtest", importer == "arch", importer == "migrations", importer == "frontend":
		return unless(!strings.HasPrefix(imported, "cmd/"), "nothing imports a command")
	case imported == "pgtest" || imported == "app" || imported == "arch":
		return "only tests and commands may"
	case slices.Contains(standAlone, importer):
		return "it stands alone"
	}
	domain, sub, below := strings.Cut(importer, "/")
	if below && sub == domain+"http" {
		return unless(imported == domain || strings.HasPrefix(imported, domain+"/") || slices.Contains(httpMayImport, imported) || httpExtra[importer+" "+imported],
			"the HTTP side knows its domain, web, access and fault")
	}
	row, known := mayImport[importer]
	if known && below {
		return unless(slices.Contains(row, imported), "its row does not name it")
	}
	if !known {
		row, known = mayImport[domain]
	}
	if !known {
		return "it has no row in the import table"
	}
	if imported == domain || strings.HasPrefix(imported, domain+"/") {
		return unless(imported != domain+"/"+domain+"http", "a domain does not know its HTTP side")
	}
	return unless(slices.Contains(row, imported), "its row does not name it")
}

// httpExtra are HTTP sides that put a page together from domains below their own.
var httpExtra = map[string]bool{
	"learning/learninghttp catalog":                             true,
	"assessment/assessmenthttp catalog":                         true,
	"assessment/assessmenthttp prose":                           true,
	"assessment/assessmenthttp question":                        true,
	"assessment/assessmenthttp question/exchange":               true,
	"planning/planninghttp catalog":                             true,
	"reporting/reportinghttp planning":                          true,
	"gathering/gatheringhttp catalog":                           true,
	"coursepackage/coursepackagehttp assessment/assessmenthttp": true,
}

func unless(ok bool, why string) string {
	if ok {
		return ""
	}
	return why
}

func TestImports(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		importer, _ := local(p.ImportPath)
		for _, path := range p.Imports {
			imported, ours := local(path)
			if !ours {
				continue
			}
			if why := forbidden(importer, imported); why != "" {
				t.Errorf("%s imports %s: %s", importer, imported, why)
			}
		}
	}
}

// TestImportRules shows that the table can fail.
func TestImportRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ importer, imported string }{
		{"catalog", "learning"}, {"learning", "assessment"}, {"reporting", "learning"}, {"organization", "catalog"},
		{"fault", "access"}, {"web", "catalog"}, {"catalog", "catalog/cataloghttp"}, {"certificate/render", "certificate"},
		{"media/caption", "media"}, {"coursepackage/narration", "coursepackage"}, {"catalog", "media/caption"},
		{"certificate/certificatehttp", "learning"}, {"learning", "app"}, {"newdomain", "fault"}, {"identity", "organization"}, {"cmd/ledger", "app"}, {"cmd/taphuan", "catalog"},
	} {
		if forbidden(c.importer, c.imported) == "" {
			t.Errorf("%s may import %s", c.importer, c.imported)
		}
	}
	if why := forbidden("certificate", "learning"); why != "" {
		t.Errorf("certificate may not import learning: %s", why)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	banned := []string{"util", "utils", "common", "helpers", "helper", "shared", "types", "models", "misc"}
	for _, p := range listPackages(t) {
		if slices.Contains(banned, p.Name) {
			t.Errorf("package %s: name it after what it owns", p.ImportPath)
		}
	}
}

// TestEdgeLibraries keeps gin and huma at the edge.
func TestEdgeLibraries(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		name, _ := local(p.ImportPath)
		if name == "web" || name == "app" || strings.HasSuffix(name, "http") {
			continue
		}
		for _, path := range p.Imports {
			if strings.HasPrefix(path, "github.com/gin-gonic/") || strings.HasPrefix(path, "github.com/danielgtaylor/huma") {
				t.Errorf("%s imports %s: only web, app and the HTTP sides may", name, path)
			}
		}
	}
}
