package certificate

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/learning"
)

// TestWritersAndKills: 64 completions, each delivered by several writers at once into the registers of two issuers and two
// years, while connections are killed and writers give up. Whatever was interrupted is delivered again. Afterwards each
// register runs from 1 without gap or reuse, in its numbers and in its lines, and each completion has one certificate.
func TestWritersAndKills(t *testing.T) {
	w := setup(t, false)
	registers := w.registers(t)
	events := make([]learning.CourseCompleted, 64)
	for i := range events {
		_, events[i] = w.complete(t, w.department, 845)
	}
	stop := w.kill(t)
	var wg sync.WaitGroup
	for i, event := range events {
		for writer := range 3 {
			wg.Go(func() { deliver(t, registers[i%len(registers)], event, writer) })
		}
	}
	wg.Wait()
	if killed := stop(); killed == 0 {
		t.Error("nobody was killed: the test shows nothing")
	}
	for query, want := range map[string]int{
		`SELECT count(*) FROM certificate.certificates`:                               64,
		`SELECT count(DISTINCT enrollment_id) FROM certificate.certificates`:          64,
		`SELECT count(*) FROM certificate.lines`:                                      64,
		`SELECT count(DISTINCT (issuer_id, year)) FROM certificate.certificates`:      4,
		`SELECT count(*) FROM audit.commitments`:                                      64,
		`SELECT sum(amount) FROM certificate.deltas`:                                  64,
		`SELECT count(*) FROM river.river_job WHERE kind LIKE 'certificate.issued/%'`: 64,
		`SELECT sum(last_number) FROM certificate.registers`:                          64,
		`SELECT count(*) FROM (SELECT number, row_number() OVER (PARTITION BY issuer_id, year ORDER BY number) AS place FROM certificate.certificates) n WHERE number <> place`: 0,
		`SELECT count(*) FROM (SELECT number, row_number() OVER (PARTITION BY issuer_id, year ORDER BY number) AS place FROM certificate.lines) n WHERE number <> place`:        0,
	} {
		if got := w.count(t, query); got != want {
			t.Errorf("%s = %d, want %d", query, got, want)
		}
	}
}

// registers are services on four days: those of two issuers in two years.
func (w *world) registers(t *testing.T) []*Service {
	t.Helper()
	w.exec(t, `UPDATE certificate.issuers SET valid_from = '2025-01-01', valid_to = '2026-06-01'`)
	w.exec(t, `INSERT INTO certificate.issuers (id, agency_id, number_mark, header_lines, place, sign_lines, valid_from)
		VALUES (?, ?, 'GCN-BCD', '{UBND TỈNH QUẢNG NGÃI}', 'Quảng Ngãi', '{CHỦ TỊCH}', '2026-06-01')`, uuid.New(), w.department)
	days := []time.Time{time.Date(2025, 11, 23, 3, 0, 0, 0, time.UTC), time.Date(2026, 3, 1, 3, 0, 0, 0, time.UTC),
		time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC), time.Date(2027, 1, 5, 3, 0, 0, 0, time.UTC)}
	services := make([]*Service, len(days))
	for i, day := range days {
		services[i] = New(w.db, w.outbox, func() time.Time { return day }, "https://taphuan.example", false)
	}
	return services
}

// deliver hands the event in until it is issued, a hundred times at most; the first writer loses its patience in between.
func deliver(t *testing.T, s *Service, event learning.CourseCompleted, writer int) {
	var err error
	for try := range 100 {
		patience := time.Minute
		if writer == 0 {
			patience = time.Duration(try+1) * 5 * time.Millisecond
		}
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		err = s.Issue(ctx, event)
		cancel()
		if err == nil {
			return
		}
	}
	t.Error(err)
}

// kill ends connections that write certificates, again and again, until the returned function is called, which says how many.
func (w *world) kill(t *testing.T) (stop func() int) {
	t.Helper()
	done, ended := make(chan struct{}), make(chan int)
	go func() {
		killed := 0
		for {
			select {
			case <-done:
				ended <- killed
				return
			case <-time.After(15 * time.Millisecond):
			}
			var n int
			err := w.owner.QueryRowContext(context.Background(), `SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND query LIKE '%certificate.%' LIMIT 2) busy`).Scan(&n)
			if err != nil {
				t.Error(err)
			}
			if killed += n; killed >= 200 { // then leave them alone
				<-done
				ended <- killed
				return
			}
		}
	}()
	return func() int { close(done); return <-ended }
}
