package demo

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/organization"
)

// loading is one run of Load inside its transaction.
type loading struct {
	db      *bun.DB
	tx      bun.Tx
	options Options
	batch   *batch
	since   time.Time // the last step was done
	rows    int64     // copied until then
}

// run builds the province step by step: what comes later refers to what came before.
func (l *loading) run(ctx context.Context) error {
	g, issuer, err := l.prepare(ctx)
	if err != nil {
		return err
	}
	l.done("agencies, plan and requirements")
	actors, err := g.populate(ctx)
	if err != nil {
		return err
	}
	if err := l.analyze(ctx); err != nil {
		return err
	}
	if err := addRecognitions(ctx, l.tx, g, actors); err != nil {
		return err
	}
	if err := addExemptions(ctx, l.tx, g, actors); err != nil {
		return err
	}
	if err := addHandIns(ctx, l.tx, g, actors); err != nil {
		return err
	}
	if err := openPracticeWeek(ctx, l.tx, g, actors, l.options.Secret); err != nil {
		return err
	}
	l.done("people and what they learned")
	if err := addClasses(ctx, l.tx, g, actors); err != nil {
		return err
	}
	l.done("training classes")
	if err := addLibrary(ctx, l.tx, g); err != nil {
		return err
	}
	if err := issueCertificates(ctx, l.tx, g, issuer); err != nil {
		return err
	}
	l.done("certificates")
	if err := addDeltas(ctx, l.tx); err != nil {
		return err
	}
	l.done("figures")
	if err := openAccounts(ctx, l.db, l.tx, actors); err != nil {
		return err
	}
	if err := addRosters(ctx, l.tx, g, actors); err != nil {
		return err
	}
	l.done("accounts")
	if err := l.recordGrants(ctx, actors); err != nil {
		return err
	}
	return audit.RecordTx(ctx, l.tx, audit.Entry{ActorRole: "operator", Action: "load_demonstration", ObjectType: "installation",
		After: map[string]any{"people": l.options.People, "seed": l.options.Seed}})
}

// recordGrants notes the roles of the cast in the audit log, as the platform does for every grant.
func (l *loading) recordGrants(ctx context.Context, actors []uuid.UUID) error {
	var rows []struct {
		PersonID, AgencyID            uuid.UUID
		Role, Agency, Start, Document string
	}
	err := l.tx.NewRaw(`SELECT g.person_id, g.agency_id, g.role, v.name AS agency, g.valid_from::text AS start, g.document FROM organization.grants g
		JOIN organization.agency_versions v ON v.agency_id = g.agency_id AND v.valid_to IS NULL WHERE g.person_id IN (?) ORDER BY g.id`, bun.List(actors)).Scan(ctx, &rows)
	if err != nil {
		return err
	}
	for _, r := range rows {
		err := audit.RecordTx(ctx, l.tx, audit.Entry{ActorRole: "operator", AgencyID: r.AgencyID, Action: "grant_role", ObjectType: "account", ObjectID: r.PersonID,
			After: map[string]any{"role": r.Role, "agency": r.Agency, "from": r.Start, "document": r.Document}})
		if err != nil {
			return err
		}
	}
	return nil
}

// prepare writes the tree, the plan, the issuer and the requirements, and returns who makes the
// people.
func (l *loading) prepare(ctx context.Context) (*generator, uuid.UUID, error) {
	courses, practice, err := loadCourses(ctx, l.tx)
	if err != nil {
		return nil, uuid.Nil, err
	}
	tree, err := buildTree(l.options.Seed)
	if err != nil {
		return nil, uuid.Nil, err
	}
	now := l.options.Today.UTC().Truncate(time.Second)
	cal := newCalendar(now, organization.Day(now))
	d := newDice(l.options.Seed, "plan", 0)
	tree.write(l.batch)
	issuer := addIssuer(l.batch, tree, d)
	campaigns := newCampaigns(courses[0], cal, d)
	addCampaigns(l.batch, tree, campaigns)
	if err := l.batch.flush(ctx); err != nil {
		return nil, uuid.Nil, err
	}
	if err := l.analyze(ctx); err != nil {
		return nil, uuid.Nil, err
	}
	if err := storePlan(ctx, l.tx, tree, d); err != nil {
		return nil, uuid.Nil, err
	}
	if err := addTargets(ctx, l.tx, l.batch, tree, courses[0], cal, newDice(l.options.Seed, "targets", 0), l.options.People); err != nil {
		return nil, uuid.Nil, err
	}
	if err := organization.RebuildClosureTx(ctx, l.tx); err != nil {
		return nil, uuid.Nil, err
	}
	if err := organization.JournalLoadedEventsTx(ctx, l.tx, uuid.Nil, now); err != nil {
		return nil, uuid.Nil, err
	}
	return &generator{seed: l.options.Seed, people: l.options.People, detail: l.options.People <= detailLimit, cal: cal, tree: tree,
		courses: courses, practice: practice, campaigns: campaigns, batch: l.batch}, issuer, nil
}

// analyze tells the planner how much was copied: after a load that was killed it may hold every table for empty,
// and this load would take many times as long.
func (l *loading) analyze(ctx context.Context) error {
	names := []string{"organization.agency_closure"} // follows from what was copied
	for to, n := range l.batch.copied {
		if n > 0 {
			names = append(names, to.schema+"."+to.name)
		}
	}
	_, err := l.tx.ExecContext(ctx, "ANALYZE "+strings.Join(names, ", "))
	return err
}

// done tells that a step is done.
func (l *loading) done(name string) {
	var rows int64
	for _, n := range l.batch.copied {
		rows += n
	}
	l.options.Done(Step{Name: name, Rows: rows - l.rows, Took: time.Since(l.since)})
	l.rows, l.since = rows, time.Now()
}
