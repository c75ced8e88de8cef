package certificate

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/certificate/credential"
	"taphuan/internal/learning"
	"taphuan/internal/postgres"
)

// BadgeForm is how an Open Badge is written.
type BadgeForm string

// The forms.
const (
	BadgeToken    BadgeForm = "jwt"  // a signed token
	BadgeDocument BadgeForm = "json" // a document with a proof inside
)

// FindBadge writes the Open Badge of one of the caller's certificates, signed today; fault.ErrNotFound for another's.
func (s *Service) FindBadge(ctx context.Context, who access.Principal, id uuid.UUID, form BadgeForm) (Certificate, []byte, error) {
	c, badge, err := s.readBadge(ctx, who, id)
	if err != nil {
		return c, nil, err
	}
	by, err := s.CredentialSigner(ctx)
	if err != nil {
		return c, nil, err
	}
	if form == BadgeToken {
		token, err := badge.JWT(by)
		return c, []byte(token), err
	}
	document, err := badge.JSON(by, s.now())
	return c, document, err
}

// readBadge gathers what the badge says. The first time it takes a place in the status lists.
func (s *Service) readBadge(ctx context.Context, who access.Principal, id uuid.UUID) (c Certificate, badge credential.Badge, err error) {
	err = s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&c).Where("id = ? AND person_id = ?", id, who.PersonID).Scan(ctx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO certificate.badge_statuses (certificate_id) SELECT ?0
			WHERE NOT EXISTS (SELECT 1 FROM certificate.badge_statuses WHERE certificate_id = ?0) ON CONFLICT (certificate_id) DO NOTHING`, c.ID)
		if err != nil {
			return err
		}
		var position int64
		if err := tx.NewRaw(`SELECT position FROM certificate.badge_statuses WHERE certificate_id = ?`, c.ID).Scan(ctx, &position); err != nil {
			return err
		}
		enrollment, err := learning.FindEnrollment(ctx, tx, c.EnrollmentID)
		if err != nil {
			return err
		}
		course, err := catalog.FindVersion(ctx, tx, enrollment.CourseVersionID)
		badge = s.badgeOf(c, course, position)
		return err
	})
	return c, badge, err
}

func (s *Service) badgeOf(c Certificate, course catalog.Course, position int64) credential.Badge {
	b := credential.Badge{Facts: c.Stated(), ID: c.ID.URN(), SubjectID: uuid.NewSHA1(c.ID, []byte("learner")).URN(), IssuedAt: c.IssuedAt,
		Course: fmt.Sprintf("%s/khoa-hoc/%s", s.publicURL, course.Key), Description: course.Outcome.VI, Position: position}
	if b.Description == "" {
		b.Description = c.Facts.CourseTitle
	}
	for _, f := range course.Details.Frameworks {
		b.Alignments = append(b.Alignments, credential.Alignment{Framework: f.Framework, Version: f.Version, Code: f.Code})
	}
	return b
}
