package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// CheckAgencySheet asks for the dry run of a list of agencies.
type CheckAgencySheet struct {
	FileName string
	File     []byte // .xlsx, at most MaxSheetBytes; it is not kept
}

// CheckAgencySheet reads a list of agencies and stores its judged rows; the tree is not changed. It needs
// agency.manage. Errors: ErrSheet..., and the faults of a file (ErrRoster...).
func (s *AgencyEvents) CheckAgencySheet(ctx context.Context, who access.Principal, cmd CheckAgencySheet) (AgencySheet, error) {
	if err := s.mayRearrange(ctx, who); err != nil {
		return AgencySheet{}, err
	}
	reading, cancel := context.WithTimeout(ctx, readingTime)
	defer cancel()
	rows, err := readAgencySheet(reading, cmd.FileName, cmd.File)
	if err != nil {
		return AgencySheet{}, err
	}
	sheet := AgencySheet{ID: audit.NewID(), FileName: cleanFileName(cmd.FileName), State: RosterChecked, Rows: rows, CreatedBy: who.PersonID, CreatedAt: s.now()}
	err = s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		tree, err := loadAgencyTree(ctx, tx)
		if err != nil {
			return err
		}
		sheet.Rows = unjudged(rows)
		judgeSheet(sheet.Rows, tree)
		if _, err := tx.ExecContext(ctx, "DELETE FROM organization.agency_sheets WHERE state = 'checked' AND created_at < ?", s.now().Add(-keepUncommitted)); err != nil {
			return err
		}
		if _, err = tx.NewInsert().Model(&sheet).Exec(ctx); err != nil {
			return err
		}
		return s.addClosed(ctx, tx, &sheet)
	})
	return sheet, err
}

// addClosed tells which sealed periods the rows of a list reach into.
func (s *AgencyEvents) addClosed(ctx context.Context, tx bun.IDB, sheet *AgencySheet) error {
	first := sheet.firstDay()
	if first.IsZero() {
		return nil
	}
	var err error
	sheet.Closed, err = s.links.Closed(ctx, tx, first, s.Today())
	return err
}

// unjudged are the rows as they were read: what could not be read stays refused.
func unjudged(rows []SheetRow) []SheetRow {
	fresh := make([]SheetRow, len(rows))
	for i, r := range rows {
		if r.Messages = append([]SheetMessage{}, r.Messages...); r.Verdict != SheetRefused {
			r.Messages, r.Verdict = []SheetMessage{}, ""
		}
		fresh[i] = r
	}
	return fresh
}

// FindAgencySheet returns a list with its rows. It needs agency.manage; fault.ErrNotFound.
func (s *AgencyEvents) FindAgencySheet(ctx context.Context, who access.Principal, id uuid.UUID) (AgencySheet, error) {
	if err := s.mayRearrange(ctx, who); err != nil {
		return AgencySheet{}, err
	}
	var sheet AgencySheet
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&sheet).Where("id = ?", id).Scan(ctx); err != nil {
			return err
		}
		return s.addClosed(ctx, tx, &sheet)
	})
	return sheet, err
}

// CommitAgencySheet asks to write a checked list. All refuses unless every row is good.
type CommitAgencySheet struct {
	ID  uuid.UUID
	All bool
}

// CommitAgencySheet applies every good row of a list as an event of its own, all in one transaction. Rows
// are judged again by what holds now, so committing the same list a second time changes nothing. It needs
// agency.manage. Errors: fault.ErrNotFound, ErrSheetRefused.
func (s *AgencyEvents) CommitAgencySheet(ctx context.Context, who access.Principal, cmd CommitAgencySheet) (AgencySheet, error) {
	if err := s.mayRearrange(ctx, who); err != nil {
		return AgencySheet{}, err
	}
	var sheet AgencySheet
	var touched []uuid.UUID
	err := s.db.RunInTx(ctx, postgres.System(postgres.MoveAgencies), func(ctx context.Context, tx bun.Tx) error {
		touched = nil
		if err := lockTree(ctx, tx); err != nil {
			return err
		}
		err := tx.NewSelect().Model(&sheet).Where("id = ?", cmd.ID).For("UPDATE").Scan(ctx)
		if err != nil {
			return err
		}
		if sheet.State != RosterCommitted {
			if touched, err = s.commitSheet(ctx, tx, who, &sheet, cmd.All); err != nil {
				return err
			}
		}
		return s.addClosed(ctx, tx, &sheet)
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(touched...)
	}
	return sheet, err
}

func (s *AgencyEvents) commitSheet(ctx context.Context, tx bun.Tx, who access.Principal, sheet *AgencySheet, all bool) ([]uuid.UUID, error) {
	tree, err := loadAgencyTree(ctx, tx)
	if err != nil {
		return nil, err
	}
	sheet.Rows = unjudged(sheet.Rows)
	steps := judgeSheet(sheet.Rows, tree)
	if all && sheet.Count(SheetRefused) > 0 {
		return nil, ErrSheetRefused
	}
	touched, err := s.applySheet(ctx, tx, who, steps)
	if err != nil {
		return nil, err
	}
	now := s.now()
	sheet.State, sheet.CommittedAt = RosterCommitted, &now
	if _, err := tx.NewUpdate().Model(sheet).Column("state", "rows", "committed_at").Where("id = ?", sheet.ID).Exec(ctx); err != nil {
		return nil, err
	}
	return touched, audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.ManageAgencies, uuid.Nil), Action: "commit_agency_sheet",
		ObjectType: "agency_sheet", ObjectID: sheet.ID, After: map[string]any{"new": sheet.Count(SheetNew), "changed": sheet.Count(SheetChanged), "refused": sheet.Count(SheetRefused)}})
}

// applySheet writes the events of a list, one after the other, with a restatement line for each that reaches
// into a sealed period. The closure is built once, at the end.
func (s *AgencyEvents) applySheet(ctx context.Context, tx bun.Tx, who access.Principal, steps []sheetStep) ([]uuid.UUID, error) {
	tree, err := loadAgencyTree(ctx, tx)
	if err != nil {
		return nil, err
	}
	var touched []uuid.UUID
	var restated []Restatement
	closed := map[time.Time][]ClosedPeriod{}
	for _, step := range steps {
		for _, e := range step.events {
			plan := planEvent(e, eventState{tree: tree}, s.Today())
			people, err := s.applyRow(ctx, tx, who, plan)
			if err != nil {
				return nil, err
			}
			touched = append(touched, people...)
			tree.write(plan.next)
			if _, asked := closed[e.OccurredOn]; !asked {
				if closed[e.OccurredOn], err = s.links.Closed(ctx, tx, e.OccurredOn, s.Today()); err != nil {
					return nil, err
				}
			}
			restated = append(restated, restatementsOf(appliedInto(plan, who), closed[e.OccurredOn])...)
		}
	}
	if err := s.links.Restate(ctx, tx, restated); err != nil {
		return nil, err
	}
	return touched, RebuildClosureTx(ctx, tx)
}

// applyRow writes one event of a list and returns whose rights it changes.
func (s *AgencyEvents) applyRow(ctx context.Context, tx bun.Tx, who access.Principal, plan AgencyPlan) ([]uuid.UUID, error) {
	e := plan.Event
	if err := s.writeEvent(ctx, tx, who, plan); err != nil {
		return nil, err
	}
	people, err := s.touchTx(ctx, tx, e, plan.changes)
	if err != nil {
		return nil, err
	}
	return people, s.recordEvent(ctx, tx, who, "apply_agency_event", plan.ID, firstAgency(plan), e.Document, nil, map[string]any{"event": e})
}
