package certificate

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// Issue writes the certificate of a completed enrollment into the register. It is a reaction:
// delivered again, it changes nothing. Where the issuer awaits a decision, the completion waits. ErrNoIssuer when nobody may issue on this day.
func (s *Service) Issue(ctx context.Context, event learning.CourseCompleted) error {
	err := s.db.RunInTx(ctx, postgres.System(postgres.IssueCertificate), func(ctx context.Context, tx bun.Tx) error {
		issued, err := tx.NewSelect().Table("certificate.certificates").Where("enrollment_id = ? AND state <> ?", event.EnrollmentID, Replaced).Exists(ctx)
		if err != nil || issued {
			return err
		}
		c, err := s.draft(ctx, tx, event.EnrollmentID)
		if err != nil {
			return err
		}
		by, err := findIssuer(ctx, tx, c.IssuedOn)
		if err != nil {
			return err
		}
		if by.AwaitsDecision {
			return wait(ctx, tx, by, c)
		}
		return s.register(ctx, tx, by, c)
	})
	if postgres.IsUnique(err, oneForEach) { // another delivery was faster; ours took no number
		return nil
	}
	return err
}

// oneForEach is the constraint by which an enrollment has one certificate.
const oneForEach = "certificates_one_for_each"

// draft gathers the snapshot of facts from the domains below.
func (s *Service) draft(ctx context.Context, tx bun.Tx, enrollmentID uuid.UUID) (Certificate, error) {
	done, course, err := completed(ctx, tx, enrollmentID)
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
	c := s.blank(done, course)
	c.Facts = factsOf(done, enrollment, person, place, course, s.demo)
	return c, nil
}

// completed is a completion with the version of the course that was learned.
func completed(ctx context.Context, tx bun.IDB, enrollmentID uuid.UUID) (learning.Completion, catalog.Course, error) {
	done, err := learning.FindCompletion(ctx, tx, enrollmentID)
	if err != nil {
		return done, catalog.Course{}, err
	}
	course, err := catalog.FindVersion(ctx, tx, done.CourseVersionID)
	return done, course, err
}

// blank is the certificate of a completion that is issued today, still without its facts.
func (s *Service) blank(done learning.Completion, course catalog.Course) Certificate {
	c := Certificate{ID: audit.NewID(), Code: newCode(), EnrollmentID: done.EnrollmentID, PersonID: done.PersonID, AgencyID: done.AgencyID,
		CourseID: done.CourseID, IssuedOn: s.Today(), Stored: Valid}
	if course.ValidityMonths > 0 {
		until := c.IssuedOn.AddDate(0, course.ValidityMonths, 0)
		c.ValidUntil = &until
	}
	return c
}

// register writes the certificate of a completion with the first line about it, its commitment, its delta and the event.
func (s *Service) register(ctx context.Context, tx bun.Tx, by issuer, c Certificate) error {
	by.printOn(&c.Facts)
	line := Line{Kind: Issuance}
	if err := s.number(ctx, tx, by, &c, line); err != nil {
		return err
	}
	if err := commitIssue(ctx, tx, c); err != nil {
		return err
	}
	if err := addDelta(ctx, tx, c, "issued", c.IssuedOn); err != nil {
		return err
	}
	return s.outbox.AppendTx(ctx, tx, Issued{CertificateID: c.ID})
}

// number takes the next number of the issuer's register, whose row stays locked until the commit, and writes the
// certificate with its line.
func (s *Service) number(ctx context.Context, tx bun.Tx, by issuer, c *Certificate, line Line) error {
	c.IssuerID, c.Year = by.ID, c.IssuedOn.Year()
	err := tx.NewRaw(`INSERT INTO certificate.registers AS r (issuer_id, year, last_number, last_line) VALUES (?, ?, 1, 1)
		ON CONFLICT (issuer_id, year) DO UPDATE SET last_number = r.last_number + 1, last_line = r.last_line + 1 RETURNING last_number, last_line`,
		by.ID, c.Year).Scan(ctx, &c.Number, &line.Number)
	if err != nil {
		return err
	}
	c.RegisterNumber = registerNumber(c.Number, c.Year, by.NumberMark, s.demo)
	if _, err := tx.NewInsert().Model(c).Returning("NULL").Exec(ctx); err != nil {
		return err
	}
	line.Year = c.Year
	return insertLine(ctx, tx, line, *c)
}

// commitIssue binds what was issued, a correction too.
func commitIssue(ctx context.Context, tx bun.IDB, c Certificate) error {
	canonical, err := c.canonical()
	if err != nil {
		return err
	}
	return audit.CommitTx(ctx, tx, "certificate_issued", c.ID, canonical)
}

// addDelta tells the figures.
func addDelta(ctx context.Context, tx bun.IDB, c Certificate, what string, day time.Time) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO certificate.deltas (agency_id, course_id, day, what, amount) VALUES (?, ?, ?, ?, 1)`, c.AgencyID, c.CourseID, day, what)
	return err
}
