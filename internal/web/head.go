package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"html/template"

	"github.com/gin-gonic/gin"
)

// Head is what the server writes into the head of a public page, so that a shared link tells
// what it is without JavaScript.
type Head struct {
	Title       string
	Description string
	// Answers are what the page asks the API for at once, for visitors who are not signed in:
	// it finds them in its own head and saves a round trip.
	Answers []Answer
}

// Answer is the body of the API's answer to a read, under the path that the page would ask.
type Answer struct {
	Path string
	Body any
}

// HeadFinder returns the head of a page by its path, or false for pages that have none.
type HeadFinder func(ctx context.Context, path string) (Head, bool)

var headTags = template.Must(template.New("head").Parse(`<title>{{.Title}}</title>
<meta property="og:title" content="{{.Title}}">
<meta property="og:description" content="{{.Description}}">
<meta property="og:type" content="website">
<meta name="description" content="{{.Description}}">
{{range .Answers}}<script type="application/json" data-answer="{{.Path}}">{{.Body}}</script>
{{end}}</head>`))

// writeShell answers with the application's shell, with the page's own head when it has one.
func (s *site) writeShell(c *gin.Context) {
	head, ok := Head{}, false
	if s.head != nil {
		head, ok = s.head(c.Request.Context(), c.Request.URL.Path)
	}
	if _, err := c.Cookie(AccessCookie); err == nil {
		head.Answers = nil
	}
	var tags bytes.Buffer
	if !ok || headTags.Execute(&tags, head) != nil {
		s.write(c, s.shell)
		return
	}
	page := asset{mime: s.shell.mime, page: bytes.Replace(s.shell.page, []byte("</head>"), tags.Bytes(), 1)}
	page.gz = packed(page.page)
	s.write(c, &page)
}

// packed returns bytes in gzip form.
func packed(plain []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(plain)
	w.Close()
	return out.Bytes()
}
