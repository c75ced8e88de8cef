package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// SchoolClass (lớp của trường) is a class of one school in one school year.
type SchoolClass struct {
	bun.BaseModel `bun:"table:organization.school_classes"`
	ID            uuid.UUID `bun:"id"`
	AgencyID      uuid.UUID `bun:"agency_id"`
	SchoolYear    string    `bun:"school_year"` // "2026-2027"
	Name          string    `bun:"name"`
}

// ClassMember (học sinh của lớp) is a student in a class from one day (included) to another
// (excluded; nil: still).
type ClassMember struct {
	bun.BaseModel `bun:"table:organization.class_members"`
	SchoolClassID uuid.UUID  `bun:"school_class_id"`
	PersonID      uuid.UUID  `bun:"person_id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	ValidFrom     time.Time  `bun:"valid_from,type:date"`
	ValidTo       *time.Time `bun:"valid_to,type:date"`
}

// FindSchoolClassTx returns a class of a school; sql.ErrNoRows when it belongs to another.
func FindSchoolClassTx(ctx context.Context, tx bun.IDB, agency, class uuid.UUID) (SchoolClass, error) {
	var c SchoolClass
	err := tx.NewSelect().Model(&c).Where("id = ? AND agency_id = ?", class, agency).Scan(ctx)
	return c, err
}

// ListClassMembersTx returns who is in a class on a day, among those whom the scope can see.
func ListClassMembersTx(ctx context.Context, tx bun.IDB, class SchoolClass, day time.Time) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := tx.NewRaw(`SELECT person_id FROM organization.class_members WHERE school_class_id = ?0 AND agency_id = ?1
		AND valid_from <= ?2 AND (valid_to IS NULL OR valid_to > ?2) ORDER BY person_id`, class.ID, class.AgencyID, day).Scan(ctx, &ids)
	return ids, err
}
