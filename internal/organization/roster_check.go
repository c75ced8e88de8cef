package organization

import (
	"context"
	"crypto/sha256"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// CheckRoster asks for the dry run of a list: what a commit would do, row by row.
type CheckRoster struct {
	AgencyID    uuid.UUID
	Kind        RosterKind        // "": students
	SchoolYear  string            // "2026-2027"; of students
	EffectiveOn *time.Time        // since when the list holds; nil: the day of the commit
	FileName    string            //
	File        []byte            // .xlsx or .csv, at most MaxRosterBytes; it is not kept
	Sheet       string            // "": the only sheet that holds a list
	Fields      []string          // what each column means; nil: as remembered or guessed
	Titles      map[string]string // position groups by title, which are remembered
}

// CheckRoster reads a list and stores its judged rows; nothing else is written, but what was said
// about its columns and titles is remembered. It needs roster.manage at the agency. Errors:
// fault.ErrNotFound for an agency out of reach, ErrNotASchool, ErrNoRosterAgency, ErrStrengthHidden,
// ErrSchoolYear, ErrEffectiveOn, and the faults of a whole list (ErrRoster...).
func (s *Service) CheckRoster(ctx context.Context, who access.Principal, cmd CheckRoster) (Roster, error) {
	if err := who.RequireAt(access.ManageRoster, cmd.AgencyID); err != nil {
		return Roster{}, err
	}
	form, err := s.formOf(ctx, cmd)
	if err != nil {
		return Roster{}, err
	}
	reading, cancel := context.WithTimeout(ctx, readingTime)
	defer cancel()
	table, err := readRoster(reading, rosterFile{cmd.FileName, cmd.File}, form)
	if err != nil {
		return Roster{}, err
	}
	hash := sha256.Sum256(cmd.File)
	roster := s.newRoster(who, cmd, form.kind)
	roster.FileHash, roster.Skipped = hash[:], append([]SkippedRow{}, table.skipped...)
	err = s.db.RunInTx(ctx, postgres.Agencies(cmd.AgencyID), func(ctx context.Context, tx bun.Tx) error {
		if err := s.rememberTx(ctx, tx, cmd, table); err != nil {
			return err
		}
		return s.judgeTx(ctx, tx, who, &roster, table.rows)
	})
	return roster, err
}

func (s *Service) newRoster(who access.Principal, cmd CheckRoster, kind RosterKind) Roster {
	return Roster{ID: audit.NewID(), AgencyID: cmd.AgencyID, Kind: kind, Source: "file", SchoolYear: cmd.SchoolYear, EffectiveOn: cmd.EffectiveOn,
		FileName: cleanFileName(cmd.FileName), State: RosterChecked, NewClasses: []uuid.UUID{}, CreatedBy: who.PersonID, CreatedAt: s.now()}
}

// judgeTx judges the rows of a new roster and stores both.
func (s *Service) judgeTx(ctx context.Context, tx bun.Tx, who access.Principal, roster *Roster, read []RosterRow) error {
	world, err := s.openWorld(ctx, tx, *roster)
	if err != nil {
		return err
	}
	rows, err := world.judge(ctx, tx, read)
	if err != nil {
		return err
	}
	roster.Counts = countRows(rows)
	if err := postgres.SetScope(ctx, tx, postgres.Agencies(roster.AgencyID)); err != nil {
		return err
	}
	if err := forgetUncommitted(ctx, tx, roster.AgencyID, s.now().Add(-keepUncommitted)); err != nil {
		return err
	}
	if err := insertRoster(ctx, tx, *roster, rows); err != nil {
		return err
	}
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.ManageRoster, roster.AgencyID),
		AgencyID: roster.AgencyID, Action: "check_roster", ObjectType: "roster", ObjectID: roster.ID, After: roster.Counts})
}

// formOf says how the list of a command is read. Errors: ErrSchoolYear, ErrEffectiveOn,
// ErrRosterKindUnknown.
func (s *Service) formOf(ctx context.Context, cmd CheckRoster) (rosterForm, error) {
	form := rosterForm{kind: cmd.Kind, today: s.Today(), sheet: cmd.Sheet}
	switch cmd.Kind {
	case "", StudentRoster:
		form.kind = StudentRoster
		year, err := parseSchoolYear(cmd.SchoolYear)
		if err != nil {
			return form, err
		}
		form.year = year
	case OfficerRoster:
	default:
		return form, ErrRosterKindUnknown
	}
	if day := cmd.EffectiveOn; day != nil && (day.After(form.today) || day.Year() < oldestBirth+youngestOfficer) {
		return form, ErrEffectiveOn
	}
	if cmd.Fields != nil {
		form.fields = make([]heading, len(cmd.Fields))
		for i, field := range cmd.Fields {
			form.fields[i] = heading(field)
		}
		return form, nil
	}
	remembered, err := s.listMappings(ctx, cmd.AgencyID, form.kind)
	form.remembered = remembered
	return form, err
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
	return string(who.RoleAt(permission, agency))
}
