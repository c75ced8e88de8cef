package doctor

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/migrations"
)

const (
	oldestMajor, newestMajor = 15, 18
	// databaseLimit bounds all questions to the database.
	databaseLimit = 15 * time.Second
	// clockWarning and clockError are how far the two clocks may be apart: deadlines of tests are
	// by the database's clock, sessions by the machine's.
	clockWarning = 2 * time.Second
	clockError   = time.Minute
)

func (m Machine) examineDatabase(ctx context.Context) []Finding {
	ctx, cancel := context.WithTimeout(ctx, databaseLimit)
	defer cancel()
	db, err := postgres.OpenAsOwner(ctx, m.Database)
	if err != nil {
		return []Finding{fail("database", err.Error(), "start PostgreSQL, and check DATABASE_URL, pg_hba.conf and the firewall")}
	}
	defer db.Close()
	findings := []Finding{serverVersion(ctx, db), collation(ctx, db), m.role(ctx, db), m.clock(ctx, db)}
	schema := pending(ctx, db)
	findings = append(findings, schema)
	if schema.Level != OK {
		return append(findings, m.secretKey(false))
	}
	return append(findings, mode(ctx, db), m.secretKey(hasAccounts(ctx, db)), m.mediaFiles(ctx, db))
}

func failed(check string, err error) Finding {
	return fail(check, "the check failed: "+err.Error(), "see PostgreSQL's log")
}

func serverVersion(ctx context.Context, db *bun.DB) Finding {
	var number int
	var version, encoding string
	err := db.QueryRowContext(ctx, "SELECT current_setting('server_version_num')::int, current_setting('server_version'), current_setting('server_encoding')").Scan(&number, &version, &encoding)
	switch major := number / 10000; {
	case err != nil:
		return failed("database", err)
	case major < oldestMajor:
		return fail("database", "PostgreSQL "+version+" is too old", fmt.Sprintf("use PostgreSQL %d to %d", oldestMajor, newestMajor))
	case encoding != "UTF8":
		return fail("database", "its encoding is "+encoding, "create the database with ENCODING 'UTF8'")
	case major > newestMajor:
		return warn("database", "PostgreSQL "+version+" is newer than this program has been tested with", fmt.Sprintf("use PostgreSQL %d to %d", oldestMajor, newestMajor))
	}
	return ok("database", "PostgreSQL %s answers", version)
}

func collation(ctx context.Context, db *bun.DB) Finding {
	var exists bool
	err := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM pg_collation WHERE collname = 'vi-x-icu')").Scan(&exists)
	switch {
	case err != nil:
		return failed("collation", err)
	case !exists:
		return fail("collation", "there is no vi-x-icu, by which Vietnamese names are sorted", "use a PostgreSQL built with ICU, such as Debian's")
	}
	return ok("collation", "vi-x-icu is there")
}

// role says whether row-level security will bind the server's connections.
func (m Machine) role(ctx context.Context, db *bun.DB) Finding {
	var user string
	var exists, member, bypasses bool
	err := db.QueryRowContext(ctx, `SELECT current_user, EXISTS (SELECT FROM pg_roles WHERE rolname = ?0),
		COALESCE((SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = ?0), false),
		(SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)`, postgres.AppRole).Scan(&user, &exists, &member, &bypasses)
	switch {
	case err != nil:
		return failed("role", err)
	case !exists && bypasses:
		return fail("role", "the role "+postgres.AppRole+" does not exist and "+user+" would bypass row-level security", "run 'taphuan migrate' as a user who may create roles")
	case !exists:
		return ok("role", "%s is bound by row-level security (there is no %s)", user, postgres.AppRole)
	case !member:
		return fail("role", user+" may not act as "+postgres.AppRole, "as a superuser: GRANT "+postgres.AppRole+" TO "+user)
	case bypasses && m.Config.DatabaseURL != "":
		return warn("role", user+" is a superuser or has BYPASSRLS; connections act as "+postgres.AppRole+", migrations and backups do not", "use an ordinary user who owns the database")
	}
	return ok("role", "connections of %s act as %s", user, postgres.AppRole)
}

func (m Machine) clock(ctx context.Context, db *bun.DB) Finding {
	var there time.Time
	before := m.Now()
	if err := db.QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&there); err != nil {
		return failed("clock", err)
	}
	after := m.Now()
	apart := there.Sub(before.Add(after.Sub(before) / 2)).Abs()
	text := fmt.Sprintf("this machine and the database are %s apart", apart.Round(time.Millisecond))
	switch {
	case apart > clockError:
		return fail("clock", text, "set both clocks by NTP (timedatectl set-ntp true)")
	case apart > clockWarning:
		return warn("clock", text, "set both clocks by NTP (timedatectl set-ntp true)")
	}
	return ok("clock", "%s", text)
}

// pending compares the migrations of the database with those of this program.
func pending(ctx context.Context, db *bun.DB) Finding {
	var exists bool
	if err := db.QueryRowContext(ctx, "SELECT to_regclass('public.bun_migrations') IS NOT NULL").Scan(&exists); err != nil {
		return failed("schema", err)
	}
	var applied, missing []string
	if exists {
		if err := db.NewRaw("SELECT name FROM public.bun_migrations").Scan(ctx, &applied); err != nil {
			return failed("schema", err)
		}
	}
	for _, known := range migrations.All.Sorted() {
		if at := slices.Index(applied, known.Name); at >= 0 {
			applied = slices.Delete(applied, at, at+1)
		} else {
			missing = append(missing, known.Name+"_"+known.Comment)
		}
	}
	switch {
	case len(applied) > 0:
		return fail("schema", "the database is newer than this program (migration "+strings.Join(applied, ", ")+")", "start the newer program, or restore the backup from before the upgrade")
	case len(missing) > 0:
		return fail("schema", fmt.Sprintf("%s, the first %s", fault.Counted(len(missing), "migration is pending", "migrations are pending"), missing[0]), "take a backup, then run 'taphuan migrate'")
	}
	return ok("schema", "every migration is applied")
}

func mode(ctx context.Context, db *bun.DB) Finding {
	var mode string
	if err := db.QueryRowContext(ctx, "SELECT COALESCE((SELECT mode FROM instance.settings), '')").Scan(&mode); err != nil {
		return failed("mode", err)
	}
	if mode == "" {
		return warn("mode", "nobody can sign in yet", "run 'taphuan user create-admin', or 'taphuan restore'")
	}
	return ok("mode", "this is a %s installation", mode)
}

func hasAccounts(ctx context.Context, db *bun.DB) bool {
	var any bool
	err := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM identity.accounts)").Scan(&any)
	return err == nil && any
}
