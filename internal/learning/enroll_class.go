package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// EnrollClass asks to enroll everybody who is in a school class today in the current version of a
// course.
type EnrollClass struct {
	AgencyID      uuid.UUID // the school
	SchoolClassID uuid.UUID
	Course        catalog.Course
	DueOn         *time.Time // a day; nil: without a date
	Document      string     // the school's document or reason, for the audit log
}

// EnrolledClass counts what EnrollClass did.
type EnrolledClass struct {
	Enrolled int
	Already  int // had an enrollment in the course, in any round; it was left as it was
}

// ErrDuePast refuses a day that has passed.
var ErrDuePast = fault.ErrInvalid.At("body.dueOn", "past",
	fault.Text{VI: "Hạn hoàn thành đã qua. Hãy chọn từ hôm nay trở đi.", EN: "This date has passed. Choose today or later."})

// EnrollClass enrolls a class. Doing it again enrolls only those who have come since. It needs
// roster.manage at the school. Errors: fault.ErrNotFound for a school out of reach or a class of
// another school, ErrDuePast.
func (s *Service) EnrollClass(ctx context.Context, who access.Principal, cmd EnrollClass) (EnrolledClass, error) {
	if err := who.RequireAt(access.ManageRoster, cmd.AgencyID); err != nil {
		return EnrolledClass{}, err
	}
	today := s.today()
	if cmd.DueOn != nil && cmd.DueOn.Before(today) {
		return EnrolledClass{}, ErrDuePast
	}
	var done EnrolledClass
	scope := postgres.Agencies(cmd.AgencyID)
	err := s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		done = EnrolledClass{} // the transaction may be repeated
		class, err := organization.FindSchoolClassTx(ctx, tx, cmd.AgencyID, cmd.SchoolClassID)
		if err != nil {
			return err
		}
		members, err := organization.ListClassMembersTx(ctx, tx, class, today)
		if err != nil {
			return err
		}
		for from := 0; from < len(members); from += enrollBatch {
			part := members[from:min(from+enrollBatch, len(members))]
			// An enrollment from before the school is the student's own: visible by the person.
			if err := postgres.SetScope(ctx, tx, scope.AndPersons(part...)); err != nil {
				return err
			}
			enrolled, err := enrollMembers(ctx, tx, cmd, part)
			if err != nil {
				return err
			}
			done.Enrolled += enrolled
			done.Already += len(part) - enrolled
		}
		return s.recordClass(ctx, tx, who, cmd, done, today)
	})
	return done, err
}

// enrollBatch is how many people the scope names at once.
const enrollBatch = 400

// enrollMembers enrolls in one statement those who have no enrollment in the course.
func enrollMembers(ctx context.Context, tx bun.IDB, cmd EnrollClass, people []uuid.UUID) (int, error) {
	ids := make([]uuid.UUID, len(people))
	for i := range ids {
		ids[i] = audit.NewID()
	}
	result, err := tx.ExecContext(ctx, `INSERT INTO learning.enrollments
		(id, person_id, agency_id, course_id, course_version_id, round, source, school_class_id, due_on)
		SELECT n.id, n.person_id, ?, ?, ?, 1, 'list', ?, ?::date FROM unnest(ARRAY[?]::uuid[], ARRAY[?]::uuid[]) AS n(id, person_id)
		WHERE NOT EXISTS (SELECT FROM learning.enrollments e WHERE e.person_id = n.person_id AND e.course_id = ?)
		ON CONFLICT (person_id, course_id, round) DO NOTHING`,
		cmd.AgencyID, cmd.Course.ID, cmd.Course.VersionID, cmd.SchoolClassID, dateOrNull(cmd.DueOn),
		bun.List(ids), bun.List(people), cmd.Course.ID)
	if err != nil {
		return 0, err
	}
	enrolled, err := result.RowsAffected()
	return int(enrolled), err
}

func dateOrNull(day *time.Time) any {
	if day == nil {
		return nil
	}
	return day.Format(time.DateOnly)
}

func (s *Service) recordClass(ctx context.Context, tx bun.IDB, who access.Principal, cmd EnrollClass, done EnrolledClass, today time.Time) error {
	if done.Enrolled > 0 {
		if err := addDelta(ctx, tx, cmd.AgencyID, cmd.Course.ID, today, "enrolled", done.Enrolled); err != nil {
			return err
		}
	}
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(roleAt(who, cmd.AgencyID)), AgencyID: cmd.AgencyID,
		Action: "enroll_class", ObjectType: "school_class", ObjectID: cmd.SchoolClassID, Reason: vietnamese.Normalize(cmd.Document),
		After: map[string]any{"course": cmd.Course.Key, "due_on": dateOrNull(cmd.DueOn), "enrolled": done.Enrolled, "already": done.Already}})
}

// roleAt names the role by which the person manages the school's list.
func roleAt(who access.Principal, agency uuid.UUID) access.Role {
	return who.RoleFor(access.ManageRoster, agency)
}
