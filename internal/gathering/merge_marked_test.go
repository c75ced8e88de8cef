package gathering

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/identity"
	"taphuan/internal/organization"
	"taphuan/internal/outbox"
)

// TestMergeKeepsMarks: two entries of one person stand in one class. The one that was called is never merged
// away, so no mark is lost and nothing is half done; the other one goes into it.
func TestMergeKeepsMarks(t *testing.T) {
	w := setup(t)
	keys, err := identity.NewKeys(make([]byte, 32))
	w.must(err)
	accounts, err := identity.New(identity.Options{DB: w.db, Keys: keys, PublicURL: "http://localhost", Log: slog.New(slog.DiscardHandler)})
	w.must(err)
	unsealed := organization.Links{
		Closed: func(context.Context, bun.IDB, time.Time, time.Time) ([]organization.ClosedPeriod, error) {
			return nil, nil
		},
		Restate: func(context.Context, bun.IDB, []organization.Restatement) error { return nil }}
	people := organization.New(w.db, accounts, &outbox.Outbox{}, unsealed, func() time.Time { return w.now })
	people.FollowPeople(PersonFacts())
	called, other := w.person(w.a).PersonID, w.person(w.a).PersonID
	class := w.open(w.plan(2))
	w.call(class, called, other)
	marked := w.participant(class, called)
	w.now = today.Add(3 * time.Hour)
	_, err = w.service.RecordMarks(t.Context(), w.focalA, RecordMarks{ClassID: class.ID, SessionID: w.sessions(class)[0].ID,
		Marks: []Mark{{ID: audit.NewID(), ParticipantID: marked, State: Present, MarkedAt: w.now}}})
	w.must(err)
	marks := w.count("SELECT count(*) FROM gathering.attendance_marks")
	keeper := w.grant(w.person(w.a), access.FocalPoint, w.a, w.a)
	_, err = people.MergePeople(t.Context(), keeper, organization.MergePeople{Kept: other, Merged: called, Reason: "Một người được nhập hai lần"})
	if !errors.Is(err, ErrMergeMarked) {
		t.Fatalf("the entry that was called goes: %v", err)
	}
	if n := w.count("SELECT count(*) FROM gathering.participants WHERE class_id = ?", class.ID); n != 2 || w.count("SELECT count(*) FROM organization.person_merges") != 0 {
		t.Errorf("%d places after a refused merge", n)
	}
	_, err = people.MergePeople(t.Context(), keeper, organization.MergePeople{Kept: called, Merged: other, Reason: "Một người được nhập hai lần"})
	w.must(err)
	if n := w.count("SELECT count(*) FROM gathering.attendance_marks WHERE participant_id = ?", marked); n != marks || n == 0 {
		t.Errorf("%d marks of %d are left", n, marks)
	}
	if n := w.count("SELECT count(*) FROM gathering.participants WHERE class_id = ?", class.ID); n != 1 {
		t.Errorf("%d places after the merge", n)
	}
}
