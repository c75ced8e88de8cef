package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
)

// Teacher is who holds the grant of class teacher for a school class.
type Teacher struct {
	PersonID      uuid.UUID
	AgencyID      uuid.UUID // the school
	AgencyName    string
	SchoolClassID uuid.UUID
	ClassName     string
}

// ListTeachers returns the class teachers of a day. It runs under the caller's scope: a duty of the
// platform sees everybody.
func ListTeachers(ctx context.Context, tx bun.IDB, day time.Time) ([]Teacher, error) {
	var teachers []Teacher
	err := tx.NewRaw(`SELECT DISTINCT g.person_id, g.agency_id, COALESCE(v.name, '') AS agency_name, g.school_class_id, c.name AS class_name
		FROM organization.grants g
		JOIN organization.school_classes c ON c.id = g.school_class_id
		LEFT JOIN organization.agency_versions v ON v.agency_id = g.agency_id AND v.valid_from <= ?1 AND (v.valid_to IS NULL OR v.valid_to > ?1)
		WHERE g.role = ?0 AND g.valid_from <= ?1 AND (g.valid_to IS NULL OR g.valid_to > ?1)
		ORDER BY g.person_id, g.school_class_id`, access.ClassTeacher, day).Scan(ctx, &teachers)
	return teachers, err
}
