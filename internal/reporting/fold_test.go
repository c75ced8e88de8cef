package reporting

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/audit"
)

// waitFolded folds until everything committed so far is in the cells. Transactions of other tests on
// the same server hold the horizon back for a while.
func waitFolded(t *testing.T, w *world, s *Service) {
	t.Helper()
	var mark string
	if err := w.owner.NewRaw(`SELECT pg_snapshot_xmax(pg_current_snapshot())::text`).Scan(t.Context(), &mark); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		w.exec(`SELECT pg_current_xact_id()`) // a quiet server hands out no transaction ids
		if err := s.Fold(t.Context()); err != nil {
			t.Fatal(err)
		}
		var done bool
		if err := w.owner.NewRaw(`SELECT bool_and(folded_below >= ?::xid8) FROM reporting.fold_cursors`, mark).Scan(t.Context(), &done); err != nil {
			t.Fatal(err)
		}
		if done {
			return
		}
	}
	t.Fatal("the horizon did not move for two minutes")
}

func (w *world) cells() map[string]int64 {
	w.t.Helper()
	var rows []struct {
		What   string
		Amount int64
	}
	if err := w.owner.NewRaw(`SELECT what, sum(amount)::bigint AS amount FROM reporting.cells GROUP BY what`).Scan(context.Background(), &rows); err != nil {
		w.t.Fatal(err)
	}
	found := map[string]int64{}
	for _, row := range rows {
		found[row.What] = row.Amount
	}
	return found
}

// Writers commit late and out of order, some roll back, two folders race: nothing is lost or counted
// twice, and the cells equal the facts.
func TestFoldLosesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agency(department, "department", "", "2022-01-01", "")
	w.course("an1", "cybersecurity", 700, 600)
	s := w.service()
	const writers, each = 6, 25
	for i := range writers {
		for n := range each {
			w.officer(fmt.Sprint("p", i, "-", n), "officer", "none", [3]string{department, "2022-01-01", ""})
		}
	}
	stop := make(chan struct{})
	var folders, group sync.WaitGroup
	for range 2 {
		folders.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					if err := s.Fold(context.Background()); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	folders.Go(func() { // cells and facts agree at every moment, whatever is still to be folded
		for {
			select {
			case <-stop:
				return
			default:
				if found, err := s.Verify(context.Background()); err != nil || found.Total != 0 {
					t.Errorf("while writing: %+v %v", found, err)
					return
				}
			}
		}
	})
	var kept sync.Map
	for i := range writers {
		group.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(i)))
			for n := range each {
				rollback := random.IntN(5) == 0
				err := w.owner.RunInTx(context.Background(), nil, func(ctx context.Context, tx bun.Tx) error {
					if err := w.enrollTx(ctx, tx, fmt.Sprint("p", i, "-", n)); err != nil {
						return err
					}
					time.Sleep(time.Duration(random.IntN(25)) * time.Millisecond)
					if rollback {
						return errRollback
					}
					return nil
				})
				switch {
				case err == nil:
					kept.Store([2]int{i, n}, true)
				case !errors.Is(err, errRollback):
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	close(stop)
	folders.Wait()
	waitFolded(t, w, s)
	var want int64
	kept.Range(func(any, any) bool { want++; return true })
	if got := w.cells()["enrolled"]; got != want || want == 0 || want == writers*each {
		t.Errorf("%d enrollments in the cells, %d were kept of %d", got, want, writers*each)
	}
	found, err := s.Verify(t.Context())
	if err != nil || found.Total != 0 {
		t.Errorf("cells differ from the facts: %+v %v", found, err)
	}
}

var errRollback = errors.New("roll back")

func (w *world) enrollTx(ctx context.Context, tx bun.Tx, person string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, source, enrolled_at) VALUES (?, ?, ?, ?, ?, 'self', '2025-01-02T05:00:00Z')`,
		audit.NewID(), w.ids[person], w.ids[department], w.ids["an1"], w.copies["an1"])
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO learning.deltas (agency_id, course_id, day, what, amount) VALUES (?, ?, '2025-01-02', 'enrolled', 1)`, w.ids[department], w.ids["an1"])
	return err
}

func TestRebuildRepairs(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	s := w.service()
	waitFolded(t, w, s)
	want := map[string]int64{"enrolled": 12, "started": 12, "completed": 10, "periods": 5800, "issued": 10, "revoked": 1}
	if got := w.cells(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("cells %v, want %v", got, want)
	}
	if found, err := s.Verify(t.Context()); err != nil || found.Total != 0 {
		t.Fatalf("folded cells: %+v %v", found, err)
	}
	w.exec(`DELETE FROM reporting.cells WHERE what = 'issued' AND agency_id = ?`, w.id(school))              // lost
	w.exec(`UPDATE reporting.cells SET amount = amount + 5 WHERE what = 'completed' AND day = '2025-03-10'`) // wrong
	w.exec(`INSERT INTO reporting.cells VALUES (?, ?, '2025-01-01', 'completed', 3)`, w.id(department), w.id("sp1"))
	w.delta("learning", department, "sp1", "2025-02-02", "completed", 1) // a delta without its fact, not yet folded
	found, err := s.Verify(t.Context())
	if err != nil || found.Total != 5 {
		t.Fatalf("verify: %+v %v", found, err)
	}
	if got := w.cells(); got["completed"] == want["completed"] {
		t.Error("Verify repaired")
	}
	repaired, err := s.RebuildCells(t.Context())
	if err != nil || repaired.Total != found.Total || len(repaired.First) != int(found.Total) {
		t.Fatalf("rebuild: %+v %v", repaired, err)
	}
	waitFolded(t, w, s)
	if _, err := s.RebuildCells(t.Context()); err != nil {
		t.Fatal(err)
	}
	if found, err := s.Verify(t.Context()); err != nil || found.Total != 0 {
		t.Errorf("after the repair: %+v %v", found, err)
	}
}

// After a restore into another cluster the cursor may lie ahead of every transaction id: folding says
// so, and a rebuild begins anew from the facts.
func TestForeignCursor(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	s := w.service()
	w.exec(`INSERT INTO reporting.fold_cursors (source, folded_below) VALUES ('learning', '9000000000000000000'), ('certificate', '9000000000000000000')`)
	if err := s.Fold(t.Context()); !errors.Is(err, ErrForeignCursor) {
		t.Fatalf("fold: %v", err)
	}
	if _, err := s.RebuildCells(t.Context()); err != nil {
		t.Fatal(err)
	}
	waitFolded(t, w, s)
	if found, err := s.Verify(t.Context()); err != nil || found.Total != 0 {
		t.Errorf("after the rebuild: %+v %v", found, err)
	}
}
