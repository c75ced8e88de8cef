package organization

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"regexp"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// MaxPushedRows bounds one list that a program pushes.
const MaxPushedRows = 10_000

// PushedRow is one person as a program writes them; every value is read as a cell of a list is.
type PushedRow struct {
	FullName, Code, Birth, ClassName    string
	Position, Unit, Staffing, ValidFrom string
}

// PushRoster asks to check a list that a program pushes, and to write it. Key tells repeats of one
// request: it is good for one content.
type PushRoster struct {
	AgencyID    uuid.UUID
	Key         string
	Kind        RosterKind
	SchoolYear  string
	EffectiveOn *time.Time
	Rows        []PushedRow // 1 to MaxPushedRows
	Commit      bool        // write the good rows
}

// pushedColumns are the columns of a pushed list.
var pushedColumns = []heading{nameHeading, codeHeading, birthHeading, classHeading, positionHeading, unitHeading, staffingHeading, fromHeading}

func (r PushedRow) cells() []string {
	return []string{r.FullName, r.Code, r.Birth, r.ClassName, r.Position, r.Unit, r.Staffing, r.ValidFrom}
}

var idempotencyKey = regexp.MustCompile(`^[A-Za-z0-9._:-]{8,100}$`)

// PushRoster checks a pushed list and, when asked, writes its good rows. The same key with the same
// content finds the same roster again and writes nothing twice; with another content it is refused.
// It needs roster.manage at the agency. Errors: ErrIdempotencyKey, ErrIdempotencyReuse and those of
// CheckRoster and CommitRoster.
func (s *Service) PushRoster(ctx context.Context, who access.Principal, cmd PushRoster) (Roster, error) {
	if err := who.RequireAt(access.ManageRoster, cmd.AgencyID); err != nil {
		return Roster{}, err
	}
	if !idempotencyKey.MatchString(cmd.Key) {
		return Roster{}, ErrIdempotencyKey
	}
	check := CheckRoster{AgencyID: cmd.AgencyID, Kind: cmd.Kind, SchoolYear: cmd.SchoolYear, EffectiveOn: cmd.EffectiveOn, Fields: []string{}}
	form, err := s.formOf(ctx, check)
	if err != nil {
		return Roster{}, err
	}
	hash, err := cmd.hash()
	if err != nil {
		return Roster{}, err
	}
	roster := s.newRoster(who, check, form.kind)
	roster.Source, roster.FileHash, roster.Skipped = "api", hash, []SkippedRow{}
	err = s.db.RunInTx(ctx, postgres.Agencies(cmd.AgencyID), func(ctx context.Context, tx bun.Tx) error {
		known, err := findPushed(ctx, tx, cmd, hash)
		if err != nil || known != uuid.Nil {
			roster.ID = known
			return err
		}
		if err := s.judgeTx(ctx, tx, who, &roster, cmd.read(form)); err != nil {
			return err
		}
		return insertRequest(ctx, tx, rosterRequest{AgencyID: cmd.AgencyID, Key: cmd.Key, RequestHash: hash, RosterID: roster.ID})
	})
	if err != nil {
		return Roster{}, err
	}
	if !cmd.Commit || roster.Counts.Total > 0 && roster.Counts.Total == roster.Counts.Refused {
		found, _, _, err := s.FindRoster(ctx, who, FindRoster{ID: roster.ID, Limit: 1})
		return found, err
	}
	return s.CommitRoster(ctx, who, CommitRoster{ID: roster.ID})
}

// hash tells the content of a request.
func (p PushRoster) hash() ([]byte, error) {
	p.Key = ""
	content, err := json.Marshal(p)
	hash := sha256.Sum256(content)
	return hash[:], err
}

// read reads the rows as those of a list; the first is row 1.
func (p PushRoster) read(form rosterForm) []RosterRow {
	table := newRosterTable(form, "", false)
	table.columns = columns{fields: pushedColumns, tops: pushedColumns, titles: make([]string, len(pushedColumns))}
	rows := make([]RosterRow, len(p.Rows))
	for i, pushed := range p.Rows {
		rows[i] = table.person(i+1, pushed.cells())
		for j := range rows[i].Messages { // there are no cells to point at
			rows[i].Messages[j].Cell = ""
		}
	}
	refuseRepeats(rows, form.kind)
	return rows
}

// rosterRequest is the key of a pushed list; the roster is its answer.
type rosterRequest struct {
	bun.BaseModel `bun:"table:organization.roster_requests"`
	AgencyID      uuid.UUID `bun:"agency_id"`
	Key           string    `bun:"key"`
	RequestHash   []byte    `bun:"request_hash"`
	RosterID      uuid.UUID `bun:"roster_id"`
}

// findPushed returns the roster of an earlier request with the key; uuid.Nil when there was none.
// Requests with one key wait for each other. Error: ErrIdempotencyReuse.
func findPushed(ctx context.Context, tx bun.IDB, cmd PushRoster, hash []byte) (uuid.UUID, error) {
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended(?, 1))", cmd.AgencyID.String()+cmd.Key); err != nil {
		return uuid.Nil, err
	}
	var known []rosterRequest
	err := tx.NewSelect().Model(&known).Where("agency_id = ? AND key = ?", cmd.AgencyID, cmd.Key).Scan(ctx)
	switch {
	case err != nil || len(known) == 0:
		return uuid.Nil, err
	case string(known[0].RequestHash) != string(hash):
		return uuid.Nil, ErrIdempotencyReuse
	}
	return known[0].RosterID, nil
}

func insertRequest(ctx context.Context, tx bun.IDB, request rosterRequest) error {
	_, err := tx.NewInsert().Model(&request).Exec(ctx)
	return err
}
