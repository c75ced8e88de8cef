package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// ProposeExemptions asks to exempt people of the own agencies from a course.
type ProposeExemptions struct {
	People   []uuid.UUID
	CourseID uuid.UUID
	FromOn   time.Time
	ToOn     *time.Time
	Reason   string
	Document string
}

const maxExempted = 500

func (c *ProposeExemptions) check(today time.Time) error {
	c.Reason, c.Document = vietnamese.Normalize(c.Reason), vietnamese.Normalize(c.Document)
	f := fault.ErrInvalid
	if len(c.People) == 0 || len(c.People) > maxExempted {
		f = f.At("body.people", "count", textPeople)
	}
	f = f.CheckReason("body.reason", c.Reason).CheckDocument("body.document", c.Document)
	if c.FromOn.Before(today) {
		f = f.At("body.fromOn", "past", textPastDay)
	}
	if c.ToOn != nil && !c.ToOn.After(c.FromOn) {
		f = f.At("body.toOn", "order", textDayOrder)
	}
	return f.OrNil()
}

// ProposeExemptions writes one proposal a person, all or none. It needs requirement.manage at each
// person's agency. Errors: fault.ErrInvalid by field, fault.ErrNotFound for somebody out of reach,
// ErrOwnAffair, ErrExempted.
func (s *Service) ProposeExemptions(ctx context.Context, who access.Principal, cmd ProposeExemptions) error {
	if err := who.Require(access.ManageDuties); err != nil {
		return err
	}
	if err := cmd.check(s.today()); err != nil {
		return err
	}
	err := s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ManageDuties)...), func(ctx context.Context, tx bun.Tx) error {
		for _, person := range cmd.People {
			if err := s.proposeExemption(ctx, tx, who, cmd, person); err != nil {
				return err
			}
		}
		return nil
	})
	if postgres.IsUnique(err, "exemptions_open") {
		return ErrExempted
	}
	return err
}

func (s *Service) proposeExemption(ctx context.Context, tx bun.Tx, who access.Principal, cmd ProposeExemptions, person uuid.UUID) error {
	if person == who.PersonID {
		return ErrOwnAffair
	}
	place, err := organization.FindPlace(ctx, tx, person, s.today())
	if err != nil {
		return err
	}
	if err := who.RequireAt(access.ManageDuties, place.AgencyID); err != nil {
		return err
	}
	e := Exemption{ID: audit.NewID(), PersonID: person, AgencyID: place.AgencyID, CourseID: cmd.CourseID, FromOn: cmd.FromOn, ToOn: cmd.ToOn,
		Reason: cmd.Reason, Document: cmd.Document, State: "proposed", ProposedBy: who.PersonID}
	if _, err := tx.NewInsert().Model(&e).Returning("NULL").Exec(ctx); err != nil {
		return err
	}
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageDuties, place.AgencyID)), AgencyID: place.AgencyID, Action: "propose_exemption",
		ObjectType: "exemption", ObjectID: e.ID, Reason: e.Reason, After: map[string]any{"person": person, "course": e.CourseID, "document": e.Document,
			"from_on": e.FromOn.Format(time.DateOnly), "to_on": dateOrNull(e.ToOn)}})
}
