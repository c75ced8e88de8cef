package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// loadEventState reads what an event's plan is computed from, in a scope that sees the people of the
// ending agencies.
func loadEventState(ctx context.Context, tx bun.IDB, e AgencyEvent, tree agencyTree) (eventState, error) {
	state := eventState{tree: tree, codes: map[string]bool{}, names: map[[2]string]bool{}}
	ending := e.ending()
	if len(ending) == 0 {
		return state, nil
	}
	sources, day := uuidArray(ending), sqlDate(e.OccurredOn)
	for _, read := range []struct {
		into  *[]row
		query string
		keys  []string
	}{
		{&state.postings, `SELECT to_jsonb(t) AS row FROM organization.postings t WHERE t.agency_id = ANY (?0::uuid[]) AND (t.valid_to IS NULL OR t.valid_to > ?1::date)`, []string{"id"}},
		{&state.members, `SELECT to_jsonb(t) AS row FROM organization.class_members t WHERE t.agency_id = ANY (?0::uuid[]) AND (t.valid_to IS NULL OR t.valid_to > ?1::date)`,
			[]string{"person_id", "school_class_id", "valid_from"}},
		{&state.classes, `SELECT to_jsonb(t) AS row FROM organization.school_classes t WHERE t.agency_id = ANY (?0::uuid[]) AND EXISTS (SELECT FROM organization.class_members m
			WHERE m.school_class_id = t.id AND (m.valid_to IS NULL OR m.valid_to > ?1::date))`, []string{"school_year", "name", "id"}},
		{&state.grants, `SELECT to_jsonb(t) AS row FROM organization.grants t WHERE t.agency_id = ANY (?0::uuid[]) AND (t.valid_to IS NULL OR t.valid_to > ?1::date)`, []string{"agency_id", "role", "id"}},
		{&state.persons, `SELECT to_jsonb(t) AS row FROM organization.persons t WHERE t.agency_id = ANY (?0::uuid[]) AND ?1::date IS NOT NULL`, []string{"id"}},
	} {
		var err error
		if *read.into, err = listRows(ctx, tx, read.query, sources, day); err != nil {
			return state, err
		}
		sortRows(*read.into, read.keys...)
	}
	if err := state.loadReceiver(ctx, tx, receiverOf(e)); err != nil {
		return state, err
	}
	err := tx.NewRaw(`SELECT count(*) FROM organization.roster_imports WHERE state = 'checked' AND agency_id = ANY (?::uuid[])`, sources).Scan(ctx, &state.rosters)
	return state, err
}

// loadReceiver reads what the receiver has already: staff codes and names of classes.
func (s *eventState) loadReceiver(ctx context.Context, tx bun.IDB, receiver uuid.UUID) error {
	var codes []string
	err := tx.NewRaw(`SELECT code FROM organization.persons WHERE agency_id = ? AND code IS NOT NULL`, receiver).Scan(ctx, &codes)
	if err != nil {
		return err
	}
	for _, code := range codes {
		s.codes[code] = true
	}
	var classes []struct{ SchoolYear, Name string }
	err = tx.NewRaw(`SELECT school_year, name FROM organization.school_classes WHERE agency_id = ?`, receiver).Scan(ctx, &classes)
	for _, c := range classes {
		s.names[[2]string{c.SchoolYear, c.Name}] = true
	}
	return err
}

// beginsAfter reports whether somebody begins in an agency on a day or later, of which a dissolution
// leaves nothing.
func (s *eventState) beginsAfter(day time.Time) bool {
	for _, rows := range [][]row{s.postings, s.members} {
		for _, r := range rows {
			if !r.day("valid_from").Before(day) {
				return true
			}
		}
	}
	return false
}
