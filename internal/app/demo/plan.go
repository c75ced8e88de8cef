package demo

import (
	"time"

	"github.com/google/uuid"

	"taphuan/internal/organization"
)

const (
	docPlan      = "Kế hoạch số 1905/KH-BCĐ138 ngày 13/5/2022, mục V.2"
	docReporters = "Công văn của Công an tỉnh về chế độ báo cáo của cấp xã (mẫu)"
)

// addPlan adds the plan with its periods, who owes reports and who issues certificates. Signers
// have no name.
func addPlan(b *batch, t *tree, d dice) uuid.UUID {
	plan := d.id(planStart)
	b.add(plans, plan, "1905/KH-BCĐ138", planStart, "Thực hiện Chỉ thị số 03/CT-UBND ngày 28/4/2022 của Chủ tịch UBND tỉnh", "Ban Chỉ đạo 138 tỉnh Quảng Ngãi",
		"Ban Chỉ đạo 138 tỉnh Quảng Ngãi (qua Phòng Xây dựng phong trào bảo vệ ANTQ - Công an tỉnh)", planStart, date(2026, 12, 31))
	addPeriods(b, plan, d)
	addReporters(b, t, plan)
	issuer := d.id(planStart)
	b.add(issuers, issuer, t.byCode["CAT"], "GCN-CAT", []string{"UBND TỈNH QUẢNG NGÃI", "BAN CHỈ ĐẠO 138"}, "Quảng Ngãi",
		[]string{"KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"}, planStart)
	return issuer
}

// addPeriods adds the half-years, years and reviews of 2022 to 2026 (domain: 1.4). The plan was
// issued in May 2022, so the first half of that year is none.
func addPeriods(b *batch, plan uuid.UUID, d dice) {
	add := func(kind string, year int, from, to, due time.Time) {
		if from.Before(planStart) {
			from = planStart
		}
		b.add(periods, d.id(planStart), plan, kind, year, from, to, due)
	}
	for year := 2022; year <= 2026; year++ {
		if year > 2022 {
			add("half_year", year, date(year-1, 11, 1), date(year, 4, 30), date(year, 5, 9))
		}
		add("year", year, date(year-1, 11, 1), date(year, 10, 31), date(year, 11, 9))
	}
	add("interim_review", 2024, planStart, date(2024, 11, 30), date(2024, 12, 31))
	add("final_review", 2026, planStart, date(2026, 11, 30), date(2026, 12, 31))
}

// addReporters adds the dated list of who owes reports: departments, mass organizations and
// districts by the plan, communes since the merger by a document of their own.
func addReporters(b *batch, t *tree, plan uuid.UUID) {
	seen := map[uuid.UUID]bool{}
	for _, v := range t.versions {
		if seen[v.AgencyID] || t.outside[v.AgencyID] && v.Kind != organization.KindCommune && v.Kind != organization.KindWard {
			continue
		}
		seen[v.AgencyID] = true
		from, document := v.ValidFrom, docPlan
		switch v.Kind {
		case organization.KindDepartment, organization.KindMassOrganization, organization.KindDistrict:
		case organization.KindCommune, organization.KindWard, organization.KindSpecialZone:
			if t.open[v.AgencyID].ValidTo != nil {
				continue
			}
			from, document = merger, docReporters
		default:
			continue
		}
		if from.Before(planStart) {
			from = planStart
		}
		b.add(reporters, plan, v.AgencyID, from, t.open[v.AgencyID].ValidTo, document)
	}
}
