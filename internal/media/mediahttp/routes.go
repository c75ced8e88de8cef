// Package mediahttp serves stored files by ranges, and the playlists of videos.
package mediahttp

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/web"
)

// Parts are what the routes are put together from.
type Parts struct {
	Files  *media.Service
	Signer media.Signer
	// Redirect sends browsers to the storage for videos, where it has addresses of its own.
	Redirect bool
	// CanConvert reports whether this server has what it needs to convert videos.
	CanConvert func() bool
}

// Routes adds the routes of media. Every address under /media is signed and expires.
func Routes(s *web.Server, p Parts) {
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		s.Stream(method, "/media/:id", access.Learn, p.checked(p.serve))
		s.Stream(method, "/media/:id/:playlist", access.Learn, p.checked(p.servePlaylist))
	}
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/video-encoder", Permission: access.ManageCourses, Name: "find-video-encoder",
		Summary: "Whether this server can convert videos"}, findEncoder(p))
}

// VideoEncoder is what this server can do with an uploaded video.
type VideoEncoder struct {
	CanConvert bool `json:"canConvert" doc:"False: ffmpeg is missing, and only MP4 files that browsers play as they are can be used"`
}

func findEncoder(p Parts) func(context.Context, access.Principal, *struct{}) (*web.Body[VideoEncoder], error) {
	return func(context.Context, access.Principal, *struct{}) (*web.Body[VideoEncoder], error) {
		return web.Respond(VideoEncoder{CanConvert: p.CanConvert()}), nil
	}
}

// checked asks for an address that we signed for this file and that has not expired, before anything of the file is
// looked at.
func (p Parts) checked(serve func(c *gin.Context, file uuid.UUID, left time.Duration) error) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, _ access.Principal) error {
		file, err := uuid.Parse(c.Param("id"))
		if err != nil {
			return fault.ErrNotFound
		}
		left, err := p.Signer.Check(file, c.Request.URL.Query())
		if err != nil {
			return err
		}
		return serve(c, file, left)
	}
}

// serve answers with the file or the asked range, or with where it is.
func (p Parts) serve(c *gin.Context, id uuid.UUID, left time.Duration) error {
	if p.Redirect {
		address, err := p.Files.Address(c.Request.Context(), id)
		if err != nil {
			return err
		}
		if address != "" {
			sendTo(c, address)
			return nil
		}
	}
	return p.serveFile(c, id, left)
}

// sendTo answers with an address that the browser may use again while it surely works.
func sendTo(c *gin.Context, address string) {
	c.Header("Cache-Control", keep(media.AddressLasts/2))
	c.Redirect(http.StatusFound, address)
}

// keep is how long a browser may keep an answer.
func keep(left time.Duration) string { return fmt.Sprintf("private, max-age=%d", int(left.Seconds())) }

// serveFile answers with the file or the asked range. The address names these very bytes, so browsers may keep
// them while it works; uploads cannot run in the page.
func (p Parts) serveFile(c *gin.Context, id uuid.UUID, left time.Duration) error {
	file, bytes, err := p.Files.Open(c.Request.Context(), id)
	if err != nil {
		return err
	}
	defer bytes.Close()
	h := c.Writer.Header()
	h.Set("Content-Type", file.Mime)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", keep(left)+", immutable")
	h.Set("ETag", `"`+file.Key()[:24]+`"`)
	direct(c)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes)
	return nil
}

// servePlaylist answers with a playlist of a video.
func (p Parts) servePlaylist(c *gin.Context, file uuid.UUID, left time.Duration) error {
	list, err := p.Files.Playlist(c.Request.Context(), file, c.Param("playlist"), p.Signer)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", keep(min(left, time.Hour)))
	c.Data(http.StatusOK, "application/vnd.apple.mpegurl", []byte(list))
	return nil
}

// direct lets the kernel copy a file to the connection (sendfile): gin's writer hides from io.Copy that the
// connection's own can.
func direct(c *gin.Context) {
	if under, can := c.Writer.(interface{ Unwrap() http.ResponseWriter }); can {
		if to, can := under.Unwrap().(io.ReaderFrom); can {
			c.Writer = &directWriter{ResponseWriter: c.Writer, to: to}
		}
	}
}

// directWriter is gin's writer that passes copies on to the connection's, and counts them.
type directWriter struct {
	gin.ResponseWriter
	to     io.ReaderFrom
	copied int64
}

// ReadFrom sends the header and then everything of r.
func (w *directWriter) ReadFrom(r io.Reader) (int64, error) {
	w.WriteHeaderNow()
	n, err := w.to.ReadFrom(r)
	w.copied += n
	return n, err
}

// Size is how many bytes were sent.
func (w *directWriter) Size() int { return w.ResponseWriter.Size() + int(w.copied) }
