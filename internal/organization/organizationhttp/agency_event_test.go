package organizationhttp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/organization"
	"taphuan/internal/organization/organizationhttp"
)

// newTreeAPI is the API with the routes of the tree; "standing" and "admin" may change it.
func newTreeAPI(t *testing.T) *api {
	a := newAPI(t)
	events := organization.NewAgencyEvents(a.service)
	organizationhttp.AgencyRoutes(a.server, organizationhttp.AgencyParts{Events: events, CountDuties: func(context.Context, uuid.UUID, time.Time) (int, error) { return 3, nil }})
	for token, role := range map[string]access.Role{"standing": access.StandingAgency, "admin": access.SystemAdmin, "author": access.Author} {
		a.people[token] = access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: role, AgencyID: a.second, Agencies: []uuid.UUID{a.second}}}}
	}
	return a
}

func asBody(t *testing.T, v any) *bytes.Reader {
	t.Helper()
	data, err := json.Marshal(v)
	must(t, err)
	return bytes.NewReader(data)
}

// TestAgencyEventStory previews, applies and reverses an event, and looks at the page between.
func TestAgencyEventStory(t *testing.T) {
	a := newTreeAPI(t)
	const kind = "application/json"
	event := map[string]any{"kind": "absorb", "occurredOn": "2026-01-01", "document": "QĐ 1", "sources": []uuid.UUID{a.second},
		"targets": []any{map[string]any{"agencyId": a.first}}}
	for _, token := range []string{"focal", "leader", "province", "learner", "author"} {
		a.ask(token, http.MethodPost, "/agency-events/preview", kind, asBody(t, event), http.StatusForbidden, nil)
		a.ask(token, http.MethodPost, "/agency-events", kind, asBody(t, map[string]any{"event": event, "digest": "x"}), http.StatusForbidden, nil)
		a.ask(token, http.MethodPost, "/agency-events/"+uuid.NewString()+"/reverse", kind, asBody(t, map[string]any{"reason": "thử"}), http.StatusForbidden, nil)
		a.ask(token, http.MethodGet, "/agency-sheets/template.xlsx", "", nil, http.StatusForbidden, nil)
	}
	a.ask("", http.MethodPost, "/agency-events/preview", kind, asBody(t, event), http.StatusUnauthorized, nil)
	var preview organizationhttp.AgencyEventPreview
	a.ask("admin", http.MethodPost, "/agency-events/preview", kind, asBody(t, event), http.StatusOK, &preview)
	if preview.Counts.AgenciesEnded != 1 || len(preview.Digest) != 64 {
		t.Errorf("%+v", preview)
	}
	var applied organizationhttp.AppliedEvent
	a.ask("standing", http.MethodPost, "/agency-events", kind, asBody(t, map[string]any{"event": event, "digest": preview.Digest}), http.StatusCreated, &applied)
	var page organizationhttp.AgencyPage
	a.ask("learner", http.MethodGet, "/agencies/"+a.second.String()+"?asOf=2026-02-01", "", nil, http.StatusOK, &page)
	if page.Stands || page.To != "2026-01-01" || len(page.Successors) != 1 || page.Successors[0].ID != a.first || !page.Events[0].Reversible || page.Officers != nil || page.MayRearrange {
		t.Errorf("%+v", page)
	}
	a.ask("standing", http.MethodGet, "/agencies/"+a.first.String()+"?asOf=2026-02-01", "", nil, http.StatusOK, &page)
	if page.Officers == nil || page.SeesPeople || len(page.Predecessors) != 1 || page.Duties != 3 || !page.MayRearrange {
		t.Errorf("%+v", page)
	}
	a.ask("elsewhere", http.MethodGet, "/agencies/"+a.first.String(), "", nil, http.StatusOK, &page)
	a.ask("standing", http.MethodGet, "/agencies/"+uuid.NewString(), "", nil, http.StatusNotFound, nil)
	var reversal organizationhttp.EventReversal
	a.ask("standing", http.MethodPost, "/agency-events/"+applied.ID.String()+"/reverse", kind, asBody(t, map[string]any{"reason": "nhập nhầm"}), http.StatusOK, &reversal)
	var again organizationhttp.AgencyPage
	a.ask("learner", http.MethodGet, "/agencies/"+a.second.String()+"?asOf=2026-02-01", "", nil, http.StatusOK, &again)
	if !again.Stands || len(again.Events) != 0 || len(again.Reversals) != 1 {
		t.Errorf("%+v", again)
	}
}

// TestCountsAreForThoseWhoMay: the number of people is not told to another agency.
func TestCountsAreForThoseWhoMay(t *testing.T) {
	a := newTreeAPI(t)
	for token, sees := range map[string]bool{"focal": true, "leader": true, "province": true, "standing": true, "elsewhere": false, "learner": false, "author": false} {
		var page organizationhttp.AgencyPage
		a.ask(token, http.MethodGet, "/agencies/"+a.first.String(), "", nil, http.StatusOK, &page)
		if (page.Officers != nil) != sees {
			t.Errorf("%s: officers %v", token, page.Officers)
		}
		if rows := token == "focal" || token == "leader"; page.SeesPeople != rows {
			t.Errorf("%s sees people: %v", token, page.SeesPeople)
		}
	}
}

// TestAgencySheetUpload: the template is downloaded, uploaded and told row by row.
func TestAgencySheetUpload(t *testing.T) {
	a := newTreeAPI(t)
	file := a.ask("admin", http.MethodGet, "/agency-sheets/template.xlsx", "", nil, http.StatusOK, nil).Body.Bytes()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "mau.xlsx")
	must(t, err)
	_, err = part.Write(file)
	must(t, err)
	must(t, form.Close())
	var sheet organizationhttp.AgencySheet
	a.ask("admin", http.MethodPost, "/agency-sheets", form.FormDataContentType(), &body, http.StatusCreated, &sheet)
	if sheet.Refused != 1 || len(sheet.Rows.Items) != 1 || len(sheet.Rows.Items[0].Messages) == 0 {
		t.Errorf("%+v", sheet)
	}
	a.ask("admin", http.MethodGet, "/agency-sheets/"+sheet.ID.String()+"?verdict=new", "", nil, http.StatusOK, &sheet)
	if sheet.Rows.Total != 0 {
		t.Errorf("%d new rows", sheet.Rows.Total)
	}
	a.ask("focal", http.MethodGet, "/agency-sheets/"+sheet.ID.String(), "", nil, http.StatusForbidden, nil)
	a.ask("admin", http.MethodPost, "/agency-sheets/"+sheet.ID.String()+"/commit", "application/json", asBody(t, map[string]any{"all": true}), http.StatusConflict, nil)
}
