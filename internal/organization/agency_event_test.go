package organization

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

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
