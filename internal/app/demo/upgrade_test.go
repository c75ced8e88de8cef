package demo

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/migrate"

	"taphuan/internal/organization"
	"taphuan/migrations"
)

// asBefore lets some statements run in the schema that stood before a migration, and then brings the
// database up again.
func asBefore(t *testing.T, db *bun.DB, migration string, statements ...string) {
	t.Helper()
	ctx := context.Background()
	all := migrations.All.Sorted()
	place := slices.IndexFunc(all, func(m migrate.Migration) bool { return m.Name == migration })
	if place < 0 {
		t.Fatalf("there is no migration %s", migration)
	}
	goBackTo(t, db, place)
	for _, statement := range statements {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if _, err := migratorOf(db, all).Migrate(ctx); err != nil {
		t.Fatal(err)
	}
}

// A merge of a version that kept attendances beside the marks, and one word in each token, is undone by this
// version, and both people are found by all their words again.
func TestMergeOfAnOlderVersionIsUndone(t *testing.T) {
	t.Parallel()
	p := loadProvince(t)
	var marked []uuid.UUID
	p.read(t, &marked, `SELECT m.person_id FROM gathering.attendances m JOIN organization.persons p ON p.id = m.person_id
		WHERE m.person_id NOT IN (SELECT person_id FROM organization.grants) GROUP BY m.person_id ORDER BY m.person_id`)
	i := slices.IndexFunc(p.kinds[organization.Officer], func(id uuid.UUID) bool { return !slices.Contains(marked, id) })
	kept, gone := p.kinds[organization.Officer][i], marked[0]
	before := p.state(t, kept, gone)
	m, err := p.MergePeople(t.Context(), p.keeper, organization.MergePeople{Kept: kept, Merged: gone, Reason: "Một người được nhập hai lần"})
	if err != nil {
		t.Fatal(err)
	}
	asBefore(t, p.owner, "20261129061500",
		`INSERT INTO organization.merge_changes (merge_id, step, number, person_id, table_name, key, before, after)
			SELECT g.id, (SELECT max(step) + 1 FROM organization.merge_changes), row_number() OVER (), g.kept_id, 'gathering.attendances', jsonb_build_object('session_id', a.session_id, 'participant_id', a.participant_id),
				jsonb_build_object('person_id', g.merged_id), jsonb_build_object('person_id', g.kept_id)
			FROM organization.person_merges g JOIN gathering.attendances a ON a.person_id = g.kept_id`,
		`DELETE FROM organization.merge_changes WHERE table_name = 'organization.person_tokens' AND before ->> 'token' LIKE '~%'`,
		`DELETE FROM organization.merge_changes c USING organization.merge_changes d WHERE c.table_name = 'organization.person_tokens' AND d.table_name = c.table_name AND d.merge_id = c.merge_id
			AND d.before - 'token' = c.before - 'token' AND split_part(d.before ->> 'token', ' ', 1) = split_part(c.before ->> 'token', ' ', 1) AND (d.step, d.number) < (c.step, c.number)`,
		`UPDATE organization.merge_changes SET key = key || token, before = before || token
			FROM (SELECT merge_id AS merge, number AS n, step AS s, jsonb_build_object('token', split_part(before ->> 'token', ' ', 1)) AS token FROM organization.merge_changes) old
			WHERE merge = merge_id AND n = number AND s = step AND table_name = 'organization.person_tokens'`)
	if err := p.UndoMerge(t.Context(), p.keeper, m.ID, "Là hai người khác nhau"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, p.state(t, kept, gone)); diff != "" {
		t.Errorf("undoing does not restore: %s", diff)
	}
}

// Events that were applied before they had numbers are numbered by their time, wherever a later change has
// moved them in the table.
func TestEventsOfAnOlderVersionKeepTheirOrder(t *testing.T) {
	t.Parallel()
	url := loaded.URL(t)
	owner := asOwner(t, url)
	asBefore(t, owner, "20261129140700",
		`UPDATE organization.agency_event_applications a SET applied_at = applied_at + o.place * interval '1 minute'
			FROM (SELECT event_id, row_number() OVER (ORDER BY event_id) AS place FROM organization.agency_event_applications) o WHERE o.event_id = a.event_id`,
		`UPDATE organization.agency_event_applications SET followed_at = now() WHERE event_id = (SELECT event_id FROM organization.agency_event_applications ORDER BY applied_at LIMIT 1)`)
	if n := number(t, owner, "SELECT count(*) FROM organization.agency_event_applications"); n < 2 {
		t.Fatalf("%d events tell no order", n)
	}
	wrong := number(t, owner, `SELECT count(*) FROM (SELECT number, row_number() OVER (ORDER BY applied_at) AS place FROM organization.agency_event_applications) o WHERE number <> place`)
	if wrong > 0 {
		t.Errorf("%d events are numbered otherwise than they were applied", wrong)
	}
}
