package web

import (
	"strings"

	"github.com/gin-gonic/gin"
)

// announcerStyle is the hash of the style attribute that SvelteKit gives its route announcer.
const announcerStyle = "'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='"

// securityHeaders sends the strict policy with every answer. Inline scripts run only by the
// hashes of the pages that were built.
func securityHeaders(s *site, https bool) gin.HandlerFunc {
	policy := strings.Join([]string{
		"default-src 'none'",
		"script-src 'self' " + strings.Join(s.scripts, " "),
		"style-src 'self'",
		"style-src-attr 'unsafe-hashes' " + announcerStyle,
		"img-src 'self' data:",
		"font-src 'self'",
		"media-src 'self' blob:",
		"connect-src 'self'",
		"worker-src 'self' blob:",
		"manifest-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	}, "; ")
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
		if https {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if strings.HasPrefix(c.Request.URL.Path, "/api/") {
			h.Set("Cache-Control", "no-store")
		}
		c.Next()
	}
}
