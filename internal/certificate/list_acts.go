package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// ActCase is an act with the certificate that it is about, and why the caller may not decide it or take it back (nil: they may).
type ActCase struct {
	Act
	Certificate Certificate
	MayDecide   error
	MayTakeBack error
}

// ListActs returns a page of the acts in the registers that the caller keeps or approves in, the oldest first, and how many
// there are; an empty state: all. It needs register.read. Each opening is shown to the holders.
func (s *Service) ListActs(ctx context.Context, who access.Principal, state ActState, limit, offset int64) ([]ActCase, int, error) {
	if err := who.Require(access.ReadRegister); err != nil {
		return nil, 0, err
	}
	kept, err := s.kept(ctx, who)
	if err != nil {
		return nil, 0, err
	}
	if len(kept) == 0 {
		return nil, 0, fault.ErrForbidden
	}
	agencies := map[uuid.UUID]uuid.UUID{}
	ids := make([]uuid.UUID, len(kept))
	for i, by := range kept {
		ids[i], agencies[by.ID] = by.ID, by.AgencyID
	}
	var cases []ActCase
	var total int64
	err = s.db.RunInTx(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		var acts []Act
		query := tx.NewSelect().Model(&acts).Where("issuer_id IN (?)", bun.List(ids))
		if state != "" {
			query.Where("state = ?", state)
		}
		if total, err = query.Order("proposed_at", "id").Limit(limit).Offset(offset).ScanAndCount(ctx); err != nil {
			return err
		}
		cases, err = describeActs(ctx, tx, who, acts, agencies)
		return err
	})
	return cases, int(total), err
}

// describeActs adds the certificates and notes that they were read.
func describeActs(ctx context.Context, tx bun.Tx, who access.Principal, acts []Act, agencies map[uuid.UUID]uuid.UUID) ([]ActCase, error) {
	about, err := certificatesByID(ctx, tx, acts)
	if err != nil {
		return nil, err
	}
	cases := make([]ActCase, len(acts))
	read := map[uuid.UUID][]uuid.UUID{}
	for i, a := range acts {
		at := agencies[a.IssuerID]
		cases[i] = ActCase{Act: a, Certificate: about[a.CertificateID], MayDecide: a.MayDecide(who, at), MayTakeBack: a.MayTakeBack(who, at)}
		read[at] = append(read[at], a.PersonID)
	}
	for at, people := range read {
		if err := audit.RecordReadsTx(ctx, tx, who.PersonID, at, "certificate_acts", distinct(people)); err != nil {
			return nil, err
		}
	}
	return cases, nil
}

func certificatesByID(ctx context.Context, tx bun.IDB, acts []Act) (map[uuid.UUID]Certificate, error) {
	ids := make([]uuid.UUID, len(acts))
	for i, a := range acts {
		ids[i] = a.CertificateID
	}
	var list []Certificate
	err := tx.NewSelect().Model(&list).Where("id = ANY (?::uuid[])", pgdialect.Array(ids)).Scan(ctx)
	found := make(map[uuid.UUID]Certificate, len(list))
	for _, c := range list {
		found[c.ID] = c
	}
	return found, err
}
