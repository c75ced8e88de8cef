package reporting

import (
	"context"

	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// ErrForeignCursor says that the cells were folded in another database cluster, before a restore:
// transaction ids do not carry over, so the cells are rebuilt from the facts.
var ErrForeignCursor = fault.New(fault.Conflict, "figures.foreign_cursor", fault.Text{
	VI: "Số liệu tổng hợp đến từ một cụm cơ sở dữ liệu khác. Hãy chạy lệnh: taphuan report rebuild.",
	EN: "The folded figures come from another database cluster. Run: taphuan report rebuild."})

// sources are the domains whose changes are folded.
var sources = []string{"learning", "certificate"}

// Fold adds the changes of figures since the last folding to the cells. It runs every few seconds;
// two at once take turns. ErrForeignCursor after a restore.
func (s *Service) Fold(ctx context.Context) error {
	return s.db.RunInTx(ctx, postgres.System(postgres.FoldFigures), func(ctx context.Context, tx bun.Tx) error {
		_, err := foldTx(ctx, tx)
		return err
	})
}

// foldTx folds up to the horizon and returns it. The cursors stay locked until the commit.
func foldTx(ctx context.Context, tx bun.Tx) (horizon string, err error) {
	horizon, err = lockCursors(ctx, tx)
	if err != nil {
		return "", err
	}
	for _, source := range sources {
		var below string
		var foreign bool
		err := tx.NewRaw(`SELECT folded_below::text, folded_below > ?::xid8 FROM reporting.fold_cursors WHERE source = ?`, horizon, source).Scan(ctx, &below, &foreign)
		if err != nil {
			return "", err
		}
		if foreign {
			return "", ErrForeignCursor
		}
		if _, err := tx.ExecContext(ctx, query("fold_"+source), below, horizon); err != nil {
			return "", err
		}
	}
	return horizon, moveCursors(ctx, tx, horizon)
}

// lockCursors keeps other folders out until the commit and then takes the horizon: the oldest
// transaction that may still write. Taken after the lock, it is never below the stored cursors.
func lockCursors(ctx context.Context, tx bun.Tx) (horizon string, err error) {
	for _, source := range sources {
		_, err := tx.ExecContext(ctx, `INSERT INTO reporting.fold_cursors (source, folded_below) VALUES (?, '0') ON CONFLICT DO NOTHING`, source)
		if err != nil {
			return "", err
		}
	}
	if _, err := tx.ExecContext(ctx, `SELECT FROM reporting.fold_cursors ORDER BY source FOR UPDATE`); err != nil {
		return "", err
	}
	err = tx.NewRaw(`SELECT pg_snapshot_xmin(pg_current_snapshot())::text`).Scan(ctx, &horizon)
	return horizon, err
}

func moveCursors(ctx context.Context, tx bun.Tx, horizon string) error {
	_, err := tx.ExecContext(ctx, `UPDATE reporting.fold_cursors SET folded_below = ?::xid8, folded_at = now()`, horizon)
	return err
}
