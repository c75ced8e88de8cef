package organization

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// titleKey is equal for titles that people hold equal.
func titleKey(title string) string { return firstRunes(unitKey(title), 200) }

// titleGroups tells groups by the words of a title, folded; the first that fits counts.
var titleGroups = []struct {
	group string
	words []string
}{
	{"youth_union", []string{"bi thu doan", "pho bi thu doan", "can bo doan", "tong phu trach", "doan thanh nien", "bi thu chi doan"}},
	{"clerk", []string{"van thu", "luu tru", "thu quy", "ke toan", "thu vien", "mot cua", "phuc vu", "lai xe", "bao ve", "tap vu"}},
	{"leader", []string{"chu tich", "bi thu", "giam doc", "hieu truong", "truong phong", "truong ban", "truong khoa", "chanh van phong", "chanh thanh tra", "chi cuc truong", "cuc truong",
		"truong cong an", "pho truong", "pho ban", "pho phong", "chi huy", "doi truong", "thu truong", "vien truong", "truong doan", "uy vien thuong truc", "chanh an"}},
	{"teacher", []string{"giao vien", "giang vien", "nha giao", "tro giang", "to truong chuyen mon", "to truong bo mon"}},
	{"officer", []string{"chuyen vien", "thanh tra vien", "can su"}},
}

// groupOfTitle tells the position group by the title; "" when the title says nothing.
func groupOfTitle(title string) string {
	words := " " + headingWordsInOrder(title) + " "
	for _, g := range titleGroups {
		for _, w := range g.words {
			if strings.Contains(words, " "+w+" ") {
				return g.group
			}
		}
	}
	return ""
}

// positionTitleRow is the group of one title as an agency has said it.
type positionTitleRow struct {
	bun.BaseModel `bun:"table:organization.position_titles"`
	AgencyID      uuid.UUID `bun:"agency_id"`
	TitleKey      string    `bun:"title_key"`
	PositionGroup string    `bun:"position_group"`
	UsedAt        time.Time `bun:"used_at"`
}

// listTitles returns the groups that the agency has given to titles.
func listTitles(ctx context.Context, tx bun.IDB, agency uuid.UUID) (map[string]string, error) {
	var rows []positionTitleRow
	err := tx.NewSelect().Model(&rows).Where("agency_id = ?", agency).Limit(maxTitles).Scan(ctx)
	titles := make(map[string]string, len(rows))
	for _, r := range rows {
		titles[r.TitleKey] = r.PositionGroup
	}
	return titles, err
}

// maxTitles bounds the titles whose group an agency says.
const maxTitles = 2000

// saveTitles remembers the groups of titles, by the titles' own words.
func saveTitles(ctx context.Context, tx bun.IDB, agency uuid.UUID, said map[string]string, now time.Time) error {
	var rows []positionTitleRow
	seen := map[string]bool{}
	for title, group := range said {
		key := titleKey(title)
		if key == "" || seen[key] || !slices.Contains(PositionGroups(), group) {
			continue
		}
		seen[key] = true
		rows = append(rows, positionTitleRow{AgencyID: agency, TitleKey: key, PositionGroup: group, UsedAt: now})
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&rows).On("CONFLICT (agency_id, title_key) DO UPDATE").
		Set("position_group = EXCLUDED.position_group, used_at = EXCLUDED.used_at").Exec(ctx)
	return err
}
