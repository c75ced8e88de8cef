package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// ListRegister returns a page of lines, the newest first, and how many there are. It needs register.read; the whole register
// of an issuer opens for those who keep it or approve its acts, otherwise the lines about the people of the own agencies.
// Each opening is shown to the people read. Errors: fault.ErrForbidden, fault.ErrNotFound for another's register.
func (s *Service) ListRegister(ctx context.Context, who access.Principal, q RegisterQuery, limit, offset int64) ([]Entry, int, error) {
	r, err := s.open(ctx, who, q.IssuerID)
	if err != nil {
		return nil, 0, err
	}
	var entries []Entry
	var total int64
	err = s.db.RunInTx(ctx, r.scope, func(ctx context.Context, tx bun.Tx) error {
		lines, err := r.lines(ctx, tx, q, s.Today())
		if err != nil {
			return err
		}
		total, err = lines.ColumnExpr(entryColumns).OrderExpr("l.year DESC, l.entered_at DESC, l.number DESC").Limit(limit).Offset(offset).ScanAndCount(ctx, &entries)
		if err != nil {
			return err
		}
		return r.recordEntries(ctx, tx, entries, "certificate_register")
	})
	return entries, int(total), err
}

// MostLines bounds how many lines are printed at once.
const MostLines = 20_000

// ErrTooManyLines asks for less to print.
var ErrTooManyLines = fault.New(fault.Conflict, "register.too_many",
	fault.Text{VI: "Quá 20.000 dòng trong một lần in. Hãy lọc theo năm, khóa học hoặc đơn vị.", EN: "More than 20,000 lines are too many to print at once. Filter by year, course or agency."})

// PrintRegister returns the lines of a query in the order of the book, for its print and its workbook, with years of birth.
// Rights and errors as ListRegister's, and ErrTooManyLines.
func (s *Service) PrintRegister(ctx context.Context, who access.Principal, q RegisterQuery) ([]Entry, error) {
	r, err := s.open(ctx, who, q.IssuerID)
	if err != nil {
		return nil, err
	}
	var entries []Entry
	err = s.db.RunInTx(ctx, r.scope, func(ctx context.Context, tx bun.Tx) error {
		lines, err := r.lines(ctx, tx, q, s.Today())
		if err != nil {
			return err
		}
		err = lines.ColumnExpr(entryColumns).OrderExpr("l.year, l.issuer_id, l.number").Limit(MostLines+1).Scan(ctx, &entries)
		if err != nil {
			return err
		}
		if len(entries) > MostLines {
			return ErrTooManyLines
		}
		if err := r.addBirthYears(ctx, tx, entries); err != nil {
			return err
		}
		return r.recordEntries(ctx, tx, entries, "certificate_register")
	})
	return entries, err
}

func (r reader) addBirthYears(ctx context.Context, tx bun.Tx, entries []Entry) error {
	people := make([]uuid.UUID, len(entries))
	for i, e := range entries {
		people[i] = e.PersonID
	}
	if r.kept == nil { // those who have moved away since are in the lines too
		if err := postgres.SetScope(ctx, tx, r.scope.AndPersons(people...)); err != nil {
			return err
		}
	}
	years, err := organization.BirthYears(ctx, tx, people)
	for i := range entries {
		entries[i].BirthYear = years[entries[i].PersonID]
	}
	return err
}

// recordEntries notes whose lines were opened.
func (r reader) recordEntries(ctx context.Context, tx bun.Tx, entries []Entry, what string) error {
	people := map[uuid.UUID][]uuid.UUID{}
	for _, e := range entries {
		place := r.place
		if place == uuid.Nil {
			place = e.AgencyID
		}
		people[place] = append(people[place], e.PersonID)
	}
	for place, read := range people {
		if err := audit.RecordReadsTx(ctx, tx, r.who.PersonID, place, what, distinct(read)); err != nil {
			return err
		}
	}
	return nil
}

func distinct(ids []uuid.UUID) []uuid.UUID {
	seen := make(map[uuid.UUID]bool, len(ids))
	kept := ids[:0:0]
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			kept = append(kept, id)
		}
	}
	return kept
}

// Book is a register that somebody may open.
type Book struct {
	IssuerID   uuid.UUID
	AgencyID   uuid.UUID
	Name       string // the issuer's lines in one
	NumberMark string
	Years      []int // the newest first
	Lines      int
	MayKeep    bool
	MayApprove bool
	Proposed   int  // acts that wait for the second person
	Awaits     bool // certificates wait for a decision
	Waiting    int  // who waits and is on no list
	Lists      int  // lists that wait for the second person
}

// ListBooks returns the registers that the caller keeps or approves in, those in force first. It needs register.read.
func (s *Service) ListBooks(ctx context.Context, who access.Principal) ([]Book, error) {
	if err := who.Require(access.ReadRegister); err != nil {
		return nil, err
	}
	kept, err := s.kept(ctx, who)
	if err != nil {
		return nil, err
	}
	books := make([]Book, len(kept))
	err = s.db.Read(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		for i, by := range kept { // one or two
			books[i] = Book{IssuerID: by.ID, AgencyID: by.AgencyID, Name: by.name(), NumberMark: by.NumberMark, Awaits: by.AwaitsDecision,
				MayKeep: who.RequireAt(access.ManageRegister, by.AgencyID) == nil, MayApprove: who.RequireAt(access.ApproveRegister, by.AgencyID) == nil}
			if err := books[i].count(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	return books, err
}

func (b *Book) count(ctx context.Context, tx bun.Tx) error {
	var years []struct{ Year, LastLine int }
	err := tx.NewRaw(`SELECT year, last_line FROM certificate.registers WHERE issuer_id = ? ORDER BY year DESC`, b.IssuerID).Scan(ctx, &years)
	if err != nil {
		return err
	}
	for _, y := range years {
		b.Years, b.Lines = append(b.Years, y.Year), b.Lines+y.LastLine
	}
	return tx.NewRaw(`SELECT (SELECT count(*) FROM certificate.acts WHERE issuer_id = ?0 AND state = 'proposed'),
		(SELECT count(*) FROM certificate.waiting WHERE issuer_id = ?0 AND list_id IS NULL),
		(SELECT count(*) FROM certificate.decision_lists WHERE issuer_id = ?0 AND state = 'proposed')`, b.IssuerID).Scan(ctx, &b.Proposed, &b.Waiting, &b.Lists)
}

// OwnYears are the years of the lines about the people of the caller's agencies, the newest first: from the first year of
// any register on. It needs register.read.
func (s *Service) OwnYears(ctx context.Context, who access.Principal) ([]int, error) {
	if err := who.Require(access.ReadRegister); err != nil {
		return nil, err
	}
	var years []int
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT DISTINCT year FROM certificate.registers ORDER BY year DESC`).Scan(ctx, &years)
	})
	return years, err
}
