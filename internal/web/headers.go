package web

import (
	"strings"

	"github.com/gin-gonic/gin"
)

// announcerStyle is the hash of the style attribute that SvelteKit gives its route announcer.
const announcerStyle = "'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='"

// dataPolicy is the policy of what is no page: it may load nothing and be framed by nobody.
const dataPolicy = "default-src 'none'; frame-ancestors 'none'"

// securityHeaders sends the strict policy with every answer. A hashed file of the build is read
// only by a page that has its own policy, so it is spared what only pages need: on a first visit
// these headers would weigh more than many of the files.
func securityHeaders(s *site, https bool, mediaOrigin string) gin.HandlerFunc {
	page := pagePolicy(s.scripts, mediaOrigin)
	return func(c *gin.Context) {
		path := c.Request.URL.Path
		h := c.Writer.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if https {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		switch {
		case s.isHashed(path):
		case strings.HasPrefix(path, "/api/"):
			h.Set("Content-Security-Policy", dataPolicy)
			h.Set("Cache-Control", "no-store")
		default:
			h.Set("Content-Security-Policy", page)
			h.Set("Referrer-Policy", "same-origin")
			h.Set("X-Frame-Options", "DENY")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
		}
		c.Next()
	}
}

// pagePolicy is the policy of pages. Inline scripts run only by the hashes of the pages that were built;
// mediaOrigin is where videos come from beside this server, or empty. A stream is fetched by the player and fed to
// the browser from memory (blob:), without a worker.
func pagePolicy(scripts []string, mediaOrigin string) string {
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self' " + strings.Join(scripts, " "),
		"style-src 'self'",
		"style-src-attr 'unsafe-hashes' " + announcerStyle,
		"img-src 'self' data:",
		"font-src 'self'",
		strings.TrimSpace("media-src 'self' blob: " + mediaOrigin),
		strings.TrimSpace("connect-src 'self' " + mediaOrigin), // the player's scripts read segments themselves
		"worker-src 'self'",
		"manifest-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	}, "; ")
}
