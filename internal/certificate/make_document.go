package certificate

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/certificate/render"
	"taphuan/internal/pades"
	"taphuan/internal/postgres"
)

// MakeDocument makes the PDF of an issued certificate, signs it as the platform and keeps it. It is a reaction: delivered
// again, the kept document stays. The same facts and key give the same bytes, unless they carry a time stamp.
func (s *Service) MakeDocument(ctx context.Context, event Issued) error {
	var c Certificate
	var made bool
	var chosen *Design
	err := s.db.Read(ctx, postgres.System(postgres.IssueCertificate), func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewSelect().Model(&c).Where("id = ?", event.CertificateID).Scan(ctx)
		if err != nil {
			return err
		}
		made, err = tx.NewSelect().Table("certificate.documents").Where("certificate_id = ?", c.ID).Exists(ctx)
		if err != nil || made {
			return err
		}
		chosen, err = findDesign(ctx, tx, c.IssuerID, c.IssuedOn, &c.IssuedAt)
		return err
	})
	if err != nil || made {
		return err
	}
	facts := s.printed(c)
	if facts.Proof, err = s.proof(ctx, c); err != nil {
		return err
	}
	look, err := chosen.drawn()
	if err != nil {
		return err
	}
	pdf, err := render.Certificate(facts, look)
	if err != nil {
		return err
	}
	by, err := s.signer(ctx)
	if err != nil {
		return err
	}
	if pdf, err = pades.Sign(ctx, pdf, by.Identity, s.act(c, by)); err != nil {
		return err
	}
	return s.keepDocument(ctx, c, pdf, by)
}

// keepDocument keeps the document of a copy, unless it was made before or another copy is in force by now.
func (s *Service) keepDocument(ctx context.Context, c Certificate, pdf []byte, by signer) error {
	return s.db.RunInTx(ctx, postgres.System(postgres.IssueCertificate), func(ctx context.Context, tx bun.Tx) error {
		sum := sha256.Sum256(pdf)
		done, err := tx.ExecContext(ctx, `UPDATE certificate.certificates SET pdf_sha256 = COALESCE(pdf_sha256, ?) WHERE id = ? AND copy = ?`, sum[:], c.ID, c.Copy)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO certificate.documents (certificate_id, person_id, agency_id, pdf, signed_by) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (certificate_id) DO NOTHING`, c.ID, c.PersonID, c.AgencyID, pdf, by.id)
		return err
	})
}

// act is what the signature says: the time of issue, or when its key began to sign.
func (s *Service) act(c Certificate, by signer) pades.Act {
	at := c.IssuedAt
	if begin := by.Chain[0].NotBefore; at.Before(begin) {
		at = begin
	}
	return pades.Act{At: at, Name: s.platformName(), Reason: signedBecause, Stamp: s.stamp}
}

const signedBecause = "Nền tảng đã cấp tệp này; nội dung chưa bị thay đổi. Không thay chữ ký số của cơ quan."

// printed turns the snapshot into what the page shows.
func (s *Service) printed(c Certificate) render.Facts {
	f := c.Facts
	printed := render.Facts{Name: f.Name, Unit: f.Unit, CourseTitle: f.CourseTitle, From: day(f.From), To: day(f.To),
		Periods: (f.Periods + 50) / 100, Form: "trực tuyến", Score: f.Score, Classification: f.Classification, IssuerLines: f.IssuerLines,
		Place: f.Place, IssuedOn: c.IssuedOn, SignerLines: f.SignerLines, SignerName: f.SignerName, RegisterNumber: c.RegisterNumber,
		Code: c.Code, VerifyURL: s.VerifyURL(c.Code), Demo: f.Demo, CertifiedBy: f.CertifiedBy, BasisDocument: f.BasisDocument, Note: c.note()}
	if !f.Student {
		printed.Salutation = render.SalutationOfficer
	}
	return printed
}

func day(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s) // written by factsOf
	return t
}
