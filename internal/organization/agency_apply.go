package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// ApplyAgencyEvent asks to write an event as it was previewed.
type ApplyAgencyEvent struct {
	Event  AgencyEvent
	Digest string // of the preview
}

// ApplyAgencyEvent writes an event: versions, people, classes, grants and what other domains do with it,
// in one transaction, with a journal by which it can be reversed. It returns the event's id. It needs
// agency.manage. Errors: fault.ErrInvalid with the fields named, ErrEventStale when the state is no longer
// that of the preview, ErrEventPostings.
func (s *AgencyEvents) ApplyAgencyEvent(ctx context.Context, who access.Principal, cmd ApplyAgencyEvent) (uuid.UUID, error) {
	if err := s.mayRearrange(ctx, who); err != nil {
		return uuid.Nil, err
	}
	var id uuid.UUID
	var touched []uuid.UUID
	err := s.db.RunInTx(ctx, postgres.System(postgres.MoveAgencies), func(ctx context.Context, tx bun.Tx) error {
		if err := lockTree(ctx, tx); err != nil {
			return err
		}
		preview, err := s.preview(ctx, tx, cmd.Event)
		if err != nil {
			return err
		}
		if preview.Digest != cmd.Digest {
			return ErrEventStale
		}
		id = preview.ID
		touched, err = s.applyTx(ctx, tx, who, preview)
		return err
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(touched...)
	}
	return id, err
}

// applyTx writes a plan and returns whose rights it changes.
func (s *AgencyEvents) applyTx(ctx context.Context, tx bun.Tx, who access.Principal, p EventPreview) ([]uuid.UUID, error) {
	if err := s.writeEvent(ctx, tx, who, p.AgencyPlan); err != nil {
		return nil, err
	}
	if err := RebuildClosureTx(ctx, tx); err != nil {
		return nil, err
	}
	for _, f := range s.links.Followers {
		if f.Apply == nil {
			continue
		}
		if err := f.Apply(ctx, tx, successionOf(p.AgencyPlan)); err != nil {
			return nil, err
		}
	}
	if err := s.links.Restate(ctx, tx, restatementsOf(appliedInto(p.AgencyPlan, who), p.Closed)); err != nil {
		return nil, err
	}
	touched, err := s.touchTx(ctx, tx, p.Event, p.changes)
	if err != nil {
		return nil, err
	}
	return touched, s.recordEvent(ctx, tx, who, "apply_agency_event", p.ID, firstAgency(p.AgencyPlan), p.Event.Document, nil, map[string]any{"event": p.Event, "counts": p.Counts})
}

// appliedInto is the restatement of an event that is applied into a closed period.
func appliedInto(p AgencyPlan, who access.Principal) Restatement {
	return Restatement{EventID: p.ID, Act: "apply", Document: p.Event.Document, Reason: p.Event.Note, ActorID: who.PersonID}
}

// writeEvent writes an event, its rows and who goes on.
func (s *AgencyEvents) writeEvent(ctx context.Context, tx bun.IDB, who access.Principal, p AgencyPlan) error {
	if err := s.insertEvent(ctx, tx, who, p); err != nil {
		return err
	}
	if err := s.writePlan(ctx, tx, p.ID, p.changes); err != nil {
		return err
	}
	return insertTargets(ctx, tx, p)
}

// insertEvent stores the event itself and how it was applied.
func (s *AgencyEvents) insertEvent(ctx context.Context, tx bun.IDB, who access.Principal, p AgencyPlan) error {
	e := p.Event
	_, err := tx.ExecContext(ctx, `INSERT INTO organization.agency_events (id, kind, occurred_on, legal_document, note) VALUES (?, ?, ?, ?, ?)`,
		p.ID, string(e.Kind), sqlDate(e.OccurredOn), e.Document, e.Note)
	if err != nil {
		return err
	}
	for _, source := range e.Sources {
		if _, err := tx.ExecContext(ctx, `INSERT INTO organization.agency_event_sources (event_id, agency_id) VALUES (?, ?)`, p.ID, source); err != nil {
			return err
		}
	}
	var followed *time.Time
	if now := s.now(); !p.Deferred {
		followed = &now
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO organization.agency_event_applications (event_id, command, counts, applied_by, applied_at, followed_at)
		VALUES (?, ?::jsonb, ?::jsonb, ?, ?, ?)`, p.ID, asJSON(e), asJSON(p.Counts), who.PersonID, s.now(), followed)
	return err
}

// insertTargets stores who goes on, once the new agencies stand.
func insertTargets(ctx context.Context, tx bun.IDB, p AgencyPlan) error {
	targets := p.targets
	if p.Event.Kind == Rename || p.Event.Kind == MoveParent {
		targets = p.Event.Sources
	}
	for i, target := range targets {
		var share *int
		if i < len(p.Event.Targets) {
			share = p.Event.Targets[i].Share
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO organization.agency_event_targets (event_id, agency_id, share) VALUES (?, ?, ?)`, p.ID, target, share)
		if err != nil {
			return err
		}
	}
	return nil
}

// writePlan writes changes with their journal, and the words by which moved people are found.
func (s *AgencyEvents) writePlan(ctx context.Context, tx bun.IDB, event uuid.UUID, changes []change) error {
	stamp(changes, s.now())
	if err := writeChanges(ctx, tx, changes); err != nil {
		return err
	}
	if err := indexMoved(ctx, tx, changes); err != nil {
		return err
	}
	return keepChanges(ctx, tx, event, changes)
}

// stamp gives the added rows their time.
func stamp(changes []change, now time.Time) {
	for _, c := range changes {
		if at, has := c.After["created_at"]; c.Before == nil && has && at == nil {
			c.After["created_at"] = now.UTC().Format("2006-01-02T15:04:05.000000Z07:00")
		}
	}
}

// indexMoved lets moved people be found in the agency to which they belong now.
func indexMoved(ctx context.Context, tx bun.IDB, changes []change) error {
	var ids []uuid.UUID
	for _, c := range changes {
		if c.What == "persons" {
			ids = append(ids, c.After.id("id"))
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return indexPeople(ctx, tx, ids)
}

// touchTx tells every node whose rights an event changes: who holds a grant at one of its agencies, or above them.
func (s *AgencyEvents) touchTx(ctx context.Context, tx bun.IDB, e AgencyEvent, changes []change) ([]uuid.UUID, error) {
	agencies := append(append([]uuid.UUID{}, e.Sources...), targetAgencies(e)...)
	for _, c := range changes {
		if c.What == "agency_versions" {
			agencies = append(agencies, c.After.id("agency_id"), c.After.id("parent_id"))
		}
	}
	var people []uuid.UUID
	err := tx.NewRaw(`SELECT DISTINCT person_id FROM organization.grants WHERE agency_id IN (
		SELECT unnest(?0::uuid[]) UNION SELECT ancestor_id FROM organization.agency_closure WHERE descendant_id = ANY (?0::uuid[]))`, uuidArray(agencies)).Scan(ctx, &people)
	if err != nil {
		return nil, err
	}
	return people, s.accounts.TouchTx(ctx, tx, people...)
}

// firstAgency is whose affair an event is.
func firstAgency(p AgencyPlan) uuid.UUID {
	if len(p.Event.Sources) > 0 {
		return p.Event.Sources[0]
	}
	return p.targets[0]
}
