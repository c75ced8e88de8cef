package learning

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/organization"
)

func (w *world) follow(t *testing.T, do func(ctx context.Context, tx bun.Tx) error) error {
	t.Helper()
	return w.owner.RunInTx(t.Context(), nil, do)
}

// lines shows every version of every requirement with its rules.
func (w *world) lines(t *testing.T) []string {
	t.Helper()
	var rows []string
	err := w.owner.NewRaw(`SELECT r.starts_on || ' ' || COALESCE(r.ends_on::text, '-') || ' ' || r.due_on || ' v' || r.version || ' ' || (SELECT string_agg(v.name, '+' ORDER BY v.name)
		FROM learning.requirement_rules u JOIN organization.agency_versions v ON v.agency_id = u.agency_id WHERE u.requirement_id = r.id) AS line
		FROM learning.requirements r ORDER BY 1`).Scan(t.Context(), &rows)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// A requirement at an ended agency goes on at its successor from the day of the event, under the name of
// the event's document; taken back, it is what it was.
func TestRedirectRequirements(t *testing.T) {
	t.Parallel()
	w := setup(t)
	agencyC := w.agency(t, "Sở C")
	w.require(t, w.agencyA, nil, "2026-01-01", "2026-03-31", "KH 1")
	w.require(t, w.agencyA, nil, "2026-01-01", "2026-12-31", "KH 2")
	w.require(t, w.agencyB, nil, "2026-01-01", "2026-12-31", "KH 3")
	before := w.lines(t)
	f, event := FollowAgencies(), uuid.New()
	s := organization.Succession{EventID: event, OccurredOn: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC), Document: "NQ 01", Ended: []uuid.UUID{w.agencyA},
		Targets: []uuid.UUID{w.agencyB, agencyC}, Receiver: agencyC}
	err := w.follow(t, func(ctx context.Context, tx bun.Tx) error {
		n, err := f.Count(ctx, tx, s)
		if n != 2 {
			t.Errorf("%d requirements are counted", n)
		}
		if err == nil {
			err = f.Apply(ctx, tx, s)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2026-01-01 - 2026-12-31 v1 Sở B", "2026-01-01 2026-07-01 2026-03-31 v1 Sở A", "2026-01-01 2026-07-01 2026-12-31 v1 Sở A",
		"2026-07-01 - 2026-07-01 v2 Sở B+Sở C", "2026-07-01 - 2026-12-31 v2 Sở B+Sở C"}
	if diff := cmp.Diff(want, w.lines(t)); diff != "" {
		t.Error(diff)
	}
	if n := w.count(t, `SELECT count(*) FROM learning.requirements WHERE change_reason LIKE '%NQ 01%' AND agency_id = ?`, agencyC); n != 2 {
		t.Errorf("%d versions name the document", n)
	}
	back := func() error {
		return w.follow(t, func(ctx context.Context, tx bun.Tx) error { return f.Reverse(ctx, tx, event) })
	}
	w.exec(t, `UPDATE learning.requirements SET ends_on = '2026-09-01' WHERE version = 2 AND due_on = '2026-12-31'`)
	if err := back(); !errors.Is(err, organization.ErrEventBuiltUpon) {
		t.Errorf("changed since: %v", err)
	}
	w.exec(t, `UPDATE learning.requirements SET ends_on = NULL WHERE version = 2`)
	if err := back(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, w.lines(t)); diff != "" {
		t.Error(diff)
	}
}
