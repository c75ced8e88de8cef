package certificate

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// Waiting (chờ quyết định công nhận) is a completion whose certificate waits for a decision.
type Waiting struct {
	bun.BaseModel `bun:"table:certificate.waiting,alias:w"`
	EnrollmentID  uuid.UUID  `bun:"enrollment_id"`
	IssuerID      uuid.UUID  `bun:"issuer_id"`
	PersonID      uuid.UUID  `bun:"person_id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	Facts         Facts      `bun:"facts,type:jsonb"` // of the moment of completion
	GivenName     string     `bun:"given_name"`
	FullName      string     `bun:"full_name"`
	Since         time.Time  `bun:"since,nullzero,default:now()"`
	ListID        *uuid.UUID `bun:"list_id"` // the list that is proposed with it
}

// byName is the order of lists and of the numbers that they take: by given name, as Vietnamese lists are.
const byName = `w.given_name COLLATE "vi-x-icu", w.full_name COLLATE "vi-x-icu", w.enrollment_id`

// wait notes that a certificate waits; delivered again, it changes nothing.
func wait(ctx context.Context, tx bun.IDB, by issuer, c Certificate) error {
	w := Waiting{EnrollmentID: c.EnrollmentID, IssuerID: by.ID, PersonID: c.PersonID, AgencyID: c.AgencyID, Facts: c.Facts,
		GivenName: vietnamese.SplitName(c.Facts.Name).Given, FullName: c.Facts.Name}
	_, err := tx.NewInsert().Model(&w).On("CONFLICT (enrollment_id) DO NOTHING").Returning("NULL").Exec(ctx)
	return err
}

// IsWaiting reports whether the certificate of the caller's own enrollment waits for a decision.
func (s *Service) IsWaiting(ctx context.Context, who access.Principal, enrollmentID uuid.UUID) (bool, error) {
	var waits bool
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		var err error
		waits, err = tx.NewSelect().Model((*Waiting)(nil)).Where("enrollment_id = ? AND person_id = ?", enrollmentID, who.PersonID).Exists(ctx)
		return err
	})
	return waits, err
}
