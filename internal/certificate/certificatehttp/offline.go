package certificatehttp

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"

	"github.com/gin-gonic/gin"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/fault"
)

// keysMark stands in the built page where the published keys belong.
const keysMark = `"KEYS"`

// offlinePage answers with the page that verifies QR codes without a network, the published keys inside, so that the file
// goes on working wherever it is kept; with ?luu=1 as a file to keep. It may use the camera, and nothing from anywhere.
func offlinePage(s *certificate.Service, page []byte) func(*gin.Context, access.Principal) error {
	policy := offlinePolicy(page)
	return func(c *gin.Context, _ access.Principal) error {
		if page == nil {
			return fault.ErrNotFound
		}
		set, err := s.PublishedKeys(c.Request.Context())
		if err != nil {
			return err
		}
		file, err := set.Marshal()
		if err != nil {
			return err
		}
		var keys bytes.Buffer
		json.HTMLEscape(&keys, file)
		c.Header("Content-Security-Policy", policy)
		c.Header("Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=()")
		c.Header("Cache-Control", "no-cache")
		c.Header("X-Robots-Tag", "noindex")
		if c.Query("luu") != "" {
			c.Header("Content-Disposition", `attachment; filename="xac-minh-ngoai-tuyen.html"`)
		}
		c.Data(http.StatusOK, "text/html; charset=utf-8", bytes.Replace(page, []byte(keysMark), keys.Bytes(), 1))
		return nil
	}
}

var inlineCode = regexp.MustCompile(`(?s)<(script|style)>(.*?)</(?:script|style)>`)

// offlinePolicy allows the page its own script and style and nothing else.
func offlinePolicy(page []byte) string {
	allowed := map[string][]string{}
	for _, m := range inlineCode.FindAllSubmatch(page, -1) {
		sum := sha256.Sum256(m[2])
		allowed[string(m[1])] = append(allowed[string(m[1])], "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	return strings.Join([]string{"default-src 'none'", "script-src " + strings.Join(allowed["script"], " "), "style-src " + strings.Join(allowed["style"], " "),
		"img-src blob:", "media-src blob:", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"}, "; ")
}
