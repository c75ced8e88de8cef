package web

import (
	"bytes"
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

// site serves the built front end from memory: hashed files for a year, pages with an ETag,
// the compressed form that the browser takes.
type site struct {
	files   map[string]*asset
	shell   *asset // 200.html: every page that is rendered in the browser
	scripts []string
	head    HeadFinder
	demo    bool
}

type asset struct {
	mime      string
	etag      string
	immutable bool
	plain     []byte
	gz, br    []byte
}

var inlineScript = regexp.MustCompile(`(?s)<script(?:\s[^>]*)?>(.*?)</script>`)

func newSite(files fs.FS, head HeadFinder, demo bool) (*site, error) {
	s := &site{files: map[string]*asset{}, head: head, demo: demo}
	if files == nil {
		return s, nil
	}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz") {
			return err
		}
		return s.load(files, name)
	})
	s.shell = s.files["200.html"]
	return s, err
}

func (s *site) load(files fs.FS, name string) error {
	plain, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	a := &asset{plain: plain, mime: mimeOf(name), immutable: strings.HasPrefix(name, "_app/immutable/")}
	a.br, _ = fs.ReadFile(files, name+".br")
	a.gz, _ = fs.ReadFile(files, name+".gz")
	if strings.HasSuffix(name, ".html") {
		s.allowScripts(plain)
		if s.demo {
			a.markDemo()
		}
	}
	sum := sha256.Sum256(a.plain)
	a.etag = `"` + hex.EncodeToString(sum[:12]) + `"`
	s.files[name] = a
	return nil
}

// markDemo marks a page as one of a demonstration, from its first paint on.
func (a *asset) markDemo() {
	a.plain = bytes.Replace(a.plain, []byte("<html"), []byte("<html data-demo"), 1)
	a.br, a.gz = nil, packed(a.plain)
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

func mimeOf(name string) string {
	if strings.HasSuffix(name, ".webmanifest") {
		return "application/manifest+json"
	}
	if m := mime.TypeByExtension(path.Ext(name)); m != "" {
		return m
	}
	return "application/octet-stream"
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
	a.write(c)
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

func (a *asset) write(c *gin.Context) {
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
	return a.plain, ""
}
