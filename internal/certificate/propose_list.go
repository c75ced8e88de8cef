package certificate

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// ProposeList says whom a decision names.
type ProposeList struct {
	IssuerID       uuid.UUID
	Enrollments    []uuid.UUID // from 1 to MostOnList
	DecisionNumber string
	DecisionOn     time.Time
	Authority      string
}

func (cmd *ProposeList) check(today time.Time) error {
	cmd.DecisionNumber, cmd.Authority = vietnamese.Normalize(cmd.DecisionNumber), vietnamese.Normalize(cmd.Authority)
	cmd.Enrollments = distinct(cmd.Enrollments)
	wrong := fault.ErrInvalid.CheckText("body.decisionNumber", cmd.DecisionNumber, 1, longestDecision).CheckText("body.authority", cmd.Authority, 3, longestUnit)
	if cmd.DecisionOn.After(today) || cmd.DecisionOn.Before(today.AddDate(-1, 0, 0)) {
		wrong = wrong.At("body.decisionOn", "out_of_range", fault.Text{VI: "Ngày quyết định phải trong một năm qua, không sau hôm nay.", EN: "The decision lies within the last year, not after today."})
	}
	if n := len(cmd.Enrollments); n == 0 || n > MostOnList {
		wrong = wrong.At("body.enrollments", "out_of_range", fault.Text{VI: "Chọn từ 1 đến 500 người cho một danh sách.", EN: "Choose from 1 to 500 people for a list."})
	}
	return wrong.OrNil()
}

// ProposeList notes whom a decision names; nothing is issued before a second person accepts it. It needs register.manage at
// the issuer's agency. Errors: fault.ErrNotFound elsewhere, ErrActOwn, ErrWaitingMoved, fault.ErrInvalid with the fields named.
func (s *Service) ProposeList(ctx context.Context, who access.Principal, cmd ProposeList) (DecisionList, error) {
	if err := who.Require(access.ManageRegister); err != nil {
		return DecisionList{}, err
	}
	if err := cmd.check(s.Today()); err != nil {
		return DecisionList{}, err
	}
	l := DecisionList{ID: audit.NewID(), IssuerID: cmd.IssuerID, DecisionNumber: cmd.DecisionNumber, DecisionOn: cmd.DecisionOn, Authority: cmd.Authority,
		People: len(cmd.Enrollments), State: ActProposed, ProposedBy: who.PersonID, ProposedAt: s.now()}
	err := s.db.RunInTx(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		by, err := issuerByID(ctx, tx, cmd.IssuerID)
		if err != nil {
			return err
		}
		if err := who.RequireAt(access.ManageRegister, by.AgencyID); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&l).Exec(ctx); err != nil {
			return err
		}
		if err := l.claim(ctx, tx, who, cmd.Enrollments); err != nil {
			return err
		}
		return recordList(ctx, tx, who, access.ManageRegister, by, l, "propose_decision_list", "")
	})
	return l, err
}

// claim puts those who wait on the list; ErrWaitingMoved unless all of them still do.
func (l DecisionList) claim(ctx context.Context, tx bun.IDB, who access.Principal, enrollments []uuid.UUID) error {
	var people []uuid.UUID
	err := tx.NewRaw(`UPDATE certificate.waiting SET list_id = ? WHERE issuer_id = ? AND list_id IS NULL AND enrollment_id = ANY (?::uuid[]) RETURNING person_id`,
		l.ID, l.IssuerID, pgdialect.Array(enrollments)).Scan(ctx, &people)
	if err != nil {
		return err
	}
	if len(people) != len(enrollments) {
		return ErrWaitingMoved
	}
	return refuseOwn(who, people)
}
