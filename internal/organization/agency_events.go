package organization

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// Succession is what other domains are told of an event: which agencies end and who goes on.
type Succession struct {
	EventID    uuid.UUID
	OccurredOn time.Time
	Document   string
	Ended      []uuid.UUID
	Targets    []uuid.UUID
	Receiver   uuid.UUID               // takes people, units below and classes; uuid.Nil: nobody
	Classes    map[uuid.UUID]uuid.UUID // school classes and those in which they go on
}

// Follower is what another domain does when agencies end. It runs in the transaction of the event.
type Follower struct {
	Name    string // "requirements", "reporters"
	Count   func(ctx context.Context, tx bun.Tx, s Succession) (int, error)
	Apply   func(ctx context.Context, tx bun.Tx, s Succession) error      // nil: it only counts
	Reverse func(ctx context.Context, tx bun.Tx, eventID uuid.UUID) error // nil: nothing to take back
}

// ClosedPeriod is a reporting period whose deadline has passed.
type ClosedPeriod struct {
	ID    uuid.UUID
	Label fault.Text
	From  time.Time
	To    time.Time // last day, included
}

// end is the first day after the period.
func (p ClosedPeriod) end() time.Time { return p.To.AddDate(0, 0, 1) }

// Restatement (dòng điều chỉnh số liệu) says that an event, or the wish to take it back, or an entry about
// postings reaches into a period whose reports were due. It names no person.
type Restatement struct {
	PeriodID uuid.UUID
	EventID  uuid.UUID // uuid.Nil: postings
	AgencyID uuid.UUID // of the postings
	RosterID uuid.UUID // of a list; what its steps write is one line for each period and agency
	People   int       // of a list: for how many
	Act      string    // "apply", "reverse", or of postings: as the act stands in the audit log
	Document string
	Reason   string
	ActorID  uuid.UUID
}

// restatementsOf is a line for each closed period.
func restatementsOf(r Restatement, closed []ClosedPeriod) []Restatement {
	lines := make([]Restatement, len(closed))
	for i, period := range closed {
		lines[i] = r
		lines[i].PeriodID = period.ID
	}
	return lines
}

// Links are what lies outside the organization and goes with what happens in it; app gives them.
type Links struct {
	// Closed lists the periods that hold the day or come after it and whose deadline has passed, by their last day.
	Closed func(ctx context.Context, tx bun.IDB, day, today time.Time) ([]ClosedPeriod, error)
	// Restate keeps lines beside the sealed figures of periods.
	Restate   func(ctx context.Context, tx bun.IDB, lines []Restatement) error
	Followers []Follower
}

// AgencyEvents runs the use cases that change the tree.
type AgencyEvents struct {
	*Service
}

// NewAgencyEvents returns the use cases that change the tree.
func NewAgencyEvents(s *Service) *AgencyEvents { return &AgencyEvents{Service: s} }

// mayRearrange returns nil for whoever may change the tree of agencies. The tree is an affair of the whole
// province: an administrator of one agency is refused with fault.ErrForbidden, also below that agency.
func (s *AgencyEvents) mayRearrange(ctx context.Context, who access.Principal) error {
	if err := who.Require(access.ManageAgencies); err != nil {
		return err
	}
	if who.Can(access.ReadUnitFigures) { // the standing agency, wherever its own place is
		return nil
	}
	whole, err := s.ReachesWhole(ctx, who, access.ManageAgencies)
	if err == nil && !whole {
		err = fault.ErrForbidden
	}
	return err
}

// MayRearrange reports whether the person may change the tree of agencies.
func (s *AgencyEvents) MayRearrange(ctx context.Context, who access.Principal) (bool, error) {
	err := s.mayRearrange(ctx, who)
	if errors.Is(err, fault.ErrForbidden) || errors.Is(err, fault.ErrSignInRequired) {
		return false, nil
	}
	return err == nil, err
}

// EventPreview (xem trước) is what an event will do.
type EventPreview struct {
	AgencyPlan
	Following map[string]int // by the name of the follower
	Closed    []ClosedPeriod // periods whose figures are sealed: a restatement line is kept for each
}

// PreviewAgencyEvent tells what an event will do, and writes nothing. It needs agency.manage; the numbers
// name no person. Errors: fault.ErrInvalid with the fields named, ErrEventPostings.
func (s *AgencyEvents) PreviewAgencyEvent(ctx context.Context, who access.Principal, e AgencyEvent) (EventPreview, error) {
	if err := s.mayRearrange(ctx, who); err != nil {
		return EventPreview{}, err
	}
	var preview EventPreview
	err := s.db.Read(ctx, postgres.System(postgres.MoveAgencies), func(ctx context.Context, tx bun.Tx) error {
		var err error
		preview, err = s.preview(ctx, tx, e)
		return err
	})
	return preview, err
}

func (s *AgencyEvents) preview(ctx context.Context, tx bun.Tx, e AgencyEvent) (EventPreview, error) {
	plan, err := s.plan(ctx, tx, e)
	if err != nil {
		return EventPreview{}, err
	}
	preview := EventPreview{AgencyPlan: plan, Following: map[string]int{}}
	for _, f := range s.links.Followers {
		if preview.Following[f.Name], err = f.Count(ctx, tx, successionOf(plan)); err != nil {
			return EventPreview{}, err
		}
	}
	preview.Closed, err = s.links.Closed(ctx, tx, plan.Event.OccurredOn, s.Today())
	return preview, err
}

// plan checks an event and computes what it writes.
func (s *AgencyEvents) plan(ctx context.Context, tx bun.IDB, e AgencyEvent) (AgencyPlan, error) {
	e = e.normalized()
	tree, err := loadAgencyTree(ctx, tx)
	if err != nil {
		return AgencyPlan{}, err
	}
	if err := checkEvent(e, tree); err != nil {
		return AgencyPlan{}, err
	}
	state, err := loadEventState(ctx, tx, e, tree)
	if err != nil {
		return AgencyPlan{}, err
	}
	if e.Kind == Dissolve && state.beginsAfter(e.OccurredOn) {
		return AgencyPlan{}, ErrEventPostings
	}
	return planEvent(e, state, s.Today()), nil
}

func successionOf(p AgencyPlan) Succession {
	return Succession{EventID: p.ID, OccurredOn: p.Event.OccurredOn, Document: p.Event.Document, Ended: p.Event.ending(), Targets: p.targets,
		Receiver: receiverOf(p.Event), Classes: p.classes}
}

// lockTree lets one event at a time change the tree.
func lockTree(ctx context.Context, tx bun.IDB) error {
	_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('agency_events', 0))")
	return err
}

func (s *AgencyEvents) recordEvent(ctx context.Context, tx bun.IDB, who access.Principal, action string, id, agency uuid.UUID, reason string, before, after any) error {
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.ManageAgencies, agency), AgencyID: agency,
		Action: action, ObjectType: "agency_event", ObjectID: id, Reason: reason, Before: before, After: after})
}
