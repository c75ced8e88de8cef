// Package mediahttp serves stored files by ranges.
package mediahttp

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/web"
)

// Routes adds the routes of media.
func Routes(s *web.Server, files *media.Service) {
	s.Stream(http.MethodGet, "/media/:id", access.Learn, serve(files))
	s.Stream(http.MethodHead, "/media/:id", access.Learn, serve(files))
}

// serve answers with the file or the asked range. The address holds an id that names these very
// bytes, so browsers may keep it; uploads cannot run in the page.
func serve(files *media.Service) func(c *gin.Context, _ access.Principal) error {
	return func(c *gin.Context, _ access.Principal) error {
		id, err := uuid.Parse(c.Param("id"))
		if err != nil {
			return fault.ErrNotFound
		}
		file, bytes, err := files.Open(c.Request.Context(), id)
		if err != nil {
			return err
		}
		defer bytes.Close()
		h := c.Writer.Header()
		h.Set("Content-Type", file.Mime)
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
		h.Set("Cache-Control", "private, max-age=31536000, immutable")
		h.Set("ETag", `"`+file.Key()[:24]+`"`)
		http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes)
		return nil
	}
}
