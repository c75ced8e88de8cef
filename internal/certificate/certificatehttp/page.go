package certificatehttp

import (
	"bytes"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"

	"taphuan/internal/certificate"
	"taphuan/internal/web"
)

// writePage answers with a page that the server draws. It is kept nowhere and stands in no search engine.
func writePage(c *gin.Context, status int, page *template.Template, view any) error {
	var text bytes.Buffer
	if err := page.Execute(&text, view); err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	c.Header("X-Robots-Tag", "noindex")
	c.Header("Vary", "Accept-Language")
	c.Data(status, "text/html; charset=utf-8", text.Bytes())
	return nil
}

// sendFile answers with the PDF of a certificate to be kept.
func sendFile(c *gin.Context, of certificate.Certificate, pdf []byte) {
	web.Attachment(c, "application/pdf", "giay-chung-nhan-"+of.Facts.CourseCode+"-"+of.Code[:6]+".pdf")
	c.Data(http.StatusOK, "application/pdf", pdf)
}
