package organization

import (
	"context"
	"crypto/sha256"
	"path"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// CheckRoster asks for the dry run of a class list: what a commit would do, row by row.
type CheckRoster struct {
	AgencyID   uuid.UUID
	SchoolYear string // "2026-2027"
	FileName   string
	File       []byte // .xlsx or .csv, at most MaxRosterBytes; it is not kept
}

// CheckRoster reads a list and stores its judged rows; nothing else is written. It needs
// roster.manage at the school. Errors: fault.ErrNotFound for an agency out of reach, ErrNotASchool,
// ErrSchoolYear, and the faults of a whole list (ErrRoster...).
func (s *Service) CheckRoster(ctx context.Context, who access.Principal, cmd CheckRoster) (Roster, error) {
	if err := who.RequireAt(access.ManageRoster, cmd.AgencyID); err != nil {
		return Roster{}, err
	}
	year, err := parseSchoolYear(cmd.SchoolYear)
	if err != nil {
		return Roster{}, err
	}
	reading, cancel := context.WithTimeout(ctx, readingTime)
	defer cancel()
	table, err := readRoster(reading, cmd.FileName, cmd.File, year)
	if err != nil {
		return Roster{}, err
	}
	hash := sha256.Sum256(cmd.File)
	roster := Roster{ID: audit.NewID(), AgencyID: cmd.AgencyID, SchoolYear: cmd.SchoolYear, FileName: cleanFileName(cmd.FileName),
		FileHash: hash[:], State: RosterChecked, Skipped: append([]SkippedRow{}, table.skipped...), CreatedBy: who.PersonID, CreatedAt: s.now()}
	err = s.db.RunInTx(ctx, postgres.Agencies(cmd.AgencyID), func(ctx context.Context, tx bun.Tx) error {
		if err := s.requireSchool(ctx, tx, cmd.AgencyID); err != nil {
			return err
		}
		known, err := listKnown(ctx, tx, cmd.AgencyID)
		if err != nil {
			return err
		}
		rows := judged(table.rows, known, roster)
		roster.Counts = countRows(rows)
		if err := forgetUncommitted(ctx, tx, cmd.AgencyID, s.now().Add(-keepUncommitted)); err != nil {
			return err
		}
		if err := insertRoster(ctx, tx, roster, rows); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.ManageRoster, cmd.AgencyID),
			AgencyID: cmd.AgencyID, Action: "check_roster", ObjectType: "roster", ObjectID: roster.ID, After: roster.Counts})
	})
	return roster, err
}

// judged returns the rows with their verdicts, as rows of the roster.
func judged(read []RosterRow, known []knownStudent, roster Roster) []RosterRow {
	j := newJudge(roster.SchoolYear, known)
	rows := append([]RosterRow{}, read...)
	for i := range rows {
		rows[i].RosterID, rows[i].AgencyID = roster.ID, roster.AgencyID
		j.decide(&rows[i])
	}
	return rows
}

// requireSchool returns ErrNotASchool unless the agency is a school or a university today: one that
// has been merged keeps its history and takes no new list.
func (s *Service) requireSchool(ctx context.Context, tx bun.IDB, agency uuid.UUID) error {
	var kinds []AgencyKind
	err := tx.NewRaw(`SELECT kind FROM organization.agency_versions WHERE agency_id = ?0 AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1)`,
		agency, s.Today()).Scan(ctx, &kinds)
	if err == nil && !slices.Contains(kinds, KindSchool) && !slices.Contains(kinds, KindUniversity) {
		return ErrNotASchool
	}
	return err
}

// cleanFileName keeps the last part of a file's name, without anything that cannot be printed.
func cleanFileName(name string) string {
	return firstRunes(vietnamese.Normalize(path.Base(strings.ReplaceAll(name, `\`, "/"))), 200)
}

// actingRole names the role by which the person acts at an agency, for the audit log.
func actingRole(who access.Principal, permission access.Permission, agency uuid.UUID) string {
	return string(who.RoleFor(permission, agency))
}
