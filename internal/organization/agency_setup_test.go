package organization

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
)

// reformWorld is a province with communes, rooms, a school and people, and the events over it.
type reformWorld struct {
	*school
	events   *AgencyEvents
	standing access.Principal
}

func newReform(t *testing.T) *reformWorld {
	t.Helper()
	w := &reformWorld{school: newSchool(t)}
	w.today = dayOf(2026, 11, 24)
	w.standing = as(access.StandingAgency, w.province)
	w.exec("UPDATE organization.agency_versions SET code = right(agency_id::text, 8)")
	w.events = NewAgencyEvents(w.Service)
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

// codeOf is the code of an agency of the test: the end of its id, where ids of one moment differ.
func (w *reformWorld) codeOf(id uuid.UUID) string { return id.String()[28:] }

func (w *reformWorld) agency(parent uuid.UUID, name string, kind AgencyKind) uuid.UUID {
	id := w.school.agency(parent, name, kind)
	w.exec("UPDATE organization.agency_versions SET code = ? WHERE agency_id = ?", w.codeOf(id), id)
	return id
}
