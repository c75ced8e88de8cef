package certificatehttp

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

var badgeKinds = map[certificate.BadgeForm]string{certificate.BadgeToken: "application/vc+jwt", certificate.BadgeDocument: "application/vc"}

// downloadBadge answers with the caller's own badge.
func downloadBadge(s *certificate.Service, form certificate.BadgeForm) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, who access.Principal) error {
		id, err := uuid.Parse(c.Param("id"))
		if err != nil {
			return fault.ErrNotFound
		}
		found, badge, err := s.FindBadge(c.Request.Context(), who, id, form)
		if err != nil {
			return err
		}
		web.Attachment(c, badgeKinds[form], "huy-hieu-"+found.Facts.CourseCode+"-"+found.Code[:6]+"."+string(form))
		c.Data(http.StatusOK, badgeKinds[form], badge)
		return nil
	}
}

// badgeIssuer answers with the issuer's profile.
func badgeIssuer(s *certificate.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, _ access.Principal) error {
		profile, err := s.IssuerProfile(c.Request.Context())
		if err != nil {
			return err
		}
		publish(c, "application/ld+json", profile)
		return nil
	}
}

// badgeKey answers with one key as a JWK, which tokens name by its address.
func badgeKey(s *certificate.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, _ access.Principal) error {
		keys, err := s.PublishedKeys(c.Request.Context())
		if err != nil {
			return err
		}
		key, found := keys.JWK(c.Param("key"))
		if !found {
			return fault.ErrNotFound
		}
		publish(c, "application/jwk+json", key)
		return nil
	}
}

// badgeStatus answers with a status list.
func badgeStatus(s *certificate.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, _ access.Principal) error {
		number, err := strconv.ParseUint(c.Param("list"), 10, 32)
		if err != nil {
			return fault.ErrNotFound
		}
		list, err := s.StatusList(c.Request.Context(), int64(number))
		if err != nil {
			return err
		}
		publish(c, "application/vc", list)
		return nil
	}
}
