package organization

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
)

// UndoRoster takes a written roster back within UndoTime: people whom it added go, people whom it
// moved or changed are as they were. Rows on which something rests (a sign-in, a course, a later
// change, a period whose reports have become due since) stay, each with its reason; lines beside sealed
// figures stay as well. A long roster is taken back in the background, as it was
// written. It needs roster.manage at the agency. Errors: fault.ErrNotFound, ErrRosterUndoState,
// ErrRosterBusy.
func (s *Service) UndoRoster(ctx context.Context, who access.Principal, id uuid.UUID) (Roster, error) {
	return s.orderRoster(ctx, who, id, func(ctx context.Context, tx bun.Tx, roster *Roster) error {
		switch {
		case roster.State == RosterUndoing || roster.State == RosterUndone:
			return nil
		case !roster.CanUndo(s.now()):
			return ErrRosterUndoState
		}
		return s.orderUndo(ctx, tx, who, roster)
	})
}

func (s *Service) orderUndo(ctx context.Context, tx bun.Tx, who access.Principal, roster *Roster) error {
	if err := s.lockAgency(ctx, tx, *roster); err != nil {
		return err
	}
	if _, err := s.openScope(ctx, tx, *roster); err != nil {
		return err
	}
	written, err := tx.NewSelect().Table("organization.roster_rows").Where("roster_id = ? AND agency_id = ? AND applied", roster.ID, roster.AgencyID).Count(ctx)
	if err != nil {
		return err
	}
	entry := audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.ManageRoster, roster.AgencyID), AgencyID: roster.AgencyID,
		Action: "undo_roster", ObjectType: "roster", ObjectID: roster.ID, Before: roster.Counts, After: map[string]int64{"rows": written}}
	if err := audit.RecordTx(ctx, tx, entry); err != nil {
		return err
	}
	return s.beginSteps(ctx, tx, who, roster, RosterUndoing, int(written))
}

