package organization

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// TestApplyThenReverse: whatever the event, applying and reversing it leaves every row as it was.
func TestApplyThenReverse(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	communes := []uuid.UUID{}
	for i := range 5 {
		c := w.agency(w.province, fmt.Sprintf("Xã số %d", i), KindCommune)
		communes = append(communes, c)
		w.people(c, 3)
		w.grant(access.FocalPoint, c)
		w.grant(access.AgencyLeader, c)
	}
	rooms := []uuid.UUID{w.agency(communes[0], "Văn phòng", KindUnit), w.agency(communes[1], "Phòng Kinh tế", KindUnit)}
	w.exec("UPDATE organization.agency_versions SET professional_parent_id = ? WHERE agency_id = ?", communes[2], w.first)
	ok(t, RebuildClosureTx(t.Context(), w.owner))
	w.today = dayOf(2026, 8, 1)
	focal := as(access.FocalPoint, w.first)
	w.commit(focal, w.first, manyStudents(1, 60, true))
	w.commit(as(access.FocalPoint, w.second), w.second, manyStudents(61, 45, true))
	w.today = dayOf(2026, 11, 24)
	applied, refused, n := 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		e := drawEvent(rt, w, communes, rooms, n)
		before := w.dump()
		id, err := w.apply(e)
		if err != nil {
			refused++
			if fault.KindOf(err) == fault.Internal {
				rt.Fatalf("%+v: %v", e, err)
			}
			if diff := cmp.Diff(before, w.dump()); diff != "" {
				rt.Fatalf("a refused event has written:\n%s", diff)
			}
			return
		}
		applied++
		ok(t, w.events.FollowAgencyEvents(context.Background()))
		checkClosure(rt, w)
		if err := w.reverse(id); err != nil {
			rt.Fatalf("reverse %+v: %v", e, err)
		}
		if diff := cmp.Diff(before, w.dump()); diff != "" {
			rt.Fatalf("%+v:\n%s", e, diff)
		}
	})
	if applied == 0 || refused == 0 {
		t.Errorf("%d applied, %d refused: the draw is too narrow", applied, refused)
	}
}

func drawEvent(rt *rapid.T, w *reformWorld, communes, rooms []uuid.UUID, n int) AgencyEvent {
	pool := append(append([]uuid.UUID{w.first, w.second, w.dept}, communes...), rooms...)
	some := func(label string, least, most int) []uuid.UUID {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(pool), least, most, func(id uuid.UUID) uuid.UUID { return id }).Draw(rt, label)
	}
	day := rapid.SampledFrom([]string{"2025-07-01", "2025-10-01", "2026-09-01", "2026-11-24", "2027-02-01"}).Draw(rt, "day")
	kind := rapid.SampledFrom([]EventKind{Establish, Rename, Merge, Absorb, Split, Dissolve, MoveParent, TransferFunction}).Draw(rt, "kind")
	fresh := func(i int) EventTarget { return w.fresh(fmt.Sprintf("Xã mới %d", i), fmt.Sprintf("M%d.%d", n, i)) }
	e := event(kind, day, nil)
	switch kind {
	case Establish:
		e.Targets = []EventTarget{fresh(0)}
	case Rename, MoveParent:
		e.Sources = some("source", 1, 1)
		e.Details = &AgencyDetails{Name: "Tên mới", Kind: KindCommune, Code: fmt.Sprintf("R%d", n), ParentID: rapid.SampledFrom(append(pool, w.province)).Draw(rt, "parent")}
	case Merge:
		e.Sources, e.Targets = some("sources", 1, 3), []EventTarget{fresh(0)}
	case Absorb:
		e.Sources, e.Targets = some("sources", 1, 3), []EventTarget{into(some("target", 1, 1)[0])}
	case Split:
		e.Sources, e.Targets = some("source", 1, 1), []EventTarget{fresh(0), fresh(1)}
		if rapid.Bool().Draw(rt, "stays") {
			e.Targets[0] = into(e.Sources[0])
		}
		e.Receiver = rapid.IntRange(0, 1).Draw(rt, "receiver")
		if rapid.Bool().Draw(rt, "shares") {
			six, four := 6000, 4000
			e.Targets[0].Share, e.Targets[1].Share = &six, &four
		}
	case Dissolve:
		e.Sources = some("sources", 1, 2)
	case TransferFunction:
		e.Sources, e.Targets = some("source", 1, 1), []EventTarget{into(some("target", 1, 1)[0])}
	}
	for _, s := range e.Sources {
		if rapid.Bool().Draw(rt, "end") {
			e.EndGrants = append(e.EndGrants, GrantsOfRole{AgencyID: s, Role: string(access.FocalPoint)})
		}
	}
	return e
}

