package certificatehttp

import (
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/certificate/book"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

//go:embed register.html
var registerHTML string

//go:embed register.css
var registerCSS []byte

var registerPage = template.Must(template.New("register").Parse(registerHTML))

const mimeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// registerFile writes the lines as a workbook.
func registerFile(p RegisterParts) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, who access.Principal) error {
		sheet, err := sheetOf(c, who, p)
		if err != nil {
			return err
		}
		file, err := book.XLSX(sheet)
		if err != nil {
			return err
		}
		web.Attachment(c, mimeXLSX, "so-cap-giay-chung-nhan.xlsx")
		c.Data(http.StatusOK, mimeXLSX, file)
		return nil
	}
}

// registerPrint writes the lines as a page for landscape A4.
func registerPrint(p RegisterParts) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, who access.Principal) error {
		sheet, err := sheetOf(c, who, p)
		if err != nil {
			return err
		}
		return writePage(c, http.StatusOK, registerPage, struct {
			book.Sheet
			Columns []string
		}{sheet, book.Columns})
	}
}

func sheetOf(c *gin.Context, who access.Principal, p RegisterParts) (book.Sheet, error) {
	q, err := registerQuery(c)
	if err != nil {
		return book.Sheet{}, err
	}
	return p.Certificates.RegisterSheet(c.Request.Context(), who, q)
}

// registerQuery reads the same query as the list of lines.
func registerQuery(c *gin.Context) (certificate.RegisterQuery, error) {
	q := certificate.RegisterQuery{Text: c.Query("q"), Course: c.Query("course"), State: certificate.State(c.Query("state"))}
	states := []certificate.State{"", certificate.Valid, certificate.Expired, certificate.Revoked, certificate.Replaced}
	if !slices.Contains(states, q.State) || len(q.Text) > 400 || len(q.Course) > 20 {
		return q, fault.ErrInvalid.At("query", "invalid", fault.TextInvalid)
	}
	for name, id := range map[string]*uuid.UUID{"issuerId": &q.IssuerID, "agencyId": &q.AgencyID} {
		if text := c.Query(name); text != "" {
			found, err := uuid.Parse(text)
			if err != nil {
				return q, fault.ErrInvalid.At("query."+name, "invalid", fault.TextInvalid)
			}
			*id = found
		}
	}
	if text := c.Query("year"); text != "" {
		year, err := strconv.Atoi(text)
		if err != nil || year < 0 || year > 9999 {
			return q, fault.ErrInvalid.At("query.year", "invalid", fault.TextInvalid)
		}
		q.Year = year
	}
	return q, nil
}

func printStyle() func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, _ access.Principal) error {
		c.Header("Cache-Control", "public, max-age=86400")
		c.Data(http.StatusOK, "text/css; charset=utf-8", registerCSS)
		return nil
	}
}
