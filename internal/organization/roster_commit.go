package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// CommitRoster asks to write a checked roster. All refuses unless every row is good; otherwise the
// refused rows are left out.
type CommitRoster struct {
	ID  uuid.UUID
	All bool
}

// CommitRoster writes the students, classes, memberships and accounts of a roster in one
// transaction. Every row is judged again by what holds now, so committing a roster, or the same
// file, a second time changes nothing. New accounts have no password until a slip is printed.
// It needs roster.manage at the school. Errors: fault.ErrNotFound, ErrRosterRefused.
func (s *Service) CommitRoster(ctx context.Context, who access.Principal, cmd CommitRoster) (Roster, error) {
	if err := who.Require(access.ManageRoster); err != nil {
		return Roster{}, err
	}
	agencies := who.AgenciesFor(access.ManageRoster)
	var roster Roster
	err := s.db.RunInTx(ctx, postgres.Agencies(agencies...), func(ctx context.Context, tx bun.Tx) error {
		var err error
		roster, err = lockRoster(ctx, tx, cmd.ID, agencies)
		if err != nil || roster.State == RosterCommitted {
			return err
		}
		return s.commitTx(ctx, tx, who, &roster, cmd.All)
	})
	return roster, err
}

func (s *Service) commitTx(ctx context.Context, tx bun.Tx, who access.Principal, roster *Roster, all bool) error {
	// One commit at a time in a school; the scope shrinks to it.
	if err := postgres.SetScope(ctx, tx, postgres.Agencies(roster.AgencyID)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "roster:"+roster.AgencyID.String()); err != nil {
		return err
	}
	read, err := listRosterRows(ctx, tx, *roster)
	if err != nil {
		return err
	}
	known, err := listKnown(ctx, tx, roster.AgencyID)
	if err != nil {
		return err
	}
	before := roster.Counts
	rows := judged(read, known, *roster)
	if roster.Counts = countRows(rows); all && roster.Counts.Refused > 0 {
		return ErrRosterRefused
	}
	w := &rosterWriter{service: s, tx: tx, roster: *roster, known: known, rows: rows, today: s.Today()}
	if err := w.write(ctx); err != nil {
		return err
	}
	if err := replaceRows(ctx, tx, *roster, rows); err != nil {
		return err
	}
	now := s.now()
	roster.State, roster.CommittedAt = RosterCommitted, &now
	_, err = tx.NewUpdate().Model(roster).Column("state", "counts", "committed_at").Where("id = ? AND agency_id = ?", roster.ID, roster.AgencyID).Exec(ctx)
	if err != nil {
		return err
	}
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.ManageRoster, roster.AgencyID),
		AgencyID: roster.AgencyID, Action: "commit_roster", ObjectType: "roster", ObjectID: roster.ID, Before: before, After: roster.Counts})
}
