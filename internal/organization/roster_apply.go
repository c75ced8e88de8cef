package organization

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/postgres"
)

// writeRows writes rows together; when one of them meets what somebody has just written, one by one,
// and that one is refused.
func (s *Service) writeRows(ctx context.Context, tx bun.Tx, world *rosterWorld, roster *Roster, rows []RosterRow) error {
	try := func(rows []RosterRow) error {
		return savepoint(ctx, tx, func(ctx context.Context, tx bun.Tx) error {
			return s.writeSome(ctx, tx, world, roster, slices.Clone(rows))
		})
	}
	classes := roster.NewClasses
	err := try(rows)
	if !postgres.IsUnique(err, "") {
		return err
	}
	for i := range rows {
		roster.NewClasses = classes
		err := try(rows[i : i+1])
		if postgres.IsUnique(err, "") {
			rows[i].refuse(RosterMessage{Code: "row.stale"})
			roster.NewClasses = classes
			err = saveRefused(ctx, tx, *roster, rows[i:i+1])
		}
		if err != nil {
			return err
		}
		classes = roster.NewClasses
	}
	return nil
}

// writeSome writes rows and notes on each what it found and what it left, so that it can be taken
// back. Rows that no longer fit what is known are refused.
func (s *Service) writeSome(ctx context.Context, tx bun.Tx, world *rosterWorld, roster *Roster, rows []RosterRow) error {
	write, err := s.prepare(ctx, tx, world, roster, rows)
	if err != nil {
		return err
	}
	if err := refuseTakenCodes(ctx, tx, world, rows); err != nil {
		return err
	}
	var good, refused []RosterRow
	for _, row := range rows {
		if row.Verdict == RowRefused {
			refused = append(refused, row)
		} else {
			good = append(good, row)
		}
	}
	if err := saveRefused(ctx, tx, *roster, refused); err != nil || len(good) == 0 {
		return err
	}
	known := personsOf(good)
	if err := saveImages(ctx, tx, *roster, good, "before = "+imageOf); err != nil {
		return err
	}
	if err := write(ctx, good); err != nil {
		return err
	}
	if err := indexPeople(ctx, tx, known); err != nil {
		return err
	}
	return saveImages(ctx, tx, *roster, good, "applied = true, person_id = p.id, after = "+imageOf)
}

// prepare reads the known people among the rows, refuses those who are out of reach by now, and
// returns what writes the rest.
func (s *Service) prepare(ctx context.Context, tx bun.Tx, world *rosterWorld, roster *Roster, rows []RosterRow) (func(context.Context, []RosterRow) error, error) {
	people := personsOf(rows)
	if roster.Kind == StudentRoster {
		known, err := listKnown(ctx, tx, roster.AgencyID, people)
		refuseStale(rows, known, func(k knownStudent) uuid.UUID { return k.ID })
		return func(ctx context.Context, rows []RosterRow) error {
			return (&rosterWriter{service: s, tx: tx, roster: roster, known: known, rows: rows, today: world.today}).write(ctx)
		}, err
	}
	known, err := listOfficers(ctx, tx, world.agencies, people)
	refuseStale(rows, known, func(k knownOfficer) uuid.UUID { return k.ID })
	byID := map[uuid.UUID]*knownOfficer{}
	for i := range known {
		byID[known[i].ID] = &known[i]
	}
	refuseLater(rows, byID, world, *roster)
	return func(ctx context.Context, rows []RosterRow) error {
		return (&officerWriter{service: s, tx: tx, world: world, roster: roster, known: byID, rows: rows, lines: map[restated]Restatement{}}).write(ctx)
	}, err
}

// personsOf returns the people whom rows name.
func personsOf(rows []RosterRow) []uuid.UUID {
	ids := []uuid.UUID{}
	for _, row := range rows {
		if row.PersonID != nil {
			ids = append(ids, *row.PersonID)
		}
	}
	return ids
}

