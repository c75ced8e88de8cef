package planning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// SetReporter asks that an agency owes reports under a plan from a day on, or no longer owes them.
type SetReporter struct {
	PlanID   uuid.UUID
	AgencyID uuid.UUID
	Owes     bool
	From     time.Time
	Document string
}

// SetReporter opens or closes a line of the list of who owes reports. It needs plan.manage. Errors:
// fault.ErrNotFound for an unknown plan or where there is no line to close, fault.ErrInvalid at "from",
// "agencyId" (not there; owes already), "document".
func (s *Service) SetReporter(ctx context.Context, who access.Principal, cmd SetReporter) error {
	if err := who.Require(access.ManagePlan); err != nil {
		return err
	}
	if err := fault.ErrInvalid.CheckDocument("document", cmd.Document).OrNil(); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		if err := lockPlan(ctx, tx, cmd.PlanID, cmd.From); err != nil {
			return err
		}
		change, action := endReporter, "end_reporter"
		if cmd.Owes {
			change, action = addReporter, "add_reporter"
		}
		if err := change(ctx, tx, cmd); err != nil {
			return err
		}
		return recordPlan(ctx, tx, who, action, cmd.PlanID, cmd.AgencyID, cmd.Document, nil,
			map[string]any{"agency": cmd.AgencyID, "owes": cmd.Owes, "from": cmd.From.Format(time.DateOnly)})
	})
}

func addReporter(ctx context.Context, tx bun.Tx, cmd SetReporter) error {
	if err := checkStanding(ctx, tx, "agencyId", cmd.AgencyID, cmd.From); err != nil {
		return err
	}
	known, err := tx.NewSelect().Table("planning.reporters").
		Where("plan_id = ? AND agency_id = ? AND (valid_to IS NULL OR valid_to > ?)", cmd.PlanID, cmd.AgencyID, cmd.From).Exists(ctx)
	if err != nil {
		return err
	}
	if known {
		return fault.ErrInvalid.At("agencyId", "owes_already", fault.Text{VI: "Cơ quan này đã có trong danh sách từ ngày đó.", EN: "This agency is on the list from that day already."})
	}
	_, err = tx.NewInsert().Model(&Reporter{PlanID: cmd.PlanID, AgencyID: cmd.AgencyID, ValidFrom: cmd.From, Document: cmd.Document}).Exec(ctx)
	return err
}

func endReporter(ctx context.Context, tx bun.Tx, cmd SetReporter) error {
	result, err := tx.ExecContext(ctx, `UPDATE planning.reporters SET valid_to = ?2::date, document = document || '; ' || ?3
		WHERE plan_id = ?0 AND agency_id = ?1 AND valid_from < ?2::date AND (valid_to IS NULL OR valid_to > ?2::date)`,
		cmd.PlanID, cmd.AgencyID, cmd.From.Format(time.DateOnly), cmd.Document)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return fault.ErrNotFound.Because(err)
	}
	return nil
}
