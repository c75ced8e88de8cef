package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// PastEvent is an event in the history of agencies, which go under the names that they had around its day.
type PastEvent struct {
	ID            uuid.UUID
	Kind          EventKind
	OccurredOn    time.Time
	LegalDocument string
	Note          string
	Reversible    bool          // it has a journal
	Sources       []NamedAgency `bun:"-"`
	Targets       []NamedShare  `bun:"-"`
}

// NamedShare is a target of an event with its declared share in hundredths of a percent.
type NamedShare struct {
	NamedAgency
	Share *int
}

// ListPastEvents returns events in the order of their ids; an id that names none is left out. Of each at most
// maxEventAgencies are read as sources and as many as targets, which is all that an event may have.
func ListPastEvents(ctx context.Context, tx bun.IDB, ids []uuid.UUID) ([]PastEvent, error) {
	var events []PastEvent
	err := tx.NewRaw(`SELECT e.id, e.kind, e.occurred_on, e.legal_document, e.note, a.event_id IS NOT NULL AS reversible
		FROM organization.agency_events e LEFT JOIN organization.agency_event_applications a ON a.event_id = e.id
		WHERE e.id = ANY (?0::uuid[]) ORDER BY array_position(?0::uuid[], e.id)`, uuidArray(ids)).Scan(ctx, &events)
	if err != nil {
		return nil, err
	}
	at := map[uuid.UUID]*PastEvent{}
	for i := range events {
		at[events[i].ID] = &events[i]
	}
	var sides []struct {
		EventID, AgencyID uuid.UUID
		Name              string
		Share             *int
		Source            bool
	}
	err = tx.NewRaw(`SELECT s.event_id, s.agency_id, s.share, s.source, (SELECT v.name FROM organization.agency_versions v WHERE v.agency_id = s.agency_id
			ORDER BY (v.valid_from <= s.day AND (v.valid_to IS NULL OR v.valid_to > s.day)) DESC, v.valid_from DESC LIMIT 1) AS name
		FROM organization.agency_events e CROSS JOIN LATERAL (
			(SELECT f.event_id, f.agency_id, NULL::integer AS share, true AS source, e.occurred_on - 1 AS day
				FROM organization.agency_event_sources f WHERE f.event_id = e.id ORDER BY f.agency_id LIMIT ?1)
			UNION ALL (SELECT g.event_id, g.agency_id, g.share, false, e.occurred_on
				FROM organization.agency_event_targets g WHERE g.event_id = e.id ORDER BY g.agency_id LIMIT ?1)) s
		WHERE e.id = ANY (?0::uuid[]) ORDER BY s.event_id, s.agency_id`, uuidArray(ids), maxEventAgencies).Scan(ctx, &sides)
	for _, s := range sides {
		e, named := at[s.EventID], NamedAgency{ID: s.AgencyID, Name: s.Name}
		if s.Source {
			e.Sources = append(e.Sources, named)
		} else {
			e.Targets = append(e.Targets, NamedShare{NamedAgency: named, Share: s.Share})
		}
	}
	return events, err
}

// Agencies are the agencies of the event, sources first, each once; none of no event.
func (e *PastEvent) Agencies() []NamedAgency {
	if e == nil {
		return nil
	}
	var list []NamedAgency
	for _, s := range e.Sources {
		list = appendAgency(list, s)
	}
	for _, t := range e.Targets {
		list = appendAgency(list, t.NamedAgency)
	}
	return list
}

// from reports whether an agency is a source of the event.
func (e PastEvent) from(id uuid.UUID) bool {
	for _, s := range e.Sources {
		if s.ID == id {
			return true
		}
	}
	return false
}
