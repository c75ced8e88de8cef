package organization

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
)

// reformWorld is a province with communes, rooms, a school and people, and the events over it.
type reformWorld struct {
	*school
	events   *AgencyEvents
	standing access.Principal
	closed   []ClosedPeriod
	restated []Restatement
}

func newReform(t *testing.T) *reformWorld {
	t.Helper()
	w := &reformWorld{school: newSchool(t)}
	w.today = dayOf(2026, 11, 24)
	w.standing = as(access.StandingAgency, w.province)
	w.exec("UPDATE organization.agency_versions SET code = right(agency_id::text, 8)")
	w.events = NewAgencyEvents(w.Service, Links{
		Closed: func(context.Context, bun.IDB, time.Time, time.Time) ([]ClosedPeriod, error) { return w.closed, nil },
		Restate: func(_ context.Context, _ bun.IDB, lines []Restatement) error {
			w.restated = append(w.restated, lines...)
			return nil
		}})
	return w
}

func (w *reformWorld) apply(e AgencyEvent) (uuid.UUID, error) {
	preview, err := w.events.PreviewAgencyEvent(w.t.Context(), w.standing, e)
	if err != nil {
		return uuid.Nil, err
	}
	return w.events.ApplyAgencyEvent(w.t.Context(), w.standing, ApplyAgencyEvent{Event: e, Digest: preview.Digest})
}

func (w *reformWorld) reverse(id uuid.UUID) error {
	_, err := w.events.ReverseAgencyEvent(w.t.Context(), w.standing, ReverseAgencyEvent{EventID: id, Reason: "nhập nhầm"})
	return err
}

func event(kind EventKind, day string, sources []uuid.UUID, targets ...EventTarget) AgencyEvent {
	on, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return AgencyEvent{Kind: kind, OccurredOn: on, Document: "Nghị quyết số 01/NQ-HĐND", Sources: sources, Targets: targets}
}

func into(id uuid.UUID) EventTarget { return EventTarget{AgencyID: id} }

func (w *reformWorld) fresh(name, code string) EventTarget {
	return EventTarget{New: &AgencyDetails{Name: name, Kind: KindCommune, Code: code, ParentID: w.province}}
}

// stateTables are every table that an event may write, but the record of the event itself.
var stateTables = []string{"agencies", "agency_versions", "agency_closure", "agency_events", "agency_event_sources", "agency_event_targets",
	"agency_event_applications", "agency_event_changes", "persons", "person_tokens", "postings", "school_classes", "class_members", "grants"}

// dump is the whole state, row by row.
func (w *reformWorld) dump() map[string][]string {
	w.t.Helper()
	all := map[string][]string{}
	for _, table := range stateTables {
		var rows []string
		ok(w.t, w.owner.NewRaw("SELECT to_jsonb(t)::text AS row FROM organization.? t ORDER BY 1", bun.Ident(table)).Scan(context.Background(), &rows))
		all[table] = rows
	}
	return all
}

func (w *reformWorld) grant(role access.Role, agency uuid.UUID) uuid.UUID {
	g := Grant{ID: audit.NewID(), PersonID: w.officer(agency, "Lê Đầu Mối"), Role: role, AgencyID: agency, ValidFrom: dayOf(2025, 7, 1), Document: "QĐ"}
	ok(w.t, InsertGrantTx(w.t.Context(), w.owner, g))
	return g.ID
}

// people adds officers since the beginning, some with codes.
func (w *reformWorld) people(agency uuid.UUID, n int) {
	for i := range n {
		id := w.officer(agency, fmt.Sprintf("Nguyễn Văn %c", 'A'+i))
		w.exec("UPDATE organization.postings SET valid_from = '2025-07-01' WHERE person_id = ?", id)
		w.exec("UPDATE organization.persons SET code = ? WHERE id = ?", fmt.Sprintf("CB%03d", i), id)
		ok(w.t, indexPeople(w.t.Context(), w.owner, []uuid.UUID{id}))
	}
}

func (w *reformWorld) count(query string, args ...any) int { return w.school.count(query, args...) }

