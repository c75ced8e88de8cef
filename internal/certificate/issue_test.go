package certificate

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"taphuan/internal/audit"
	"taphuan/internal/learning"
)

// TestIssueOnce: any number of deliveries, at once and later, write one certificate, one
// commitment, one delta and one event, and take one number.
func TestIssueOnce(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			if err := w.Issue(t.Context(), event); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if c := w.issue(t, who, event); c.RegisterNumber != "0001/2026/GCN-CAT" {
		t.Errorf("register number %s", c.RegisterNumber)
	}
	for query, want := range map[string]int{
		`SELECT count(*) FROM certificate.certificates`:                                     1,
		`SELECT last_number FROM certificate.registers`:                                     1,
		`SELECT count(*) FROM audit.commitments`:                                            1,
		`SELECT sum(amount) FROM certificate.deltas WHERE what = 'issued'`:                  1,
		`SELECT count(*) FROM river.river_job WHERE kind LIKE 'certificate.issued/%'`:       1,
		`SELECT count(*) FROM certificate.certificates WHERE valid_until = '2028-11-23'`:    1,
		`SELECT count(*) FROM certificate.certificates WHERE facts::text LIKE '%1985%'`:     0,
		`SELECT count(*) FROM audit.commitments WHERE subject_id IS NULL OR leaf IS NULL`:   0,
		`SELECT count(*) FROM certificate.certificates WHERE issued_on = date '2026-11-23'`: 1,
	} {
		if got := w.count(t, query); got != want {
			t.Errorf("%s = %d, want %d", query, got, want)
		}
	}
}

