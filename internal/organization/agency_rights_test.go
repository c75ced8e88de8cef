package organization

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// TestEventRights: nobody but the standing agency and the system administrator of the whole province
// changes the tree; the administrator of one agency does not.
func TestEventRights(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	e := event(Dissolve, "2026-02-01", []uuid.UUID{w.dept})
	if _, err := w.events.PreviewAgencyEvent(t.Context(), as(access.SystemAdmin, w.dept), e); !errors.Is(err, fault.ErrForbidden) {
		t.Errorf("preview as administrator of one agency: %v", err)
	}
	for _, role := range access.Roles() {
		who := as(role, w.province, w.dept)
		_, err := w.events.PreviewAgencyEvent(t.Context(), who, e)
		_, applyErr := w.events.ApplyAgencyEvent(t.Context(), who, ApplyAgencyEvent{Event: e})
		_, reverseErr := w.events.ReverseAgencyEvent(t.Context(), who, ReverseAgencyEvent{EventID: uuid.New(), Reason: "thử"})
		may := role == access.StandingAgency || role == access.SystemAdmin
		for act, err := range map[string]error{"preview": err, "apply": applyErr, "reverse": reverseErr} {
			if refused := errors.Is(err, fault.ErrForbidden); refused == may {
				t.Errorf("%s as %s: %v", act, role, err)
			}
		}
	}
	_, err := w.events.PreviewAgencyEvent(t.Context(), access.Principal{}, e)
	wantFault(t, err, fault.ErrSignInRequired)
}

// TestReach: a successor reaches its predecessors from the day on; who takes a function does not reach the
// people of the agency that gave it away.
func TestReach(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	a := w.agency(w.province, "Xã A", KindCommune)
	ok(t, RebuildClosureTx(t.Context(), w.owner))
	_, err := w.apply(event(TransferFunction, "2026-02-01", []uuid.UUID{w.dept}, into(a)))
	ok(t, err)
	merge := event(Absorb, "2026-06-01", []uuid.UUID{w.second}, into(w.first))
	_, err = w.apply(merge)
	ok(t, err)
	_, err = w.apply(event(Absorb, "2027-06-01", []uuid.UUID{w.dept}, into(w.first)))
	ok(t, err)
	for _, c := range []struct {
		agency uuid.UUID
		day    time.Time
		want   []uuid.UUID
	}{
		{a, dayOf(2026, 11, 1), []uuid.UUID{a}},
		{w.first, dayOf(2026, 5, 31), []uuid.UUID{w.first}},
		{w.first, dayOf(2026, 11, 1), []uuid.UUID{w.first, w.second}},
	} {
		got, err := reach(t.Context(), w.owner, c.agency, c.day)
		ok(t, err)
		slices.SortFunc(got, compareIDs)
		slices.SortFunc(c.want, compareIDs)
		if !slices.Equal(got, c.want) {
			t.Errorf("reach on %s: %v, want %v", c.day, got, c.want)
		}
	}
}
