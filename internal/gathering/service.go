package gathering

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/organization"
	"taphuan/internal/outbox"
	"taphuan/internal/postgres"
)

// Service runs the use cases of this domain.
type Service struct {
	db     *postgres.DB
	outbox *outbox.Outbox
	now    func() time.Time
}

// New returns a service. now is the clock of the day; instants that decide are the database's.
func New(db *postgres.DB, events *outbox.Outbox, now func() time.Time) *Service {
	return &Service{db: db, outbox: events, now: now}
}

// today is the current day in Viet Nam, by the service's clock.
func (s *Service) today() time.Time { return organization.Day(s.now()) }

// act is a privileged write on a class, for the audit log.
type act struct {
	action, reason string
	before, after  any
}

func (s *Service) record(ctx context.Context, tx bun.IDB, who access.Principal, class Class, a act) error {
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageClasses, class.HostID)),
		AgencyID: class.HostID, Action: a.action, ObjectType: "training_class", ObjectID: class.ID, Reason: a.reason, Before: a.before, After: a.after})
}

// attendanceChanged tells the reactions that who has a place or who attended is no longer what it was.
func (s *Service) attendanceChanged(ctx context.Context, tx bun.Tx, class uuid.UUID) error {
	return s.outbox.AppendTx(ctx, tx, AttendanceChanged{ClassID: class})
}

// classChanged tells the reactions that a class is held otherwise than people were told, from a session on.
func (s *Service) classChanged(ctx context.Context, tx bun.Tx, class uuid.UUID, from *time.Time) error {
	return s.outbox.AppendTx(ctx, tx, ClassChanged{ClassID: class, ChangeID: audit.NewID(), From: from})
}

// allChanged is classChanged for every session that is to come.
func (s *Service) allChanged(ctx context.Context, tx bun.Tx, class uuid.UUID) error {
	sessions, err := listSessions(ctx, tx, class)
	if err != nil {
		return err
	}
	return s.classChanged(ctx, tx, class, firstTouched(nil, sessions, s.now()))
}

// own is the scope of the agencies whose people a person may see, and of the person.
func own(who access.Principal) postgres.Scope {
	return postgres.Agencies(who.AgenciesFor(access.ReadPeople)...).AndPersons(who.PersonID)
}

// hosting is own and the host of a class that the person manages: who runs it is the host's affair.
func hosting(who access.Principal, class Class) postgres.Scope {
	return own(who).AndAgencies(class.HostID)
}