// checkClosure: no agency stands under one that has ended, and each person's posting is somewhere that stands.
func checkClosure(rt *rapid.T, w *reformWorld) {
	for _, day := range []string{"2025-07-01", "2026-11-24", "2027-03-01"} {
		if n := w.count(`SELECT count(*) FROM organization.agency_versions v WHERE v.valid_from <= ?0 AND (v.valid_to IS NULL OR v.valid_to > ?0) AND v.parent_id IS NOT NULL
			AND NOT EXISTS (SELECT FROM organization.agency_versions u WHERE u.agency_id = v.parent_id AND u.valid_from <= ?0 AND (u.valid_to IS NULL OR u.valid_to > ?0))`, day); n > 0 {
			rt.Fatalf("%s: %d agencies stand under one that does not", day, n)
		}
	}
	if n := w.count(`SELECT count(*) FROM organization.postings p WHERE NOT EXISTS (SELECT FROM organization.agency_versions v WHERE v.agency_id = p.agency_id AND (v.valid_to IS NULL OR p.valid_to <= v.valid_to))`); n > 0 {
		rt.Fatalf("%d postings outlive their agency", n)
	}
	if n := w.count(`SELECT count(*) FROM (SELECT person_id FROM organization.postings WHERE counts AND valid_to IS NULL GROUP BY 1 HAVING count(*) > 1) d`); n > 0 {
		rt.Fatalf("%d people count twice", n)
	}
}

func TestReverseRefuses(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	w.people(w.dept, 2)
	e := event(Merge, "2026-03-01", []uuid.UUID{w.dept}, w.fresh("Sở mới", "SM"))
	id, err := w.apply(e)
	ok(t, err)
	later, err := w.apply(AgencyEvent{Kind: Rename, OccurredOn: dayOf(2026, 4, 1), Document: "QĐ 2", Sources: targetAgencies(e),
		Details: &AgencyDetails{Name: "Sở rất mới", Kind: KindDepartment, Code: "SM"}})
	ok(t, err)
	wantRests(t, w.reverse(id), "“Đổi tên, loại hình, liên hệ” ngày 01/04/2026 (QĐ 2)")
	ok(t, w.reverse(later))
	w.officer(targetAgencies(e)[0], "Trần Người Mới")
	wantFault(t, w.reverse(id), ErrEventBuiltUpon)
	wantFault(t, w.reverse(uuid.New()), fault.ErrNotFound)
	old := uuid.New()
	w.exec("INSERT INTO organization.agency_events (id, kind, occurred_on, legal_document) VALUES (?, 'merge', '2025-07-01', 'NQ')", old)
	wantFault(t, w.reverse(old), ErrEventOld)
}

// After the reports of a period were due, taking back changes nothing and keeps a line.
func TestReverseAfterClosing(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	w.people(w.dept, 2)
	id, err := w.apply(event(Merge, "2026-03-01", []uuid.UUID{w.dept}, w.fresh("Sở mới", "SM")))
	ok(t, err)
	before := w.dump()
	w.seal(ClosedPeriod{ID: uuid.New(), Label: fault.Text{VI: "Năm 2026"}, To: dayOf(2026, 10, 31)})
	done, err := w.events.ReverseAgencyEvent(t.Context(), w.standing, ReverseAgencyEvent{EventID: id, Reason: "nhập nhầm"})
	ok(t, err)
	if len(done.Restated) != 1 || len(w.restated) != 1 || w.restated[0].Act != "reverse" || w.restated[0].EventID != id || w.restated[0].ActorID != w.standing.PersonID {
		t.Errorf("restated %+v, kept %+v", done, w.restated)
	}
	if diff := cmp.Diff(before, w.dump()); diff != "" {
		t.Errorf("a restatement has changed the state:\n%s", diff)
	}
}
