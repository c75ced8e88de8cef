// Package mediahttp serves stored files by ranges.
package mediahttp

import (
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/web"
)

// Routes adds the routes of media. redirect sends browsers to the storage for videos, where it has
// addresses of its own; everything else comes from here, as the page may read it only so.
func Routes(s *web.Server, files *media.Service, redirect bool) {
	s.Stream(http.MethodGet, "/media/:id", access.Learn, serve(files, redirect))
	s.Stream(http.MethodHead, "/media/:id", access.Learn, serve(files, redirect))
}

// serve answers with the file or the asked range, or with where it is.
func serve(files *media.Service, redirect bool) func(c *gin.Context, _ access.Principal) error {
	return func(c *gin.Context, _ access.Principal) error {
		id, err := uuid.Parse(c.Param("id"))
		if err != nil {
			return fault.ErrNotFound
		}
		if redirect {
			address, err := files.Address(c.Request.Context(), id)
			if err != nil {
				return err
			}
			if address != "" {
				sendTo(c, address)
				return nil
			}
		}
		return serveFile(c, files, id)
	}
}

// sendTo answers with an address that the browser may use again while it surely works.
func sendTo(c *gin.Context, address string) {
	c.Header("Cache-Control", fmt.Sprintf("private, max-age=%d", int((media.AddressLasts/2).Seconds())))
	c.Redirect(http.StatusFound, address)
}

// serveFile answers with the file or the asked range. The address holds an id that names these very
// bytes, so browsers may keep it; uploads cannot run in the page.
func serveFile(c *gin.Context, files *media.Service, id uuid.UUID) error {
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
