package organization

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// PersonKind tells officers from students: they never share a figure.
type PersonKind string

// The kinds of person.
const (
	Officer PersonKind = "officer" // cán bộ, công chức, viên chức, người lao động
	Student PersonKind = "student" // học sinh, sinh viên
)

// Person (người) holds the least that the work needs. AgencyID is the agency of the posting that
// counts for reporting, or a student's school.
type Person struct {
	bun.BaseModel `bun:"table:organization.persons,alias:p"`
	ID            uuid.UUID  `bun:"id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	Kind          PersonKind `bun:"kind"`
	FullName      string     `bun:"full_name"`
	FamilyName    string     `bun:"family_name"`
	MiddleName    string     `bun:"middle_name"`
	GivenName     string     `bun:"given_name"`
	Code          *string    `bun:"code"`
	BirthYear     *int       `bun:"birth_year"`
}

// NewPerson returns a person with the name in its stored form and its parts.
// Errors: fault.ErrInvalid at "fullName" when it is empty, too long or typed in an old font.
func NewPerson(id, agency uuid.UUID, kind PersonKind, fullName string) (Person, error) {
	full := vietnamese.Normalize(fullName)
	if err := CheckFullName(full); err != nil {
		return Person{}, err
	}
	parts := vietnamese.SplitName(full)
	return Person{ID: id, AgencyID: agency, Kind: kind, FullName: full,
		FamilyName: parts.Family, MiddleName: parts.Middle, GivenName: parts.Given}, nil
}

// CheckFullName says what is wrong with a normalized full name, if anything.
func CheckFullName(full string) error {
	switch {
	case full == "":
		return fault.ErrInvalid.At("fullName", "required", fault.TextRequired)
	case len([]rune(full)) > 120:
		return fault.ErrInvalid.At("fullName", "too_long", fault.TextTooLong)
	case vietnamese.LooksLegacy(full):
		return fault.ErrInvalid.At("fullName", "legacy_font", fault.Text{
			VI: "Họ tên được gõ bằng phông chữ cũ (TCVN3/VNI). Hãy chuyển sang Unicode rồi nhập lại.",
			EN: "The name was typed in an old font (TCVN3/VNI). Convert it to Unicode and enter it again."})
	}
	return nil
}

// Posting (vị trí công tác) is a person in an agency from one day (included) to another
// (excluded; nil: still).
type Posting struct {
	bun.BaseModel `bun:"table:organization.postings"`
	ID            uuid.UUID  `bun:"id"`
	PersonID      uuid.UUID  `bun:"person_id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	Position      string     `bun:"position"`
	PositionGroup string     `bun:"position_group"`
	Staffing      string     `bun:"staffing"`
	Counts        bool       `bun:"counts"`
	ValidFrom     time.Time  `bun:"valid_from,type:date"`
	ValidTo       *time.Time `bun:"valid_to,type:date"`
}
