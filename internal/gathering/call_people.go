package gathering

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// MaxCalled bounds how many people are named at once.
const MaxCalled = 500

// CallPeople names people of one agency for a class (cử tham gia): picked, by their codes, or everybody
// who still owes the course. Exactly one way.
type CallPeople struct {
	ClassID  uuid.UUID
	AgencyID uuid.UUID // whose focal point names them: the host, or an invited agency
	People   []uuid.UUID
	Codes    []string
	Owing    bool
}

// Called counts what CallPeople did.
type Called struct {
	Joined  int // new in the class
	Already int // were in it before
}

// CallPeople puts people in the queue of a class; places go by the queue. Naming them again changes
// nothing. It needs class.manage and people.read at the agency. Errors: ErrChoice, ErrNobodyFound,
// ErrQuota (then nobody is named), ErrNotOpen, fault.ErrNotFound for people or an agency out of reach.
func (s *Service) CallPeople(ctx context.Context, who access.Principal, cmd CallPeople) (Called, error) {
	if err := mayName(who, cmd.AgencyID); err != nil {
		return Called{}, err
	}
	if !cmd.oneWay() {
		return Called{}, ErrChoice
	}
	var done Called
	scope := postgres.Agencies(who.AgenciesFor(access.ReadPeople)...)
	err := s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		class, err := lockClass(ctx, tx, cmd.ClassID)
		if err != nil {
			return err
		}
		if class.State == Draft && who.RequireAt(access.ManageClasses, class.HostID) != nil {
			return fault.ErrNotFound
		}
		if class.State != Open && class.State != Running {
			return ErrNotOpen
		}
		lines, err := s.called(ctx, tx, class, cmd)
		if err != nil {
			return err
		}
		joined, err := s.join(ctx, tx, who, class, cmd, lines)
		if err != nil {
			return err
		}
		done = Called{Joined: len(joined), Already: len(lines) - len(joined)}
		return s.seatTx(ctx, tx, class, scope, places{named: joined})
	})
	return done, err
}

func (cmd CallPeople) oneWay() bool {
	ways := 0
	for _, chosen := range []bool{len(cmd.People) > 0, len(cmd.Codes) > 0, cmd.Owing} {
		if chosen {
			ways++
		}
	}
	return ways == 1 && len(cmd.People) <= MaxCalled && len(cmd.Codes) <= MaxCalled
}

// called finds who is named, all within the agency's subtree of today.
func (s *Service) called(ctx context.Context, tx bun.Tx, class Class, cmd CallPeople) ([]organization.PersonLine, error) {
	if len(cmd.Codes) > 0 {
		codes := slices.Compact(slices.Sorted(slices.Values(cmd.Codes)))
		lines, err := organization.FindByCodesTx(ctx, tx, cmd.AgencyID, codes, s.today())
		if err == nil && len(lines) < len(codes) {
			return nil, ErrNobodyFound
		}
		return lines, err
	}
	ids := slices.Clone(cmd.People)
	if cmd.Owing {
		var err error
		if ids, err = learning.ListOwingTx(ctx, tx, class.CourseID, cmd.AgencyID, s.today()); err != nil {
			return nil, err
		}
		if len(ids) > MaxCalled {
			return nil, ErrChoice
		}
	}
	lines, err := organization.DescribePeopleTx(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	return lines, s.checkWithin(ctx, tx, cmd, ids, lines)
}

// checkWithin refuses people whom the scope cannot see or who are outside the agency's subtree.
func (s *Service) checkWithin(ctx context.Context, tx bun.Tx, cmd CallPeople, ids []uuid.UUID, lines []organization.PersonLine) error {
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	if len(lines) < len(slices.Compact(ids)) {
		return fault.ErrNotFound
	}
	within := map[uuid.UUID]bool{}
	for _, line := range lines {
		if _, known := within[line.AgencyID]; !known {
			above, err := organization.Ancestors(ctx, tx, line.AgencyID, s.today())
			if err != nil {
				return err
			}
			within[line.AgencyID] = slices.Contains(above, cmd.AgencyID)
		}
		if !within[line.AgencyID] {
			return fault.ErrNotFound
		}
	}
	return nil
}

// join writes the people into the queue, records who named them and returns the new participants.
func (s *Service) join(ctx context.Context, tx bun.Tx, who access.Principal, class Class, cmd CallPeople, lines []organization.PersonLine) ([]uuid.UUID, error) {
	source := ByList
	if cmd.Owing {
		source = ByRequirement
	}
	people := make([]Participant, len(lines))
	ids := make([]uuid.UUID, len(lines))
	for i, line := range lines {
		ids[i] = line.PersonID
		people[i] = Participant{PersonID: line.PersonID, AgencyID: line.AgencyID, CalledBy: &cmd.AgencyID, Source: source,
			State: Waiting, Unit: line.Unit, Position: line.Position}
	}
	joined, err := joinTx(ctx, tx, class, people)
	if err != nil {
		return nil, err
	}
	if err := checkQuota(ctx, tx, class, cmd.AgencyID); err != nil {
		return nil, err
	}
	if err := audit.RecordReadsTx(ctx, tx, who.PersonID, cmd.AgencyID, "class_call", ids); err != nil {
		return nil, err
	}
	return joined, audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageClasses, cmd.AgencyID)),
		AgencyID: cmd.AgencyID, Action: "call_people", ObjectType: "training_class", ObjectID: class.ID,
		After: map[string]any{"source": source, "joined": len(joined), "already": len(lines) - len(joined)}})
}
