package certificate

import (
	"context"

	"github.com/uptrace/bun"

	"taphuan/internal/access"
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