func TestMerge(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	a, b := w.agency(w.province, "Xã Bình An", KindCommune), w.agency(w.province, "Xã Bình Minh", KindCommune)
	room := w.agency(a, "Văn phòng", KindUnit)
	ok(t, RebuildClosureTx(t.Context(), w.owner))
	w.people(a, 3)
	w.people(b, 2)
	w.grant(access.FocalPoint, a)
	w.grant(access.FocalPoint, b)
	e := event(Merge, "2026-03-01", []uuid.UUID{a, b}, w.fresh("Xã Bình Minh", "21085"))
	e.EndGrants = []GrantsOfRole{{AgencyID: b, Role: string(access.FocalPoint)}}
	preview, err := w.events.PreviewAgencyEvent(t.Context(), w.standing, e)
	ok(t, err)
	want := EventCounts{AgenciesEnded: 2, AgenciesEstablished: 1, UnitsMoved: 1, PostingsClosed: 5, PostingsOpened: 5, PeopleMoved: 7, CodesChanged: 2, GrantsContinued: 1, GrantsEnded: 1}
	if diff := cmp.Diff(want, preview.Counts); diff != "" {
		t.Error(diff)
	}
	id, err := w.events.ApplyAgencyEvent(t.Context(), w.standing, ApplyAgencyEvent{Event: e, Digest: preview.Digest})
	ok(t, err)
	target := targetAgencies(e)[0]
	for what, n := range map[string]int{
		"SELECT count(*) FROM organization.postings WHERE agency_id = ? AND valid_to IS NULL":               7,
		"SELECT count(*) FROM organization.persons WHERE agency_id = ?":                                     7,
		"SELECT count(DISTINCT code) FROM organization.persons WHERE agency_id = ?":                         5,
		"SELECT count(*) FROM organization.grants WHERE agency_id = ? AND valid_to IS NULL":                 1,
		"SELECT count(*) FROM organization.agency_closure WHERE ancestor_id = ? AND depth = 1":              1,
		"SELECT count(DISTINCT person_id) FROM organization.person_tokens WHERE agency_id = ?":              7,
		"SELECT count(*) FROM organization.agency_event_targets WHERE agency_id = ? AND share IS NULL":      1,
		"SELECT count(*) FROM organization.agency_versions WHERE agency_id = ? AND valid_from='2026-03-01'": 1,
	} {
		if got := w.count(what, target); got != n {
			t.Errorf("%s: %d, want %d", what, got, n)
		}
	}
	if n := w.count("SELECT count(*) FROM organization.agency_closure WHERE ancestor_id = ? AND descendant_id = ? AND valid_to = '2026-03-01'", a, room); n != 1 {
		t.Error("the room did not stand in the old commune until the merger")
	}
	if n := w.count("SELECT count(*) FROM audit.entries WHERE action = 'apply_agency_event' AND object_id = ?", id); n != 1 {
		t.Errorf("%d audit entries", n)
	}
	if _, err := w.apply(e); !errors.Is(err, fault.ErrInvalid) {
		t.Errorf("the same event twice: %v", err)
	}
}

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

func TestStalePreview(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	w.people(w.dept, 2)
	e := event(Merge, "2026-03-01", []uuid.UUID{w.dept}, w.fresh("Sở mới", "SM"))
	preview, err := w.events.PreviewAgencyEvent(t.Context(), w.standing, e)
	ok(t, err)
	w.officer(w.dept, "Trần Người Mới")
	_, err = w.events.ApplyAgencyEvent(t.Context(), w.standing, ApplyAgencyEvent{Event: e, Digest: preview.Digest})
	wantFault(t, err, ErrEventStale)
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
	w.closed = []ClosedPeriod{{ID: uuid.New(), Label: fault.Text{VI: "Năm 2026"}}}
	done, err := w.events.ReverseAgencyEvent(t.Context(), w.standing, ReverseAgencyEvent{EventID: id, Reason: "nhập nhầm"})
	ok(t, err)
	if len(done.Restated) != 1 || len(w.restated) != 1 || w.restated[0].Act != "reverse" || w.restated[0].EventID != id || w.restated[0].ActorID != w.standing.PersonID {
		t.Errorf("restated %+v, kept %+v", done, w.restated)
	}
	if diff := cmp.Diff(before, w.dump()); diff != "" {
		t.Errorf("a restatement has changed the state:\n%s", diff)
	}
}

// People follow on the day of an event that was entered beforehand, and go back with it.
func TestFutureEvent(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	w.people(w.dept, 2)
	before := w.dump()
	e := event(Merge, "2027-01-01", []uuid.UUID{w.dept}, w.fresh("Sở mới", "SM"))
	id, err := w.apply(e)
	ok(t, err)
	belong := func() int { return w.count("SELECT count(*) FROM organization.persons WHERE agency_id = ?", w.dept) }
	ok(t, w.events.FollowAgencyEvents(t.Context()))
	if belong() != 2 {
		t.Error("people have moved before the day")
	}
	w.today = dayOf(2027, 1, 1)
	ok(t, w.events.FollowAgencyEvents(t.Context()))
	ok(t, w.events.FollowAgencyEvents(t.Context()))
	if belong() != 0 {
		t.Error("people have not moved on the day")
	}
	ok(t, w.reverse(id))
	if diff := cmp.Diff(before, w.dump()); diff != "" {
		t.Error(diff)
	}
}

