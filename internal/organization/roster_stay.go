package organization

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// mustStay says, by the number of the row, why a row cannot be taken back.
func (s *Service) mustStay(ctx context.Context, tx bun.Tx, world *rosterWorld, roster *Roster, rows []RosterRow) (map[int]string, error) {
	people := personsOf(rows)
	same, err := listUnchanged(ctx, tx, *roster, people)
	if err != nil {
		return nil, err
	}
	uses, err := accountUses(ctx, tx, world.scope, people)
	if err != nil {
		return nil, err
	}
	resting, err := listResting(ctx, tx, people)
	if err != nil {
		return nil, err
	}
	sealed, err := s.listSealedSince(ctx, tx, world, *roster, people)
	if err != nil {
		return nil, err
	}
	kept := map[int]string{}
	for _, row := range rows {
		use := uses[*row.PersonID]
		switch {
		case row.Verdict == RowNew && use.UsedBefore, roster.CommittedAt != nil && use.LastSignInAt.After(*roster.CommittedAt):
			kept[row.Number] = "undo.signed_in"
		case row.Verdict == RowNew && resting[*row.PersonID] != "":
			kept[row.Number] = resting[*row.PersonID]
		case !same[*row.PersonID]:
			kept[row.Number] = "undo.changed"
		case sealed[*row.PersonID]:
			kept[row.Number] = "undo.sealed"
		}
	}
	return kept, nil
}

// listUnchanged returns who is as the roster left them.
func listUnchanged(ctx context.Context, tx bun.IDB, roster Roster, people []uuid.UUID) (map[uuid.UUID]bool, error) {
	var ids []uuid.UUID
	err := tx.NewRaw(`SELECT r.person_id FROM organization.roster_rows r
		CROSS JOIN LATERAL (SELECT `+imageOf+` AS image FROM organization.persons p WHERE p.id = r.person_id OFFSET 0) i -- OFFSET: one by one, not all people
		WHERE r.roster_id = ? AND r.agency_id = ? AND r.applied AND r.person_id IN (?) AND r.after = i.image`, roster.ID, roster.AgencyID, bun.List(people)).Scan(ctx, &ids)
	same := make(map[uuid.UUID]bool, len(ids))
	for _, id := range ids {
		same[id] = true
	}
	return same, err
}

// listSealedSince returns whose postings an undo would change on days of periods that were sealed after the list was
// checked. Of those sealed before, the list has changed none.
func (s *Service) listSealedSince(ctx context.Context, tx bun.IDB, world *rosterWorld, roster Roster, people []uuid.UUID) (map[uuid.UUID]bool, error) {
	if len(world.closed) == 0 {
		return nil, nil
	}
	before, err := s.links.Closed(ctx, tx, earliestPosting, Day(roster.CreatedAt))
	since := slices.DeleteFunc(slices.Clone(world.closed), func(p ClosedPeriod) bool {
		return slices.ContainsFunc(before, func(known ClosedPeriod) bool { return known.ID == p.ID })
	})
	if err != nil || len(since) == 0 {
		return nil, err
	}
	var are, were []Posting
	if err := tx.NewSelect().Model(&are).Where("person_id IN (?)", bun.List(people)).Scan(ctx); err != nil {
		return nil, err
	}
	err = tx.NewRaw(`SELECT b.* FROM organization.roster_rows r, jsonb_populate_recordset(NULL::organization.postings, r.before->'postings') b
		WHERE r.roster_id = ? AND r.agency_id = ? AND r.applied AND r.person_id IN (?)`, roster.ID, roster.AgencyID, bun.List(people)).Scan(ctx, &were)
	now, then := byPerson(are), byPerson(were)
	sealed := map[uuid.UUID]bool{}
	for _, person := range people {
		_, lines := reachOf(now[person], then[person], since)
		sealed[person] = len(lines) > 0
	}
	return sealed, err
}

func byPerson(postings []Posting) map[uuid.UUID][]Posting {
	by := map[uuid.UUID][]Posting{}
	for _, p := range postings {
		by[p.PersonID] = append(by[p.PersonID], p)
	}
	return by
}

// accountUse is what an undo asks of an account.
type accountUse struct {
	PersonID     uuid.UUID
	LastSignInAt time.Time
	UsedBefore   bool // somebody signed in with it, or it has a password
}

func accountUses(ctx context.Context, tx bun.Tx, scope postgres.Scope, people []uuid.UUID) (map[uuid.UUID]accountUse, error) {
	uses := map[uuid.UUID]accountUse{}
	err := eachAccountBatch(ctx, tx, scope, people, func(ctx context.Context, part []uuid.UUID) error {
		var rows []accountUse
		err := tx.NewRaw(`SELECT person_id, COALESCE(last_sign_in_at, 'epoch') AS last_sign_in_at, used_before
			FROM organization.slip_states WHERE person_id IN (?)`, bun.List(part)).Scan(ctx, &rows)
		for _, r := range rows {
			uses[r.PersonID] = r
		}
		return err
	})
	return uses, err
}

// listResting returns on whom rows of other tables rest, by the foreign keys to persons: whatever
// domain has them, now or later. What the roster itself writes is left out.
func listResting(ctx context.Context, tx bun.IDB, people []uuid.UUID) (map[uuid.UUID]string, error) {
	var references []struct{ Schema, Name, Field string }
	err := tx.NewRaw(`SELECT n.nspname AS schema, c.relname AS name, a.attname AS field
		FROM pg_constraint f
		JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = f.conkey[1]
		WHERE f.contype = 'f' AND f.confrelid = 'organization.persons'::regclass AND f.conparentid = 0
		AND NOT (n.nspname = 'organization' AND c.relname IN ('postings', 'class_members', 'person_tokens'))`).Scan(ctx, &references)
	resting := map[uuid.UUID]string{}
	for _, r := range references {
		var ids []uuid.UUID
		if err == nil {
			err = tx.NewRaw("SELECT DISTINCT ? FROM ?.? WHERE ? IN (?)", bun.Ident(r.Field), bun.Ident(r.Schema), bun.Ident(r.Name), bun.Ident(r.Field), bun.List(people)).Scan(ctx, &ids)
		}
		for _, id := range ids {
			resting[id] = "undo.used"
			if r.Schema == "learning" {
				resting[id] = "undo.learning"
			}
		}
	}
	return resting, err
}
