package learning

import (
	"context"
	"maps"
	"slices"
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
// longer has a place loses the part and keeps the enrollment. It returns whether anything changed: told
// again, nothing does, and only those of whom something else is told are touched. A completion stays
// when attendance is corrected later.
func (s *Service) RecordAttendance(ctx context.Context, told ClassAttendance) (bool, error) {
	known, err := s.classParts(ctx, told.ClassID)
	if err != nil {
		return false, err
	}
	changed := false
	for _, one := range told.People {
		part, stands := known[one.PersonID]
		delete(known, one.PersonID)
		if stands && part.says(told, one) {
			continue
		}
		changed = true
		err := s.db.RunInTx(ctx, postgres.System(postgres.FollowClass), func(ctx context.Context, tx bun.Tx) error {
			return s.attendedTx(ctx, tx, told, one, part.EnrollmentID)
		})
		if err != nil {
			return false, err
		}
	}
	if len(known) == 0 {
		return changed, nil
	}
	return true, s.takeParts(ctx, told.ClassID, slices.Collect(maps.Keys(known)))
}

// classPart is what is known of a participant of a class.
type classPart struct {
	EnrollmentID, PersonID uuid.UUID
	Counts, Attendance     string
	Began                  bool
}

func (p classPart) says(told ClassAttendance, one Attended) bool {
	return p.Counts == told.Counts && p.Attendance == one.Attendance && (p.Began || !one.Began)
}

func (s *Service) classParts(ctx context.Context, class uuid.UUID) (map[uuid.UUID]classPart, error) {
	var rows []classPart
	err := s.db.Read(ctx, postgres.System(postgres.FollowClass), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT p.enrollment_id, p.person_id, p.counts, p.attendance, e.started_at IS NOT NULL AS began
			FROM learning.class_parts p JOIN learning.enrollments e ON e.id = p.enrollment_id WHERE p.class_id = ?`, class).Scan(ctx, &rows)
	})
	parts := map[uuid.UUID]classPart{}
	for _, r := range rows {
		parts[r.PersonID] = r
	}
	return parts, err
}

func (s *Service) takeParts(ctx context.Context, class uuid.UUID, people []uuid.UUID) error {
	return s.db.RunInTx(ctx, postgres.System(postgres.FollowClass), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM learning.class_parts WHERE class_id = ? AND person_id IN (?)`, class, bun.List(people))
		return err
	})
}

// attendedTx notes one participant, on the enrollment that has the part already where there is one: a
// later round of the course is another matter.
func (s *Service) attendedTx(ctx context.Context, tx bun.Tx, told ClassAttendance, one Attended, enrollment uuid.UUID) error {
	e, err := s.enrollForClass(ctx, tx, told, one, enrollment)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO learning.class_parts (enrollment_id, class_id, person_id, agency_id, counts, attendance)
		VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (enrollment_id, class_id) DO UPDATE
		SET counts = EXCLUDED.counts, attendance = EXCLUDED.attendance, updated_at = now()`, e.ID, told.ClassID, e.PersonID, e.AgencyID, told.Counts, one.Attendance)
	if err != nil {
		return err
	}
	if one.Began {
		if err := s.StartTx(ctx, tx, e); err != nil {
			return err
		}
	}
	err = s.completeOneTx(ctx, tx, e.ID)
	return err
}

// enrollForClass returns the given enrollment, the person's latest in the course, or enrolls them.
func (s *Service) enrollForClass(ctx context.Context, tx bun.Tx, told ClassAttendance, one Attended, enrollment uuid.UUID) (Enrollment, error) {
	if enrollment != uuid.Nil {
		var e Enrollment
		err := tx.NewSelect().Model(&e).Where("id = ?", enrollment).Scan(ctx)
		return e, err
	}
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
const selectMissing postgres.Prepared = `SELECT enrollment_id FROM learning.class_parts WHERE enrollment_id = ANY ($1::uuid[]) GROUP BY 1
	HAVING bool_or(counts = 'part') AND NOT bool_or(counts = 'part' AND attendance = 'met')`

func attendanceMissing(ctx context.Context, tx bun.IDB, enrollments []uuid.UUID) (map[uuid.UUID]bool, error) {
	var ids []uuid.UUID
	err := selectMissing.Scan(ctx, tx, &ids, enrollments)
	missing := map[uuid.UUID]bool{}
	for _, id := range ids {
		missing[id] = true
	}
	return missing, err
}
