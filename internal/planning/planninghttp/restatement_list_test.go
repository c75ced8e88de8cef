package planninghttp_test

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/audit"
	"taphuan/internal/organization"
	"taphuan/internal/planning"
	"taphuan/internal/planning/planninghttp"
	"taphuan/internal/web"
)

// TestRestatementRoute: the lines of closed periods come the latest first, by page and by period, in words;
// who changed the tree is named to those who may change it themselves, who keeps people to nobody.
func TestRestatementRoute(t *testing.T) {
	a := newAPI(t)
	event, keeper := audit.NewID(), audit.NewID()
	a.exec(`INSERT INTO organization.agency_events (id, kind, occurred_on, legal_document) VALUES (?, 'merge', '2025-07-01', '1675/NQ-UBTVQH15')`, event)
	a.exec(`INSERT INTO organization.agency_event_sources (event_id, agency_id) VALUES (?, ?)`, event, a.first)
	a.exec(`INSERT INTO organization.agency_event_targets (event_id, agency_id) VALUES (?, ?)`, event, a.second)
	var earlier uuid.UUID
	if err := a.owner.NewRaw(`SELECT id FROM planning.periods WHERE kind = 'year' AND year = 2025`).Scan(t.Context(), &earlier); err != nil {
		t.Fatal(err)
	}
	for i, r := range []organization.Restatement{
		{PeriodID: earlier, EventID: event, Act: "apply", Document: "1675/NQ-UBTVQH15", ActorID: a.people["standing"].PersonID},
		{PeriodID: a.period, EventID: event, Act: "reverse", Document: "12/QĐ", Reason: "Nhập nhầm ngày", ActorID: a.people["standing"].PersonID},
		{PeriodID: a.period, AgencyID: a.second, Act: "remove_posting", Document: "13/QĐ", Reason: "Nhập nhầm người", ActorID: keeper},
	} {
		if err := planning.RestateTx(t.Context(), a.owner, []organization.Restatement{r}); err != nil {
			t.Fatal(err)
		}
		a.exec(`UPDATE planning.restatements SET created_at = ? WHERE act = ?`, time.Date(2026, 11, 20+i, 3, 0, 0, 0, time.UTC), r.Act)
	}
	named := map[uuid.UUID]string{a.people["standing"].PersonID: "Huỳnh Tấn Luân", keeper: "Võ Ngọc Thạch"}
	planninghttp.RestatementRoutes(a.server, a.planning, func(_ context.Context, people, _ []uuid.UUID) (map[uuid.UUID]string, error) {
		asked := map[uuid.UUID]string{}
		for _, person := range people {
			asked[person] = named[person]
		}
		return asked, nil
	})
	for token, status := range map[string]int{"": http.StatusUnauthorized, "learner": http.StatusForbidden} {
		a.want(status, token, "GET", "/restatements", "", nil)
	}
	for _, query := range []string{"?periodId=1", "?pageSize=1000", "?page=0", "?act=apply"} {
		a.want(http.StatusUnprocessableEntity, "standing", "GET", "/restatements"+query, "", nil)
	}
	read := func(token, query string) (list web.List[planninghttp.Restatement]) {
		t.Helper()
		a.want(http.StatusOK, token, "GET", "/restatements"+query, "", &list)
		return list
	}
	list := read("standing", "?pageSize=2")
	if list.Total != 3 || len(list.Items) != 2 {
		t.Fatalf("a page: %+v", list)
	}
	posting, reversal := list.Items[0], list.Items[1]
	if posting.Act != "remove_posting" || posting.EventKind != "" || posting.OccurredOn != "" || len(posting.Agencies) != 1 || posting.Agencies[0].ID != a.second || posting.Agencies[0].Name != "Xã" {
		t.Errorf("the posting: %+v", posting)
	}
	if reversal.Act != "reverse" || reversal.EventKind != "merge" || reversal.OccurredOn != "2025-07-01" || reversal.Period.VI != "Năm 2026" || reversal.Period.EN == "" ||
		reversal.Document != "12/QĐ" || reversal.Reason != "Nhập nhầm ngày" || len(reversal.Agencies) != 2 || reversal.Agencies[0].ID != a.first || reversal.Agencies[1].ID != a.second {
		t.Errorf("the reversal: %+v", reversal)
	}
	if posting.ActorName != "" || reversal.ActorName != "Huỳnh Tấn Luân" {
		t.Errorf("who acted, to the standing agency: %q, %q", posting.ActorName, reversal.ActorName)
	}
	if list = read("standing", "?periodId="+earlier.String()); list.Total != 1 || list.Items[0].Act != "apply" || list.Items[0].PeriodID != earlier || list.Items[0].Period.VI != "Năm 2025" {
		t.Errorf("of one period: %+v", list)
	}
	for _, token := range []string{"focal", "elsewhere", "province"} {
		list := read(token, "")
		if len(list.Items) != 3 || slices.ContainsFunc(list.Items, func(r planninghttp.Restatement) bool { return r.ActorName != "" }) {
			t.Errorf("to %s: %+v", token, list)
		}
	}
}
