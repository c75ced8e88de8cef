package organization

import (
	"context"
	"reflect"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// CommitRoster asks to write a checked roster. All refuses unless every row is good; otherwise the
// refused rows are left out. Only and Except choose among the good rows by number.
type CommitRoster struct {
	ID     uuid.UUID
	All    bool
	Only   []int // nil: every row
	Except []int
}

// RosterOrdered is written when a long roster is to be written or taken back, step by step.
type RosterOrdered struct{ RosterID, AgencyID uuid.UUID }

// EventName names the event.
func (RosterOrdered) EventName() string { return "organization.roster_ordered" }

// stepRows is how many rows one step writes in one transaction; a shorter list is written at once.
const stepRows = 2000

// CommitRoster writes the people, places and accounts of a roster. Every row is judged again by
// what holds now, so committing a roster, or the same file, a second time changes nothing. A list
// of at most stepRows is written when this returns; a longer one is written in the background and
// its state is RosterCommitting. New accounts have no password until a slip is printed. It needs
// roster.manage at the agency. Errors: fault.ErrNotFound, ErrRosterRefused, ErrRosterChoice,
// ErrRosterBusy, ErrRosterState.
func (s *Service) CommitRoster(ctx context.Context, who access.Principal, cmd CommitRoster) (Roster, error) {
	return s.orderRoster(ctx, who, cmd.ID, func(ctx context.Context, tx bun.Tx, roster *Roster) error {
		switch roster.State {
		case RosterCommitted, RosterCommitting:
			return nil
		case RosterUndoing, RosterUndone:
			return ErrRosterState
		}
		return s.orderCommit(ctx, tx, who, roster, cmd)
	})
}

// orderRoster locks a roster within reach and does something with it in one transaction.
func (s *Service) orderRoster(ctx context.Context, who access.Principal, id uuid.UUID, order func(context.Context, bun.Tx, *Roster) error) (Roster, error) {
	if err := who.Require(access.ManageRoster); err != nil {
		return Roster{}, err
	}
	agencies := who.AgenciesFor(access.ManageRoster)
	var roster Roster
	err := s.db.RunInTx(ctx, postgres.Agencies(agencies...), func(ctx context.Context, tx bun.Tx) error {
		var err error
		if roster, err = lockRoster(ctx, tx, id, agencies); err != nil {
			return err
		}
		return order(ctx, tx, &roster)
	})
	return roster, err
}

func (s *Service) orderCommit(ctx context.Context, tx bun.Tx, who access.Principal, roster *Roster, cmd CommitRoster) error {
	if err := s.lockAgency(ctx, tx, *roster); err != nil {
		return err
	}
	world, err := s.openWorld(ctx, tx, *roster)
	if err != nil {
		return err
	}
	read, err := listRosterRows(ctx, tx, *roster)
	if err != nil {
		return err
	}
	rows, err := world.judge(ctx, tx, read)
	if err != nil {
		return err
	}
	before := roster.Counts
	if roster.Counts = countRows(rows); cmd.All && roster.Counts.Refused > 0 {
		return ErrRosterRefused
	}
	toDo := choose(rows, cmd)
	if toDo < 0 {
		return ErrRosterChoice
	}
	if err := saveChangedRows(ctx, tx, *roster, read, rows); err != nil {
		return err
	}
	entry := audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.ManageRoster, roster.AgencyID), AgencyID: roster.AgencyID,
		Action: "commit_roster", ObjectType: "roster", ObjectID: roster.ID, Before: before, After: roster.Counts}
	if err := audit.RecordTx(ctx, tx, entry); err != nil {
		return err
	}
	if roster.Kind == OfficerRoster && roster.EffectiveOn == nil {
		today := world.today
		roster.EffectiveOn = &today
	}
	return s.beginSteps(ctx, tx, who, roster, RosterCommitting, toDo)
}

// beginSteps does a short roster at once and orders the steps of a long one.
func (s *Service) beginSteps(ctx context.Context, tx bun.Tx, who access.Principal, roster *Roster, state RosterState, toDo int) error {
	now := s.now()
	roster.State, roster.Done, roster.ToDo, roster.WorkedAt, roster.WorkedBy = state, 0, toDo, &now, &who.PersonID
	if toDo > stepRows {
		if err := saveProgress(ctx, tx, roster); err != nil {
			return err
		}
		return s.events.AppendTx(ctx, tx, RosterOrdered{RosterID: roster.ID, AgencyID: roster.AgencyID})
	}
	for roster.State.busy() {
		if err := s.stepTx(ctx, tx, roster); err != nil {
			return err
		}
	}
	return nil
}

// choose marks the rows that are to be written and returns for how many something is written; -1
// when no good row is left.
func choose(rows []RosterRow, cmd CommitRoster) int {
	only, except := numbers(cmd.Only), numbers(cmd.Except)
	good, writes := 0, 0
	for i := range rows {
		row := &rows[i]
		row.Chosen = row.Verdict != RowRefused && (cmd.Only == nil || only[row.Number]) && !except[row.Number]
		if row.Chosen {
			good++
			if row.Verdict.writes() {
				writes++
			}
		}
	}
	if good == 0 {
		return -1
	}
	return writes
}

func numbers(list []int) map[int]bool {
	set := make(map[int]bool, len(list))
	for _, n := range list {
		set[n] = true
	}
	return set
}

// saveChangedRows writes anew what the second judging has changed.
func saveChangedRows(ctx context.Context, tx bun.IDB, roster Roster, before, after []RosterRow) error {
	var changed []RosterRow
	var gone []int
	for i := range after {
		if !reflect.DeepEqual(before[i], after[i]) {
			changed, gone = append(changed, after[i]), append(gone, after[i].Number)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	_, err := tx.NewDelete().Table("organization.roster_rows").
		Where("roster_id = ? AND agency_id = ? AND number IN (?)", roster.ID, roster.AgencyID, bun.List(gone)).Exec(ctx)
	if err != nil {
		return err
	}
	return insertMany(ctx, tx, changed)
}

// lockAgency lets one commit at a time work in an agency and everything below it, and refuses while
// another list there is being written in steps. Locks are taken from the top down.
func (s *Service) lockAgency(ctx context.Context, tx bun.Tx, roster Roster) error {
	var above []uuid.UUID
	err := tx.NewRaw(`SELECT ancestor_id FROM organization.agency_closure WHERE descendant_id = ?0 AND valid_from <= ?1
		AND (valid_to IS NULL OR valid_to > ?1) ORDER BY depth DESC`, roster.AgencyID, s.Today()).Scan(ctx, &above)
	if err != nil {
		return err
	}
	for _, agency := range above {
		lock := "pg_advisory_xact_lock_shared"
		if agency == roster.AgencyID {
			lock = "pg_advisory_xact_lock"
		}
		if _, err := tx.ExecContext(ctx, "SELECT "+lock+"(hashtextextended(?, 0))", "roster:"+agency.String()); err != nil {
			return err
		}
	}
	below, err := Descendants(ctx, tx, []uuid.UUID{roster.AgencyID}, s.Today())
	if err != nil {
		return err
	}
	around := append(above, below...)
	if len(around) == 0 {
		return ErrNoRosterAgency
	}
	if err := postgres.SetScope(ctx, tx, postgres.Agencies(around...)); err != nil {
		return err
	}
	busy, err := tx.NewSelect().Table("organization.roster_imports").
		Where("agency_id IN (?) AND state IN ('committing', 'undoing') AND id <> ?", bun.List(around), roster.ID).Exists(ctx)
	if err == nil && busy {
		return ErrRosterBusy
	}
	return err
}
