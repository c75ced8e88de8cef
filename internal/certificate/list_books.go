package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

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
