package notify

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Kind says what sort of thing a notice tells.
type Kind string

// The kinds of notice.
const (
	DutyDue           Kind = "duty_due"           // a required course comes due
	DutyOverdue       Kind = "duty_overdue"       // a required course is past its date
	UnitDue           Kind = "unit_due"           // numbers of a unit before the date, for focal points
	UnitOverdue       Kind = "unit_overdue"       // numbers of a unit after the date, for focal points and leaders
	ClassPlace        Kind = "class_place"        // a place in a training class: named, given, taken back
	ClassChanged      Kind = "class_changed"      // a training class is held at another time or place
	ClassCancelled    Kind = "class_cancelled"    // a training class is not held
	ClassStaff        Kind = "class_staff"        // named to run a training class, or no longer
	ClassMeets        Kind = "class_meets"        // a session of a training class is near
	CertificateIssued Kind = "certificate_issued" // a certificate stands in the register

	CertificateRevoked Kind = "certificate_revoked" // a certificate was revoked
	CertificateEnding  Kind = "certificate_ending"  // the validity of a certificate ends soon

	ExemptionDecided   Kind = "exemption_decided"   // an exemption was approved, refused or withdrawn
	RecognitionDecided Kind = "recognition_decided" // a certificate from elsewhere was returned, accepted, refused or withdrawn
	ResultDecided      Kind = "result_decided"      // people have marked a test, or its result or an appeal was decided
	RoleGranted        Kind = "role_granted"        // somebody gave the person a role
	RoleRevoked        Kind = "role_revoked"        // somebody took a role away
	FactorsReset       Kind = "factors_reset"       // somebody reset the person's second factors
	SlipPrinted        Kind = "slip_printed"        // somebody printed a one-time password for an account in use
)

// Kinds lists every kind, in the order in which settings show them.
func Kinds() []Kind {
	return []Kind{DutyDue, DutyOverdue, UnitDue, UnitOverdue, ClassPlace, ClassStaff, ClassMeets, ClassChanged, ClassCancelled, RoleGranted, RoleRevoked, FactorsReset, SlipPrinted, CertificateIssued, CertificateEnding, CertificateRevoked, ExemptionDecided, RecognitionDecided, ResultDecided}
}

// IsMutable reports whether a person may choose not to be mailed: never what is a duty, such as being named for
// a class, and never what others did to their rights or their way to sign in.
func (k Kind) IsMutable() bool {
	switch k {
	case CertificateIssued, CertificateEnding, ExemptionDecided, RecognitionDecided, ResultDecided:
		return true
	}
	return false
}

// Facts are what the words of a notice are made from; they are stored as JSON.
type Facts struct {
	CourseKey     string `json:"courseKey,omitempty"`
	CourseTitle   string `json:"courseTitle,omitempty"`
	CourseTitleEN string `json:"courseTitleEn,omitempty"`
	DueOn         string `json:"dueOn,omitempty"` // YYYY-MM-DD
	Days          int    `json:"days,omitempty"`  // until the date, or since
	People        int    `json:"people,omitempty"`
	AgencyName    string `json:"agencyName,omitempty"`
	Number        string `json:"number,omitempty"`   // register number of a certificate
	Students      bool   `json:"students,omitempty"` // the people are students
	Renewal       bool   `json:"renewal,omitempty"`  // what was done holds until DueOn
	Outcome       string `json:"outcome,omitempty"`  // of a decision: approved, accepted, refused, returned, withdrawn; of a result: marked, changed, kept, corrected
	Role          string `json:"role,omitempty"`     // that was given or taken away
	Class         *Class `json:"class,omitempty"`
}

// Class is a training class as a notice tells of it.
type Class struct {
	ID    uuid.UUID  `json:"id"`
	Name  string     `json:"name"`
	Next  *time.Time `json:"next,omitempty"`  // when it meets next
	Where string     `json:"where,omitempty"` // room and place of that session
	Place Place      `json:"place,omitempty"` // what became of the person's place
	Role  Role       `json:"role,omitempty"`  // what the person is named for
	// Session is the number of the session that is near.
	Session int `json:"session,omitempty"`
}

// Role says what somebody is named for in a class; "" for nothing any more.
type Role string

// What is told of those who run a class.
const (
	RoleOrganizer  Role = "organizer"
	RoleInstructor Role = "instructor"
	RoleAssistant  Role = "assistant"
)

// Place says what became of somebody's place in a class.
type Place string

// What is told of a place.
const (
	PlaceNamed    Place = "named"    // named by the agency, with a place
	PlaceInQueue  Place = "in_queue" // named by the agency, waiting
	PlaceApproved Place = "approved" // the registration was approved, waiting
	PlaceGiven    Place = "given"    // waited or registered, and has a place now
	PlaceRefused  Place = "refused"
	PlaceEnded    Place = "ended" // withdrawn by the agency or the host
)

// Notice (thông báo) is one thing that a person is told.
type Notice struct {
	bun.BaseModel `bun:"table:notify.notices"`
	ID            uuid.UUID  `bun:"id"`
	PersonID      uuid.UUID  `bun:"person_id"`
	Kind          Kind       `bun:"kind"`
	Event         string     `bun:"event"` // what happened, such as "duty/<course>/2026-12-31"
	Step          string     `bun:"step"`  // which telling of it
	Facts         Facts      `bun:"facts,type:jsonb"`
	NeededBy      *time.Time `bun:"needed_by"` // until when the person has to know; nil: no hurry
	CreatedAt     time.Time  `bun:"created_at"`
	ReadAt        *time.Time `bun:"read_at"`
}
