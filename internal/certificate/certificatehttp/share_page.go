package certificatehttp

import (
	_ "embed"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

//go:embed share.html
var shareHTML string

var sharePage = template.Must(template.New("share").Funcs(template.FuncMap{"day": localDay}).Parse(shareHTML))

// shareView is what a link shows: of each certificate no more than its verification page, and no unit.
type shareView struct {
	Words map[string]string
	Found bool
	Share certificate.Share
	Items []verifyView
}

// Demo reports whether what is shown was made from invented data.
func (v shareView) Demo() bool { return len(v.Items) > 0 && v.Items[0].C.Facts.Demo }

// Name is the owner's, as the newest certificate has it.
func (v shareView) Name() string {
	if len(v.Items) == 0 {
		return ""
	}
	return v.Items[0].C.Facts.Name
}

// openShare renders the page of a link without JavaScript. A link that never was looks like one that is no more.
func openShare(s *certificate.Service) func(*gin.Context, access.Principal) error {
	return func(c *gin.Context, _ access.Principal) error {
		en := web.Locale(c.Request.Context()) == "en"
		view := shareView{Words: shareWords["vi"]}
		if en {
			view.Words = shareWords["en"]
		}
		shared, err := s.OpenShare(c.Request.Context(), c.Param("token"))
		status := http.StatusOK
		switch {
		case err == nil:
			view.Found, view.Share = true, shared.Share
			for _, one := range shared.Certificates {
				view.Items = append(view.Items, verifyView{EN: en, C: certificate.Verified{Certificate: one}, State: one.StateOn(s.Today())})
			}
		case fault.KindOf(err) == fault.NotFound:
			status = http.StatusNotFound
		default:
			return err
		}
		c.Header("Referrer-Policy", "no-referrer")
		return writePage(c, status, sharePage, view)
	}
}

// shareWords are the words of the page of a link.
var shareWords = map[string]map[string]string{
	"vi": {
		"lang": "vi", "title": "Giấy chứng nhận được chia sẻ", "of": "Giấy chứng nhận của", "demo": "MẪU - SỐ LIỆU MINH HỌA",
		"demo_note": "Giấy này được tạo trong bản dùng thử, không có giá trị.",
		"valid":     "Còn hiệu lực", "expired": "Đã hết hạn", "revoked": "Đã thu hồi", "replaced": "Đã được thay thế",
		"time": "Thời gian", "from": "từ", "to": "đến", "periods": "Số tiết", "unit_periods": "tiết (mỗi tiết 45 phút)", "result": "Kết quả",
		"number": "Số vào sổ", "issued": "Ngày cấp", "check": "Xác minh giấy này",
		"note": "Người học tự chia sẻ trang này. Trang mở đến hết ngày",
		"gone": "Liên kết không mở được", "gone_note": "Liên kết này không có, đã hết hạn hoặc đã được người học ngừng chia sẻ. Hãy hỏi lại người đã đưa liên kết.",
		"by_code": "Xác minh giấy chứng nhận bằng mã",
	},
	"en": {
		"lang": "en", "title": "Shared certificates", "of": "Certificates of", "demo": "SAMPLE - ILLUSTRATIVE DATA",
		"demo_note": "This was made in a demonstration and has no value.",
		"valid":     "Valid", "expired": "Expired", "revoked": "Revoked", "replaced": "Replaced",
		"time": "Dates", "from": "from", "to": "to", "periods": "Periods", "unit_periods": "periods of 45 minutes", "result": "Result",
		"number": "Register number", "issued": "Issued on", "check": "Verify this certificate",
		"note": "The learner shares this page. It opens until the end of",
		"gone": "This link does not open", "gone_note": "There is no such link, it has expired, or the learner has ended it. Ask whoever gave it to you.",
		"by_code": "Verify a certificate by its code",
	},
}
