package organization

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
)

// Grant (phân quyền) gives a person a role in an agency's subtree, or in one school class, from
// one day (included) to another (excluded; nil: until revoked).
type Grant struct {
	bun.BaseModel `bun:"table:organization.grants"`
	ID            uuid.UUID   `bun:"id"`
	PersonID      uuid.UUID   `bun:"person_id"`
	Role          access.Role `bun:"role"`
	AgencyID      uuid.UUID   `bun:"agency_id"`
	SchoolClassID *uuid.UUID  `bun:"school_class_id"`
	ValidFrom     time.Time   `bun:"valid_from,type:date"`
	ValidTo       *time.Time  `bun:"valid_to,type:date"`
	Document      string      `bun:"document"`
	GrantedBy     *uuid.UUID  `bun:"granted_by"`
}
