package web

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"taphuan/internal/fault"
)

// site serves the built front end, in the compressed form that the browser takes: hashed files for a
// year, the rest with an ETag. Pages are kept in memory, because they are marked and given heads;
// everything else is read from the build as it is asked for.
type site struct {
	build   fs.FS
	files   map[string]*asset
	shell   *asset // 200.html: every page that is rendered in the browser
	scripts []string
	head    HeadFinder
	demo    bool
}

type asset struct {
	name      string
	mime      string
	etag      string
	immutable bool
	page      []byte // nil: a file of the build
	gz, br    []byte // of a page; nil: there is none
}

var inlineScript = regexp.MustCompile(`(?s)<script(?:\s[^>]*)?>(.*?)</script>`)

func newSite(build fs.FS, head HeadFinder, demo bool) (*site, error) {
	s := &site{build: build, files: map[string]*asset{}, head: head, demo: demo}
	if build == nil {
		return s, nil
	}
	err := fs.WalkDir(build, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz") {
			return err
		}
		return s.load(name)
	})
	s.shell = s.files["200.html"]
	return s, err
}

func (s *site) load(name string) error {
	a := &asset{name: name, mime: mimeOf(name), immutable: strings.HasPrefix(name, "_app/immutable/")}
	s.files[name] = a
	if a.immutable { // its name holds the hash of its content
		a.etag = `"` + path.Base(name) + `"`
		return nil
	}
	plain, err := fs.ReadFile(s.build, name)
	if err != nil {
		return err
	}
	if strings.HasSuffix(name, ".html") {
		s.allowScripts(plain)
		plain = s.keepPage(a, plain)
	}
	sum := sha256.Sum256(plain)
	a.etag = `"` + hex.EncodeToString(sum[:12]) + `"`
	return nil
}

// keepPage keeps a page in memory, in a demonstration marked as such from its first paint on, and
// returns it as it is kept.
func (s *site) keepPage(a *asset, plain []byte) []byte {
	a.page = plain
	if s.demo {
		a.page = bytes.Replace(plain, []byte("<html"), []byte("<html data-demo"), 1)
		a.gz = packed(a.page)
		return a.page
	}
	a.br, _ = fs.ReadFile(s.build, a.name+".br")
	a.gz, _ = fs.ReadFile(s.build, a.name+".gz")
	return a.page
}

// allowScripts notes the hash of each inline script, for the Content-Security-Policy.
func (s *site) allowScripts(html []byte) {
	for _, m := range inlineScript.FindAllSubmatch(html, -1) {
		if len(m[1]) == 0 {
			continue
		}
		sum := sha256.Sum256(m[1])
		hash := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		if !slices.Contains(s.scripts, hash) {
			s.scripts = append(s.scripts, hash)
		}
	}
}

// mimes are the kinds of files that the build makes, so that they do not depend on the machine's tables.
var mimes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

func mimeOf(name string) string {
	ending := path.Ext(name)
	if m := mimes[ending]; m != "" {
		return m
	}
	return cmp.Or(mime.TypeByExtension(ending), "application/octet-stream")
}

// serve answers everything that no route took: a file of the build, a prerendered page, or the
// shell for addresses of the application. Unknown addresses of the API are problems.
func (s *site) serve(c *gin.Context) {
	name := strings.TrimPrefix(path.Clean(c.Request.URL.Path), "/")
	if strings.HasPrefix(name, "api/") {
		writeProblem(c, fault.ErrNotFound)
		return
	}
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		writeProblem(c, errMethod)
		return
	}
	a := s.find(name)
	if a == nil {
		writeProblem(c, fault.ErrNotFound)
		return
	}
	if a == s.shell {
		s.writeShell(c)
		return
	}
	s.write(c, a)
}

// isHashed says whether a path is a file of the build whose name holds its hash.
func (s *site) isHashed(path string) bool {
	a := s.files[strings.TrimPrefix(path, "/")]
	return a != nil && a.immutable
}

func (s *site) find(name string) *asset {
	if name == "" || name == "." {
		name = "index"
	}
	for _, candidate := range []string{name, name + ".html", name + "/index.html"} {
		if a := s.files[candidate]; a != nil {
			return a
		}
	}
	if path.Ext(name) != "" { // a missing file, not a page
		return nil
	}
	return s.shell
}

func (s *site) write(c *gin.Context, a *asset) {
	h := c.Writer.Header()
	h.Set("Content-Type", a.mime)
	h.Set("Vary", "Accept-Encoding")
	if a.etag != "" {
		h.Set("ETag", a.etag)
	}
	h.Set("Cache-Control", "no-cache")
	if a.immutable {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if a.etag != "" && c.GetHeader("If-None-Match") == a.etag {
		c.Status(http.StatusNotModified)
		return
	}
	if a.page == nil {
		s.writeFile(c, a)
		return
	}
	body, encoding := a.pick(c.GetHeader("Accept-Encoding"))
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	c.Data(http.StatusOK, a.mime, body)
}

func (a *asset) pick(accepted string) (body []byte, encoding string) {
	switch {
	case a.br != nil && strings.Contains(accepted, "br"):
		return a.br, "br"
	case a.gz != nil && strings.Contains(accepted, "gzip"):
		return a.gz, "gzip"
	}
	return a.page, ""
}

// forms are what a file of the build may lie there as, the smallest first.
var forms = []struct{ encoding, ending string }{{"br", ".br"}, {"gzip", ".gz"}, {"", ""}}

// writeFile answers with a file of the build.
func (s *site) writeFile(c *gin.Context, a *asset) {
	file, encoding, err := s.open(a.name, c.GetHeader("Accept-Encoding"))
	if err != nil {
		writeProblem(c, fault.ErrNotFound)
		return
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		writeProblem(c, fault.ErrNotFound)
		return
	}
	if encoding != "" {
		c.Header("Content-Encoding", encoding)
	}
	c.DataFromReader(http.StatusOK, info.Size(), a.mime, file, nil)
}

// open opens a file of the build in the smallest form that the browser takes.
func (s *site) open(name, accepted string) (file fs.File, encoding string, err error) {
	for _, form := range forms {
		if !strings.Contains(accepted, form.encoding) {
			continue
		}
		if file, err = s.build.Open(name + form.ending); err == nil {
			return file, form.encoding, nil
		}
	}
	return nil, "", err
}
