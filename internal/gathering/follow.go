package gathering

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/learning"
	"taphuan/internal/postgres"
)

// AttendanceOf returns what learning is told of a class: who has a place, and, once the class has
// finished, who attended the share that it asks for. A cancelled class has nobody.
func (s *Service) AttendanceOf(ctx context.Context, classID uuid.UUID) (learning.ClassAttendance, error) {
	var told learning.ClassAttendance
	err := s.db.Read(ctx, postgres.System(postgres.FollowClass), func(ctx context.Context, tx bun.Tx) error {
		class, err := findClass(ctx, tx, classID)
		if err != nil {
			return err
		}
		told = learning.ClassAttendance{ClassID: class.ID, CourseID: class.CourseID, CourseVersionID: class.CourseVersionID,
			Counts: string(class.AttendanceRole), DueOn: class.EndsOn}
		if class.State == Draft || class.State == Cancelled {
			return nil
		}
		return tellPeople(ctx, tx, class, &told)
	})
	return told, err
}

func tellPeople(ctx context.Context, tx bun.IDB, class Class, told *learning.ClassAttendance) error {
	var rows []struct {
		PersonID, AgencyID uuid.UUID
		Attended, Sessions int
	}
	err := tx.NewRaw(`SELECT p.person_id, p.agency_id, count(a.session_id) AS attended,
		(SELECT count(*) FROM gathering.sessions s WHERE s.class_id = p.class_id) AS sessions
		FROM gathering.participants p
		LEFT JOIN (SELECT * FROM gathering.attendances WHERE class_id = ?0) a ON a.participant_id = p.id AND a.state IN ('present', 'late')
		WHERE p.class_id = ?0 AND p.state = 'confirmed' GROUP BY p.id ORDER BY p.person_id`, class.ID).Scan(ctx, &rows)
	for _, r := range rows {
		one := learning.Attended{PersonID: r.PersonID, AgencyID: r.AgencyID, Began: r.Attended > 0, Attendance: learning.AttendanceOpen}
		if class.State == Finished {
			one.Attendance = learning.AttendanceMissed
			if attendedShare(r.Attended, r.Sessions, class.AttendanceShare) {
				one.Attendance = learning.AttendanceMet
			}
		}
		told.People = append(told.People, one)
	}
	return err
}