// TestNumbersHaveNoGap: 64 writers, each delivered twice, take the numbers 1 to 64.
func TestNumbersHaveNoGap(t *testing.T) {
	w := setup(t, false)
	var wg sync.WaitGroup
	for range 64 {
		_, event := w.complete(t, w.department, 845)
		for range 2 {
			wg.Go(func() {
				if err := w.Issue(t.Context(), event); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	var numbers []int
	if err := w.owner.NewRaw(`SELECT number FROM certificate.certificates ORDER BY number`).Scan(t.Context(), &numbers); err != nil {
		t.Fatal(err)
	}
	want := make([]int, 64)
	for i := range want {
		want[i] = i + 1
	}
	if diff := cmp.Diff(want, numbers); diff != "" {
		t.Error(diff)
	}
}

// TestKilledIssueLeavesNoGap: a connection that is killed after it took a number gives it back.
func TestKilledIssueLeavesNoGap(t *testing.T) {
	w := setup(t, false)
	first, a := w.complete(t, w.department, 845)
	killed, b := w.complete(t, w.department, 845)
	third, c := w.complete(t, w.department, 845)
	w.issue(t, first, a)
	if err := w.killHalfway(t, b); err == nil {
		t.Fatal("the issue was not interrupted")
	}
	if n := w.issue(t, third, c).Number; n != 2 {
		t.Errorf("after the killed issue the number is %d, want 2", n)
	}
	if n := w.issue(t, killed, b).Number; n != 3 { // delivered again
		t.Errorf("the killed one is issued with number %d, want 3", n)
	}
}

// killHalfway holds the table that is written after the number, and kills each connection that waits until the issue
// gives up.
func (w *world) killHalfway(t *testing.T, event learning.CourseCompleted) error {
	t.Helper()
	barrier, err := w.owner.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer barrier.Rollback()
	if _, err := barrier.Exec(`LOCK TABLE certificate.deltas IN ACCESS EXCLUSIVE MODE`); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- w.Issue(t.Context(), event) }()
	killed := 0
	for deadline := time.After(time.Minute); ; {
		var ended int
		err := w.owner.QueryRowContext(t.Context(), `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%certificate.deltas%'`).Scan(&ended)
		if err != nil {
			t.Fatal(err)
		}
		killed += ended
		select {
		case err := <-done:
			if killed == 0 {
				t.Fatal("nobody waited for the table")
			}
			return err
		case <-deadline:
			t.Fatal("the issue never ended")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// TestSnapshotStays: later names of the person, the agency and the course change no certificate.
func TestSnapshotStays(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	before := w.issue(t, who, event)
	want := Facts{Name: "Đinh Thị Hrê Ươm", Unit: "Sở Khoa học và Công nghệ", UnitPublic: true, CourseCode: "AN1", CourseTitle: "Nhận biết lừa đảo",
		CourseTitleEN: "Recognizing scams", VersionNumber: 1, From: "2026-11-03", To: "2026-11-23", Periods: 800, Score: new(845), Classification: "Giỏi",
		IssuerLines: []string{"UBND TỈNH QUẢNG NGÃI", "BAN CHỈ ĐẠO 138"}, Place: "Quảng Ngãi", SignerLines: []string{"TRƯỞNG BAN"},
		CertifiedBy: "TRƯỞNG BAN CHỈ ĐẠO 138", BasisDocument: "Kế hoạch số 12/KH-BCĐ138"}
	if diff := cmp.Diff(want, before.Facts); diff != "" {
		t.Error(diff)
	}
	w.exec(t, `UPDATE organization.persons SET full_name = 'Tên khác'`)
	w.exec(t, `UPDATE organization.agency_versions SET name = 'Sở khác'`)
	w.exec(t, `UPDATE certificate.issuers SET place = 'Nơi khác', sign_lines = '{KHÁC}', certified_by = 'KHÁC'`)
	w.publish(t, "Tên khóa khác", 2)
	if diff := cmp.Diff(before, w.issue(t, who, event)); diff != "" {
		t.Error(diff)
	}
}

// TestCommitment: the leaf is computed again from the stored salt and certificate.
func TestCommitment(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	c := w.issue(t, who, event)
	var salt, leaf []byte
	if err := w.owner.QueryRowContext(t.Context(), `SELECT salt, leaf FROM audit.commitments WHERE kind = ? AND subject_id = ?`, "certificate_issued", c.ID).Scan(&salt, &leaf); err != nil {
		t.Fatal(err)
	}
	canonical, err := c.canonical()
	if err != nil || !bytes.Equal(audit.Leaf(salt, canonical), leaf) {
		t.Errorf("the leaf does not stand for the stored certificate (%v)", err)
	}
	c.Facts.Name += "x"
	if canonical, _ = c.canonical(); bytes.Equal(audit.Leaf(salt, canonical), leaf) {
		t.Error("the leaf does not bind the name")
	}
}

// TestDemonstration: everything issued in a demonstration says so.
func TestDemonstration(t *testing.T) {
	w := setup(t, true)
	who, event := w.complete(t, w.department, 845)
	if c := w.issue(t, who, event); c.RegisterNumber != "DEMO-0001/2026/GCN-CAT" || !c.Facts.Demo {
		t.Errorf("number %s, demo %v", c.RegisterNumber, c.Facts.Demo)
	}
}

// TestUnitIsPublic: the police and what is below it never publish where their people work.
func TestUnitIsPublic(t *testing.T) {
	w := setup(t, false)
	for name, c := range map[string]struct {
		agency uuid.UUID
		want   bool
	}{"department": {w.department, true}, "police": {w.police, false}, "room of the police": {w.room, false}} {
		who, event := w.complete(t, c.agency, 845)
		if f := w.issue(t, who, event).Facts; f.UnitPublic != c.want || f.Unit == "" {
			t.Errorf("%s: public %v, unit %q", name, f.UnitPublic, f.Unit)
		}
	}
}

// TestNoIssuer: without an issuer nothing is written; once there is one, the same event issues.
func TestNoIssuer(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	w.exec(t, `UPDATE certificate.issuers SET valid_to = '2026-11-23'`)
	if err := w.Issue(t.Context(), event); !errors.Is(err, ErrNoIssuer) {
		t.Errorf("error %v, want no issuer", err)
	}
	if n := w.count(t, `SELECT (SELECT count(*) FROM certificate.certificates) + (SELECT count(*) FROM certificate.registers)`); n != 0 {
		t.Errorf("%d rows were written", n)
	}
	w.exec(t, `UPDATE certificate.issuers SET valid_to = NULL`)
	w.issue(t, who, event)
}

func TestClassify(t *testing.T) {
	t.Parallel()
	for score, want := range map[int]string{1000: "Giỏi", 800: "Giỏi", 795: "Giỏi", 794: "Khá", 700: "Khá", 695: "Khá", 694: "Đạt", 500: "Đạt"} {
		if got := Classify(score); got != want {
			t.Errorf("%d: %s, want %s", score, got, want)
		}
	}
}

func TestStateOn(t *testing.T) {
	t.Parallel()
	until := today
	for name, c := range map[string]struct {
		stored State
		until  *time.Time
		day    time.Time
		want   State
	}{
		"without end":       {Valid, nil, today.AddDate(50, 0, 0), Valid},
		"last day":          {Valid, &until, today, Valid},
		"day after":         {Valid, &until, today.AddDate(0, 0, 1), Expired},
		"revoked and ended": {Revoked, &until, today.AddDate(0, 0, 1), Revoked},
	} {
		if got := (Certificate{Stored: c.stored, ValidUntil: c.until}).StateOn(c.day); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		code := newCode()
		if len(code) != codeLength || CleanCode(code) != code || seen[code] {
			t.Fatalf("code %q", code)
		}
		seen[code] = true
	}
	for typed, want := range map[string]string{
		" 0abc-defg hjkm ": "0ABCDEFGHJKM", "oil": "011", "<script>": "SCR1PT", "ữ/..%2e\x00": "2E", "": "",
		strings.Repeat("A", 500): strings.Repeat("A", 40),
	} {
		if got := CleanCode(typed); got != want {
			t.Errorf("%s is %q, want %q", fmt.Sprintf("%.20q", typed), got, want)
		}
	}
}
