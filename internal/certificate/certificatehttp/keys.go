package certificatehttp

import (
	"bytes"
	"encoding/pem"
	"net/http"

	"github.com/gin-gonic/gin"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
)

// signingKeys are the certificates by which the platform's signatures are checked, as PEM, the newest first.
func signingKeys(s *certificate.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, _ access.Principal) error {
		keys, err := s.SigningCertificates(c.Request.Context())
		if err != nil {
			return err
		}
		var all bytes.Buffer
		for _, key := range keys {
			if err := pem.Encode(&all, &pem.Block{Type: "CERTIFICATE", Bytes: key.Raw}); err != nil {
				return err
			}
		}
		c.Header("Cache-Control", "public, max-age=3600")
		c.Data(http.StatusOK, "application/x-pem-file", all.Bytes())
		return nil
	}
}

// credentialKeys are the keys by which QR codes and badges are checked, as a JWK Set, the newest first.
func credentialKeys(s *certificate.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, _ access.Principal) error {
		keys, err := s.PublishedKeys(c.Request.Context())
		if err != nil {
			return err
		}
		set, err := keys.Marshal()
		if err != nil {
			return err
		}
		publish(c, "application/jwk-set+json", set)
		return nil
	}
}

// publish answers with what any program anywhere may read, and keep for a while.
func publish(c *gin.Context, kind string, body []byte) {
	c.Header("Cache-Control", "public, max-age=300")
	c.Header("Access-Control-Allow-Origin", "*")
	c.Header("Cross-Origin-Resource-Policy", "cross-origin")
	c.Data(http.StatusOK, kind, body)
}
