package learning

import (
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
)

// TestPreviewNames: the first hundred by name are shown, whatever their ids, and each reading is kept by
// the agency in which the person is.
func TestPreviewNames(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.exec(t, `INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name)
		SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, ?, 'officer', 'Lê Yến', 'Yến' FROM generate_series(1, 120) n`, w.agencyA)
	w.exec(t, `INSERT INTO organization.postings (id, person_id, agency_id, valid_from) SELECT gen_random_uuid(), id, agency_id, '2020-01-01'
		FROM organization.persons WHERE given_name = 'Yến'`)
	first := uuid.MustParse("ffffffff-ffff-4fff-8fff-ffffffffffff")
	w.exec(t, `INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'officer', 'Trần Ái', 'Ái')`, first, w.agencyB)
	w.exec(t, `INSERT INTO organization.postings (id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2020-01-01')`, uuid.New(), first, w.agencyB)
	d := w.draft(w.agencyA)
	d.Rules = append(d.Rules, Rule{AgencyID: w.agencyB})
	p, err := w.service.PreviewRequirement(t.Context(), as(access.FocalPoint, w.agencyA, w.agencyB), uuid.Nil, 0, d)
	if err != nil {
		t.Fatal(err)
	}
	if p.Entering != 123 || len(p.EnteringPeople) != previewNames || p.EnteringPeople[0].FullName != "Trần Ái" {
		t.Errorf("%d enter, %d named, first %+v", p.Entering, len(p.EnteringPeople), p.EnteringPeople[0])
	}
	if n := w.count(t, `SELECT count(*) FROM audit.person_reads WHERE what = 'requirement_preview' AND person_id = ? AND agency_id = ?`, first, w.agencyB); n != 1 {
		t.Error("the reading is not kept by the person's own agency")
	}
}
