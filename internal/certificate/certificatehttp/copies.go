package certificatehttp

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/web"
)

// copiesRoutes adds what is taken of a register at once: pages for paper and the signed files.
func copiesRoutes(s *web.Server, certificates *certificate.Service) {
	s.Stream(http.MethodGet, web.Prefix+"/register/copies.pdf", access.ReadRegister, copiesForPaper(certificates))
	s.Stream(http.MethodGet, web.Prefix+"/register/copies.zip", access.ReadRegister, copiesForDisk(certificates))
}

func copiesForPaper(s *certificate.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, who access.Principal) error {
		copies, err := findCopies(c, who, s)
		if err != nil {
			return err
		}
		pdf, err := copies.Print(c.Request.Context())
		if err != nil {
			return err
		}
		web.Attachment(c, "application/pdf", "giay-chung-nhan-ban-in.pdf")
		c.Data(http.StatusOK, "application/pdf", pdf)
		return nil
	}
}

// copiesForDisk sends the archive while it is made. When a file fails on the way, the connection is cut, so that nobody takes
// half an archive for a whole one.
func copiesForDisk(s *certificate.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, who access.Principal) error {
		copies, err := findCopies(c, who, s)
		if err != nil {
			return err
		}
		web.Attachment(c, "application/zip", "giay-chung-nhan.zip")
		c.Status(http.StatusOK)
		if err := copies.Archive(c.Request.Context(), c.Writer); err != nil {
			_ = c.Error(err)
			panic(http.ErrAbortHandler)
		}
		return nil
	}
}

func findCopies(c *gin.Context, who access.Principal, s *certificate.Service) (*certificate.Copies, error) {
	q, err := registerQuery(c)
	if err != nil {
		return nil, err
	}
	return s.FindCopies(c.Request.Context(), who, q)
}
