package organization

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// AgencyKind says what sort of agency it is; forms, size groups and headers follow it.
type AgencyKind string

// The kinds of agency.
const (
	KindProvince         AgencyKind = "province"
	KindDepartment       AgencyKind = "department"
	KindParty            AgencyKind = "party"
	KindMassOrganization AgencyKind = "mass_organization"
	KindPolice           AgencyKind = "police"
	KindDistrict         AgencyKind = "district"
	KindCommune          AgencyKind = "commune"
	KindWard             AgencyKind = "ward"
	KindSpecialZone      AgencyKind = "special_zone"
	KindUniversity       AgencyKind = "university"
	KindSchool           AgencyKind = "school"
	KindEnterprise       AgencyKind = "enterprise"
	KindUnit             AgencyKind = "unit"
)

// AgencyVersion (phiên bản của cơ quan) is what an agency was called and where it stood from one
// day (included) to another (excluded; zero: still).
type AgencyVersion struct {
	bun.BaseModel        `bun:"table:organization.agency_versions,alias:v"`
	ID                   uuid.UUID      `bun:"id"`
	AgencyID             uuid.UUID      `bun:"agency_id"`
	ValidFrom            time.Time      `bun:"valid_from,type:date"`
	ValidTo              *time.Time     `bun:"valid_to,type:date"`
	Name                 string         `bun:"name"`
	ShortName            string         `bun:"short_name"`
	Kind                 AgencyKind     `bun:"kind"`
	Code                 string         `bun:"code"`
	ParentID             *uuid.UUID     `bun:"parent_id"`
	ProfessionalParentID *uuid.UUID     `bun:"professional_parent_id"`
	HeaderKind           string         `bun:"header_kind"`
	FullPlaceName        bool           `bun:"full_place_name"`
	PublishesStrength    bool           `bun:"publishes_strength"`
	Contact              map[string]any `bun:"contact,type:jsonb"`
	NameKey              string         `bun:"name_key"`
}

// Agency (cơ quan, đơn vị) is an agency as of one day.
type Agency struct {
	ID            uuid.UUID  `bun:"agency_id"`
	Name          string     `bun:"name"`
	ShortName     string     `bun:"short_name"`
	Kind          AgencyKind `bun:"kind"`
	Code          string     `bun:"code"`
	ParentID      *uuid.UUID `bun:"parent_id"`
	HeaderKind    string     `bun:"header_kind"`
	FullPlaceName bool       `bun:"full_place_name"` // stands in full before the date of a paper
	ChildCount    int        `bun:"child_count"`
	ParentName    string     `bun:"parent_name"`
}
