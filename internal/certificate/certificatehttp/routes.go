// Package certificatehttp shows certificates to their holders and verifies them for anybody.
package certificatehttp

import (
	"net/http"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/web"
)

// Routes adds the routes of certificates.
func Routes(s *web.Server, certificates *certificate.Service) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/me/certificates", Permission: access.Learn, Name: "list-own-certificates",
		Summary: "The caller's certificates, the newest first"}, listOwn(certificates))
	s.Stream(http.MethodGet, "/api/v1/certificates/:id/pdf", access.Learn, download(certificates))
	lookups := newLimiter()
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		s.Stream(method, "/xac-minh/:code", access.Public, limited(lookups, verify(certificates)))
		s.Stream(method, "/xac-minh", access.Public, askCode())
		s.Stream(method, "/xac-minh.css", access.Public, style())
		s.Stream(method, "/xac-minh.pem", access.Public, signingKeys(certificates))
	}
}
