package certificate

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate/render"
)

// PreviewDesign draws an invented certificate in a design that need not be saved, with the place of the stamp outlined: a short
// name and title, or long ones; as a PDF to print, or as a picture (SVG) of the same page. Rights and errors as SaveDesign's.
func (s *Service) PreviewDesign(ctx context.Context, who access.Principal, issuerID uuid.UUID, d Design, long, picture bool) ([]byte, error) {
	by, err := s.keptIssuer(ctx, who, issuerID)
	if err != nil {
		return nil, err
	}
	if err := s.prepare(&d, by); err != nil {
		return nil, err
	}
	if picture {
		return s.drawSample(d, long, render.Picture)
	}
	return s.drawSample(d, long, render.Certificate)
}

func (s *Service) drawSample(d Design, long bool, draw func(render.Facts, render.Design) ([]byte, error)) ([]byte, error) {
	look, err := d.drawn()
	if err != nil {
		return nil, err
	}
	look.ShowSeal = true
	page, err := draw(s.sample(d, long), look)
	if err != nil {
		return nil, ErrDesignTooLong.Because(err)
	}
	return page, nil
}

// sample is an invented certificate of the issuer.
func (s *Service) sample(d Design, long bool) render.Facts {
	born, mark := time.Date(1985, 1, 5, 0, 0, 0, 0, time.UTC), 850
	f := render.Facts{CertifiedBy: d.CertifiedBy, Salutation: render.SalutationOfficer, Name: "Y Bhăm Niê Kdăm", BirthDate: &born, Unit: "Ủy ban nhân dân xã Bình Sơn",
		CourseTitle: "Nhận biết lừa đảo trực tuyến", From: d.ValidFrom.AddDate(0, 0, -13), To: d.ValidFrom, Periods: 8, Form: "trực tuyến", Score: &mark, Classification: Classify(mark),
		BasisDocument: d.BasisDocument, IssuerLines: d.HeaderLines, Place: d.Place, IssuedOn: d.ValidFrom, SignerLines: d.SignLines, SignerName: d.SignerName,
		RegisterNumber: registerNumber(123, d.ValidFrom.Year(), d.NumberMark, false), Code: "MAU0MAU0MAU0MAU0MAU0MAU000", VerifyURL: s.VerifyURL("MAU0MAU0MAU0MAU0MAU0MAU000")}
	if long {
		f.Name = "Công Huyền Tôn Nữ Nguyễn Phước Thị Thùy Dương Hoàng Bảo Trân"
		f.Unit = "Trường Phổ thông dân tộc bán trú Tiểu học và Trung học cơ sở Đặng Thùy Trâm, xã Đặng Thùy Trâm"
		f.CourseTitle = "Nhận biết, phòng ngừa và xử lý hành vi lừa đảo chiếm đoạt tài sản trên không gian mạng dành cho cán bộ, công chức, viên chức cấp xã"
	}
	return f
}
