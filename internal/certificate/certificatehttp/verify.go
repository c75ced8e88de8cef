package certificatehttp

import (
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

//go:embed verify.html
var verifyHTML string

//go:embed verify.css
var verifyCSS []byte

var verifyPage = template.Must(template.New("verify").Funcs(template.FuncMap{"day": localDay, "cause": causeIn}).Parse(verifyHTML))

// verifyView is what the verification page shows; never a birth date, an id number or an agency
// that does not publish it.
type verifyView struct {
	Words   map[string]string
	EN      bool
	Found   bool
	TooMany bool   // this address has to wait
	Code    string // as it was understood; "" when none was given
	C       certificate.Verified
	State   certificate.State
}

// verify renders the verification page of one code without JavaScript. An unknown code says so
// and nothing more.
func verify(s *certificate.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, _ access.Principal) error {
		view := verifyView{Code: certificate.CleanCode(c.Param("code"))}
		found, err := s.Verify(c.Request.Context(), view.Code)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if err == nil {
			view.Found, view.C, view.State = true, found, found.StateOn(s.Today())
		}
		status := http.StatusOK
		if !view.Found {
			status = http.StatusNotFound
		}
		return render(c, status, view)
	}
}

// askCode renders the page on which a stranger types a code; with ?code= it goes to its page.
func askCode() func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, _ access.Principal) error {
		if code := certificate.CleanCode(c.Query("code")); code != "" {
			c.Header("Cache-Control", "no-store")
			c.Redirect(http.StatusSeeOther, "/xac-minh/"+code)
			return nil
		}
		return render(c, http.StatusOK, verifyView{})
	}
}

// Stated are the facts that the paper's QR code carries as well, as a JSON list, for the page's script to compare.
func (v verifyView) Stated() (string, error) {
	list, err := json.Marshal(v.C.Stated().List())
	return string(list), err
}

// Labels name the stated facts, in their order.
func (v verifyView) Labels() (string, error) {
	var labels []string
	for _, key := range []string{"code", "number", "name", "unit", "course_code", "course", "from_day", "to_day", "periods", "result", "band",
		"issuer", "issued", "until", "sample"} {
		if key == "unit" && !v.C.Facts.UnitPublic {
			key = "" // not even that there is one
		}
		labels = append(labels, v.Words[key])
	}
	list, err := json.Marshal(labels)
	return string(list), err
}

func render(c *gin.Context, status int, view verifyView) error {
	view.EN = web.Locale(c.Request.Context()) == "en"
	view.Words = verifyWords["vi"]
	if view.EN {
		view.Words = verifyWords["en"]
	}
	return writePage(c, status, verifyPage, view)
}

func style() func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, _ access.Principal) error {
		c.Header("Cache-Control", "public, max-age=86400")
		c.Data(http.StatusOK, "text/css; charset=utf-8", verifyCSS)
		return nil
	}
}

// localDay writes a day as Vietnam does: 23/11/2026.
func localDay(v any) string {
	switch d := v.(type) {
	case time.Time:
		return d.Format("02/01/2006")
	case *time.Time:
		return d.Format("02/01/2006")
	case string:
		if t, err := time.Parse(time.DateOnly, d); err == nil {
			return t.Format("02/01/2006")
		}
	}
	return ""
}

// causeIn is why a certificate was revoked, in a language.
func causeIn(c *certificate.Cause, lang string) string { return c.Words().In(lang) }
