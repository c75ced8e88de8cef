package organization

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// ReverseAgencyEvent asks to take an event back.
type ReverseAgencyEvent struct {
	EventID uuid.UUID
	Reason  string // required; stands in the history
}

// Reversal says what became of the wish to take an event back.
type Reversal struct {
	Restated []ClosedPeriod // not empty: periods are closed, so a line was kept for each and nothing changed
}

// ReverseAgencyEvent takes an event back row by row, as long as nothing rests on it: versions, postings,
// classes and grants are again what they were. Once the reports of a period that the event touches were due, nothing is changed: a
// restatement line is kept instead. It needs agency.manage. Errors: fault.ErrNotFound, fault.ErrInvalid at
// "reason", ErrEventOld, ErrEventBuiltUpon.
func (s *AgencyEvents) ReverseAgencyEvent(ctx context.Context, who access.Principal, cmd ReverseAgencyEvent) (Reversal, error) {
	if err := s.mayRearrange(ctx, who); err != nil {
		return Reversal{}, err
	}
	cmd.Reason = strings.TrimSpace(cmd.Reason)
	if err := fault.ErrInvalid.CheckReason("reason", cmd.Reason).OrNil(); err != nil {
		return Reversal{}, err
	}
	var done Reversal
	var touched []uuid.UUID
	err := s.db.RunInTx(ctx, postgres.System(postgres.MoveAgencies), func(ctx context.Context, tx bun.Tx) error {
		done, touched = Reversal{}, nil
		if err := lockTree(ctx, tx); err != nil {
			return err
		}
		event, err := findApplied(ctx, tx, cmd.EventID)
		if err != nil {
			return err
		}
		closed, err := s.links.Closed(ctx, tx, event.OccurredOn, s.Today())
		if err != nil {
			return err
		}
		if len(closed) > 0 {
			done.Restated = closed
			return s.restateTx(ctx, tx, who, cmd, event, closed)
		}
		touched, err = s.reverseTx(ctx, tx, who, cmd, event)
		return builtUpon(err)
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(touched...)
	}
	return done, err
}

// findApplied returns an event with what was asked; ErrEventOld when it has no journal.
func findApplied(ctx context.Context, tx bun.IDB, id uuid.UUID) (AgencyEvent, error) {
	var e AgencyEvent
	err := tx.NewRaw(`SELECT command FROM organization.agency_event_applications WHERE event_id = ?`, id).Scan(ctx, &postgres.JSON{V: &e})
	if !errors.Is(err, sql.ErrNoRows) {
		return e, err
	}
	known, err := tx.NewSelect().Table("organization.agency_events").Where("id = ?", id).Exists(ctx)
	if err == nil && !known {
		return e, fault.ErrNotFound
	}
	if err == nil {
		err = ErrEventOld
	}
	return e, err
}

func (s *AgencyEvents) restateTx(ctx context.Context, tx bun.IDB, who access.Principal, cmd ReverseAgencyEvent, e AgencyEvent, closed []ClosedPeriod) error {
	wish := Restatement{EventID: cmd.EventID, Act: "reverse", Document: e.Document, Reason: cmd.Reason, ActorID: who.PersonID}
	if err := s.links.Restate(ctx, tx, restatementsOf(wish, closed)); err != nil {
		return err
	}
	return s.recordEvent(ctx, tx, who, "restate_agency_event", cmd.EventID, eventAgencies(e)[0], cmd.Reason, nil, map[string]any{"periods": len(closed)})
}

func (s *AgencyEvents) reverseTx(ctx context.Context, tx bun.Tx, who access.Principal, cmd ReverseAgencyEvent, e AgencyEvent) ([]uuid.UUID, error) {
	changes, err := listChanges(ctx, tx, cmd.EventID)
	if err != nil {
		return nil, err
	}
	if err := checkNothingRests(ctx, tx, cmd.EventID, changes); err != nil {
		return nil, err
	}
	touched, err := s.touchTx(ctx, tx, e, changes)
	if err != nil {
		return nil, err
	}
	for _, f := range s.links.Followers {
		if f.Reverse == nil {
			continue
		}
		if err := f.Reverse(ctx, tx, cmd.EventID); err != nil {
			return nil, err
		}
	}
	if err := deleteEvent(ctx, tx, cmd.EventID, e, changes); err != nil {
		return nil, err
	}
	if err := checkCountsOnce(ctx, tx, changes); err != nil {
		return nil, err
	}
	if err := RebuildClosureTx(ctx, tx); err != nil {
		return nil, err
	}
	agencies := eventAgencies(e)
	_, err = tx.ExecContext(ctx, `INSERT INTO organization.agency_reversals (id, event_id, kind, occurred_on, legal_document, agencies, reason, reversed_by, reversed_at)
		VALUES (?, ?, ?, ?, ?, ?::uuid[], ?, ?, ?)`, audit.NewID(), cmd.EventID, string(e.Kind), sqlDate(e.OccurredOn), e.Document, uuidArray(agencies), cmd.Reason, who.PersonID, s.now())
	if err != nil {
		return nil, err
	}
	return touched, s.recordEvent(ctx, tx, who, "reverse_agency_event", cmd.EventID, agencies[0], cmd.Reason, map[string]any{"event": e}, nil)
}

// deleteEvent takes the event and every row it wrote away.
func deleteEvent(ctx context.Context, tx bun.IDB, id uuid.UUID, e AgencyEvent, changes []change) error {
	for _, statement := range []string{
		"DELETE FROM organization.agency_event_targets WHERE event_id = ?",
		"DELETE FROM organization.agency_event_sources WHERE event_id = ?",
		"DELETE FROM organization.agency_events WHERE id = ?",
	} {
		if _, err := tx.ExecContext(ctx, statement, id); err != nil {
			return err
		}
	}
	// The closure refers to the agencies that go; it is built anew at the end.
	if _, err := tx.ExecContext(ctx, "DELETE FROM organization.agency_closure WHERE ancestor_id = ANY (?0::uuid[]) OR descendant_id = ANY (?0::uuid[])", uuidArray(targetAgencies(e))); err != nil {
		return err
	}
	if err := undoChanges(ctx, tx, changes); err != nil {
		return err
	}
	back := make([]change, len(changes))
	for i, c := range changes {
		back[i] = change{What: c.What, Before: c.After, After: c.Before}
	}
	return indexMoved(ctx, tx, back)
}

// builtUpon tells a person that what the event wrote is in use or no longer what it was.
func builtUpon(err error) error {
	if errors.Is(err, errChangedMeanwhile) || postgres.IsReferred(err) || postgres.IsUnique(err, "") {
		return ErrEventBuiltUpon.Because(err)
	}
	return err
}

// eventAgencies are the agencies of an event, sources first.
func eventAgencies(e AgencyEvent) []uuid.UUID {
	return append(append([]uuid.UUID{}, e.Sources...), targetAgencies(e)...)
}
