package organization

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// WorkRoster does what is left of a long roster, step by step: the reaction to RosterOrdered. Each
// step is one transaction, so a crash loses at most a step and a repeat does nothing twice.
func (s *Service) WorkRoster(ctx context.Context, e RosterOrdered) error {
	for {
		finished, err := s.stepRoster(ctx, e)
		if err != nil || finished {
			return err
		}
	}
}

// stepRoster does one step of a roster; finished when there was none to do.
func (s *Service) stepRoster(ctx context.Context, e RosterOrdered) (finished bool, err error) {
	err = s.db.RunInTx(ctx, postgres.Agencies(e.AgencyID), func(ctx context.Context, tx bun.Tx) error {
		roster, err := lockRoster(ctx, tx, e.RosterID, []uuid.UUID{e.AgencyID})
		if err != nil {
			return err
		}
		if finished = !roster.State.busy(); finished {
			return nil
		}
		return s.stepTx(ctx, tx, &roster)
	})
	return finished, err
}

// stepTx writes or takes back the next rows of a roster, or ends it when none are left.
func (s *Service) stepTx(ctx context.Context, tx bun.Tx, roster *Roster) error {
	world, err := s.openScope(ctx, tx, *roster)
	if errors.Is(err, ErrNotASchool) || errors.Is(err, ErrNoRosterAgency) || errors.Is(err, ErrStrengthHidden) {
		return s.abandonTx(ctx, tx, roster) // the agency ended between two steps
	}
	if err != nil {
		return err
	}
	undoing := roster.State == RosterUndoing
	rows, err := listWaiting(ctx, tx, *roster, undoing)
	switch {
	case err != nil:
		return err
	case len(rows) == 0 && undoing:
		return s.endUndo(ctx, tx, roster)
	case len(rows) == 0:
		return s.endCommit(ctx, tx, roster)
	case undoing:
		err = s.undoRows(ctx, tx, world, roster, rows)
	default:
		err = s.writeRows(ctx, tx, world, roster, rows)
	}
	if err != nil {
		return err
	}
	now := s.now()
	roster.Done, roster.WorkedAt = roster.Done+len(rows), &now
	return saveProgress(ctx, tx, roster)
}

// listWaiting returns the next rows to write, or the next written rows to take back.
func listWaiting(ctx context.Context, tx bun.IDB, roster Roster, undoing bool) ([]RosterRow, error) {
	var rows []RosterRow
	query := tx.NewSelect().Model(&rows).Where("roster_id = ? AND agency_id = ? AND chosen", roster.ID, roster.AgencyID).
		Where("verdict IN (?)", bun.List(verdictNames(writingVerdicts)))
	if undoing {
		query.Where("applied AND kept = ''")
	} else {
		query.Where("NOT applied")
	}
	return rows, query.Order("number").Limit(stepRows).Scan(ctx)
}

func verdictNames(verdicts []RosterVerdict) []string {
	names := make([]string, len(verdicts))
	for i, v := range verdicts {
		names[i] = string(v)
	}
	return names
}

func saveProgress(ctx context.Context, tx bun.IDB, roster *Roster) error {
	_, err := tx.NewUpdate().Model(roster).
		Column("state", "counts", "effective_on", "done", "to_do", "worked_at", "worked_by", "new_classes", "committed_at", "undone_at").
		Where("id = ? AND agency_id = ?", roster.ID, roster.AgencyID).Exec(ctx)
	return err
}

// endCommit closes a written roster; rows that could no longer be written are counted as refused.
func (s *Service) endCommit(ctx context.Context, tx bun.Tx, roster *Roster) error {
	now := s.now()
	var counted []struct {
		Verdict RosterVerdict
		N       int
	}
	err := tx.NewRaw(`SELECT verdict, count(*) AS n FROM organization.roster_rows WHERE roster_id = ? AND agency_id = ? GROUP BY verdict`,
		roster.ID, roster.AgencyID).Scan(ctx, &counted)
	if err != nil {
		return err
	}
	counts := RosterCounts{}
	for _, c := range counted {
		counts.Total += c.N
		*counts.of(c.Verdict) += c.N
	}
	roster.State, roster.CommittedAt, roster.Counts = RosterCommitted, &now, counts
	if err := saveProgress(ctx, tx, roster); err != nil || roster.ToDo <= stepRows {
		return err
	}
	return s.recordEnd(ctx, tx, roster, "finish_roster", counts)
}

// recordEnd notes the end of what was ordered earlier.
func (s *Service) recordEnd(ctx context.Context, tx bun.Tx, roster *Roster, action string, after any) error {
	entry := audit.Entry{AgencyID: roster.AgencyID, Action: action, ObjectType: "roster", ObjectID: roster.ID, After: after}
	if roster.WorkedBy != nil {
		entry.ActorID = *roster.WorkedBy
	}
	return audit.RecordTx(ctx, tx, entry)
}

// abandonTx ends a roster whose agency takes no more people: what is written stays.
func (s *Service) abandonTx(ctx context.Context, tx bun.Tx, roster *Roster) error {
	if roster.State == RosterUndoing {
		roster.State = RosterCommitted
		return saveProgress(ctx, tx, roster)
	}
	_, err := tx.ExecContext(ctx, `UPDATE organization.roster_rows SET verdict = 'refused', messages = messages || '[{"code": "row.stale"}]'::jsonb
		WHERE roster_id = ? AND agency_id = ? AND chosen AND NOT applied AND verdict IN (?)`, roster.ID, roster.AgencyID, bun.List(verdictNames(writingVerdicts)))
	if err != nil {
		return err
	}
	return s.endCommit(ctx, tx, roster)
}

// of returns the count of a verdict.
func (c *RosterCounts) of(v RosterVerdict) *int {
	switch v {
	case RowNew:
		return &c.New
	case RowExisting:
		return &c.Existing
	case RowMoved:
		return &c.Moved
	case RowChanged:
		return &c.Changed
	}
	return &c.Refused
}

// idleSteps is how long an unfinished roster may rest before it is taken up again: whoever worked
// on it has ended without a word.
const idleSteps = 20 * time.Second

// TendRosters takes up rosters that a crash has left unfinished, and forgets what was kept for
// undoing when its time is over. It is a duty.
func (s *Service) TendRosters(ctx context.Context) error {
	var left []RosterOrdered
	now := s.now()
	err := s.db.RunInTx(ctx, postgres.System(postgres.TendRosters), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE organization.roster_rows r SET before = NULL, after = NULL FROM organization.roster_imports i
			WHERE i.id = r.roster_id AND i.committed_at < ? AND i.state IN ('committed', 'undone') AND (r.before IS NOT NULL OR r.after IS NOT NULL)`, now.Add(-UndoTime))
		if err != nil {
			return err
		}
		return tx.NewRaw(`SELECT id AS roster_id, agency_id FROM organization.roster_imports
			WHERE state IN ('committing', 'undoing') AND worked_at < ? ORDER BY worked_at LIMIT 20`, now.Add(-idleSteps)).Scan(ctx, &left)
	})
	for _, e := range left {
		err = errors.Join(err, s.WorkRoster(ctx, e))
	}
	return err
}
