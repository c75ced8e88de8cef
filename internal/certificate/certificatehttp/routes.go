// Package certificatehttp shows certificates to their holders and verifies them for anybody.
package certificatehttp

import (
	"net/http"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/certificate/credential"
	"taphuan/internal/web"
)

// Routes adds the routes of certificates. offline is the page that verifies without a network, as the front end builds it;
// nil while it is not built.
func Routes(s *web.Server, certificates *certificate.Service, offline []byte) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/me/certificates", Permission: access.Learn, Name: "list-own-certificates",
		Summary: "The caller's certificates, the newest first"}, listOwn(certificates))
	s.Stream(http.MethodGet, "/api/v1/certificates/:id/pdf", access.Learn, download(certificates))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/me/learning-record", Permission: access.Learn, Name: "find-own-record",
		Summary: "What the caller completed in one year, and how much in each"}, findRecord(certificates))
	s.Stream(http.MethodGet, "/api/v1/me/learning-record/:year/pdf", access.Learn, printRecord(certificates))
	shareRoutes(s, certificates)
	badgeRoutes(s, certificates)
	unitRoutes(s, certificates)
	designRoutes(s, certificates)
	copiesRoutes(s, certificates)
	signedFileRoutes(s, certificates)
	lookups := newLimiter()
	s.Stream(http.MethodGet, "/chia-se/:token", access.Public, limited(lookups, openShare(certificates)))
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		s.Stream(method, "/xac-minh/:code", access.Public, limited(lookups, verify(certificates)))
		s.Stream(method, "/xac-minh", access.Public, askCode())
		s.Stream(method, "/xac-minh.css", access.Public, style())
		s.Stream(method, "/xac-minh.pem", access.Public, signingKeys(certificates))
		s.Stream(method, "/xac-minh-ngoai-tuyen", access.Public, offlinePage(certificates, offline))
		s.Stream(method, "/.well-known/jwks.json", access.Public, credentialKeys(certificates))
	}
}

// badgeRoutes adds a learner's own badges, and what anybody needs to check one.
func badgeRoutes(s *web.Server, certificates *certificate.Service) {
	for _, form := range []certificate.BadgeForm{certificate.BadgeToken, certificate.BadgeDocument} {
		s.Stream(http.MethodGet, "/api/v1/certificates/:id/badge."+string(form), access.Learn, downloadBadge(certificates, form))
	}
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		s.Stream(method, credential.IssuerPath, access.Public, badgeIssuer(certificates))
		s.Stream(method, credential.KeyPath+":key", access.Public, badgeKey(certificates))
		s.Stream(method, credential.StatusPath+":list", access.Public, badgeStatus(certificates))
	}
}

// unitRoutes adds what an agency decides about its name.
func unitRoutes(s *web.Server, certificates *certificate.Service) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/verification", Permission: access.ManageVerification, Name: "find-unit-setting",
		Summary: "Whether strangers who verify certificates read the agency's name"}, findUnitSetting(certificates))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/agencies/{id}/verification", Permission: access.ManageVerification, Name: "decide-unit-shown",
		Summary: "Decide whether strangers read the agency's name; hiding it holds at once"}, decideUnitShown(certificates))
}
