package demo

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/organization"
	"taphuan/internal/planning"
)

const (
	docPlan      = "Kế hoạch số 1905/KH-BCĐ138 ngày 13/5/2022, mục V.2"
	docReporters = "Công văn của Công an tỉnh về chế độ báo cáo của cấp xã (mẫu)"
)

// storePlan stores the plan with its half-years, years and two reviews, and who owes reports.
func storePlan(ctx context.Context, tx bun.Tx, t *tree, d dice) error {
	plan := planning.Plan{ID: d.id(planStart), Number: "1905/KH-BCĐ138", IssuedOn: planStart,
		Title: "thực hiện Chỉ thị số 03/CT-UBND ngày 28/4/2022 của UBND tỉnh", Issuer: "Ban Chỉ đạo 138 tỉnh",
		Receiver:  "Ban Chỉ đạo 138 tỉnh Quảng Ngãi (qua Phòng Xây dựng phong trào bảo vệ ANTQ - Công an tỉnh)",
		ValidFrom: planStart, ValidTo: date(2026, 12, 31)}
	periods := append(planning.DefaultPeriods(plan),
		planning.Period{Kind: planning.InterimReview, Year: 2024, FromOn: planStart, ToOn: date(2024, 11, 30), DueOn: date(2024, 12, 31)},
		planning.Period{Kind: planning.FinalReview, Year: 2026, FromOn: planStart, ToOn: date(2026, 11, 30), DueOn: date(2026, 12, 31)})
	for i := range periods {
		periods[i].ID = d.id(planStart)
	}
	reporters := reportersOf(t)
	if err := planning.CreatePlanTx(ctx, tx, planning.CreatePlan{Plan: plan, Periods: periods, Reporters: reporters}); err != nil {
		return err
	}
	edges := gatheringOf(t, d, plan.ID, reporters)
	_, err := tx.NewInsert().Model(&edges).Exec(ctx)
	return err
}

// gatheringOf lets the provincial police collect from everybody who owes reports.
func gatheringOf(t *tree, d dice, plan uuid.UUID, reporters []planning.Reporter) []planning.GatheringEdge {
	var edges []planning.GatheringEdge
	for _, r := range reporters {
		edges = append(edges, planning.GatheringEdge{ID: d.id(r.ValidFrom), PlanID: plan, AgencyID: r.AgencyID, CollectorID: t.byCode["CAT"],
			ValidFrom: r.ValidFrom, ValidTo: r.ValidTo, Document: r.Document})
	}
	return edges
}

// reportersOf is the dated list of who owes reports: departments, mass organizations and districts
// by the plan, communes since the merger by a document of their own. What lay in Kon Tum before
// the merger owed nothing.
func reportersOf(t *tree) []planning.Reporter {
	var list []planning.Reporter
	seen := map[uuid.UUID]bool{}
	for _, v := range t.versions {
		last := t.open[v.AgencyID]
		from, document := v.ValidFrom, docPlan
		switch v.Kind {
		case organization.KindDepartment, organization.KindMassOrganization, organization.KindDistrict:
			if t.outside[v.AgencyID] {
				continue
			}
		case organization.KindCommune, organization.KindWard, organization.KindSpecialZone:
			if last.ValidTo != nil {
				continue
			}
			from, document = merger, docReporters
		default:
			continue
		}
		if !seen[v.AgencyID] {
			seen[v.AgencyID] = true
			list = append(list, planning.Reporter{AgencyID: v.AgencyID, ValidFrom: later(from, planStart), ValidTo: last.ValidTo, Document: document})
		}
	}
	return list
}

func later(a, b time.Time) time.Time { return either(a.After(b), a, b) }

// addIssuer adds who issues certificates. The signer has no name.
func addIssuer(b *batch, t *tree, d dice) uuid.UUID {
	issuer := d.id(planStart)
	b.add(issuers, issuer, t.byCode["CAT"], "GCN-CAT", []string{"UBND TỈNH QUẢNG NGÃI", "BAN CHỈ ĐẠO 138"}, "Quảng Ngãi", "TRƯỞNG BAN CHỈ ĐẠO 138 TỈNH QUẢNG NGÃI",
		[]string{"KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"}, planStart)
	return issuer
}
