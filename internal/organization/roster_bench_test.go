package organization

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/google/uuid"
	"time"

	"taphuan/internal/access"
)

// BenchmarkRoster50000 checks and writes a workbook of 50,000 officers with twelve columns, as
// `make bench-roster` prints it.
func BenchmarkRoster50000(b *testing.B) {
	w := newSchool(b)
	for i := range 40 {
		w.agency(w.dept, fmt.Sprintf("Phòng số %d", i+1), KindUnit)
	}
	w.exec("UPDATE organization.agency_versions SET code = 'P' || substr(name, 10) WHERE name LIKE 'Phòng số %'")
	ok(b, RebuildClosureTx(b.Context(), w.owner))
	units, err := Descendants(b.Context(), w.owner, []uuid.UUID{w.dept}, w.Today())
	ok(b, err)
	who := as(access.FocalPoint, append(units, w.dept)...)
	who.Grants[0].AgencyID = w.dept
	file := officersFile(b, 50_000)
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		roster, err := w.CheckRoster(b.Context(), who, CheckRoster{AgencyID: w.dept, Kind: OfficerRoster, FileName: "ds.xlsx", File: file})
		ok(b, err)
		b.ReportMetric(time.Since(start).Seconds(), "check-s")
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapSys-min(before.HeapSys, after.HeapSys))/1e6, "check-MB")
		start = time.Now()
		_, err = w.CommitRoster(b.Context(), who, CommitRoster{ID: roster.ID})
		ok(b, err)
		ordered := time.Since(start)
		ok(b, w.WorkRoster(b.Context(), RosterOrdered{RosterID: roster.ID, AgencyID: w.dept}))
		b.ReportMetric(time.Since(start).Seconds(), "commit-s")
		b.ReportMetric(ordered.Seconds(), "order-s")
		start = time.Now()
		again, err := w.CheckRoster(b.Context(), who, CheckRoster{AgencyID: w.dept, Kind: OfficerRoster, FileName: "ds.xlsx", File: file})
		ok(b, err)
		b.ReportMetric(time.Since(start).Seconds(), "again-s")
		if roster.Counts.New != 50_000 || again.Counts.Existing != 50_000 {
			b.Fatalf("counts are %+v, then %+v", roster.Counts, again.Counts)
		}
		start = time.Now()
		_, err = w.UndoRoster(b.Context(), who, roster.ID)
		ok(b, err)
		ok(b, w.WorkRoster(b.Context(), RosterOrdered{RosterID: roster.ID, AgencyID: w.dept}))
		b.ReportMetric(time.Since(start).Seconds(), "undo-s")
		if n := w.count("SELECT count(*) FROM organization.persons"); n != 0 {
			b.Fatalf("%d persons after the undo", n)
		}
	}
	b.ReportMetric(float64(len(file))/1e6, "file-MB")
}

// officersFile makes a workbook as agencies have them: twelve columns, half of them of no use.
func officersFile(tb testing.TB, n int) []byte {
	tb.Helper()
	families := []string{"Nguyễn", "Trần", "Lê", "Phạm", "Đinh", "Hồ", "Võ", "Huỳnh", "Bùi", "Đỗ"}
	middles := []string{"Văn", "Thị", "Minh", "Ngọc", "Quốc", "Thu", "Đức"}
	given := []string{"An", "Bình", "Chi", "Dũng", "Giang", "Hằng", "Khánh", "Linh", "Minh", "Nga", "Phúc", "Quân", "Sơn"}
	titles := []string{"Chuyên viên", "Trưởng phòng", "Văn thư", "Phó Trưởng phòng", "Chuyên viên chính"}
	file, err := writeSheet(nil, func(set func(int, []any) error) error {
		if err := set(1, []any{"STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Mã đơn vị", "Ngạch", "Số CCCD", "Điện thoại", "Email công vụ", "Dân tộc", "Mã cán bộ"}); err != nil {
			return err
		}
		for i := range n {
			name := families[i%10] + " " + middles[i/10%7] + " " + given[i/70%13] + " " + given[i/910%13]
			row := []any{i + 1, name, fmt.Sprintf("%02d/%02d/%d", i%28+1, i%12+1, 1965+i%35), "Nam", titles[i%5], fmt.Sprintf("P%d", i%40+1),
				"01.003", fmt.Sprintf("0510%08d", i), fmt.Sprintf("09%08d", i), fmt.Sprintf("cb%d@example.vn", i), "Kinh", fmt.Sprintf("CB%06d", i)}
			if err := set(i+2, row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return file
}
