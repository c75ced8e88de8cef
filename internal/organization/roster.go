package organization

import (
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// RosterKind says who stands on a list.
type RosterKind string

// The kinds of roster.
const (
	StudentRoster RosterKind = "students" // danh sách lớp: students in school classes
	OfficerRoster RosterKind = "officers" // danh sách cán bộ: people with a posting
)

// RosterState says how far an uploaded list has come.
type RosterState string

// The states of a roster.
const (
	RosterChecked    RosterState = "checked"    // read and judged; nothing is written yet
	RosterCommitting RosterState = "committing" // being written, step by step
	RosterCommitted  RosterState = "committed"  // written; a second commit changes nothing
	RosterUndoing    RosterState = "undoing"    // being taken back, step by step
	RosterUndone     RosterState = "undone"     // taken back, but for rows on which something rests
)

// busy reports whether a background step is due.
func (s RosterState) busy() bool { return s == RosterCommitting || s == RosterUndoing }

// RosterVerdict says what a commit does with a row.
type RosterVerdict string

// The verdicts.
const (
	RowNew      RosterVerdict = "new"      // a new person
	RowExisting RosterVerdict = "existing" // known, and as the row says
	RowMoved    RosterVerdict = "moved"    // known, comes into this class or unit from another or comes back
	RowChanged  RosterVerdict = "changed"  // known in this place; position, group, staffing, code or year of birth are written
	RowRefused  RosterVerdict = "refused"  // not taken; the messages say why
)

// writes reports whether a commit writes anything for a row of this verdict.
func (v RosterVerdict) writes() bool { return v == RowNew || v == RowMoved || v == RowChanged }

// writingVerdicts are those whose rows a commit writes.
var writingVerdicts = []RosterVerdict{RowNew, RowMoved, RowChanged}

// Bounds of one uploaded list.
const (
	MaxRosterBytes = 10 << 20
	MaxRosterRows  = 50_000
	maxSkipped     = 500 // skipped rows that are listed; those between people, for the most part
)

// Roster (danh sách nhập) is an uploaded list of people, judged row by row before anything is
// written. Of the file only what the platform keeps about people is stored.
type Roster struct {
	bun.BaseModel `bun:"table:organization.roster_imports"`
	ID            uuid.UUID    `bun:"id"`
	AgencyID      uuid.UUID    `bun:"agency_id"`
	Kind          RosterKind   `bun:"kind"`
	Source        string       `bun:"source"`      // "file" or "api"
	SchoolYear    string       `bun:"school_year"` // "2026-2027"; "" for officers
	EffectiveOn   *time.Time   `bun:"effective_on,type:date"`
	FileName      string       `bun:"file_name"`
	FileHash      []byte       `bun:"file_hash"` // SHA-256
	State         RosterState  `bun:"state"`
	Counts        RosterCounts `bun:"counts,type:jsonb"`
	Skipped       []SkippedRow `bun:"skipped,type:jsonb"`
	Done          int          `bun:"done"`
	ToDo          int          `bun:"to_do"`
	WorkedAt      *time.Time   `bun:"worked_at"`
	WorkedBy      *uuid.UUID   `bun:"worked_by"`
	NewClasses    []uuid.UUID  `bun:"new_classes,array"`
	CreatedBy     uuid.UUID    `bun:"created_by"`
	CreatedAt     time.Time    `bun:"created_at,nullzero,default:now()"`
	CommittedAt   *time.Time   `bun:"committed_at"`
	UndoneAt      *time.Time   `bun:"undone_at"`
}

// from is the day since which what the roster says holds.
func (r Roster) from(today time.Time) time.Time {
	if r.EffectiveOn != nil {
		return *r.EffectiveOn
	}
	return today
}

// UndoTime is how long after its commit a roster may be taken back.
const UndoTime = 24 * time.Hour

// actor is who has ordered the roster to be written, or made it.
func (r Roster) actor() uuid.UUID {
	if r.WorkedBy != nil {
		return *r.WorkedBy
	}
	return r.CreatedBy
}

// CanUndo reports whether the roster may be taken back at that moment.
func (r Roster) CanUndo(now time.Time) bool {
	return r.State == RosterCommitted && r.CommittedAt != nil && now.Before(r.CommittedAt.Add(UndoTime))
}

// RosterCounts counts the rows of a roster by verdict. It is stored as JSON.
type RosterCounts struct {
	Total    int `json:"total"`
	New      int `json:"new"`
	Existing int `json:"existing"`
	Moved    int `json:"moved"`
	Changed  int `json:"changed"`
	Refused  int `json:"refused"`
}

// SkippedRow is a row of the sheet that names nobody: a title, a group, a footer. Its text is not
// kept. It is stored as JSON.
type SkippedRow struct {
	Number int    `json:"number"`
	Code   string `json:"code"`
}

// Message says why the row was skipped.
func (r SkippedRow) Message() RosterMessage { return RosterMessage{Code: r.Code} }

// RosterRow is one person of an uploaded list.
type RosterRow struct {
	bun.BaseModel `bun:"table:organization.roster_rows"`
	RosterID      uuid.UUID       `bun:"roster_id"`
	AgencyID      uuid.UUID       `bun:"agency_id"`
	Number        int             `bun:"number"` // row of the sheet, as the person sees it
	FullName      string          `bun:"full_name"`
	ClassName     string          `bun:"class_name"`
	Code          string          `bun:"code"`
	BirthYear     *int            `bun:"birth_year"`
	Position      string          `bun:"position"`
	PositionGroup string          `bun:"position_group"` // "": the list does not say
	Staffing      string          `bun:"staffing"`       // "": the list does not say
	Unit          string          `bun:"unit"`
	UnitID        *uuid.UUID      `bun:"unit_id"`
	ValidFrom     *time.Time      `bun:"valid_from,type:date"`
	PersonID      *uuid.UUID      `bun:"person_id"` // nil for a new person until the commit
	Verdict       RosterVerdict   `bun:"verdict"`
	Messages      []RosterMessage `bun:"messages,type:jsonb"`
	Chosen        bool            `bun:"chosen"`
	Applied       bool            `bun:"applied"`
	Kept          string          `bun:"kept"` // code of the reason why an undo left it
	group         string          // the group row above it, until units are found
}

func (r *RosterRow) refuse(m RosterMessage) {
	r.Verdict = RowRefused
	r.Messages = append(r.Messages, m)
}

// note adds a message once that does not refuse.
func (r *RosterRow) note(m RosterMessage) {
	for _, said := range r.Messages {
		if said.Code == m.Code {
			return
		}
	}
	r.Messages = append(r.Messages, m)
}

// unsay takes a note back that may no longer be true.
func (r *RosterRow) unsay(code string) {
	r.Messages = slices.DeleteFunc(slices.Clone(r.Messages), func(said RosterMessage) bool { return said.Code == code })
}

// countRows counts rows by verdict.
func countRows(rows []RosterRow) RosterCounts {
	counts := RosterCounts{Total: len(rows)}
	for _, r := range rows {
		*counts.of(r.Verdict)++
	}
	return counts
}
