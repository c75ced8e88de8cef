package organization

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// wantRests: the refusal names what has to be reversed first.
func wantRests(t *testing.T, err error, named string) {
	t.Helper()
	wantFault(t, err, ErrEventBuiltUpon)
	if text := fault.From(err).Text; !strings.Contains(text.VI, named) || !strings.HasSuffix(text.VI, "Hãy hoàn tác sự kiện đó trước.") || !strings.Contains(text.EN, "Reverse that event first.") {
		t.Errorf("%+v does not name %s", text, named)
	}
}

// communes adds communes with people and grants.
func (w *reformWorld) communes(n int) []uuid.UUID {
	var list []uuid.UUID
	for i := range n {
		c := w.agency(w.province, fmt.Sprintf("Xã số %d", i), KindCommune)
		list = append(list, c)
		w.people(c, 2)
		w.grant(access.FocalPoint, c)
		w.exec("UPDATE organization.postings SET valid_from = '2025-07-01' WHERE agency_id = ?", c)
	}
	ok(w.t, RebuildClosureTx(w.t.Context(), w.owner))
	return list
}

// An event goes back although later ones have been applied, as long as none rests on it.
func TestReverseNotTheLatest(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	c := w.communes(4)
	before := w.dump()
	first, err := w.apply(event(Merge, "2026-03-01", c[:2], w.fresh("Xã Một", "X1")))
	ok(t, err)
	second, err := w.apply(event(Absorb, "2026-03-01", c[2:3], into(c[3])))
	ok(t, err)
	third, err := w.apply(event(TransferFunction, "2026-04-01", []uuid.UUID{w.dept}, into(c[3])))
	ok(t, err)
	ok(t, w.reverse(first))
	ok(t, w.reverse(second))
	ok(t, w.reverse(third))
	if diff := cmp.Diff(before, w.dump()); diff != "" {
		t.Error(diff)
	}
}

