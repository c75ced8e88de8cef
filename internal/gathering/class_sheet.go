package gathering

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/gathering/sheet"
	"taphuan/internal/organization"
	"taphuan/internal/vietnamese"
)

// Papers are what the papers of a class are drawn from.
type Papers struct {
	Class Class
	List  sheet.Sheet // danh sách lớp
	Roll  sheet.Sheet // bảng điểm danh
}

// ClassSheet returns the class list and the attendance sheet of everybody who has a place, to those who
// run the class; the reading is recorded. fault.ErrNotFound for others.
func (s *Service) ClassSheet(ctx context.Context, who access.Principal, id uuid.UUID) (Papers, error) {
	var papers Papers
	err := s.db.RunInTx(ctx, own(who), func(ctx context.Context, tx bun.Tx) error {
		class, err := findClass(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.mayRun(ctx, tx, who, class); err != nil {
			return err
		}
		people, err := listConfirmed(ctx, tx, runScope(who, class), class)
		if err != nil {
			return err
		}
		sessions, err := listSessions(ctx, tx, class.ID)
		if err != nil {
			return err
		}
		marks, err := currentMarks(ctx, tx, "class_id = ?", class.ID)
		if err != nil {
			return err
		}
		head, err := s.head(ctx, tx, class)
		if err != nil {
			return err
		}
		papers = s.papers(class, head, sessions, people, byKey(marks))
		return recordRead(ctx, tx, who, class, people)
	})
	return papers, err
}

func (s *Service) papers(class Class, head sheet.Head, sessions []Session, people []Attendee, marks map[markKey]Mark) Papers {
	list := sheet.Sheet{Head: head, Title: "Danh sách lớp tập huấn", Facts: facts(class), MadeAt: s.now()}
	for _, one := range people {
		list.Rows = append(list.Rows, sheet.Row{Name: one.FullName, Unit: one.Unit, Position: one.Position})
	}
	roll := list
	roll.Title, roll.Rows, roll.Wide = "Bảng điểm danh", nil, true
	for _, session := range sessions {
		roll.Sessions = append(roll.Sessions, fmt.Sprintf("Buổi %d (%s)", session.Number, session.StartsAt.In(organization.HoChiMinh).Format("02/01")))
	}
	for i, one := range people {
		row := list.Rows[i]
		for _, session := range sessions {
			row.Marks = append(row.Marks, signs[marks[markKey{session.ID, one.ID}].State])
		}
		roll.Rows = append(roll.Rows, row)
	}
	return Papers{Class: class, List: list, Roll: roll}
}

// signs are the marks as the paper shows them (sheet.Legend).
var signs = map[MarkState]string{Present: "x", Late: "m", Excused: "P", Absent: "v"}

// facts are the lines below the title.
func facts(class Class) []string {
	days := "từ ngày " + class.StartsOn.Format("02/01/2006") + " đến ngày " + class.EndsOn.Format("02/01/2006")
	if class.StartsOn.Equal(class.EndsOn) {
		days = "ngày " + class.StartsOn.Format("02/01/2006")
	}
	lines := []string{class.Name + " (mã lớp " + class.Code + ")", "Thời gian: " + days}
	if class.Place != "" {
		lines = append(lines, "Địa điểm: "+class.Place)
	}
	if len(class.InstructorNames) > 0 {
		lines = append(lines, "Giảng viên, báo cáo viên: "+strings.Join(class.InstructorNames, ", "))
	}
	return lines
}

// head is the host's first lines. A host whose papers have a form of their own gets its name alone.
func (s *Service) head(ctx context.Context, tx bun.IDB, class Class) (sheet.Head, error) {
	host, err := organization.FindAgencyTx(ctx, tx, class.HostID, s.today())
	if err != nil {
		return sheet.Head{}, err
	}
	h := sheet.Head{Issuer: host.Name, Signers: []string{"Người lập biểu", "Thủ trưởng đơn vị"}, National: host.HeaderKind != "plain"}
	if h.Place, err = placeOf(ctx, tx, host, s.today()); err != nil {
		return h, err
	}
	switch {
	case host.HeaderKind == "police":
		h.Parent = "Bộ Công an"
	case host.HeaderKind == "commune":
		h.Parent = "Ủy ban nhân dân"
	case host.ParentID != nil && h.National:
		above, err := organization.FindAgencyTx(ctx, tx, *host.ParentID, s.today())
		if err != nil {
			return h, err
		}
		h.Parent = parentLine(above)
	}
	return h, nil
}

// placeOf stands before the date: a commune's own name, in full where the form asks for it; else the
// province's.
func placeOf(ctx context.Context, tx bun.IDB, host organization.Agency, day time.Time) (string, error) {
	for {
		isCommune := slices.Contains([]organization.AgencyKind{organization.KindCommune, organization.KindWard, organization.KindSpecialZone}, host.Kind)
		switch {
		case isCommune && host.FullPlaceName:
			return host.Name, nil
		case isCommune || host.ParentID == nil:
			return vietnamese.PlaceName(host.Name), nil
		}
		var err error
		if host, err = organization.FindAgencyTx(ctx, tx, *host.ParentID, day); err != nil {
			return "", err
		}
	}
}

// parentLine is the agency above as the first line names it.
func parentLine(above organization.Agency) string {
	switch above.Kind {
	case organization.KindProvince, organization.KindDistrict, organization.KindCommune, organization.KindWard, organization.KindSpecialZone:
		return "UBND " + above.Name
	}
	return above.Name
}
