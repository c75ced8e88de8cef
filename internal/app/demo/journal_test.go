package demo

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/identity"
	"taphuan/internal/organization"
	"taphuan/internal/pgtest"
)

// TestLoadedEventsAreReversible: the events of the demonstration have a journal by which all of them go back,
// the latest first, as long as nobody works there; what rests on one is named. The rooms of the communes came
// with the tree and keep their communes standing.
func TestLoadedEventsAreReversible(t *testing.T) {
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	tree, err := buildTree(1)
	must(err)
	conn, err := owner.Conn(ctx)
	must(err)
	defer conn.Close()
	b := newBatch(conn)
	tree.write(b)
	must(b.flush(ctx))
	must(organization.RebuildClosureTx(ctx, owner))
	must(organization.JournalLoadedEventsTx(ctx, owner, uuid.Nil, testDay))
	count := number(t, owner, "SELECT count(*) FROM organization.agency_events")
	if n := number(t, owner, "SELECT count(DISTINCT event_id) FROM organization.agency_event_changes"); n != count || count < 100 {
		t.Fatalf("%d of %d events have written something", n, count)
	}

	keys, err := identity.NewKeys(make([]byte, 32))
	must(err)
	accounts, err := identity.New(identity.Options{DB: db, Keys: keys, PublicURL: "http://localhost", Log: slog.New(slog.DiscardHandler)})
	must(err)
	links := organization.Links{
		Closed: func(context.Context, bun.IDB, time.Time, time.Time) ([]organization.ClosedPeriod, error) {
			return nil, nil
		},
		Restate: func(context.Context, bun.IDB, []organization.Restatement) error { return nil }}
	events := organization.NewAgencyEvents(organization.New(db, accounts, nil, links, func() time.Time { return testDay }))
	root := tree.byCode["51"]
	who := access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.StandingAgency, AgencyID: root, Agencies: []uuid.UUID{root}}}}
	reverse := func(id uuid.UUID) error {
		_, err := events.ReverseAgencyEvent(ctx, who, organization.ReverseAgencyEvent{EventID: id, Reason: "nạp lại danh mục"})
		return err
	}

	var merge uuid.UUID
	must(owner.NewRaw(`SELECT t.event_id FROM organization.agency_event_targets t JOIN organization.agency_events e ON e.id = t.event_id AND e.kind = 'merge'
		JOIN organization.agency_versions v ON v.agency_id = t.agency_id WHERE v.code = '21085'`).Scan(ctx, &merge))
	if err := reverse(merge); !errors.Is(err, organization.ErrEventBuiltUpon) {
		t.Errorf("the merger under which rooms stand: %v", err)
	}
	_, err = owner.ExecContext(ctx, `DELETE FROM organization.agency_closure; DELETE FROM organization.agency_versions v WHERE kind = 'unit'
		OR kind = 'police' AND valid_from = '2025-07-01'`)
	must(err)
	var ids []uuid.UUID
	must(owner.NewRaw("SELECT event_id FROM organization.agency_event_applications ORDER BY number DESC").Scan(ctx, &ids))
	for _, id := range ids {
		if err := reverse(id); err != nil {
			t.Fatalf("%s: %v: %s", names(t, owner, "SELECT kind || ' ' || legal_document || ' ' || occurred_on FROM organization.agency_events WHERE id = ?", id), err, fault.From(err).Text.VI)
		}
	}
	if n := number(t, owner, "SELECT count(*) FROM organization.agency_versions WHERE valid_to IS NOT NULL OR valid_from > '2020-01-01'"); n != 0 {
		t.Errorf("%d versions are not as they were before any event", n)
	}
	if n := number(t, owner, "SELECT count(*) FROM organization.agency_events"); n != 0 {
		t.Errorf("%d events are left", n)
	}
}
