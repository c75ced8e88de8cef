package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/identity"
	"taphuan/internal/postgres"
)

// UndoMerge parts two entries again: each has what it had before the merge; what was done since stays
// with the kept one, and sealed figures stay with a line beside them. It needs people.manage at both agencies
// (fault.ErrNotFound elsewhere). Errors: fault.ErrInvalid, ErrMergeUndone, ErrMergeChanged.
func (s *Service) UndoMerge(ctx context.Context, who access.Principal, id uuid.UUID, given string) error {
	reason, err := reasonOf(given)
	if err != nil {
		return err
	}
	if err := who.Require(access.ManagePeople); err != nil {
		return err
	}
	scope := postgres.Agencies(who.AgenciesFor(access.ManagePeople)...)
	var m PersonMerge
	err = s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		m = PersonMerge{}
		if err := tx.NewSelect().Model(&m).Where("id = ?", id).For("UPDATE").Scan(ctx); err != nil {
			return err
		}
		for _, agency := range []uuid.UUID{m.AgencyID, m.MergedAgencyID} {
			if err := who.RequireAt(access.ManagePeople, agency); err != nil {
				return err
			}
		}
		if m.UndoneAt != nil {
			return ErrMergeUndone
		}
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(m.KeptID, m.MergedID)); err != nil {
			return err
		}
		return s.undoTx(ctx, tx, who, m, reason)
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(m.MergedID)
		s.accounts.Watcher().NoteChanged(m.KeptID)
	}
	return err
}

func (s *Service) undoTx(ctx context.Context, tx bun.Tx, who access.Principal, m PersonMerge, reason string) error {
	kept, err := lockPerson(ctx, tx, m.KeptID)
	if err != nil {
		return err
	}
	steps, err := listSteps(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	for _, step := range steps {
		err := step.revert(ctx)
		if postgres.IsUnique(err, "") {
			return ErrMergeChanged.Because(err)
		}
		if err != nil {
			return err
		}
	}
	if m.AccountLocked {
		if err := s.accounts.EnableTx(ctx, tx, who, identity.Target{PersonID: m.MergedID, AgencyID: m.MergedAgencyID}, reason); err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	for _, id := range []uuid.UUID{m.KeptID, m.MergedID} { // the ledger may hold words in the form of an older version
		if err := s.reindexTx(ctx, tx, id); err != nil {
			return err
		}
	}
	if err := s.restateMergeTx(ctx, tx, who, "undo_merge", m); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE organization.person_merges SET undone_by = ?, undone_at = now(), undo_reason = ? WHERE id = ?", who.PersonID, reason, m.ID)
	if err != nil {
		return err
	}
	return recordPersonTx(ctx, tx, who, kept, "undo_merge", reason, nil, map[string]any{"merge": m.ID, "merged": m.MergedID})
}

// ListMerges returns the merges of an agency's subtree, the newest first, and how many there are. It
// needs people.manage at the agency (fault.ErrNotFound elsewhere); the opening is shown to the people named.
func (s *Service) ListMerges(ctx context.Context, who access.Principal, agency uuid.UUID, limit, offset int64) ([]PersonMerge, int, error) {
	if err := who.RequireAt(access.ManagePeople, agency); err != nil {
		return nil, 0, err
	}
	reach := who.AgenciesFor(access.ManagePeople)
	var merges []PersonMerge
	var total int64
	err := s.db.RunInTx(ctx, postgres.Agencies(reach...), func(ctx context.Context, tx bun.Tx) error {
		units, err := Descendants(ctx, tx, []uuid.UUID{agency}, s.Today())
		if err != nil {
			return err
		}
		merges = nil
		total, err = tx.NewSelect().Model(&merges).Where("agency_id IN (?)", bun.List(units)).Where("merged_agency_id IN (?)", bun.List(reach)).
			Order("merged_at DESC", "id").Limit(limit).Offset(offset).ScanAndCount(ctx)
		if err != nil {
			return err
		}
		var people []uuid.UUID
		for _, m := range merges {
			people = append(people, m.KeptID, m.MergedID)
		}
		return audit.RecordReadsTx(ctx, tx, who.PersonID, agency, "merge_list", people)
	})
	return merges, int(total), err
}
