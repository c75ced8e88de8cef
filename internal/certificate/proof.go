package certificate

import (
	"context"

	"taphuan/internal/certificate/credential"
)

// proof is the signed payload of a certificate's QR code.
func (s *Service) proof(ctx context.Context, c Certificate) (string, error) {
	by, err := s.CredentialSigner(ctx)
	if err != nil {
		return "", err
	}
	return credential.Sign(c.Stated(), by)
}

// Stated are the facts that strangers may read of a certificate, as they are signed in its QR code and badge.
func (c Certificate) Stated() credential.Facts {
	f := c.Facts
	stated := credential.Facts{Code: c.Code, Number: c.RegisterNumber, Name: f.Name, CourseCode: f.CourseCode, CourseTitle: f.CourseTitle,
		From: credential.DayOf(day(f.From)), To: credential.DayOf(day(f.To)), Periods: f.Periods, Score: f.Score, Classification: f.Classification,
		Issuer: f.IssuerLines, IssuedOn: credential.DayOf(c.IssuedOn), Demo: f.Demo}
	if f.UnitPublic {
		stated.Unit = f.Unit
	}
	if c.ValidUntil != nil {
		stated.ValidUntil = credential.DayOf(*c.ValidUntil)
	}
	return stated
}
