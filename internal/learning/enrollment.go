package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// Enrollment (ghi danh) is one person in one course, one round.
type Enrollment struct {
	bun.BaseModel   `bun:"table:learning.enrollments"`
	ID              uuid.UUID  `bun:"id"`
	PersonID        uuid.UUID  `bun:"person_id"`
	AgencyID        uuid.UUID  `bun:"agency_id"` // of the moment of enrolling
	CourseID        uuid.UUID  `bun:"course_id"`
	CourseVersionID uuid.UUID  `bun:"course_version_id"`
	Round           int        `bun:"round"`
	Source          string     `bun:"source"` // requirement, list, self
	RequirementID   *uuid.UUID `bun:"requirement_id"`
	SchoolClassID   *uuid.UUID `bun:"school_class_id"`
	DueOn           *time.Time `bun:"due_on,type:date"`
	EnrolledAt      time.Time  `bun:"enrolled_at,nullzero,default:now()"`
	StartedAt       *time.Time `bun:"started_at"`
	CompletedAt     *time.Time `bun:"completed_at"`
}

// Faults of this domain.
var (
	ErrNoPosting = fault.New(fault.Conflict, "enrollment.no_agency",
		fault.Text{VI: "Tài khoản chưa thuộc cơ quan hoặc lớp nào. Hãy liên hệ đầu mối để được thêm vào danh sách.", EN: "This account belongs to no agency or class yet. Ask the focal point to be added to the list."})
	ErrInOrder = fault.New(fault.Conflict, "enrollment.in_order",
		fault.Text{VI: "Khóa học này mở sau khi học xong khóa trước theo thứ tự của yêu cầu. Xem khóa cần học trước ở mục Việc học của tôi.", EN: "This course opens once the one before it is done: the requirement asks for them in order. See My learning for the course to take first."})
)

const (
	enrollmentColumns = `id, person_id, agency_id, course_id, course_version_id, round, source, requirement_id, school_class_id, due_on,
		enrolled_at, started_at, completed_at`
	selectEnrollment  postgres.Prepared = `SELECT ` + enrollmentColumns + ` FROM learning.enrollments WHERE id = $1`
	selectEnrollments postgres.Prepared = `SELECT ` + enrollmentColumns + ` FROM learning.enrollments WHERE id = ANY ($1::uuid[])`
)

// FindEnrollment returns an enrollment that the scope can see; sql.ErrNoRows otherwise.
func FindEnrollment(ctx context.Context, tx bun.IDB, id uuid.UUID) (Enrollment, error) {
	var e Enrollment
	err := selectEnrollment.Scan(ctx, tx, &e, id)
	return e, err
}

// FindEnrollments returns those of the enrollments that the scope can see.
func FindEnrollments(ctx context.Context, tx bun.IDB, ids []uuid.UUID) (map[uuid.UUID]Enrollment, error) {
	var rows []Enrollment
	err := selectEnrollments.Scan(ctx, tx, &rows, ids)
	found := make(map[uuid.UUID]Enrollment, len(rows))
	for _, e := range rows {
		found[e.ID] = e
	}
	return found, err
}

// findOwn returns the person's own enrollment; another's is sql.ErrNoRows.
func findOwn(ctx context.Context, tx bun.IDB, id, person uuid.UUID) (Enrollment, error) {
	var e Enrollment
	err := (selectEnrollment + ` AND person_id = $2`).Scan(ctx, tx, &e, id, person)
	return e, err
}

// lockOwn is findOwn and holds the enrollment until the commit. Whoever writes several rows of an
// enrollment locks it first, so that two of them never wait for each other.
func lockOwn(ctx context.Context, tx bun.IDB, id, person uuid.UUID) (Enrollment, error) {
	var e Enrollment
	err := (selectEnrollment + ` AND person_id = $2 FOR NO KEY UPDATE`).Scan(ctx, tx, &e, id, person)
	return e, err
}
