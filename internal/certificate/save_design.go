package certificate

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/certificate/render"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// SaveDesign has an issuer's certificates look so from d.ValidFrom on, today or later; what was issued stays. It needs
// register.manage in the issuer's agency. Errors: fault.ErrInvalid by field, ErrLogo, ErrDesignTooLong, fault.ErrNotFound for
// another's issuer.
func (s *Service) SaveDesign(ctx context.Context, who access.Principal, issuerID uuid.UUID, d Design) error {
	by, err := s.keptIssuer(ctx, who, issuerID)
	if err != nil {
		return err
	}
	if err := s.prepare(&d, by); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Agencies(by.AgencyID), func(ctx context.Context, tx bun.Tx) error {
		before, err := designFor(ctx, tx, by, d.ValidFrom)
		if err != nil {
			return err
		}
		d.ID = audit.NewID()
		if _, err := tx.NewInsert().Model(&d).Returning("NULL").Exec(ctx); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageRegister, by.AgencyID)), AgencyID: by.AgencyID,
			Action: "save_certificate_design", ObjectType: "certificate_issuer", ObjectID: by.ID, Before: before.summary(), After: d.summary()})
	})
}

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

// prepare normalizes a design, redraws its logo and makes sure that it fits.
func (s *Service) prepare(d *Design, by issuer) (err error) {
	d.IssuerID = by.ID
	d.normalize()
	if err := d.check(s.Today()); err != nil {
		return err
	}
	if len(d.Logo) > 0 {
		if d.Logo, err = makeLogo(d.Logo); err != nil {
			return err
		}
	}
	_, err = s.drawSample(*d, true, render.Certificate)
	return err
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

// keptIssuer is an issuer whose certificates the caller looks after; fault.ErrNotFound for another's.
func (s *Service) keptIssuer(ctx context.Context, who access.Principal, id uuid.UUID) (issuer, error) {
	if err := who.Require(access.ManageRegister); err != nil {
		return issuer{}, err
	}
	all, err := s.issuersOf(ctx, who)
	if err != nil {
		return issuer{}, err
	}
	for _, by := range all {
		if by.ID == id {
			return by, nil
		}
	}
	return issuer{}, fault.ErrNotFound
}

// summary is what the log keeps of a design.
func (d Design) summary() map[string]any {
	kept := map[string]any{"valid_from": d.ValidFrom.Format(time.DateOnly), "form": d.Form, "palette": d.Palette, "background": d.Background, "number_mark": d.NumberMark,
		"header_lines": d.HeaderLines, "place": d.Place, "certified_by": d.CertifiedBy, "basis_document": d.BasisDocument, "sign_lines": d.SignLines, "signer_name": d.SignerName}
	if len(d.Logo) > 0 {
		kept["logo_sha256"] = fmt.Sprintf("%x", sha256.Sum256(d.Logo))
	}
	return kept
}
