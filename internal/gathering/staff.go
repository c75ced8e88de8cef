package gathering

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// StaffRole is what somebody is named for in a class.
type StaffRole string

// The roles in a class. Each may call the roll; the host decides who.
const (
	Organizer  StaffRole = "organizer"  // người phụ trách lớp
	Instructor StaffRole = "instructor" // giảng viên, báo cáo viên
	Assistant  StaffRole = "assistant"  // trợ giảng
)

// Staff (người điều hành lớp) is a grant to one person for one class, until a day.
type Staff struct {
	bun.BaseModel `bun:"table:gathering.class_staff"`
	ClassID       uuid.UUID  `bun:"class_id"`
	PersonID      uuid.UUID  `bun:"person_id"`
	HostID        uuid.UUID  `bun:"host_agency_id"`
	Role          StaffRole  `bun:"role"`
	FullName      string     `bun:"full_name"`
	Document      string     `bun:"document"`
	FromOn        time.Time  `bun:"from_on,type:date"`
	UntilOn       time.Time  `bun:"until_on,type:date"`
	NamedBy       *uuid.UUID `bun:"named_by"`
}

// staffDaysAfter is how long a grant lasts after the class: for corrections and documents.
const staffDaysAfter = 60

// staffRole returns what the person is named for in a class today, or "".
func (s *Service) staffRole(ctx context.Context, tx bun.IDB, who access.Principal, class uuid.UUID) (StaffRole, error) {
	if !who.Can(access.Learn) {
		return "", nil
	}
	var roles []StaffRole
	err := tx.NewRaw(`SELECT role FROM gathering.class_staff WHERE class_id = ?0 AND person_id = ?1 AND from_on <= ?2 AND until_on >= ?2`,
		class, who.PersonID, s.today()).Scan(ctx, &roles)
	if err != nil || len(roles) == 0 {
		return "", err
	}
	return roles[0], nil
}

// mayRun returns nil for those who are named to run the class and for the focal point of its host: they
// see its people. A province role alone does not.
func (s *Service) mayRun(ctx context.Context, tx bun.IDB, who access.Principal, class Class) error {
	role, err := s.staffRole(ctx, tx, who, class.ID)
	if err != nil || role != "" {
		return err
	}
	if !isHostFocalPoint(who, class.HostID) {
		return fault.ErrNotFound
	}
	return nil
}

// isHostFocalPoint reports whether the person manages classes of an agency and may see its people.
func isHostFocalPoint(who access.Principal, agency uuid.UUID) bool {
	return who.RequireAt(access.ManageClasses, agency) == nil && who.RequireAt(access.ReadPeople, agency) == nil
}

// runScope is the scope of a person who runs a class: named, by the person; the host's focal point, by
// the agency too.
func runScope(who access.Principal, class Class) postgres.Scope {
	scope := postgres.Persons(who.PersonID)
	if isHostFocalPoint(who, class.HostID) {
		scope = scope.AndAgencies(class.HostID)
	}
	return scope
}
