package demo

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// campaign (đợt học) is a requirement with how many of those it names take it up.
type campaign struct {
	id     uuid.UUID
	course *course
	groups []string // empty: every officer
	starts time.Time
	due    time.Time
	ends   time.Time // zero: still in force
	share  int       // percent of those named, beside the zeal of their agency
}

// names reports whether the campaign is for a position group.
func (c *campaign) names(group string) bool {
	return len(c.groups) == 0 || slices.Contains(c.groups, group)
}

// runs reports whether the campaign is in force on a day.
func (c *campaign) runs(day time.Time) bool {
	return !day.Before(c.starts) && (c.ends.IsZero() || day.Before(c.ends))
}

// newCampaigns returns the three campaigns of the first course: last year for everybody, this
// year for everybody but clerks and youth officers, who are learning now.
func newCampaigns(c *course, cal calendar, d dice) []*campaign {
	return []*campaign{
		{id: d.id(campaignStart(cal.dueBefore)), course: c, starts: campaignStart(cal.dueBefore), due: cal.dueBefore, ends: campaignStart(cal.due), share: 58},
		{id: d.id(campaignStart(cal.due)), course: c, starts: campaignStart(cal.due), due: cal.due, share: 100, groups: []string{"leader", "officer", "teacher", "commune_staff"}},
		{id: d.id(cal.dueSoon.AddDate(0, -3, 0)), course: c, starts: cal.dueSoon.AddDate(0, -3, 0), due: cal.dueSoon, share: 75, groups: []string{"clerk", "youth_union"}},
	}
}

// Documents and reasons of the campaigns, in their order.
var campaignTexts = []struct{ document, vi, en string }{
	{"Công văn số 17/BCĐ138-PV05 (mẫu)", "Tất cả cán bộ, công chức, viên chức, người lao động hoàn thành khóa tập huấn nhận biết lừa đảo trực tuyến trong năm.",
		"Every officer completes the course on recognizing scams within the year."},
	{"Công văn số 21/BCĐ138-PV05 (mẫu)", "Lãnh đạo, chuyên viên, giáo viên và công chức cấp xã hoàn thành khóa tập huấn trước khi tổng kết kế hoạch.",
		"Leaders, officers, teachers and commune staff complete the course before the plan's final review."},
	{"Công văn số 36/BCĐ138-PV05 (mẫu)", "Văn thư, nhân viên một cửa và cán bộ Đoàn thường xuyên tiếp nhận thư, cuộc gọi từ bên ngoài nên được cử tham gia đợt này.",
		"Clerks, front-desk staff and youth union officers handle mail and calls from outside, so they take this round."},
}

func addCampaigns(b *batch, t *tree, campaigns []*campaign) {
	for i, c := range campaigns {
		groups := c.groups
		if groups == nil {
			groups = []string{}
		}
		text := campaignTexts[i]
		b.add(requirements, c.id, t.root, c.starts, c.due, c.ends, text.document, text.vi, text.en, midnight(c.starts.AddDate(0, 0, -6)))
		b.add(namings, c.id, int16(1), t.root, groups)
		b.add(askings, c.id, int16(1), int16(1), c.course.ID)
	}
}
