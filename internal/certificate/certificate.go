package certificate

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/organization"
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
	IssuedAt       time.Time  `bun:"issued_at,nullzero,default:now()"`
	IssuedOn       time.Time  `bun:"issued_on,type:date"`
	ValidUntil     *time.Time `bun:"valid_until,type:date"`
	Stored         State      `bun:"state"`
	RevokedAt      *time.Time `bun:"revoked_at"`
	RevokedReason  *string    `bun:"revoked_reason"` // one sentence for strangers; the cause says the rest
	RevokedCause   *Cause     `bun:"revoked_cause"`
	// RevokedDecision is number and day of the decision, as people in Viet Nam write them.
	RevokedDecision *string    `bun:"revoked_decision"`
	ReplacesID      *uuid.UUID `bun:"replaces_id"`             // the certificate that this one corrects
	FirstOn         *time.Time `bun:"first_on,type:date"`      // issue of the first of its corrections; nil: it is the first
	Copy            int        `bun:"copy,nullzero,default:1"` // the copy in force: 2 after the first reissue
	CopiedOn        *time.Time `bun:"copied_on,type:date"`     // the day of the last reissue
}

// StateOn returns what the certificate is worth on a day. The last day of validity is still valid.
func (c Certificate) StateOn(day time.Time) State {
	if c.Stored == Valid && c.ValidUntil != nil && day.After(*c.ValidUntil) {
		return Expired
	}
	return c.Stored
}

// RevokedOn returns the day in Viet Nam on which the certificate was revoked; nil when it was not.
func (c Certificate) RevokedOn() *time.Time {
	if c.RevokedAt == nil {
		return nil
	}
	day := organization.Day(*c.RevokedAt)
	return &day
}

// inForce is what may be done something to: neither revoked nor replaced. It may have expired.
func (c Certificate) inForce() bool { return c.Stored == Valid }

// canonical is the text that the commitment leaf binds. It is computed again from stored facts,
// so a fact that is added later is left out while it is empty (omitempty), and none is renamed.
func (c Certificate) canonical() ([]byte, error) {
	return json.Marshal(struct {
		Code, RegisterNumber string
		Facts                Facts
	}{c.Code, c.RegisterNumber, c.Facts})
}

// registerNumber is the running number as it is printed: "0123/2026/GCN-CAT".
func registerNumber(number, year int, mark string, demo bool) string {
	prefix := ""
	if demo {
		prefix = "DEMO-"
	}
	return fmt.Sprintf("%s%04d/%d/%s", prefix, number, year, mark)
}
