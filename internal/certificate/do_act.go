package certificate

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/uptrace/bun"

	"taphuan/internal/audit"
)

// do does what was approved and enters its line. ErrActState when the certificate has changed since the proposal.
func (s *Service) do(ctx context.Context, tx bun.Tx, by issuer, a Act) error {
	c, err := lockCertificate(ctx, tx, a.CertificateID)
	if err != nil {
		return err
	}
	if !c.inForce() {
		return ErrActState
	}
	line := Line{Kind: a.Kind, Year: s.Today().Year(), ActID: &a.ID}
	switch a.Kind {
	case Revocation:
		return s.revoke(ctx, tx, c, a, line)
	case Correction:
		return s.correct(ctx, tx, by, c, a, line)
	default:
		return s.reissue(ctx, tx, c, a, line)
	}
}

// revoke (thu hồi) ends a certificate; the document stays, and says so wherever it is checked.
func (s *Service) revoke(ctx context.Context, tx bun.Tx, c Certificate, a Act, line Line) error {
	_, err := tx.ExecContext(ctx, `UPDATE certificate.certificates SET state = 'revoked', revoked_at = ?, revoked_reason = NULLIF(?, ''), revoked_cause = ?, revoked_decision = ?
		WHERE id = ?`, s.now(), a.PublicNote, a.Cause, a.decision(), c.ID)
	if err != nil {
		return err
	}
	if err := enterLine(ctx, tx, c, line); err != nil {
		return err
	}
	if err := addDelta(ctx, tx, c, "revoked", s.Today()); err != nil {
		return err
	}
	if err := commitAct(ctx, tx, c, a, "certificate_revoked"); err != nil {
		return err
	}
	return s.outbox.AppendTx(ctx, tx, CertificateRevoked{CertificateID: c.ID})
}

// correct (đính chính) replaces a certificate by one with the facts as they shall read and a number of its own. What was
// achieved, since when and until when it holds stays; figures count both as one.
func (s *Service) correct(ctx context.Context, tx bun.Tx, by issuer, old Certificate, a Act, line Line) error {
	if _, err := tx.ExecContext(ctx, `UPDATE certificate.certificates SET state = 'replaced' WHERE id = ?`, old.ID); err != nil {
		return err
	}
	c := Certificate{ID: audit.NewID(), Code: newCode(), EnrollmentID: old.EnrollmentID, PersonID: old.PersonID, AgencyID: old.AgencyID, CourseID: old.CourseID,
		Facts: old.Facts, IssuedOn: s.Today(), ValidUntil: old.ValidUntil, Stored: Valid, ReplacesID: &old.ID, FirstOn: old.FirstOn}
	if c.FirstOn == nil {
		c.FirstOn = &old.IssuedOn
	}
	c.Facts.Name, c.Facts.Unit, c.Facts.From, c.Facts.To = a.Corrected.Name, a.Corrected.Unit, a.Corrected.From, a.Corrected.To
	c.Facts.Replaces = old.RegisterNumber
	if err := by.dress(ctx, tx, c.IssuedOn); err != nil {
		return err
	}
	if err := s.number(ctx, tx, by, &c, line); err != nil {
		return err
	}
	if err := commitIssue(ctx, tx, c); err != nil {
		return err
	}
	if err := commitAct(ctx, tx, old, a, "certificate_corrected"); err != nil {
		return err
	}
	return s.outbox.AppendTx(ctx, tx, Issued{CertificateID: c.ID})
}

// reissue (cấp lại) makes another copy of the same certificate, which says so. The copy before is kept: whoever holds it
// proves it by its hash.
func (s *Service) reissue(ctx context.Context, tx bun.Tx, c Certificate, a Act, line Line) error {
	_, err := tx.ExecContext(ctx, `WITH gone AS (DELETE FROM certificate.documents WHERE certificate_id = ?0 RETURNING certificate_id, person_id, agency_id, pdf, made_at)
		INSERT INTO certificate.former_documents (certificate_id, copy, person_id, agency_id, pdf, pdf_sha256, made_at)
		SELECT certificate_id, ?1, person_id, agency_id, pdf, sha256(pdf), made_at FROM gone`, c.ID, c.Copy)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE certificate.certificates SET copy = copy + 1, copied_on = ?, pdf_sha256 = NULL WHERE id = ?`, s.Today(), c.ID)
	if err != nil {
		return err
	}
	if err := enterLine(ctx, tx, c, line); err != nil {
		return err
	}
	if err := commitAct(ctx, tx, c, a, "certificate_reissued"); err != nil {
		return err
	}
	return s.outbox.AppendTx(ctx, tx, Reissued{CertificateID: c.ID})
}

// note is what the document says of itself: which copy it is, what it corrects; "" for most.
func (c Certificate) note() string {
	switch {
	case c.CopiedOn != nil:
		return fmt.Sprintf("Cấp lại lần %d ngày %s", c.Copy-1, c.CopiedOn.Format("02/01/2006"))
	case c.Facts.Replaces != "":
		return "Đính chính, thay giấy số " + c.Facts.Replaces
	}
	return ""
}

// commitAct binds what was done to a certificate.
func commitAct(ctx context.Context, tx bun.IDB, c Certificate, a Act, kind string) error {
	canonical, err := json.Marshal(struct {
		Code, RegisterNumber, Act, Cause, PublicNote, Decision string
		Corrected                                              *Corrected
	}{c.Code, c.RegisterNumber, string(a.Kind), string(a.Cause), a.PublicNote, a.decision(), a.Corrected})
	if err != nil {
		return err
	}
	return audit.CommitTx(ctx, tx, kind, c.ID, canonical)
}
