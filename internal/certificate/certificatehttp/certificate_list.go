package certificatehttp

import (
	"context"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

// Certificate is one certificate of the caller.
type Certificate struct {
	ID             uuid.UUID     `json:"id"`
	RegisterNumber string        `json:"registerNumber"`
	CourseTitle    web.LocalText `json:"courseTitle"`
	IssuedOn       string        `json:"issuedOn" format:"date"`
	ValidUntil     string        `json:"validUntil,omitempty" format:"date"`
	State          string        `json:"state" enum:"valid,expired,revoked,replaced"`
	Score          *int          `json:"score,omitempty" doc:"Hundredths of 10"`
	Classification string        `json:"classification,omitempty"`
	Code           string        `json:"code"`
	VerifyURL      string        `json:"verifyUrl"`
}

func listOwn(s *certificate.Service) func(context.Context, access.Principal, *web.Paging) (*web.Body[web.List[Certificate]], error) {
	return func(ctx context.Context, who access.Principal, in *web.Paging) (*web.Body[web.List[Certificate]], error) {
		list, total, err := s.ListOwn(ctx, who, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		return web.Respond(web.ListOf(list, total, *in, func(c certificate.Certificate) Certificate {
			return Certificate{ID: c.ID, RegisterNumber: c.RegisterNumber, CourseTitle: web.LocalText{VI: c.Facts.CourseTitle, EN: c.Facts.CourseTitleEN},
				IssuedOn: web.Date(&c.IssuedOn), ValidUntil: web.Date(c.ValidUntil), State: string(c.StateOn(s.Today())), Score: c.Facts.Score,
				Classification: c.Facts.Classification, Code: c.Code, VerifyURL: s.VerifyURL(c.Code)}
		})), nil
	}
}

func download(s *certificate.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, who access.Principal) error {
		id, err := uuid.Parse(c.Param("id"))
		if err != nil {
			return fault.ErrNotFound
		}
		found, pdf, err := s.FindDocument(c.Request.Context(), who, id)
		if err != nil {
			return err
		}
		sendFile(c, found, pdf)
		return nil
	}
}
