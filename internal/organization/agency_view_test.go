package organization

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"taphuan/internal/access"
)

// Each version of an agency names its parents as they were called then, and its contact of then.
func TestAgencyVersionsOverTime(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	district := w.agency(w.province, "Huyện Cũ", KindDistrict)
	room := w.agency(district, "Văn phòng", KindUnit)
	w.exec("UPDATE organization.agency_versions SET contact = '{\"phone\": \"0255\"}', professional_parent_id = ? WHERE agency_id = ?", w.dept, room)
	ok(t, RebuildClosureTx(t.Context(), w.owner))
	change := func(e AgencyEvent, details AgencyDetails) {
		e.Details = &details
		_, err := w.apply(e)
		ok(t, err)
	}
	details := AgencyDetails{Name: "Văn phòng", Kind: KindUnit, Code: w.codeOf(room), ParentID: district, ProfessionalParentID: w.dept, Contact: map[string]string{"phone": "0260"}}
	change(event(Rename, "2026-02-01", []uuid.UUID{room}), details)
	change(event(Rename, "2026-03-01", []uuid.UUID{district}), AgencyDetails{Name: "Huyện Mới", Kind: KindDistrict, Code: w.codeOf(district), ParentID: w.province})
	details.ParentID, details.ProfessionalParentID = w.province, uuid.Nil
	change(event(MoveParent, "2026-04-01", []uuid.UUID{room}), details)
	change(event(Rename, "2026-05-01", []uuid.UUID{w.dept}), AgencyDetails{Name: "Sở Nội vụ mới", Kind: KindDepartment, Code: w.codeOf(w.dept), ParentID: w.province})
	view, err := w.ViewAgency(t.Context(), as(access.Learner, w.second), room, dayOf(2026, 6, 1))
	ok(t, err)
	nameOf := func(a *NamedAgency) string {
		if a == nil {
			return ""
		}
		return a.Name
	}
	var got []string
	for _, v := range view.Versions {
		phone, _ := v.Contact["phone"].(string)
		got = append(got, v.ValidFrom.Format("02/01/2006")+" "+phone+" | "+nameOf(v.Parent)+" | "+nameOf(v.ProfessionalParent))
	}
	want := []string{"01/04/2026 0260 | Tỉnh Quảng Ngãi | ", "01/02/2026 0260 | Huyện Cũ | Sở Nội vụ", "01/07/2025 0255 | Huyện Cũ | Sở Nội vụ"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