// What rests on an event without writing its rows keeps it from going back: the tree or a person would be
// in a state that no event allows.
func TestReverseKeepsTheRules(t *testing.T) {
	t.Parallel()
	move := func(w *reformWorld, day string, id, parent uuid.UUID) AgencyEvent {
		e := event(MoveParent, day, []uuid.UUID{id})
		e.Details = &AgencyDetails{Name: "Xã", Kind: KindCommune, Code: w.codeOf(id), ParentID: parent}
		return e
	}
	for name, c := range map[string]struct {
		events func(w *reformWorld, c []uuid.UUID) []AgencyEvent
		named  string
	}{
		"its parent has ended": {func(w *reformWorld, c []uuid.UUID) []AgencyEvent {
			w.exec("UPDATE organization.agency_versions SET parent_id = ? WHERE agency_id = ?", c[1], c[0])
			return []AgencyEvent{move(w, "2026-03-01", c[0], w.province), event(Dissolve, "2026-04-01", c[1:2])}
		}, "“Giải thể” ngày 01/04/2026"},
		"it would stand under itself": {func(w *reformWorld, c []uuid.UUID) []AgencyEvent {
			w.exec("UPDATE organization.agency_versions SET parent_id = ? WHERE agency_id = ?", c[1], c[0])
			return []AgencyEvent{move(w, "2026-03-01", c[0], w.province), move(w, "2026-04-01", c[1], c[0])}
		}, "“Chuyển cơ quan cấp trên” ngày 01/04/2026"},
		"its code is in use": {func(w *reformWorld, c []uuid.UUID) []AgencyEvent {
			return []AgencyEvent{event(Dissolve, "2026-03-01", c[:1]), event(Establish, "2026-04-01", nil, w.fresh("Xã khác", w.codeOf(c[0])))}
		}, "“Thành lập” ngày 01/04/2026"},
		"something stands under what it established": {func(w *reformWorld, c []uuid.UUID) []AgencyEvent {
			e := event(Establish, "2026-03-01", nil, w.fresh("Xã mới", "XM"))
			return []AgencyEvent{e, move(w, "2026-04-01", c[0], targetAgencies(e)[0])}
		}, "“Chuyển cơ quan cấp trên” ngày 01/04/2026"},
		"what it established was given a function": {func(w *reformWorld, c []uuid.UUID) []AgencyEvent {
			e := event(Establish, "2026-03-01", nil, w.fresh("Xã mới", "XM"))
			return []AgencyEvent{e, event(TransferFunction, "2026-04-01", c[:1], into(targetAgencies(e)[0]))}
		}, "“Chuyển chức năng” ngày 01/04/2026"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newReform(t)
			events := c.events(w, w.communes(2))
			ok(t, RebuildClosureTx(t.Context(), w.owner))
			before := w.dump()
			ids := make([]uuid.UUID, len(events))
			for i, e := range events {
				var err error
				ids[i], err = w.apply(e)
				ok(t, err)
			}
			after := w.dump()
			wantRests(t, w.reverse(ids[0]), c.named)
			if diff := cmp.Diff(after, w.dump()); diff != "" {
				t.Errorf("a refusal has written:\n%s", diff)
			}
			ok(t, w.reverse(ids[1]))
			ok(t, w.reverse(ids[0]))
			if diff := cmp.Diff(before, w.dump()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A person of a dissolved agency who counts elsewhere since would count twice.
func TestReverseDissolutionOfThoseWhoMovedOn(t *testing.T) {
	t.Parallel()
	for name, to := range map[string]any{"still there": nil, "left again": "2026-08-01"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newReform(t)
			c := w.communes(1)
			id, err := w.apply(event(Dissolve, "2026-03-01", c))
			ok(t, err)
			w.exec(`INSERT INTO organization.postings (id, person_id, agency_id, counts, valid_from, valid_to)
				SELECT ?, id, ?, true, '2026-05-01', ?::date FROM organization.persons WHERE agency_id = ? AND code = 'CB000'`, uuid.New(), w.dept, to, c[0])
			after := w.dump()
			wantFault(t, w.reverse(id), ErrEventBuiltUpon)
			if diff := cmp.Diff(after, w.dump()); diff != "" {
				t.Errorf("a refusal has written:\n%s", diff)
			}
		})
	}
}

// TestReverseInAnyOrder: of several events any that nothing rests on goes back; the others are refused and
// change nothing; the rules of the tree hold throughout, and in the end every row is as it was.
func TestReverseInAnyOrder(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	communes := w.communes(4)
	rooms := []uuid.UUID{w.agency(communes[0], "Văn phòng", KindUnit), w.agency(communes[1], "Phòng Kinh tế", KindUnit)}
	ok(t, RebuildClosureTx(t.Context(), w.owner))
	before := w.dump()
	early, refused := 0, 0
	for round := range 12 {
		drawn := rapid.Custom(func(rt *rapid.T) []AgencyEvent {
			var list []AgencyEvent
			pool := communes
			for i := range 8 {
				e := drawEvent(rt, w, pool, rooms, 10*round+i)
				pool = append(pool[:len(pool):len(pool)], targetAgencies(e)...)
				list = append(list, e)
			}
			slices.SortStableFunc(list, func(a, b AgencyEvent) int { return a.OccurredOn.Compare(b.OccurredOn) })
			return list
		}).Example(round)
		var ids []uuid.UUID
		for _, e := range drawn {
			if id, err := w.apply(e); err == nil {
				ids = append(ids, id)
			}
		}
		random := rand.New(rand.NewPCG(uint64(round), 1))
		for len(ids) > 0 {
			at := random.IntN(len(ids))
			state := w.dump()
			err := w.reverse(ids[at])
			if err != nil {
				wantFault(t, err, ErrEventBuiltUpon)
				if at == len(ids)-1 {
					t.Fatalf("round %d: the latest event is refused: %v", round, err)
				}
				if diff := cmp.Diff(state, w.dump()); diff != "" {
					t.Fatalf("round %d: a refusal has written:\n%s", round, diff)
				}
				refused++
				continue
			}
			if at < len(ids)-1 {
				early++
			}
			ids = append(ids[:at], ids[at+1:]...)
			tree, err := loadAgencyTree(context.Background(), w.owner)
			ok(t, err)
			if found := tree.faults(); len(found) > 0 {
				t.Fatalf("round %d: the tree breaks rules: %v", round, found)
			}
		}
		if diff := cmp.Diff(before, w.dump()); diff != "" {
			t.Fatalf("round %d:\n%s", round, diff)
		}
	}
	if early == 0 || refused == 0 {
		t.Errorf("%d reversed before a later one, %d refused: the draw is too narrow", early, refused)
	}
}
