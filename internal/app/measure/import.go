package measure

import (
	"context"
	"fmt"
	"strings"

	"taphuan/internal/access"
	"taphuan/internal/organization"
)

// measureImport times a list into a tenth of the agencies, one officer in twenty people of the world and at
// most 50,000, beside everybody who is there already.
func measureImport(ctx context.Context, w *world) ([]Figure, error) {
	rows := min(organization.MaxRosterRows, max(w.people/20, 100))
	var list strings.Builder
	list.WriteString("STT;Họ và tên;Mã cán bộ;Năm sinh;Chức vụ;Mã đơn vị\n")
	for i := range rows {
		fmt.Fprintf(&list, "%d;Huỳnh Thị Nhập %s;MOI%06d;%d;Chuyên viên;B%d\n", i+1, []string{"An", "Bình", "Chi", "Dũng"}[i%4], i, 1965+i%35, 10*(i%(agencies/10-1))+20)
	}
	who := w.branch.as(access.FocalPoint)
	check := organization.CheckRoster{AgencyID: w.branch.agency(), Kind: organization.OfficerRoster, FileName: "danh-sach.csv", File: []byte(list.String())}
	var roster organization.Roster
	checked, err := seconds(func() (err error) { roster, err = w.organization.CheckRoster(ctx, who, check); return err })
	if err != nil {
		return nil, err
	}
	if roster.Counts.New != rows {
		return nil, fmt.Errorf("of %d rows of a list: %+v", rows, roster.Counts)
	}
	committed, err := seconds(func() error {
		if _, err := w.organization.CommitRoster(ctx, who, organization.CommitRoster{ID: roster.ID}); err != nil {
			return err
		}
		return w.organization.WorkRoster(ctx, organization.RosterOrdered{RosterID: roster.ID, AgencyID: roster.AgencyID})
	})
	return []Figure{{Name: "import_rows", Value: float64(rows), Unit: "rows"}, {Name: "import_dry_run", Value: checked, Unit: "s", Goal: "<=10"},
		{Name: "import_commit", Value: committed, Unit: "s", Goal: "<=30"}}, err
}
