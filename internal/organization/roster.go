package organization

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// RosterState says how far an uploaded list has come.
type RosterState string

// The states of a roster.
const (
	RosterChecked   RosterState = "checked"   // read and judged; nothing is written yet
	RosterCommitted RosterState = "committed" // written; a second commit changes nothing
)

// RosterVerdict says what a commit does with a row.
type RosterVerdict string

// The verdicts.
const (
	RowNew      RosterVerdict = "new"      // a new student
	RowExisting RosterVerdict = "existing" // known, in this class already
	RowMoved    RosterVerdict = "moved"    // known, comes into this class from another or comes back
	RowRefused  RosterVerdict = "refused"  // not taken; the messages say why
)

// Bounds of one uploaded list.
const (
	MaxRosterBytes = 10 << 20
	MaxRosterRows  = 5000
	maxSkipped     = 500 // skipped rows that are listed; those between students, for the most part
)

// Roster (danh sách lớp) is an uploaded list of a school's students, judged row by row before
// anything is written. Of the file only names, classes, codes and years of birth are kept.
type Roster struct {
	bun.BaseModel `bun:"table:organization.roster_imports"`
	ID            uuid.UUID    `bun:"id"`
	AgencyID      uuid.UUID    `bun:"agency_id"`
	SchoolYear    string       `bun:"school_year"` // "2026-2027"
	FileName      string       `bun:"file_name"`
	FileHash      []byte       `bun:"file_hash"` // SHA-256
	State         RosterState  `bun:"state"`
	Counts        RosterCounts `bun:"counts,type:jsonb"`
	Skipped       []SkippedRow `bun:"skipped,type:jsonb"`
	CreatedBy     uuid.UUID    `bun:"created_by"`
	CreatedAt     time.Time    `bun:"created_at,nullzero,default:now()"`
	CommittedAt   *time.Time   `bun:"committed_at"`
}

// RosterCounts counts the rows of a roster by verdict. It is stored as JSON.
type RosterCounts struct {
	Total    int `json:"total"`
	New      int `json:"new"`
	Existing int `json:"existing"`
	Moved    int `json:"moved"`
	Refused  int `json:"refused"`
}

// SkippedRow is a row of the sheet that names no student: a title, a group, a footer. Its text is
// not kept. It is stored as JSON.
type SkippedRow struct {
	Number int    `json:"number"`
	Code   string `json:"code"`
}

// Message says why the row was skipped.
func (r SkippedRow) Message() RosterMessage { return RosterMessage{Code: r.Code} }

// RosterRow is one student of an uploaded list.
type RosterRow struct {
	bun.BaseModel `bun:"table:organization.roster_rows"`
	RosterID      uuid.UUID       `bun:"roster_id"`
	AgencyID      uuid.UUID       `bun:"agency_id"`
	Number        int             `bun:"number"` // row of the sheet, as the person sees it
	FullName      string          `bun:"full_name"`
	ClassName     string          `bun:"class_name"`
	Code          string          `bun:"code"`
	BirthYear     *int            `bun:"birth_year"`
	PersonID      *uuid.UUID      `bun:"person_id"` // nil for a new student until the commit
	Verdict       RosterVerdict   `bun:"verdict"`
	Messages      []RosterMessage `bun:"messages,type:jsonb"`
}

func (r *RosterRow) refuse(m RosterMessage) {
	r.Verdict = RowRefused
	r.Messages = append(r.Messages, m)
}

// countRows counts rows by verdict.
func countRows(rows []RosterRow) RosterCounts {
	counts := RosterCounts{Total: len(rows)}
	for _, r := range rows {
		switch r.Verdict {
		case RowNew:
			counts.New++
		case RowExisting:
			counts.Existing++
		case RowMoved:
			counts.Moved++
		default:
			counts.Refused++
		}
	}
	return counts
}
