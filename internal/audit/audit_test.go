package audit_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// TestAnybodyAppendsFewRead: a learner's own act is recorded in the learner's scope, and the log
// is read by the agency whose affair it is, not by another; what was done with an account is also
// read by whose account it is, and nothing else by whoever acted.
func TestAnybodyAppendsFewRead(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	person, agency := uuid.New(), uuid.New()
	ctx := fault.WithRequestID(t.Context(), "request")
	err := db.RunInTx(ctx, postgres.Persons(person), func(ctx context.Context, tx bun.Tx) error {
		for _, object := range []string{"account", "roster"} {
			err := audit.RecordTx(ctx, tx, audit.Entry{ActorID: person, ActorRole: "learner", AgencyID: agency, Action: "change_password",
				ObjectType: object, ObjectID: person, After: map[string]int{"n": 1}})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		scope postgres.Scope
		want  int
	}{"own agency": {postgres.Agencies(agency), 2}, "other agency": {postgres.Agencies(uuid.New()), 0}, "whose account": {postgres.Persons(person), 1},
		"another person": {postgres.Persons(uuid.New()), 0}, "nobody": {postgres.Nobody(), 0}} {
		var n int
		err := db.Read(t.Context(), c.scope, func(ctx context.Context, tx bun.Tx) error {
			return tx.NewRaw(`SELECT count(*) FROM audit.entries WHERE request_id = 'request' AND after = '{"n": 1}'`).Scan(ctx, &n)
		})
		if err != nil || n != c.want {
			t.Errorf("%s: %d entries, %v; want %d", name, n, err, c.want)
		}
	}
}

// TestReads: an opening is told to the person, once an hour, and never one's own look.
func TestReads(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	reader, agency, person := uuid.New(), uuid.New(), uuid.New()
	for range 2 {
		err := db.RunInTx(t.Context(), postgres.Agencies(agency), func(ctx context.Context, tx bun.Tx) error {
			return audit.RecordReadsTx(ctx, tx, reader, agency, "people_list", []uuid.UUID{person, reader})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	err := db.Read(t.Context(), postgres.Persons(person), func(ctx context.Context, tx bun.Tx) error {
		reads, total, err := audit.ListReads(ctx, tx, []uuid.UUID{person}, 10, 0)
		if err == nil && (total != 1 || reads[0].ReaderID != reader || reads[0].What != "people_list") {
			t.Errorf("%d reads: %+v", total, reads)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestLeaf: a commitment binds its text and its salt.
func TestLeaf(t *testing.T) {
	t.Parallel()
	salt, other := make([]byte, 32), append(make([]byte, 31), 1)
	leaf := string(audit.Leaf(salt, []byte("a")))
	if leaf == string(audit.Leaf(salt, []byte("b"))) || leaf == string(audit.Leaf(other, []byte("a"))) {
		t.Error("two acts have one leaf")
	}
}
