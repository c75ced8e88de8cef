package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/instance"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

const (
	usualPeople = 3000
	usualSeed   = 1905
	leastPeople = 500
	mostPeople  = 1_000_000
	// detailLimit is the number of people up to which papers and answers are kept.
	detailLimit = 20_000
)

// Options say which province to build. Zero values: 3,000 people, the present, the usual seed.
type Options struct {
	People int       // officers and students, 500 to 1,000,000; four fifths are officers
	Today  time.Time // the instant at which the story stops, from 2026 on
	Seed   uint64
	Done   func(Step) // told after each step; nil: nobody
}

// Step is a part of the loading that is done.
type Step struct {
	Name string
	Rows int64 // copied in this step
	Took time.Duration
}

// Errors of Load.
var (
	ErrNotEmpty   = errors.New("the demonstration loads only into an empty database: use another database")
	ErrProduction = errors.New("this database is in production and never becomes a demonstration: use another database")
)

func (o *Options) complete() error {
	if o.People == 0 {
		o.People = usualPeople
	}
	if o.Seed == 0 {
		o.Seed = usualSeed
	}
	if o.Today.IsZero() {
		o.Today = time.Now()
	}
	if o.Done == nil {
		o.Done = func(Step) {}
	}
	if o.People < leastPeople || o.People > mostPeople {
		return fmt.Errorf("a demonstration has %d to %d people, not %d", leastPeople, mostPeople, o.People)
	}
	if o.Today.Before(midnight(date(2026, 1, 1))) {
		return errors.New("the demonstration tells of 2025, so its day is in 2026 or later")
	}
	return nil
}

// IsEmpty reports whether the demonstration may be loaded: the migrated database holds no agency
// and nobody, and is not in production.
func IsEmpty(ctx context.Context, databaseURL string) (bool, error) {
	db, err := postgres.OpenAsOwner(ctx, databaseURL)
	if err != nil {
		return false, err
	}
	defer db.Close()
	err = checkEmpty(ctx, db)
	if errors.Is(err, ErrNotEmpty) || errors.Is(err, ErrProduction) {
		return false, nil
	}
	return err == nil, err
}

func checkEmpty(ctx context.Context, db bun.IDB) error {
	mode, err := instance.FindMode(ctx, db)
	if err != nil {
		return err
	}
	if mode == instance.Production {
		return ErrProduction
	}
	var filled bool
	err = db.NewRaw(`SELECT EXISTS (SELECT FROM organization.agencies) OR EXISTS (SELECT FROM organization.persons) OR EXISTS (SELECT FROM identity.accounts)
		OR EXISTS (SELECT FROM planning.plans) OR EXISTS (SELECT FROM learning.requirements)`).Scan(ctx, &filled)
	if err == nil && filled {
		return ErrNotEmpty
	}
	return err
}

// Load builds the province in a migrated database that holds the courses and nobody, in one
// transaction that also marks the installation as a demonstration for good. It connects as the
// owner of the tables. Errors: ErrNotEmpty, ErrProduction, one that names the cure when there is
// no course.
func Load(ctx context.Context, databaseURL string, o Options) error {
	if err := o.complete(); err != nil {
		return err
	}
	db, err := postgres.OpenAsOwner(ctx, databaseURL)
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := loadTx(ctx, db, conn, o); err != nil {
		return fmt.Errorf("load the demonstration: %w", err)
	}
	_, err = db.ExecContext(ctx, "ANALYZE")
	return err
}

func loadTx(ctx context.Context, db *bun.DB, conn bun.Conn, o Options) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(7218362)"); err != nil {
		return err
	}
	if err := checkEmpty(ctx, tx); err != nil {
		return err
	}
	if err := markDemonstration(ctx, tx); err != nil {
		return err
	}
	bound, err := loosenPolicies(ctx, tx)
	if err != nil {
		return err
	}
	l := &loading{db: db, tx: tx, options: o, batch: newBatch(conn), started: time.Now()}
	if err := l.run(ctx); err != nil {
		return err
	}
	if err := tightenPolicies(ctx, tx, bound); err != nil {
		return err
	}
	return tx.Commit()
}

func markDemonstration(ctx context.Context, tx bun.Tx) error {
	mode, err := instance.FindMode(ctx, tx)
	if err != nil || mode == instance.Demonstration {
		return err
	}
	return instance.SetModeTx(ctx, tx, instance.Demonstration)
}

// loading is one run of Load.
type loading struct {
	db      *bun.DB
	tx      bun.Tx
	options Options
	batch   *batch
	started time.Time
	rows    int64
}

func (l *loading) run(ctx context.Context) error {
	now := l.options.Today.UTC().Truncate(time.Second)
	cal := newCalendar(now, organization.Day(now))
	courses, err := loadCourses(ctx, l.tx)
	if err != nil {
		return err
	}
	tree, err := buildTree(l.options.Seed)
	if err != nil {
		return err
	}
	d := newDice(l.options.Seed, "plan", 0)
	tree.write(l.batch)
	issuer := addIssuer(l.batch, tree, d)
	campaigns := newCampaigns(courses[0], cal, d)
	addCampaigns(l.batch, tree, campaigns)
	if err := l.batch.flush(ctx); err != nil {
		return err
	}
	if err := storePlan(ctx, l.tx, tree, d); err != nil {
		return err
	}
	if err := organization.RebuildClosureTx(ctx, l.tx); err != nil {
		return err
	}
	l.step("agencies, plan and requirements")

	g := &generator{seed: l.options.Seed, people: l.options.People, detail: l.options.People <= detailLimit, cal: cal, tree: tree,
		courses: courses, campaigns: campaigns, batch: l.batch}
	actors, err := g.populate(ctx)
	if err != nil {
		return err
	}
	l.step("people and what they learned")
	registry, err := newRegistry(ctx, l.tx, g, issuer)
	if err != nil {
		return err
	}
	if err := registry.issueAll(ctx, l.tx); err != nil {
		return err
	}
	l.step("certificates")
	if err := addDeltas(ctx, l.tx); err != nil {
		return err
	}
	l.step("figures")
	if err := openAccounts(ctx, l.db, l.tx, actors); err != nil {
		return err
	}
	l.step("accounts")
	return audit.RecordTx(ctx, l.tx, audit.Entry{ActorRole: "operator", Action: "load_demonstration", ObjectType: "installation",
		After: map[string]any{"people": l.options.People, "seed": l.options.Seed}})
}

// step tells that a part is done.
func (l *loading) step(name string) {
	var rows int64
	for _, n := range l.batch.copied {
		rows += n
	}
	l.options.Done(Step{Name: name, Rows: rows - l.rows, Took: time.Since(l.started)})
	l.rows, l.started = rows, time.Now()
}
