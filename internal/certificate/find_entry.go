package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// RegisterEntry is a certificate with all lines about it and about those that it replaces or that replace it, and what the
// caller may do with it.
type RegisterEntry struct {
	Certificate Certificate
	Chain       []Certificate // the first, its corrections, the last; one for most
	Lines       []Entry       // the oldest first
	Acts        []Act         // the newest first, for those who keep the register or approve in it
	MayPropose  error         // nil: they may
}

// FindEntry returns what the register says about a certificate. It needs register.read at the agency of its holder, or
// keeping the register or approving in it. The opening is shown to the holder. fault.ErrNotFound out of reach.
func (s *Service) FindEntry(ctx context.Context, who access.Principal, id uuid.UUID) (RegisterEntry, error) {
	if err := who.Require(access.ReadRegister); err != nil {
		return RegisterEntry{}, err
	}
	kept, err := s.kept(ctx, who)
	if err != nil {
		return RegisterEntry{}, err
	}
	var found RegisterEntry
	err = s.db.RunInTx(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&found.Certificate).Where("id = ?", id).Scan(ctx); err != nil {
			return err
		}
		r, by, err := readerOf(who, kept, found.Certificate)
		if err != nil {
			return err
		}
		if err := found.load(ctx, tx, r.kept != nil); err != nil {
			return err
		}
		found.MayPropose = mayPropose(who, by, found.Certificate)
		return r.recordEntries(ctx, tx, found.Lines, "certificate_entry")
	})
	return found, err
}

// readerOf says by which right somebody reads a certificate; fault.ErrNotFound when by none.
func readerOf(who access.Principal, kept []issuer, c Certificate) (reader, issuer, error) {
	for _, by := range kept {
		if by.ID == c.IssuerID {
			return reader{who: who, kept: []uuid.UUID{by.ID}, place: by.AgencyID}, by, nil
		}
	}
	return reader{who: who}, issuer{}, who.RequireAt(access.ReadRegister, c.AgencyID)
}

func mayPropose(who access.Principal, by issuer, c Certificate) error {
	switch {
	case by.ID == uuid.Nil:
		return fault.ErrForbidden
	case who.RequireAt(access.ManageRegister, by.AgencyID) != nil:
		return fault.ErrForbidden
	case c.PersonID == who.PersonID:
		return ErrActOwn
	case !c.inForce():
		return ErrActState
	}
	return nil
}

// load reads the lines, the corrections and, for those who keep the register, the acts.
func (e *RegisterEntry) load(ctx context.Context, tx bun.Tx, keeps bool) error {
	enrollment := e.Certificate.EnrollmentID
	err := tx.NewSelect().Model(&e.Chain).Where("enrollment_id = ?", enrollment).Order("issued_at", "id").Scan(ctx)
	if err != nil {
		return err
	}
	err = tx.NewRaw(`SELECT `+entryColumns+` FROM certificate.lines l JOIN certificate.certificates c ON c.id = l.certificate_id
		LEFT JOIN certificate.acts a ON a.id = l.act_id WHERE c.enrollment_id = ? ORDER BY l.entered_at, l.number`, enrollment).Scan(ctx, &e.Lines)
	if err != nil || !keeps {
		return err
	}
	return tx.NewRaw(`SELECT a.* FROM certificate.acts a JOIN certificate.certificates c ON c.id = a.certificate_id
		WHERE c.enrollment_id = ? ORDER BY a.proposed_at DESC, a.id DESC`, enrollment).Scan(ctx, &e.Acts)
}
