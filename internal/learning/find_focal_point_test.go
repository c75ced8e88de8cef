package learning

import (
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
)

// TestFindFocalPoint: people ask at the nearest unit upward that tells how it is reached, as it is reached
// today; without any at their own unit, by name; a student asks at the school.
func TestFindFocalPoint(t *testing.T) {
	t.Parallel()
	w := setup(t)
	room, bare := w.agency(t, "Phòng A1"), w.agency(t, "Sở C")
	w.exec(t, `INSERT INTO organization.agency_closure VALUES (?0, ?0, 0, '2020-01-01', NULL), (?1, ?0, 1, '2020-01-01', NULL), (?2, ?2, 0, '2020-01-01', NULL)`, room, w.agencyA, bare)
	w.exec(t, `UPDATE organization.agency_versions SET contact = '{"phone": "0255 3 811 811", "email": "vanphong@soa.example.vn", "address": "12 Hùng Vương"}' WHERE agency_id = ?`, w.agencyA)
	w.exec(t, `UPDATE organization.agency_versions SET contact = '{"address": "Số 1"}' WHERE agency_id = ?`, bare) // nobody is reached by that
	officeA := organization.Contact{AgencyID: w.agencyA, AgencyName: "Sở A", Phone: "0255 3 811 811", Email: "vanphong@soa.example.vn", Address: "12 Hùng Vương"}
	student, class := uuid.New(), uuid.New()
	w.exec(t, `INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'student', 'Lê An', 'An')`, student, w.agencyA)
	w.exec(t, `INSERT INTO organization.school_classes (id, agency_id, school_year, name) VALUES (?, ?, '2026-2027', '10A1')`, class, w.agencyA)
	w.exec(t, `INSERT INTO organization.class_members (school_class_id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2026-09-05')`, class, student, w.agencyA)
	for name, c := range map[string]struct {
		who  access.Principal
		want FocalPoint
	}{
		"the own agency tells":   {w.anna, FocalPoint{Contact: officeA}},
		"the agency above tells": {w.officer(t, room), FocalPoint{Contact: officeA}},
		"nobody tells":           {w.officer(t, bare), FocalPoint{Contact: organization.Contact{AgencyID: bare, AgencyName: "Sở C", Address: "Số 1"}}},
		"a student":              {access.Principal{PersonID: student}, FocalPoint{Contact: officeA, IsSchool: true}},
	} {
		if got, err := w.service.FindFocalPoint(t.Context(), c.who); err != nil || got != c.want {
			t.Errorf("%s: %+v, %v, want %+v", name, got, err, c.want)
		}
	}
	w.exec(t, `UPDATE organization.agency_versions SET contact = '{"phone": "0255 3 822 822"}' WHERE agency_id = ?`, room)
	own := w.officer(t, room)
	if got, err := w.service.FindFocalPoint(t.Context(), own); err != nil || got.AgencyName != "Phòng A1" || got.Phone != "0255 3 822 822" || got.Email != "" {
		t.Errorf("the nearest unit that tells: %+v, %v", got, err)
	}
	w.exec(t, `UPDATE organization.postings SET valid_to = ? WHERE person_id = ?`, today, own.PersonID)
	if got, err := w.service.FindFocalPoint(t.Context(), own); err != nil || got != (FocalPoint{}) {
		t.Errorf("without a posting: %+v, %v", got, err)
	}
}
