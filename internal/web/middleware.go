package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"taphuan/internal/fault"
)

func requestID() gin.HandlerFunc {
	return func(c *gin.Context) {
		id := uuid.Must(uuid.NewV7()).String()
		c.Header("X-Request-Id", id)
		c.Request = c.Request.WithContext(fault.WithRequestID(c.Request.Context(), id))
		c.Next()
	}
}

// logRequest writes one line per request: route, status and time, never a query, a body or an address.
func logRequest(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := time.Now()
		c.Next()
		route := c.FullPath()
		if route == "" {
			route = "static"
		}
		log.Info("request", "method", c.Request.Method, "route", route, "status", c.Writer.Status(),
			"ms", time.Since(start).Milliseconds(), "bytes", c.Writer.Size(), "request_id", fault.RequestID(c.Request.Context()))
	}
}

func recoverPanic(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			v := recover()
			if v == http.ErrAbortHandler { // half an answer: the server cuts the connection, so that nobody takes it for a whole one
				panic(v)
			}
			if v != nil {
				log.Error("panic", "error", fmt.Sprint(v), "stack", string(debug.Stack()), "request_id", fault.RequestID(c.Request.Context()))
				if !c.Writer.Written() {
					writeProblem(c, fault.ErrInternal)
				}
			}
		}()
		c.Next()
	}
}

// refuseCrossOrigin refuses writes that another site's page has sent (cross-site request forgery).
func refuseCrossOrigin() gin.HandlerFunc {
	guard := http.NewCrossOriginProtection()
	return func(c *gin.Context) {
		if guard.Check(c.Request) != nil {
			writeProblem(c, errCrossOrigin)
			return
		}
		c.Next()
	}
}

// refuseZeroBytes refuses an address with a byte of zero, which PostgreSQL cannot hold in a text; the same in
// a body: formats.
func refuseZeroBytes() gin.HandlerFunc {
	return func(c *gin.Context) {
		if strings.Contains(c.Request.URL.Path, "\x00") || strings.Contains(c.Request.URL.RawQuery, "%00") {
			writeProblem(c, fault.ErrUnreadableText)
			return
		}
		c.Next()
	}
}

func (s *Server) limitBody() gin.HandlerFunc {
	return func(c *gin.Context) {
		bound, named := s.bounds[c.Request.Method+" "+c.FullPath()]
		if !named {
			bound = smallBody
		}
		if bound != unbounded {
			c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, bound+1) // one more, so that huma's own bound speaks
		}
		c.Next()
	}
}

// Attachment sets the headers of a download: a name in any language and no way to run in the page.
func Attachment(c *gin.Context, mime, name string) {
	c.Header("Content-Type", mime)
	c.Header("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	c.Header("Content-Security-Policy", "sandbox; default-src 'none'")
	c.Header("Cache-Control", "no-store")
}
