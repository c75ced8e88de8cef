package gathering

import (
	"context"
	"maps"
	"slices"
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

// SetStaff says who runs a class: the whole list.
type SetStaff struct {
	ClassID  uuid.UUID
	Members  []StaffMember
	Document string // under which they are named
}

// StaffMember is somebody of the host by code, somebody who is named already by id, or a guest by name.
type StaffMember struct {
	PersonID uuid.UUID
	Code     string
	Guest    string
	Role     StaffRole
}

// SetStaff names those who run a class, until some days after its end; the names of instructors are
// announced. A guest has no account and sees nothing. It needs class.manage at the host. Errors:
// ErrOwnGrant, ErrNobodyFound, ErrClassEnded.
func (s *Service) SetStaff(ctx context.Context, who access.Principal, cmd SetStaff) error {
	return s.db.RunInTx(ctx, own(who), func(ctx context.Context, tx bun.Tx) error {
		class, err := s.lockManaged(ctx, tx, who, cmd.ClassID)
		if err != nil {
			return err
		}
		if class.ended() {
			return ErrClassEnded
		}
		before, err := listStaff(ctx, tx, class.ID)
		if err != nil {
			return err
		}
		staff, names, err := s.nameStaff(ctx, tx, who, class, cmd, before)
		if err != nil {
			return err
		}
		if err := replaceStaff(ctx, tx, class, staff, names); err != nil {
			return err
		}
		err = s.record(ctx, tx, who, class, act{action: "set_class_staff", reason: vietnamese.Normalize(cmd.Document),
			before: staffIDs(before), after: staffIDs(staff)})
		if err != nil || !class.isAnnounced() {
			return err
		}
		return s.staffChanged(ctx, tx, class.ID, before, staff)
	})
}

// announceStaff tells the reactions of everybody who runs a class that opens.
func (s *Service) announceStaff(ctx context.Context, tx bun.Tx, who access.Principal, class Class) error {
	if err := postgres.SetScope(ctx, tx, hosting(who, class)); err != nil {
		return err
	}
	staff, err := listStaff(ctx, tx, class.ID)
	if err != nil {
		return err
	}
	return s.staffChanged(ctx, tx, class.ID, nil, staff)
}

// staffChanged tells the reactions who was named to run a class and who is no longer.
func (s *Service) staffChanged(ctx context.Context, tx bun.Tx, class uuid.UUID, before, after []Staff) error {
	change := StaffChanged{ClassID: class, ChangeID: audit.NewID()}
	roles := map[uuid.UUID]StaffRole{}
	for _, one := range before {
		roles[one.PersonID] = one.Role
	}
	for _, one := range after {
		if roles[one.PersonID] != one.Role {
			change.Named = append(change.Named, one.PersonID)
		}
		delete(roles, one.PersonID)
	}
	change.Ended = slices.Collect(maps.Keys(roles))
	if len(change.Named)+len(change.Ended) == 0 {
		return nil
	}
	return s.outbox.AppendTx(ctx, tx, change)
}

// nameStaff finds the people and the names that the class announces.
func (s *Service) nameStaff(ctx context.Context, tx bun.Tx, who access.Principal, class Class, cmd SetStaff, before []Staff) ([]Staff, []string, error) {
	known := map[uuid.UUID]Staff{}
	for _, one := range before {
		known[one.PersonID] = one
	}
	staff, names := []Staff{}, []string{}
	for _, m := range cmd.Members {
		if guest := vietnamese.Normalize(m.Guest); guest != "" {
			names = append(names, guest)
			continue
		}
		one, err := s.staffMember(ctx, tx, who, class, m, known)
		if err != nil {
			return nil, nil, err
		}
		one.Document = vietnamese.Normalize(cmd.Document)
		staff = append(staff, one)
		if one.Role == Instructor {
			names = append(names, one.FullName)
		}
	}
	return staff, names, nil
}

// staffMember finds one person: named already, or by code among the host's people. Nobody names themselves.
func (s *Service) staffMember(ctx context.Context, tx bun.Tx, who access.Principal, class Class, m StaffMember, known map[uuid.UUID]Staff) (Staff, error) {
	if one, already := known[m.PersonID]; already {
		one.Role = m.Role
		return one, nil
	}
	found, err := organization.FindByCodesTx(ctx, tx, class.HostID, []string{m.Code}, s.today())
	if err != nil {
		return Staff{}, err
	}
	if len(found) != 1 {
		return Staff{}, fault.ErrInvalid.At("body.members", "unknown", ErrNobodyFound.Fields[0].Text)
	}
	if found[0].PersonID == who.PersonID {
		return Staff{}, ErrOwnGrant
	}
	err = audit.RecordReadsTx(ctx, tx, who.PersonID, class.HostID, "class_staff", []uuid.UUID{found[0].PersonID})
	return Staff{ClassID: class.ID, PersonID: found[0].PersonID, HostID: class.HostID, Role: m.Role, FullName: found[0].FullName,
		FromOn: s.today(), UntilOn: staffUntil(class), NamedBy: &who.PersonID}, err
}

func staffUntil(class Class) time.Time { return class.EndsOn.AddDate(0, 0, staffDaysAfter) }

// listStaff returns who is named to run a class, among those whom the scope can see.
func listStaff(ctx context.Context, tx bun.IDB, class uuid.UUID) ([]Staff, error) {
	var staff []Staff
	err := tx.NewSelect().Model(&staff).Where("class_id = ?", class).Order("role", "full_name").Limit(100).Scan(ctx)
	return staff, err
}

func replaceStaff(ctx context.Context, tx bun.Tx, class Class, staff []Staff, names []string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM gathering.class_staff WHERE class_id = ?`, class.ID); err != nil {
		return err
	}
	for _, one := range staff {
		_, err := tx.NewInsert().Model(&one).On("CONFLICT (class_id, person_id) DO NOTHING").Returning("NULL").Exec(ctx)
		if err != nil {
			return err
		}
	}
	class.InstructorNames = names
	_, err := tx.NewUpdate().Model(&class).Column("instructor_names").Where("id = ?", class.ID).Exec(ctx)
	return err
}

func staffIDs(staff []Staff) []string {
	ids := make([]string, len(staff))
	for i, one := range staff {
		ids[i] = string(one.Role) + " " + one.PersonID.String()
	}
	return ids
}
