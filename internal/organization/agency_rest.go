package organization

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
)

// restingEvent is a later event that rests on another, which can be reversed only after it.
type restingEvent struct {
	Kind          EventKind
	OccurredOn    time.Time
	LegalDocument string
}

// checkNothingRests refuses to take an event back while something rests on it: a later event, which is
// named, or what the tree and the postings would no longer allow. Errors: ErrEventBuiltUpon.
func checkNothingRests(ctx context.Context, tx bun.IDB, id uuid.UUID, changes []change) error {
	tree, err := loadAgencyTree(ctx, tx)
	if err != nil {
		return err
	}
	agencies, broken := touchedByReversal(tree, changes)
	later, err := findResting(ctx, tx, id, agencies)
	switch {
	case err == nil:
		return later.refusal()
	case !errors.Is(err, sql.ErrNoRows):
		return err
	case broken:
		return ErrEventBuiltUpon
	}
	return nil
}

// touchedByReversal lists the agencies that an event established and those that would break a rule of the
// tree without it, and says whether a rule would be broken.
func touchedByReversal(tree agencyTree, changes []change) (agencies []uuid.UUID, broken bool) {
	for _, c := range changes {
		if c.What == "agencies" {
			agencies = append(agencies, c.After.id("id"))
		}
	}
	before := tree.faults()
	for f := range tree.without(changes).faults() {
		if !before[f] {
			agencies, broken = append(agencies, f.agency, f.other), true
		}
	}
	return agencies, broken
}

// findResting returns the latest event that was applied after another and has written one of its rows, or
// concerns one of the agencies or puts something under it; sql.ErrNoRows when there is none.
func findResting(ctx context.Context, tx bun.IDB, id uuid.UUID, agencies []uuid.UUID) (restingEvent, error) {
	var found restingEvent
	err := tx.NewRaw(`SELECT e.kind, e.occurred_on, e.legal_document FROM organization.agency_event_applications a JOIN organization.agency_events e ON e.id = a.event_id
		WHERE a.number > (SELECT number FROM organization.agency_event_applications WHERE event_id = ?0) AND a.event_id IN (
			SELECT theirs.event_id FROM organization.agency_event_changes mine JOIN organization.agency_event_changes theirs ON theirs.row_id = mine.row_id AND theirs.what = mine.what
			WHERE mine.event_id = ?0
			UNION SELECT event_id FROM organization.agency_event_sources WHERE agency_id = ANY (?1::uuid[])
			UNION SELECT event_id FROM organization.agency_event_targets WHERE agency_id = ANY (?1::uuid[])
			UNION SELECT event_id FROM organization.agency_event_changes WHERE what = 'agency_versions'
				AND (agency_id = ANY (?1::uuid[]) OR (after ->> 'parent_id')::uuid = ANY (?1::uuid[]) OR (after ->> 'professional_parent_id')::uuid = ANY (?1::uuid[])))
		ORDER BY a.number DESC LIMIT 1`, id, uuidArray(agencies)).Scan(ctx, &found)
	return found, err
}

// refusal is ErrEventBuiltUpon with the event named that has to be reversed first.
func (e restingEvent) refusal() error {
	named := *ErrEventBuiltUpon
	name := e.Kind.Name()
	named.Text = fault.Text{
		VI: fmt.Sprintf("Có sự kiện sau dựa trên sự kiện này: “%s” ngày %s (%s). Hãy hoàn tác sự kiện đó trước.", name.VI, dayVI(e.OccurredOn), e.LegalDocument),
		EN: fmt.Sprintf("A later event rests on this one: “%s” of %s (%s). Reverse that event first.", name.EN, dayEN(e.OccurredOn), e.LegalDocument)}
	return &named
}

// checkCountsOnce refuses when somebody would have two postings that count on one day, because they have
// found another place since. Errors: ErrEventBuiltUpon.
func checkCountsOnce(ctx context.Context, tx bun.IDB, changes []change) error {
	var ids []uuid.UUID
	for _, c := range changes {
		if c.What == "postings" && c.Before != nil {
			ids = append(ids, c.After.id("id"))
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var twice bool
	err := tx.NewRaw(`SELECT EXISTS (SELECT FROM organization.postings a JOIN organization.postings b ON b.person_id = a.person_id AND b.id <> a.id AND b.counts
			AND (b.valid_to IS NULL OR a.valid_from < b.valid_to) AND (a.valid_to IS NULL OR b.valid_from < a.valid_to)
		WHERE a.id = ANY (?::uuid[]) AND a.counts)`, uuidArray(ids)).Scan(ctx, &twice)
	if err == nil && twice {
		err = ErrEventBuiltUpon
	}
	return err
}
