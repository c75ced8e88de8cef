package planning

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/catalog"
	"taphuan/internal/fault"
)

// Measure says what a target counts.
type Measure string

// The measures of a target.
const (
	MeasurePeople   Measure = "people"   // số người được tập huấn (B3)
	MeasureCoverage Measure = "coverage" // tỷ lệ bao phủ (B4), in hundredths of a percent
)

// Subject is what a target is about: one course, one field, or, both empty, all training.
type Subject struct {
	CourseID uuid.UUID
	Field    catalog.Field
}

// Target (chỉ tiêu) is what one agency shall reach in one period. Its values are its versions.
type Target struct {
	bun.BaseModel `bun:"table:planning.targets"`
	ID            uuid.UUID  `bun:"id"`
	PeriodID      uuid.UUID  `bun:"period_id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	CourseID      *uuid.UUID `bun:"course_id"`
	Field         *string    `bun:"field"`
	Measure       Measure    `bun:"measure"`
}

// TargetVersion is one value of a target with the document that set it. Nothing is written over: a
// change is the next number.
type TargetVersion struct {
	bun.BaseModel `bun:"table:planning.target_versions"`
	TargetID      uuid.UUID  `bun:"target_id"`
	Number        int        `bun:"number"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	Value         *int       `bun:"value"` // nil: the target was dropped
	DecidedOn     time.Time  `bun:"decided_on,type:date"`
	Document      string     `bun:"document"`
	Approver      string     `bun:"approver"`
	CreatedBy     *uuid.UUID `bun:"created_by"`
	CreatedAt     time.Time  `bun:"created_at,nullzero,default:now()"`
}

// Bounds of a target.
const (
	maxTargetPeople   = 1_000_000
	maxTargetCoverage = 100_00
	maxTargetAgencies = 500
	maxTargetText     = 200 // characters of the document and of who approved
)

// Faults of targets.
var (
	ErrTargetOlder = fault.ErrInvalid.At("body.decidedOn", "older", fault.Text{
		VI: "Ngày văn bản sớm hơn lần giao chỉ tiêu gần nhất. Hãy kiểm tra lại ngày.", EN: "The document is older than the latest version of this target. Check the day."})
	ErrTargetSame = fault.New(fault.Conflict, "target.unchanged",
		fault.Text{VI: "Chỉ tiêu này đã có đúng giá trị và văn bản đó.", EN: "This target already has that value and document."})
	ErrTargetNone = fault.New(fault.Conflict, "target.none",
		fault.Text{VI: "Đơn vị chưa được giao chỉ tiêu này nên không có gì để bãi bỏ.", EN: "The agency has no such target, so there is nothing to drop."})
)
