package certificate

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// State is what a certificate is worth today.
type State string

// The states as they are stored; Expired is derived from the day.
const (
	Valid    State = "valid"
	Expired  State = "expired"
	Revoked  State = "revoked"
	Replaced State = "replaced"
)

// Certificate (giấy chứng nhận) is one certificate with its snapshot of facts.
type Certificate struct {
	bun.BaseModel  `bun:"table:certificate.certificates"`
	ID             uuid.UUID  `bun:"id"`
	Code           string     `bun:"code"`
	EnrollmentID   uuid.UUID  `bun:"enrollment_id"`
	PersonID       uuid.UUID  `bun:"person_id"`
	AgencyID       uuid.UUID  `bun:"agency_id"`
	CourseID       uuid.UUID  `bun:"course_id"`
	IssuerID       uuid.UUID  `bun:"issuer_id"`
	Year           int        `bun:"year"`
	Number         int        `bun:"number"`
	RegisterNumber string     `bun:"register_number"`
	Facts          Facts      `bun:"facts,type:jsonb"`
	IssuedOn       time.Time  `bun:"issued_on,type:date"`
	ValidUntil     *time.Time `bun:"valid_until,type:date"`
	Stored         State      `bun:"state"`
	RevokedAt      *time.Time `bun:"revoked_at"`
	RevokedReason  *string    `bun:"revoked_reason"`
}

// StateOn returns what the certificate is worth on a day.
func (c Certificate) StateOn(day time.Time) State {
	if c.Stored == Valid && c.ValidUntil != nil && day.After(*c.ValidUntil) {
		return Expired
	}
	return c.Stored
}

// Facts are what stands on the certificate, frozen at issue. They are stored as JSON; the names
// belong to the stored form.
type Facts struct {
	Name           string   `json:"name"`
	Student        bool     `json:"student"`
	Unit           string   `json:"unit"`
	UnitPublic     bool     `json:"unit_public"` // the verification page may show the unit
	CourseCode     string   `json:"course_code"`
	CourseTitle    string   `json:"course_title"`
	CourseTitleEN  string   `json:"course_title_en,omitempty"`
	VersionNumber  int      `json:"version_number"`
	From           string   `json:"from"` // YYYY-MM-DD
	To             string   `json:"to"`
	Periods        int      `json:"periods"`         // hundredths of a period
	Score          *int     `json:"score,omitempty"` // hundredths of 10
	Classification string   `json:"classification,omitempty"`
	IssuerLines    []string `json:"issuer_lines"`
	Place          string   `json:"place"`
	SignerLines    []string `json:"signer_lines"`
	SignerName     string   `json:"signer_name,omitempty"`
	Demo           bool     `json:"demo"`
}

// registerNumber is the running number as it is printed: "0123/2026/GCN-CAT".
func registerNumber(number, year int, mark string, demo bool) string {
	prefix := ""
	if demo {
		prefix = "DEMO-"
	}
	return fmt.Sprintf("%s%04d/%d/%s", prefix, number, year, mark)
}
