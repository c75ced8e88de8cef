package certificate

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/certificate/render"
	"taphuan/internal/postgres"
)

// MakeDocument makes the PDF of an issued certificate and keeps it. It is a reaction: delivered
// again, the kept document stays. The same facts always give the same bytes.
func (s *Service) MakeDocument(ctx context.Context, event Issued) error {
	var c Certificate
	var made bool
	err := s.db.Read(ctx, postgres.System(postgres.IssueCertificate), func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewSelect().Model(&c).Where("id = ?", event.CertificateID).Scan(ctx)
		if err != nil {
			return err
		}
		made, err = tx.NewSelect().Table("certificate.documents").Where("certificate_id = ?", c.ID).Exists(ctx)
		return err
	})
	if err != nil || made {
		return err
	}
	pdf, err := render.Certificate(s.printed(c), render.TealGold())
	if err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.System(postgres.IssueCertificate), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO certificate.documents (certificate_id, person_id, agency_id, pdf) VALUES (?, ?, ?, ?)
			ON CONFLICT (certificate_id) DO NOTHING`, c.ID, c.PersonID, c.AgencyID, pdf)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(pdf)
		_, err = tx.ExecContext(ctx, `UPDATE certificate.certificates SET pdf_sha256 = ? WHERE id = ? AND pdf_sha256 IS NULL`, sum[:], c.ID)
		return err
	})
}

// printed turns the snapshot into what the page shows.
func (s *Service) printed(c Certificate) render.Facts {
	f := c.Facts
	printed := render.Facts{Name: f.Name, Unit: f.Unit, CourseTitle: f.CourseTitle, From: day(f.From), To: day(f.To),
		Periods: (f.Periods + 50) / 100, Form: "trực tuyến", Score: f.Score, Classification: f.Classification, IssuerLines: f.IssuerLines,
		Place: f.Place, IssuedOn: c.IssuedOn, SignerLines: f.SignerLines, SignerName: f.SignerName, RegisterNumber: c.RegisterNumber,
		Code: c.Code, VerifyURL: s.VerifyURL(c.Code), Demo: f.Demo, CertifiedBy: f.CertifiedBy, BasisDocument: f.BasisDocument}
	if !f.Student {
		printed.Salutation = render.SalutationOfficer
	}
	return printed
}

func day(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s) // written by factsOf
	return t
}
