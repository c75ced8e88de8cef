package certificatehttp

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

// Record is what the caller has completed in one year.
type Record struct {
	MayShare bool           `json:"mayShare" doc:"Certificates may be shown by a link: pupils of schools may not"`
	Year     int            `json:"year"`
	Years    []RecordYear   `json:"years" nullable:"false" doc:"The newest first"`
	Courses  []RecordCourse `json:"courses" nullable:"false" doc:"In the order of their end"`
	Others   []RecordOther  `json:"others" nullable:"false" doc:"Certificates of other issuers that were recognized; their periods are not counted"`
}

// RecordYear sums up a year.
type RecordYear struct {
	Year    int `json:"year"`
	Courses int `json:"courses"`
	Periods int `json:"periods" doc:"Hundredths of a period of 45 minutes"`
	Others  int `json:"others"`
}

// RecordCourse is a course that was completed here.
type RecordCourse struct {
	Title          web.LocalText `json:"title"`
	From           string        `json:"from" format:"date"`
	To             string        `json:"to" format:"date"`
	Periods        int           `json:"periods" doc:"Hundredths of a period of 45 minutes"`
	Score          *int          `json:"score,omitempty" doc:"Hundredths of 10"`
	RegisterNumber string        `json:"registerNumber,omitempty" doc:"Of the certificate; none is issued yet without it"`
}

// RecordOther is a recognized certificate of another issuer.
type RecordOther struct {
	Title    string `json:"title"`
	Issuer   string `json:"issuer"`
	Number   string `json:"number"`
	IssuedOn string `json:"issuedOn" format:"date"`
}

type recordInput struct {
	Year int `query:"year" minimum:"2000" maximum:"2200" doc:"Without it: the newest year in which there is something"`
}

func findRecord(s *certificate.Service) func(context.Context, access.Principal, *recordInput) (*web.Body[Record], error) {
	return func(ctx context.Context, who access.Principal, in *recordInput) (*web.Body[Record], error) {
		found, err := s.FindRecord(ctx, who, in.Year)
		if err != nil {
			return nil, err
		}
		return web.Respond(wireRecord(found)), nil
	}
}

func wireRecord(r certificate.Record) Record {
	wire := Record{MayShare: r.MayShare, Year: r.Year, Years: []RecordYear{}, Courses: []RecordCourse{}, Others: []RecordOther{}}
	for _, y := range r.Years {
		wire.Years = append(wire.Years, RecordYear(y))
	}
	for _, c := range r.Courses {
		course := RecordCourse{Title: web.LocalText(c.Title), From: web.Date(&c.From), To: web.Date(&c.To), Periods: c.Periods, Score: c.Score}
		if c.Certificate != nil {
			course.RegisterNumber = c.Certificate.RegisterNumber
		}
		wire.Courses = append(wire.Courses, course)
	}
	for _, o := range r.Others {
		wire.Others = append(wire.Others, RecordOther{Title: o.Title, Issuer: o.Issuer, Number: o.DocumentNumber, IssuedOn: web.Date(&o.IssuedOn)})
	}
	return wire
}

func printRecord(s *certificate.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, who access.Principal) error {
		year, err := strconv.Atoi(c.Param("year"))
		if err != nil {
			return fault.ErrNotFound
		}
		pdf, err := s.PrintRecord(c.Request.Context(), who, year)
		if err != nil {
			return err
		}
		web.Attachment(c, "application/pdf", fmt.Sprintf("ket-qua-tap-huan-%d.pdf", year))
		c.Data(http.StatusOK, "application/pdf", pdf)
		return nil
	}
}
