package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// NamedAgency is an agency as others refer to it.
type NamedAgency struct {
	ID   uuid.UUID
	Name string
}

// PastReversal is an event that was taken back.
type PastReversal struct {
	Kind          EventKind
	OccurredOn    time.Time
	LegalDocument string
	Reason        string
	ReversedAt    time.Time
}

// Headcount are the people of an agency's subtree on a day, in numbers.
type Headcount struct {
	Officers int
	Students int
}

// PastVersion is what an agency was for a time, with its parents as they were called on the first day of it.
type PastVersion struct {
	AgencyVersion
	Parent             *NamedAgency
	ProfessionalParent *NamedAgency
}

// AgencyView (trang cơ quan) is all that is known of an agency as of a day.
type AgencyView struct {
	Now                AgencyVersion // of the day; after its end the last one, before its beginning the first
	Stands             bool          // on the day
	Versions           []PastVersion // names, parents and contact over time, the latest first
	Parent             *NamedAgency
	ProfessionalParent *NamedAgency
	ChildCount         int
	Events             []PastEvent
	Reversals          []PastReversal
	Predecessors       []NamedAgency // what went on in it by the day
	Successors         []NamedAgency // where it went on, once it has ended
	People             *Headcount    // nil: the person may not count here
	SeesPeople         bool          // the person may open the list of people
}

// maxHistory bounds the history that is shown of one agency.
const maxHistory = 200

// ViewAgency returns an agency as of a day with its history. Anybody signed in may see it; the number of
// people is there for province roles and for the agency's own. fault.ErrNotFound when it never was.
func (s *Service) ViewAgency(ctx context.Context, who access.Principal, id uuid.UUID, day time.Time) (AgencyView, error) {
	view := AgencyView{SeesPeople: who.RequireAt(access.ReadPeople, id) == nil}
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		if err := view.addVersions(ctx, tx, id); err != nil {
			return err
		}
		view.choose(day)
		if err := view.addPlace(ctx, tx, day); err != nil {
			return err
		}
		if err := view.addHistory(ctx, tx, id); err != nil {
			return err
		}
		return s.countHeads(ctx, tx, who, &view, id, day)
	})
	return view, err
}

// addVersions reads what the agency was over time, the latest first. fault.ErrNotFound when it never was.
func (v *AgencyView) addVersions(ctx context.Context, tx bun.Tx, id uuid.UUID) error {
	var versions []AgencyVersion
	err := tx.NewSelect().Model(&versions).Where("agency_id = ?", id).Order("valid_from DESC").Limit(maxHistory).Scan(ctx)
	if err != nil {
		return err
	}
	if len(versions) == 0 {
		return fault.ErrNotFound
	}
	names, err := parentNames(ctx, tx, id)
	for _, version := range versions {
		v.Versions = append(v.Versions, PastVersion{AgencyVersion: version, Parent: named(version.ParentID, names[version.ID]),
			ProfessionalParent: named(version.ProfessionalParentID, names[version.ID])})
	}
	return err
}

// parentNames are the names of the parents of each version of an agency on the first day of the version; of a
// parent that did not stand then, its last name.
func parentNames(ctx context.Context, tx bun.Tx, id uuid.UUID) (map[uuid.UUID]map[uuid.UUID]string, error) {
	var rows []struct {
		VersionID, ParentID uuid.UUID
		Name                string
	}
	err := tx.NewRaw(`SELECT v.id AS version_id, p.id AS parent_id, (SELECT n.name FROM organization.agency_versions n WHERE n.agency_id = p.id
			ORDER BY (n.valid_from <= v.valid_from AND (n.valid_to IS NULL OR n.valid_to > v.valid_from)) DESC, n.valid_from DESC LIMIT 1) AS name
		FROM organization.agency_versions v CROSS JOIN LATERAL (VALUES (v.parent_id), (v.professional_parent_id)) p (id)
		WHERE v.agency_id = ? AND p.id IS NOT NULL`, id).Scan(ctx, &rows)
	names := map[uuid.UUID]map[uuid.UUID]string{}
	for _, r := range rows {
		if names[r.VersionID] == nil {
			names[r.VersionID] = map[uuid.UUID]string{}
		}
		names[r.VersionID][r.ParentID] = r.Name
	}
	return names, err
}

// named is an agency with its name; nil without one.
func named(id *uuid.UUID, names map[uuid.UUID]string) *NamedAgency {
	if id == nil {
		return nil
	}
	return &NamedAgency{ID: *id, Name: names[*id]}
}

// choose picks the version of the day, or the first of all before it.
func (v *AgencyView) choose(day time.Time) {
	v.Now = v.Versions[len(v.Versions)-1].AgencyVersion
	for _, version := range v.Versions {
		if !version.ValidFrom.After(day) {
			v.Now, v.Stands = version.AgencyVersion, version.holds(day)
			return
		}
	}
}

