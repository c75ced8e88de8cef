package certificate

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// TestRecord: a year holds what was completed in it, with its certificate once there is one, and what was recognized, apart;
// other people's completions are in nobody else's record.
func TestRecord(t *testing.T) {
	w := setup(t, false)
	who, done := w.complete(t, w.department, 845)
	w.complete(t, w.department, 900)
	empty, err := w.FindRecord(t.Context(), access.Principal{PersonID: uuid.New()}, 0)
	if err == nil && (len(empty.Years) != 0 || len(empty.Courses) != 0) {
		t.Errorf("a stranger's record: %+v", empty)
	}
	before, err := w.FindRecord(t.Context(), who, 0)
	if err != nil || before.Year != 2026 || len(before.Courses) != 1 || before.Courses[0].Certificate != nil || !before.MayShare {
		t.Fatalf("%+v, %v", before, err)
	}
	issued := w.issue(t, who, done)
	w.exec(t, `INSERT INTO learning.recognitions (id, person_id, agency_id, course_id, title, issuer, document_number, issued_on, check_at, state, checked_by, checked_at, decided_by, decided_at)
		VALUES (?, ?, ?, ?, 'An toàn thông tin', 'Học viện An ninh', '12/GCN', '2025-05-02', 'hocvien.example', 'accepted', ?, now(), ?, now())`,
		uuid.New(), who.PersonID, w.department, w.course.ID, uuid.New(), uuid.New())
	r, err := w.FindRecord(t.Context(), who, 2026)
	if err != nil {
		t.Fatal(err)
	}
	if want := []RecordYear{{Year: 2026, Courses: 1, Periods: 800}, {Year: 2025, Others: 1}}; len(r.Years) != 2 || r.Years[0] != want[0] || r.Years[1] != want[1] {
		t.Errorf("years %+v", r.Years)
	}
	if c := r.Courses; len(c) != 1 || c[0].Certificate.RegisterNumber != issued.RegisterNumber || c[0].From.Format("02/01") != "03/11" || len(r.Others) != 0 {
		t.Errorf("2026: %+v", r)
	}
	if r, err = w.FindRecord(t.Context(), who, 2025); err != nil || len(r.Courses) != 0 || len(r.Others) != 1 {
		t.Errorf("2025: %+v, %v", r, err)
	}
	if _, err := w.FindRecord(t.Context(), access.Principal{}, 0); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("nobody's record: %v", err)
	}
}

// TestPrintRecord: the paper names person, courses, sums and what other issuers gave, and carries the platform's signature; a
// year without anything is refused.
func TestPrintRecord(t *testing.T) {
	w := setup(t, false)
	who, done := w.complete(t, w.department, 845)
	issued := w.issue(t, who, done)
	w.exec(t, `UPDATE certificate.certificates SET state = 'revoked', revoked_at = '2026-11-23 01:00Z', revoked_reason = 'Cấp nhầm' WHERE id = ?`, issued.ID)
	pdf, err := w.PrintRecord(t.Context(), who, 2026)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "record.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"PHIẾU KẾT QUẢ TẬP HUẤN, BỒI DƯỠNG NĂM 2026", "Đinh Thị Hrê Ươm", "Nhận biết lừa đảo", issued.RegisterNumber, "Giỏi (8,5)",
		"1 khóa, 8 tiết", "Giấy chứng nhận đã", "https://taphuan.example/xac-minh", "XÁC NHẬN CỦA CƠ QUAN"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is not on paper:\n%s", want, text)
		}
	}
	if out, err := exec.Command("pdfsig", path).CombinedOutput(); !strings.Contains(string(out), "Signature is Valid") {
		t.Errorf("pdfsig: %v\n%s", err, out)
	}
	if _, err := w.PrintRecord(t.Context(), who, 2019); !errors.Is(err, ErrNoRecord) {
		t.Errorf("an empty year: %v", err)
	}
}
