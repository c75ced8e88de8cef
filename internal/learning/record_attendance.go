package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// What a class says of a participant's attendance.
const (
	AttendanceOpen   = "open" // the class has not finished
	AttendanceMet    = "met"
	AttendanceMissed = "missed"
)

// ClassAttendance is what a training class tells of everybody who has a place in it.
type ClassAttendance struct {
	ClassID         uuid.UUID
	CourseID        uuid.UUID
	CourseVersionID uuid.UUID
	Counts          string // none, lessons (stands for them), part (beside them)
	DueOn           time.Time
	People          []Attended
}

// Attended is one participant.
type Attended struct {
	PersonID, AgencyID uuid.UUID
	Began              bool // attended a session
	Attendance         string
}

// RecordAttendance enrolls everybody who has a place in a class, due on its last day, notes their
// attendance as a part of the enrollment and completes the course where that was the last part. Who no
// longer has a place loses the part and keeps the enrollment. Telling it again changes nothing; a
// completion stays when attendance is corrected later.
func (s *Service) RecordAttendance(ctx context.Context, told ClassAttendance) error {
	for _, one := range told.People {
		err := s.db.RunInTx(ctx, postgres.System(postgres.FollowClass), func(ctx context.Context, tx bun.Tx) error {
			return s.attendedTx(ctx, tx, told, one)
		})
		if err != nil {
			return err
		}
	}
	return s.db.RunInTx(ctx, postgres.System(postgres.FollowClass), func(ctx context.Context, tx bun.Tx) error {
		people := []uuid.UUID{uuid.Nil}
		for _, one := range told.People {
			people = append(people, one.PersonID)
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM learning.class_parts WHERE class_id = ? AND person_id NOT IN (?)`, told.ClassID, bun.List(people))
		return err
	})
}

func (s *Service) attendedTx(ctx context.Context, tx bun.Tx, told ClassAttendance, one Attended) error {
	e, err := s.enrollForClass(ctx, tx, told, one)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO learning.class_parts AS p (enrollment_id, class_id, person_id, agency_id, counts, attendance)
		VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (enrollment_id, class_id) DO UPDATE
		SET counts = EXCLUDED.counts, attendance = EXCLUDED.attendance, updated_at = now()
		WHERE (p.counts, p.attendance) <> (EXCLUDED.counts, EXCLUDED.attendance)`, e.ID, told.ClassID, e.PersonID, e.AgencyID, told.Counts, one.Attendance)
	if err != nil {
		return err
	}
	if one.Began {
		if err := s.StartTx(ctx, tx, e); err != nil {
			return err
		}
	}
	_, err = s.completeTx(ctx, tx, e.ID)
	return err
}

// enrollForClass returns the person's latest enrollment in the course, or enrolls them.
func (s *Service) enrollForClass(ctx context.Context, tx bun.Tx, told ClassAttendance, one Attended) (Enrollment, error) {
	e, err := latestRound(ctx, tx, one.PersonID, told.CourseID)
	if err != nil || e.ID != uuid.Nil {
		return e, err
	}
	e = Enrollment{ID: audit.NewID(), PersonID: one.PersonID, AgencyID: one.AgencyID, CourseID: told.CourseID,
		CourseVersionID: told.CourseVersionID, Round: 1, Source: "list", DueOn: &told.DueOn}
	if _, err := s.insertEnrollment(ctx, tx, e); err != nil {
		return e, err
	}
	return latestRound(ctx, tx, one.PersonID, told.CourseID)
}

// attendanceMissing reports whether a class asks for attendance as a part of an enrollment, and none was met.
func attendanceMissing(ctx context.Context, tx bun.IDB, enrollment uuid.UUID) (bool, error) {
	var missing bool
	err := tx.NewRaw(`SELECT COALESCE(bool_or(counts = 'part') AND NOT bool_or(counts = 'part' AND attendance = 'met'), false)
		FROM learning.class_parts WHERE enrollment_id = ?`, enrollment).Scan(ctx, &missing)
	return missing, err
}