// refuseStale refuses rows of known people who are no longer within reach.
func refuseStale[K any](rows []RosterRow, known []K, id func(K) uuid.UUID) {
	here := map[uuid.UUID]bool{}
	for _, k := range known {
		here[id(k)] = true
	}
	for i := range rows {
		if rows[i].PersonID != nil && !here[*rows[i].PersonID] {
			rows[i].refuse(RosterMessage{Code: "row.stale"})
		}
	}
}

// refuseLater refuses rows that would begin a posting before one that was begun in the meantime.
func refuseLater(rows []RosterRow, known map[uuid.UUID]*knownOfficer, world *rosterWorld, roster Roster) {
	for i := range rows {
		row := &rows[i]
		if row.PersonID == nil || row.Verdict == RowRefused {
			continue
		}
		if k := known[*row.PersonID]; k != nil && row.changesPosting(k) && row.enters(k, roster.from(world.today), world.closed).precedes(k) {
			row.refuse(RosterMessage{Code: "row.stale"})
		}
	}
}

// refuseTakenCodes refuses rows whose code somebody else has got since the list was judged.
func refuseTakenCodes(ctx context.Context, tx bun.IDB, world *rosterWorld, rows []RosterRow) error {
	var codes []string
	for _, row := range rows {
		if row.Code != "" {
			codes = append(codes, row.Code)
		}
	}
	if len(codes) == 0 {
		return nil
	}
	var taken []struct {
		ID   uuid.UUID
		Code string
	}
	err := tx.NewRaw(`SELECT id, code FROM organization.persons WHERE agency_id IN (?) AND code IN (?)`, bun.List(world.agencies), bun.List(codes)).Scan(ctx, &taken)
	owner := map[string]uuid.UUID{}
	for _, t := range taken {
		owner[t.Code] = t.ID
	}
	for i := range rows {
		row := &rows[i]
		id, known := owner[row.Code]
		if known && row.Verdict != RowRefused && (row.PersonID == nil || *row.PersonID != id) {
			row.refuse(RosterMessage{Code: "row.stale"})
		}
	}
	return err
}

func saveRefused(ctx context.Context, tx bun.IDB, roster Roster, rows []RosterRow) error {
	for _, row := range rows { // few: only what changed between judging and writing
		_, err := tx.NewUpdate().Model(&row).Column("verdict", "messages").
			Where("roster_id = ? AND agency_id = ? AND number = ?", roster.ID, roster.AgencyID, row.Number).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// imageOf is what a roster may change of a person: the written columns, postings and memberships.
const imageOf = `jsonb_build_object('agency_id', p.agency_id, 'code', p.code, 'birth_year', p.birth_year, 'updated_at', p.updated_at,
	'postings', COALESCE((SELECT jsonb_agg(to_jsonb(o) ORDER BY o.id) FROM organization.postings o WHERE o.person_id = p.id), '[]'::jsonb),
	'members', COALESCE((SELECT jsonb_agg(to_jsonb(m) ORDER BY m.school_class_id, m.valid_from) FROM organization.class_members m WHERE m.person_id = p.id), '[]'::jsonb))`

// saveImages sets columns of the rows that name somebody by how these people p are now.
func saveImages(ctx context.Context, tx bun.IDB, roster Roster, rows []RosterRow, set string) error {
	var numbers []int
	for _, row := range rows {
		if row.PersonID != nil {
			numbers = append(numbers, row.Number)
		}
	}
	if len(numbers) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, `UPDATE organization.roster_rows r SET `+set+`
		FROM unnest(?::integer[], ?::uuid[]) AS n(number, person_id)
		CROSS JOIN LATERAL (SELECT * FROM organization.persons WHERE id = n.person_id OFFSET 0) p -- OFFSET: one by one, not all people
		WHERE r.roster_id = ? AND r.agency_id = ? AND r.number = n.number`, pgdialect.Array(numbers), pgdialect.Array(personsOf(rows)), roster.ID, roster.AgencyID)
	return err
}