func TestEventFaults(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	a, b := w.agency(w.province, "Xã Bình An", KindCommune), w.agency(w.province, "Xã Bình Minh", KindCommune)
	room := w.agency(a, "Văn phòng", KindUnit)
	w.exec("UPDATE organization.agency_versions SET short_name = 'SNV' WHERE agency_id = ?", w.dept)
	ok(t, RebuildClosureTx(t.Context(), w.owner))
	_, err := w.apply(event(Absorb, "2026-01-01", []uuid.UUID{w.second}, into(w.first)))
	ok(t, err)
	half := 5000
	ids := func(list ...uuid.UUID) []uuid.UUID { return list }
	under := func(parent uuid.UUID, code, short string) EventTarget {
		return EventTarget{New: &AgencyDetails{Name: "Mới", Kind: KindUnit, Code: code, ShortName: short, ParentID: parent}}
	}
	for name, c := range map[string]struct {
		e    AgencyEvent
		path string
		code string
	}{
		"no document":          {AgencyEvent{Kind: Dissolve, OccurredOn: dayOf(2026, 2, 1), Sources: ids(b)}, "document", "required"},
		"ended already":        {event(Dissolve, "2026-02-01", ids(w.second)), "sources[0]", "not_standing"},
		"changed later":        {event(Dissolve, "2025-12-01", ids(w.second)), "sources[0]", "changed_later"},
		"not there yet":        {event(Absorb, "2024-01-01", ids(b), into(a)), "sources[0]", "not_standing"},
		"begins on the day":    {event(Dissolve, "2025-07-01", ids(b)), "sources[0]", "begins_then"},
		"target has ended":     {event(Absorb, "2026-02-01", ids(b), into(w.second)), "targets[0]", "not_standing"},
		"unknown source":       {event(Dissolve, "2026-02-01", ids(uuid.New())), "sources[0]", "unknown"},
		"twice a source":       {event(Dissolve, "2026-02-01", ids(b, b)), "sources[1]", "repeated"},
		"source and target":    {event(Absorb, "2026-02-01", ids(a, b), into(b)), "targets[0]", "is_source"},
		"units below":          {event(Dissolve, "2026-02-01", ids(a)), "sources[0]", "has_units"},
		"target below source":  {event(Absorb, "2026-02-01", ids(a), into(room)), "targets[0]", "below_source"},
		"shares do not add up": {event(Split, "2026-02-01", ids(b), EventTarget{AgencyID: a, Share: &half}, w.fresh("Xã C", "C")), "targets", "shares"},
		"code taken":           {event(Establish, "2026-02-01", nil, under(w.province, w.codeOf(a), "")), "targets[0].new.code", "taken"},
		"short name taken":     {event(Establish, "2026-02-01", nil, under(w.province, "X", "SNV")), "targets[0].new.shortName", "taken"},
		"no parent":            {event(Establish, "2026-02-01", nil, under(uuid.Nil, "X", "")), "targets[0].new.parentId", "required"},
		"parent has ended":     {event(Establish, "2026-02-01", nil, under(w.second, "X", "")), "targets[0].new.parentId", "not_standing"},
		"circle": {AgencyEvent{Kind: MoveParent, OccurredOn: dayOf(2026, 2, 1), Document: "QĐ", Sources: ids(a),
			Details: &AgencyDetails{Name: "Xã Bình An", Kind: KindCommune, Code: w.codeOf(a), ParentID: room}}, "details.parentId", "cycle"},
	} {
		_, err := w.events.PreviewAgencyEvent(t.Context(), w.standing, c.e)
		fields := fault.From(err).Fields
		if !errors.Is(err, fault.ErrInvalid) || !slices.ContainsFunc(fields, func(f fault.Field) bool { return f.Path == c.path && f.Code == c.code }) {
			t.Errorf("%s: %v %+v", name, err, fields)
			continue
		}
		for _, f := range fields {
			if f.Text.VI == "" || f.Text.EN == "" || !strings.HasSuffix(f.Text.VI, ".") {
				t.Errorf("%s: text %+v", name, f.Text)
			}
		}
	}
}

// codeOf is the code of an agency of the test: the end of its id, where ids of one moment differ.
func (w *reformWorld) codeOf(id uuid.UUID) string { return id.String()[28:] }

func (w *reformWorld) agency(parent uuid.UUID, name string, kind AgencyKind) uuid.UUID {
	id := w.school.agency(parent, name, kind)
	w.exec("UPDATE organization.agency_versions SET code = ? WHERE agency_id = ?", w.codeOf(id), id)
	return id
}

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
