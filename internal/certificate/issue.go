package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// Issue writes the certificate of a completed enrollment into the register. It is a reaction:
// delivered again, it changes nothing. ErrNoIssuer when nobody may issue on this day.
func (s *Service) Issue(ctx context.Context, event learning.CourseCompleted) error {
	err := s.db.RunInTx(ctx, postgres.System(postgres.IssueCertificate), func(ctx context.Context, tx bun.Tx) error {
		issued, err := tx.NewSelect().Table("certificate.certificates").Where("enrollment_id = ?", event.EnrollmentID).Exists(ctx)
		if err != nil || issued {
			return err
		}
		c, err := s.draft(ctx, tx, event.EnrollmentID)
		if err != nil {
			return err
		}
		return s.register(ctx, tx, c)
	})
	if postgres.IsUnique(err, oneForEach) { // another delivery was faster; ours took no number
		return nil
	}
	return err
}

// oneForEach is the constraint by which an enrollment has one certificate.
const oneForEach = "certificates_enrollment_id_key"

// draft gathers the snapshot of facts from the domains below.
func (s *Service) draft(ctx context.Context, tx bun.Tx, enrollmentID uuid.UUID) (Certificate, error) {
	done, err := learning.FindCompletion(ctx, tx, enrollmentID)
	if err != nil {
		return Certificate{}, err
	}
	enrollment, err := learning.FindEnrollment(ctx, tx, enrollmentID)
	if err != nil {
		return Certificate{}, err
	}
	person, err := organization.FindPerson(ctx, tx, done.PersonID)
	if err != nil {
		return Certificate{}, err
	}
	place, err := findUnit(ctx, tx, done.AgencyID, done.CompletedOn)
	if err != nil {
		return Certificate{}, err
	}
	course, err := catalog.FindVersion(ctx, tx, done.CourseVersionID)
	if err != nil {
		return Certificate{}, err
	}
	c := Certificate{ID: audit.NewID(), Code: newCode(), EnrollmentID: enrollmentID, PersonID: done.PersonID, AgencyID: done.AgencyID,
		CourseID: done.CourseID, IssuedOn: organization.Day(s.now()), Stored: Valid}
	c.Facts = factsOf(done, enrollment, person, place, course, s.demo)
	if course.ValidityMonths > 0 {
		until := c.IssuedOn.AddDate(0, course.ValidityMonths, 0)
		c.ValidUntil = &until
	}
	return c, nil
}

// register takes the next number of the issuer's register, whose row stays locked until the
// commit, and writes the certificate, its commitment, its delta and the event.
func (s *Service) register(ctx context.Context, tx bun.Tx, c Certificate) error {
	by, err := findIssuer(ctx, tx, c.IssuedOn)
	if err != nil {
		return err
	}
	c.IssuerID, c.Year = by.ID, c.IssuedOn.Year()
	by.printOn(&c.Facts)
	err = tx.NewRaw(`INSERT INTO certificate.registers AS r (issuer_id, year, last_number) VALUES (?, ?, 1)
		ON CONFLICT (issuer_id, year) DO UPDATE SET last_number = r.last_number + 1 RETURNING last_number`, by.ID, c.Year).Scan(ctx, &c.Number)
	if err != nil {
		return err
	}
	c.RegisterNumber = registerNumber(c.Number, c.Year, by.NumberMark, s.demo)
	if _, err := tx.NewInsert().Model(&c).Exec(ctx); err != nil {
		return err
	}
	canonical, err := c.canonical()
	if err != nil {
		return err
	}
	if err := audit.CommitTx(ctx, tx, "certificate_issued", c.ID, canonical); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO certificate.deltas (agency_id, course_id, day, what, amount) VALUES (?, ?, ?, 'issued', 1)`, c.AgencyID, c.CourseID, c.IssuedOn)
	if err != nil {
		return err
	}
	return s.outbox.AppendTx(ctx, tx, Issued{CertificateID: c.ID})
}
