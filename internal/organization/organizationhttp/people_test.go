package organizationhttp_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"taphuan/internal/audit"
	"taphuan/internal/organization/organizationhttp"
	"taphuan/internal/web"
)

func body(text string) io.Reader { return strings.NewReader(text) }

// TestPeopleStory is a focal point's way with one person: added, corrected, offered to another school,
// taken in there; and what the first school still sees.
func TestPeopleStory(t *testing.T) {
	a := newAPI(t)
	const kind = "application/json"
	first := "/agencies/" + a.first.String()
	var made organizationhttp.Made
	add := `{"kind":"officer","fullName":"Đinh Thị K' Rớt","code":"GV1","positionGroup":"teacher","from":"2026-01-05"}`
	a.ask("focal", http.MethodPost, first+"/people", kind, body(add), http.StatusCreated, &made)
	a.ask("focal", http.MethodPost, first+"/people", kind, body(add), http.StatusConflict, nil)
	person := "/people/" + made.ID.String()
	a.ask("focal", http.MethodPut, person+"/name", kind, body(`{"fullName":"Đinh Thị K' Rớt","familyName":"Đinh","middleName":"Thị","givenName":"K' Rớt","code":"GV2","reason":"Tách tên"}`), http.StatusNoContent, nil)
	var page organizationhttp.PersonPage
	a.ask("focal", http.MethodGet, person, "", nil, http.StatusOK, &page)
	if page.GivenName != "K' Rớt" || page.Code != "GV2" || !page.MayManage || len(page.Postings) != 1 || !page.Postings[0].Holds || page.Account == nil {
		t.Fatalf("the page is %+v", page)
	}
	a.ask("leader", http.MethodGet, person, "", nil, http.StatusOK, &page)
	if page.MayManage {
		t.Error("a leader may manage")
	}
	var moved organizationhttp.Moved
	a.ask("focal", http.MethodPost, person+"/move", kind, body(fmt.Sprintf(`{"agencyId":%q,"from":"2026-09-01","positionGroup":"teacher","reason":"Điều động"}`, a.second)), http.StatusOK, &moved)
	if moved.TransferID == nil {
		t.Fatal("the person moved at once")
	}
	var offers web.List[organizationhttp.Transfer]
	a.ask("elsewhere", http.MethodGet, "/agencies/"+a.second.String()+"/transfers", "", nil, http.StatusOK, &offers)
	if offers.Total != 1 || !offers.Items[0].Incoming {
		t.Fatalf("the offers are %+v", offers)
	}
	decision := "/transfers/" + moved.TransferID.String() + "/decision"
	accept := fmt.Sprintf(`{"state":"accepted","agencyId":%q,"from":"2026-09-01","positionGroup":"teacher"}`, a.second)
	a.ask("focal", http.MethodPost, decision, kind, body(accept), http.StatusNotFound, nil)
	a.ask("elsewhere", http.MethodPost, decision, kind, body(accept), http.StatusOK, nil)
	page = organizationhttp.PersonPage{}
	a.ask("focal", http.MethodGet, person, "", nil, http.StatusOK, &page)
	if !page.Former || page.Account != nil || len(page.Postings) != 1 {
		t.Errorf("the former school sees %+v", page)
	}
	a.ask("focal", http.MethodPut, person+"/name", kind, body(`{"fullName":"Khác","reason":"Thử quyền"}`), http.StatusNotFound, nil)
	var list organizationhttp.PersonList
	a.ask("elsewhere", http.MethodGet, "/agencies/"+a.second.String()+"/people?q=rot&state=working&positionGroup=teacher", "", nil, http.StatusOK, &list)
	if list.Total != 1 || list.More {
		t.Errorf("the list is %+v", list)
	}
}

// TestPeopleRoutesAreRefused crosses each route of people with everybody who may not use it.
func TestPeopleRoutesAreRefused(t *testing.T) {
	a := newAPI(t)
	const kind = "application/json"
	first := "/agencies/" + a.first.String()
	var made organizationhttp.Made
	a.ask("focal", http.MethodPost, first+"/people", kind, body(`{"kind":"officer","fullName":"Lê An","from":"2026-01-05"}`), http.StatusCreated, &made)
	person, some := "/people/"+made.ID.String(), audit.NewID().String()
	reason := `"reason":"Thử quyền"`
	posting := fmt.Sprintf(`{"agencyId":%q,"from":"2026-09-01",%s}`, a.first, reason)
	routes := []struct{ method, path, body string }{
		{http.MethodPost, first + "/people", `{"kind":"officer","fullName":"Y Blứ"}`},
		{http.MethodPut, person + "/name", `{"fullName":"Y Blứ",` + reason + `}`},
		{http.MethodPost, person + "/postings", posting},
		{http.MethodPut, person + "/postings/" + some, `{"from":"2026-09-01",` + reason + `}`},
		{http.MethodPost, person + "/move", posting},
		{http.MethodPost, person + "/leave", `{` + reason + `}`},
		{http.MethodPost, person + "/return", posting},
		{http.MethodPut, person + "/school-class", fmt.Sprintf(`{"classId":%q,%s}`, some, reason)},
		{http.MethodPut, person + "/guardian-basis", `{"document":"Đơn đồng ý"}`},
		{http.MethodPut, person + "/national-number", `{"number":"051090123456",` + reason + `}`},
		{http.MethodPost, person + "/national-number/reveal", `{` + reason + `}`},
		{http.MethodGet, first + "/people-settings", ""},
		{http.MethodPut, first + "/people-settings", `{"keepsNationalNumbers":true,"document":"Công văn"}`},
		{http.MethodGet, first + "/transfers", ""},
		{http.MethodGet, first + "/duplicates", ""},
		{http.MethodGet, "/duplicates/" + made.ID.String() + "/" + some, ""},
		{http.MethodPut, "/duplicates/" + made.ID.String() + "/" + some + "/distinct", ""},
		{http.MethodPost, "/merges", fmt.Sprintf(`{"keptId":%q,"mergedId":%q,%s}`, made.ID, some, reason)},
		{http.MethodGet, first + "/merges", ""},
		{http.MethodPost, "/merges/" + some + "/undo", `{` + reason + `}`},
		{http.MethodGet, first + "/class-teachers", ""},
		{http.MethodPost, first + "/class-teachers", fmt.Sprintf(`{"classId":%q,"personId":%q}`, some, made.ID)},
		{http.MethodPost, "/class-teachers/" + some + "/end", `{` + reason + `}`},
		{http.MethodGet, first + "/rollover?fromYear=2026-2027", ""},
		{http.MethodPost, first + "/rollovers", fmt.Sprintf(`{"fromYear":"2026-2027","startsOn":"2027-09-05","classes":[{"classId":%q,"toName":"11A1"}]}`, some)},
		{http.MethodGet, first + "/rollovers", ""},
		{http.MethodPost, "/rollovers/" + some + "/undo", ""},
	}
	for _, r := range routes {
		for token, status := range map[string]int{"": 401, "stale": 401, "learner": 403, "province": 403, "leader": 403, "elsewhere": 404} {
			var content io.Reader
			sent := ""
			if r.body != "" {
				content, sent = body(r.body), kind
			}
			a.ask(token, r.method, r.path, sent, content, status, nil)
		}
	}
	for token, status := range map[string]int{"": 401, "learner": 403, "province": 403, "elsewhere": 404} {
		a.ask(token, http.MethodGet, person, "", nil, status, nil)
	}
}
