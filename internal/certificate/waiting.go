package certificate

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
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

// ListWaiting returns a page of those who wait in a register and are on no list, or of those on one list, by name, and how
// many there are. It opens for those who keep the register or approve in it, and each opening is shown to the people read.
// Errors: fault.ErrForbidden, fault.ErrNotFound for another's register.
func (s *Service) ListWaiting(ctx context.Context, who access.Principal, issuerID, listID uuid.UUID, limit, offset int64) ([]Waiting, int, error) {
	r, err := s.openBook(ctx, who, issuerID)
	if err != nil {
		return nil, 0, err
	}
	var found []Waiting
	var total int64
	err = s.db.RunInTx(ctx, r.scope, func(ctx context.Context, tx bun.Tx) error {
		query := tx.NewSelect().Model(&found).Where("w.issuer_id = ?", issuerID)
		if listID == uuid.Nil {
			query.Where("w.list_id IS NULL")
		} else {
			query.Where("w.list_id = ?", listID)
		}
		if total, err = query.OrderExpr(byName).Limit(limit).Offset(offset).ScanAndCount(ctx); err != nil {
			return err
		}
		people := make([]uuid.UUID, len(found))
		for i, w := range found {
			people[i] = w.PersonID
		}
		return audit.RecordReadsTx(ctx, tx, who.PersonID, r.place, "certificate_waiting", distinct(people))
	})
	return found, int(total), err
}

// SetAwaiting has the certificates of an issuer wait for a decision from now on, or be issued by rule again; who waits
// already goes on waiting. It needs register.approve at the issuer's agency. fault.ErrNotFound elsewhere.
func (s *Service) SetAwaiting(ctx context.Context, who access.Principal, issuerID uuid.UUID, awaits bool) error {
	if err := who.Require(access.ApproveRegister); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		by, err := issuerByID(ctx, tx, issuerID)
		if err != nil {
			return err
		}
		if err := who.RequireAt(access.ApproveRegister, by.AgencyID); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE certificate.issuers SET awaits_decision = ? WHERE id = ?`, awaits, by.ID); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ApproveRegister, by.AgencyID)), AgencyID: by.AgencyID,
			Action: "set_awaiting_decision", ObjectType: "certificate_issuer", ObjectID: by.ID,
			Before: map[string]bool{"awaits": by.AwaitsDecision}, After: map[string]bool{"awaits": awaits}})
	})
}