// undoRows takes rows back together; when something that cannot be seen from here rests on one of
// them, one by one.
func (s *Service) undoRows(ctx context.Context, tx bun.Tx, world *rosterWorld, roster *Roster, rows []RosterRow) error {
	err := savepoint(ctx, tx, func(ctx context.Context, tx bun.Tx) error { return s.undoSome(ctx, tx, world, roster, rows) })
	if !isForeignKey(err) {
		return err
	}
	for _, row := range rows {
		one := []RosterRow{row}
		err := savepoint(ctx, tx, func(ctx context.Context, tx bun.Tx) error { return s.undoSome(ctx, tx, world, roster, one) })
		if isForeignKey(err) {
			err = saveKept(ctx, tx, *roster, map[int]string{row.Number: "undo.used"})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func savepoint(ctx context.Context, tx bun.Tx, fn func(context.Context, bun.Tx) error) error {
	return tx.RunInTx(ctx, nil, fn)
}

func isForeignKey(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23503"
}

// undoSome takes rows back, but for those that must stay.
func (s *Service) undoSome(ctx context.Context, tx bun.Tx, world *rosterWorld, roster *Roster, rows []RosterRow) error {
	kept, err := s.mustStay(ctx, tx, world, roster, rows)
	if err != nil {
		return err
	}
	if err := saveKept(ctx, tx, *roster, kept); err != nil {
		return err
	}
	var added, changed []uuid.UUID
	for _, row := range rows {
		switch {
		case kept[row.Number] != "":
		case row.Verdict == RowNew:
			added = append(added, *row.PersonID)
		default:
			changed = append(changed, *row.PersonID)
		}
	}
	if err := s.removePeople(ctx, tx, world, added); err != nil {
		return err
	}
	if err := restorePeople(ctx, tx, *roster, changed); err != nil {
		return err
	}
	return markUndone(ctx, tx, *roster, rows, kept)
}

// removePeople deletes people with everything that the roster wrote of them.
func (s *Service) removePeople(ctx context.Context, tx bun.Tx, world *rosterWorld, people []uuid.UUID) error {
	if len(people) == 0 {
		return nil
	}
	for _, table := range []string{"organization.class_members", "organization.postings", "organization.person_tokens"} {
		if _, err := tx.NewDelete().Table(table).Where("person_id IN (?)", bun.List(people)).Exec(ctx); err != nil {
			return err
		}
	}
	if _, err := tx.NewDelete().Table("organization.persons").Where("id IN (?)", bun.List(people)).Exec(ctx); err != nil {
		return err
	}
	return eachAccountBatch(ctx, tx, world.scope, people, func(ctx context.Context, part []uuid.UUID) error {
		return s.accounts.RemoveUnusedTx(ctx, tx, part)
	})
}

// restorePeople makes people as they were before the roster.
func restorePeople(ctx context.Context, tx bun.Tx, roster Roster, people []uuid.UUID) error {
	if len(people) == 0 {
		return nil
	}
	const images = `(SELECT r.person_id, r.before FROM organization.roster_rows r WHERE r.roster_id = ?0 AND r.agency_id = ?1 AND r.applied AND r.person_id IN (?2)) i`
	for _, query := range []string{
		`DELETE FROM organization.postings o USING ` + images + ` WHERE o.person_id = i.person_id
			AND NOT EXISTS (SELECT FROM jsonb_array_elements(i.before->'postings') b WHERE (b->>'id')::uuid = o.id)`,
		`INSERT INTO organization.postings SELECT b.* FROM ` + images + `, jsonb_populate_recordset(NULL::organization.postings, i.before->'postings') b
			ON CONFLICT (id) DO UPDATE SET valid_to = EXCLUDED.valid_to`,
		`DELETE FROM organization.class_members m USING ` + images + ` WHERE m.person_id = i.person_id`,
		`INSERT INTO organization.class_members SELECT b.* FROM ` + images + `, jsonb_populate_recordset(NULL::organization.class_members, i.before->'members') b`,
		`UPDATE organization.persons p SET agency_id = (i.before->>'agency_id')::uuid, code = i.before->>'code', birth_year = (i.before->>'birth_year')::smallint,
			updated_at = (i.before->>'updated_at')::timestamptz FROM ` + images + ` WHERE p.id = i.person_id`,
	} {
		if _, err := tx.ExecContext(ctx, query, roster.ID, roster.AgencyID, bun.List(people)); err != nil {
			return err
		}
	}
	return indexPeople(ctx, tx, people)
}

// markUndone lets the rows that were taken back speak of nobody.
func markUndone(ctx context.Context, tx bun.IDB, roster Roster, rows []RosterRow, kept map[int]string) error {
	var gone []int
	for _, row := range rows {
		if kept[row.Number] == "" {
			gone = append(gone, row.Number)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, `UPDATE organization.roster_rows SET applied = false, before = NULL, after = NULL,
		person_id = CASE WHEN verdict = 'new' THEN NULL ELSE person_id END
		WHERE roster_id = ? AND agency_id = ? AND number IN (?)`, roster.ID, roster.AgencyID, bun.List(gone))
	return err
}

func saveKept(ctx context.Context, tx bun.IDB, roster Roster, kept map[int]string) error {
	if len(kept) == 0 {
		return nil
	}
	var rows []int
	var reasons []string
	for number, reason := range kept {
		rows, reasons = append(rows, number), append(reasons, reason)
	}
	_, err := tx.ExecContext(ctx, `UPDATE organization.roster_rows r SET kept = n.reason FROM unnest(ARRAY[?]::integer[], ARRAY[?]::text[]) AS n(number, reason)
		WHERE r.roster_id = ? AND r.agency_id = ? AND r.number = n.number`, bun.List(rows), bun.List(reasons), roster.ID, roster.AgencyID)
	return err
}

// endUndo closes a roster that was taken back, and removes the classes that it made and that are
// empty again.
func (s *Service) endUndo(ctx context.Context, tx bun.Tx, roster *Roster) error {
	for _, class := range roster.NewClasses {
		err := savepoint(ctx, tx, func(ctx context.Context, tx bun.Tx) error {
			_, err := tx.NewDelete().Table("organization.school_classes").Where("id = ? AND agency_id = ?", class, roster.AgencyID).Exec(ctx)
			return err
		})
		if err != nil && !isForeignKey(err) {
			return err
		}
	}
	now := s.now()
	roster.State, roster.UndoneAt = RosterUndone, &now
	if err := saveProgress(ctx, tx, roster); err != nil || roster.ToDo <= stepRows {
		return err
	}
	return s.recordEnd(ctx, tx, roster, "finish_roster_undo", nil)
}
