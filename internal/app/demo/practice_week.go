package demo

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
)

// SittingCode is the access code (mã vào phòng) of the one sitting of the demonstration.
const SittingCode = "BAO-CAO-138"

// openPracticeWeek lets the commune of the printed accounts take the practical task in the coming week, with SittingCode.
// Without the installation's secret there is no sitting: nobody could type its code.
func openPracticeWeek(ctx context.Context, tx bun.Tx, g *generator, actors []uuid.UUID, secret []byte) error {
	if len(g.practice) == 0 || len(secret) == 0 {
		return nil
	}
	commune := g.tree.byCode[castCommune]
	week := assessment.Sitting{ID: newDice(g.seed, "practice week", 0).id(g.cal.now), AgencyID: commune, CourseID: g.practice[0].ID, Kind: assessment.FinalTest,
		Title: "Viết báo cáo nhanh, phòng máy của xã", OpensAt: g.cal.now, ClosesAt: midnight(g.cal.today.AddDate(0, 0, 7)).Add(17 * time.Hour),
		Version: 1, CreatedBy: actorNamed("daumoi", actors), CreatedAt: g.cal.now}
	var err error
	if week.CodeHash, err = assessment.HashCode(secret, week.ID, SittingCode); err != nil {
		return err
	}
	who := access.Principal{PersonID: week.CreatedBy, Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: commune, Agencies: []uuid.UUID{commune}}}}
	return assessment.OpenSittingTx(ctx, tx, who, week)
}
