package organization

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
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

// TestPastEventIsBounded: an event that holds more agencies than an event may have is read up to the bound, and takes
// nothing from the next.
func TestPastEventIsBounded(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	huge, plain := audit.NewID(), audit.NewID()
	w.exec("INSERT INTO organization.agency_events (id, kind, occurred_on, legal_document) VALUES (?, 'dissolve', '2020-01-01', 'NQ 1'), (?, 'dissolve', '2020-01-02', 'NQ 2')", huge, plain)
	for i := range maxEventAgencies + 10 {
		w.exec("INSERT INTO organization.agency_event_sources VALUES (?, ?)", huge, w.agency(w.province, fmt.Sprintf("Xã số %d", i), KindCommune))
	}
	w.exec("INSERT INTO organization.agency_event_sources VALUES (?, ?)", plain, w.second)
	w.exec("INSERT INTO organization.agency_event_targets VALUES (?, ?, 5000)", plain, w.first)
	past, err := ListPastEvents(t.Context(), w.owner, []uuid.UUID{huge, plain})
	ok(t, err)
	if len(past) != 2 || len(past[0].Sources) != maxEventAgencies || len(past[1].Sources) != 1 || past[1].Sources[0].Name != "Trường THPT Sông Trà" || len(past[1].Targets) != 1 || *past[1].Targets[0].Share != 5000 {
		t.Errorf("events %+v", past)
	}
}
