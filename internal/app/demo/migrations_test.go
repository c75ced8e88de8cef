package demo

import (
	"context"
	"slices"
	"testing"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/migrate"

	"taphuan/internal/pgtest"
	"taphuan/migrations"
)

// leftBehind are what a merged migration does not put back as it was; nothing fails for want
// of them, and they are right again once the migrations have come again.
var leftBehind = map[string]string{
	"constraint learning.requirements requirements_check5":         "20261124090000 leaves a check that every row keeps",
	"constraint learning.requirements requirements_staffing_check": "20261124090000 does not make it again",
	"index learning.requirements_by_course":                        "20261124090000 does not make it again",
	"routine scope.protect_facts(regclass)":                        "20261101000300 does not drop it; 20261101000000 does, with its schema",
}

// TestMigrationsGoDownAndUp takes every migration back, the newest first, from a province with people, and
// then brings the schema up again. After each step the schema must be the one that a new database has there.
func TestMigrationsGoDownAndUp(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	all := migrations.All.Sorted()
	want := schemas(t, all)
	url := loaded.URL(t)
	owner := asOwner(t, url)
	for i := len(all) - 1; i >= 0; i-- {
		goBackTo(t, owner, i)
		for _, name := range differing(want[i], schemaOf(t, owner)) {
			if leftBehind[name] == "" {
				t.Errorf("%s went back and left another %s", all[i].Name, name)
			}
		}
	}
	for i := range all {
		if _, err := migratorOf(owner, all[:i+1]).Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		for _, name := range differing(want[i+1], schemaOf(t, owner)) {
			t.Errorf("%s came again and made another %s", all[i].Name, name)
		}
	}
}

// differing are the names of what two schemas do not define alike, in order.
func differing(a, b map[string]string) []string {
	var names []string
	for name, definition := range a {
		if other, ok := b[name]; !ok || other != definition {
			names = append(names, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func migratorOf(db *bun.DB, some migrate.MigrationSlice) *migrate.Migrator {
	list := migrate.NewMigrations()
	for _, m := range some {
		list.Add(m)
	}
	return migrate.NewMigrator(db, list, migrate.WithMarkAppliedOnSuccess(true))
}

// goBackTo takes migrations back until so many of the first are left.
func goBackTo(t *testing.T, db *bun.DB, left int) {
	t.Helper()
	ctx := context.Background()
	all := migrations.All.Sorted()
	if _, err := db.ExecContext(ctx, "UPDATE bun_migrations SET group_id = id"); err != nil { // so that they go back one by one
		t.Fatal(err)
	}
	for n := number(t, db, "SELECT count(*) FROM bun_migrations"); n > left; n-- {
		if _, err := migratorOf(db, all).Rollback(ctx); err != nil {
			t.Fatal(err)
		}
	}
}

// schemas are those of a new database: before the first migration, after it, and so on.
func schemas(t *testing.T, all migrate.MigrationSlice) []map[string]string {
	t.Helper()
	ctx := context.Background()
	db := asOwner(t, pgtest.Empty(t))
	if err := migratorOf(db, all).Init(ctx); err != nil {
		t.Fatal(err)
	}
	list := []map[string]string{schemaOf(t, db)}
	for i := range all {
		if _, err := migratorOf(db, all[:i+1]).Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		list = append(list, schemaOf(t, db))
	}
	return list
}

// definitions are all that a schema of ours is made of, each by its name. Grants are left out: they are made
// at the end of a migration, whatever came before.
const definitions = `
WITH ours AS (SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'river')),
relations AS (SELECT c.* FROM pg_class c JOIN ours o ON o.oid = c.relnamespace)
SELECT 'schema ' || nspname, '' FROM ours
UNION ALL SELECT 'relation ' || c.oid::regclass, concat_ws(' ', c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, pg_get_partkeydef(c.oid),
		pg_get_expr(c.relpartbound, c.oid), (SELECT inhparent::regclass FROM pg_inherits WHERE inhrelid = c.oid), CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)
	FROM relations c WHERE c.relkind NOT IN ('i', 'I', 'S')
UNION ALL SELECT 'sequence ' || c.oid::regclass, s::text FROM relations c JOIN LATERAL (SELECT seqtypid::regtype, seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle FROM pg_sequence WHERE seqrelid = c.oid) s ON true
UNION ALL SELECT 'index ' || c.oid::regclass, pg_get_indexdef(c.oid) FROM relations c WHERE c.relkind IN ('i', 'I')
UNION ALL SELECT 'column ' || c.oid::regclass || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, a.attcollation::regcollation, pg_get_expr(d.adbin, d.adrelid))
	FROM relations c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind NOT IN ('i', 'I', 'S')
UNION ALL SELECT 'constraint ' || c.oid::regclass || ' ' || k.conname, pg_get_constraintdef(k.oid) FROM relations c JOIN pg_constraint k ON k.conrelid = c.oid
UNION ALL SELECT 'policy ' || c.oid::regclass || ' ' || p.polname, concat_ws(' ', p.polcmd, p.polpermissive, p.polroles, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) FROM relations c JOIN pg_policy p ON p.polrelid = c.oid
UNION ALL SELECT 'trigger ' || c.oid::regclass || ' ' || g.tgname, pg_get_triggerdef(g.oid) FROM relations c JOIN pg_trigger g ON g.tgrelid = c.oid AND NOT g.tgisinternal
UNION ALL SELECT 'routine ' || f.oid::regprocedure, pg_get_functiondef(f.oid) FROM pg_proc f JOIN ours o ON o.oid = f.pronamespace WHERE f.prokind IN ('f', 'p')
UNION ALL SELECT 'type ' || y.oid::regtype, concat_ws(' ', y.typtype, y.typbasetype::regtype) FROM pg_type y JOIN ours o ON o.oid = y.typnamespace WHERE y.typtype NOT IN ('b', 'c')
UNION ALL SELECT 'extension ' || extname, '' FROM pg_extension`

func schemaOf(t *testing.T, db *bun.DB) map[string]string {
	t.Helper()
	rows, err := db.QueryContext(context.Background(), definitions)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	schema := map[string]string{}
	for rows.Next() {
		var name, definition string
		if err := rows.Scan(&name, &definition); err != nil {
			t.Fatal(err)
		}
		schema[name] = definition
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return schema
}
