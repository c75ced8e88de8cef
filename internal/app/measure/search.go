package measure

import (
	"context"
	"math"
	"slices"

	"taphuan/internal/access"
	"taphuan/internal/organization"
)

// searches are what people type: rare and common names, one word and several, with accents and without,
// and what finds nobody.
var searches = []string{"nguyen", "Nguyễn", "đường", "duong", "van an", "Nguyễn Văn An", "kim lan", "cb0000042", "d", "đ", "tran rot", "Hòa Đặng",
	"zzz", "nguyen zzz", "Nguyển", "thi quoc", "Nguyễn cb0000042", "an an"}

// measureSearch times the search by name over everybody, in a tenth and in one agency.
func measureSearch(ctx context.Context, w *world) ([]Figure, error) {
	var figures []Figure
	for _, where := range []struct {
		name string
		reach
	}{{"search_everybody", w.province}, {"search_branch", w.branch}, {"search_agency", w.one}} {
		var took []float64
		slowest := Figure{Name: where.name + "_slowest", Unit: "ms"}
		for _, query := range searches {
			runs, err := w.timeLists(ctx, organization.ListPeople{AgencyID: where.agency(), Query: query, Limit: 50}, where.reach)
			if err != nil {
				return nil, err
			}
			took = append(took, runs...)
			if typical := quantile(runs, 0.5); typical > slowest.Value {
				slowest.Value, slowest.Name = typical, where.name+"_slowest ("+query+")"
			}
		}
		figures = append(figures, Figure{Name: where.name + "_p50", Value: quantile(took, 0.5), Unit: "ms", Goal: "<=50"},
			Figure{Name: where.name + "_p95", Value: quantile(took, 0.95), Unit: "ms", Goal: "<=100"}, slowest)
	}
	return figures, nil
}

// measureLists times pages of everybody: the first, the last that is counted, and one after a person.
func measureLists(ctx context.Context, w *world) ([]Figure, error) {
	var figures []Figure
	list := organization.ListPeople{AgencyID: w.province.agency(), Limit: 50}
	first, err := w.organization.ListPeople(ctx, w.province.as(access.FocalPoint), list)
	if err != nil {
		return nil, err
	}
	last, after, leaders := list, list, list
	last.Offset = int64(first.Total) - 50
	end, err := w.organization.ListPeople(ctx, w.province.as(access.FocalPoint), last)
	if err != nil {
		return nil, err
	}
	after.After = end.Lines[len(end.Lines)-1].PersonID
	leaders.PositionGroup = "leader"
	for _, page := range []struct {
		name string
		list organization.ListPeople
	}{{"list_everybody_first_page", list}, {"list_everybody_last_counted_page", last}, {"list_everybody_after_person", after}, {"list_everybody_leaders", leaders}} {
		took, err := w.timeLists(ctx, page.list, w.province)
		if err != nil {
			return nil, err
		}
		figures = append(figures, Figure{Name: page.name + "_p95", Value: quantile(took, 0.95), Unit: "ms", Goal: "<=200"})
	}
	return figures, nil
}

// timeLists times one list again and again; the first run warms up.
func (w *world) timeLists(ctx context.Context, q organization.ListPeople, where reach) ([]float64, error) {
	const runs = 10
	var took []float64
	who := where.as(access.FocalPoint)
	for i := range runs + 1 {
		s, err := seconds(func() error { _, err := w.organization.ListPeople(ctx, who, q); return err })
		if err != nil {
			return nil, err
		}
		if i > 0 {
			took = append(took, s*1000)
		}
	}
	return took, nil
}

// quantile returns the value below which that part of the values lies.
func quantile(values []float64, part float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[int(math.Ceil(part*float64(len(sorted))))-1]
}