// addPlace names the parents and counts the units below.
func (v *AgencyView) addPlace(ctx context.Context, tx bun.Tx, day time.Time) error {
	var ids []uuid.UUID
	for _, id := range []*uuid.UUID{v.Now.ParentID, v.Now.ProfessionalParentID} {
		if id != nil {
			ids = append(ids, *id)
		}
	}
	names, err := AgencyNames(ctx, tx, ids, day)
	if err != nil {
		return err
	}
	v.Parent, v.ProfessionalParent = named(v.Now.ParentID, names), named(v.Now.ProfessionalParentID, names)
	return tx.NewRaw(`SELECT count(*) FROM organization.agency_versions WHERE parent_id = ?0 AND valid_from <= ?1::date AND (valid_to IS NULL OR valid_to > ?1::date)`,
		v.Now.AgencyID, sqlDate(day)).Scan(ctx, &v.ChildCount)
}

// addHistory reads the events of an agency, the latest first, and from them who went before and after it.
func (v *AgencyView) addHistory(ctx context.Context, tx bun.Tx, id uuid.UUID) error {
	var ids []uuid.UUID
	err := tx.NewRaw(`SELECT e.id FROM organization.agency_events e
		WHERE e.id IN (SELECT event_id FROM organization.agency_event_sources WHERE agency_id = ?0 UNION SELECT event_id FROM organization.agency_event_targets WHERE agency_id = ?0)
		ORDER BY e.occurred_on DESC, e.created_at DESC, e.id LIMIT ?1`, id, maxHistory).Scan(ctx, &ids)
	if err != nil {
		return err
	}
	if v.Events, err = ListPastEvents(ctx, tx, ids); err != nil {
		return err
	}
	v.succession(id)
	return tx.NewRaw(`SELECT kind, occurred_on, legal_document, reason, reversed_at FROM organization.agency_reversals WHERE agencies @> ARRAY[?0]::uuid[]
		ORDER BY reversed_at DESC LIMIT ?1`, id, maxHistory).Scan(ctx, &v.Reversals)
}

// succession gathers predecessors and successors from the events by which agencies go on.
func (v *AgencyView) succession(id uuid.UUID) {
	ended := v.Versions[0].ValidTo != nil
	for _, e := range v.Events {
		switch e.Kind {
		case Merge, Absorb, Split, TransferFunction:
		default:
			continue
		}
		isTarget := false
		for _, t := range e.Targets {
			isTarget = isTarget || t.ID == id
			if ended && t.ID != id && e.from(id) {
				v.Successors = appendAgency(v.Successors, t.NamedAgency)
			}
		}
		for _, s := range e.Sources {
			if isTarget && s.ID != id {
				v.Predecessors = appendAgency(v.Predecessors, s)
			}
		}
	}
}

func appendAgency(list []NamedAgency, a NamedAgency) []NamedAgency {
	for _, known := range list {
		if known.ID == a.ID {
			return list
		}
	}
	return append(list, a)
}

// countHeads counts the people of the subtree on the day, in the scope of whoever asks.
func (s *Service) countHeads(ctx context.Context, tx bun.Tx, who access.Principal, v *AgencyView, id uuid.UUID, day time.Time) error {
	scope := postgres.Agencies(who.AgenciesFor(access.ReadPeople)...)
	switch {
	case who.Can(access.ReadUnitFigures), who.Can(access.ManageAgencies):
		scope = postgres.System(postgres.CountFigures)
	case !v.SeesPeople:
		return nil
	}
	if !v.Now.PublishesStrength {
		return nil
	}
	if err := postgres.SetScope(ctx, tx, scope); err != nil {
		return err
	}
	v.People = &Headcount{}
	return tx.NewRaw(`WITH units AS (SELECT descendant_id AS id FROM organization.agency_closure c JOIN organization.agency_versions a ON a.agency_id = c.descendant_id
			AND a.valid_from <= ?1::date AND (a.valid_to IS NULL OR a.valid_to > ?1::date) AND a.publishes_strength
			WHERE c.ancestor_id = ?0 AND c.valid_from <= ?1::date AND (c.valid_to IS NULL OR c.valid_to > ?1::date))
		SELECT (SELECT count(DISTINCT person_id) FROM organization.postings WHERE counts AND agency_id IN (SELECT id FROM units) AND valid_from <= ?1::date AND (valid_to IS NULL OR valid_to > ?1::date)),
			(SELECT count(DISTINCT person_id) FROM organization.class_members WHERE agency_id IN (SELECT id FROM units) AND valid_from <= ?1::date AND (valid_to IS NULL OR valid_to > ?1::date))`,
		id, sqlDate(day)).Scan(ctx, &v.People.Officers, &v.People.Students)
}
