package learning

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// The list of what binds an agency holds just what its page counts: what names it or an agency above it and
// holds today; not what ended, begins later, leaves it out, or names another.
func TestListBindingRequirements(t *testing.T) {
	t.Parallel()
	w := setup(t)
	room := w.agency(t, "Phòng của A")
	w.exec(t, `INSERT INTO organization.agency_closure VALUES (?0, ?0, 0, '2020-01-01', NULL), (?1, ?0, 1, '2020-01-01', NULL)`, room, w.agencyA)
	above := w.require(t, w.agencyA, nil, "2026-01-01", "2026-12-31", "12/KH")
	own := w.require(t, room, nil, "2026-02-01", "2026-12-31", "13/KH")
	w.require(t, w.agencyA, nil, "2027-01-01", "2027-12-31", "bắt đầu sau")
	w.require(t, w.agencyB, nil, "2026-01-01", "2026-12-31", "của B")
	ended, without := w.require(t, room, nil, "2026-01-01", "2026-12-31", "đã thôi"), w.require(t, w.agencyA, nil, "2026-01-01", "2026-12-31", "trừ phòng")
	w.exec(t, `UPDATE learning.requirements SET ends_on = '2026-03-01' WHERE id = ?`, ended)
	w.exec(t, `UPDATE learning.requirement_rules SET excluded = ARRAY[?]::uuid[] WHERE requirement_id = ?`, room, without)
	list := func(who access.Principal, agency uuid.UUID) ([]uuid.UUID, int, error) {
		lines, total, err := w.service.ListRequirements(t.Context(), who, ListRequirements{AgencyID: agency, Binding: true, Limit: 10})
		var ids []uuid.UUID
		for _, l := range lines {
			ids = append(ids, l.ID)
		}
		return ids, total, err
	}
	for agency, want := range map[uuid.UUID][]uuid.UUID{room: {above, own}, w.agencyA: {above, without}} {
		for _, who := range []access.Principal{as(access.FocalPoint, w.agencyA, room), as(access.ProvinceManager, w.agencyB)} {
			ids, total, err := list(who, agency)
			counted, countErr := w.service.CountRequirements(t.Context(), agency, today)
			slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Index(want, a) - slices.Index(want, b) })
			if err != nil || countErr != nil || !slices.Equal(ids, want) || total != len(want) || counted != len(want) {
				t.Errorf("%v of %d, counted %d, want %v: %v %v", ids, total, counted, want, err, countErr)
			}
		}
	}
	for _, who := range []access.Principal{as(access.FocalPoint, w.agencyB), w.anna} {
		if _, _, err := list(who, room); fault.KindOf(err) != fault.NotFound && fault.KindOf(err) != fault.Forbidden {
			t.Errorf("another agency reads: %v", err)
		}
	}
}
