package organizationhttp_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/organization/organizationhttp"
)

// TestEntriesTellWhatBecameOfThem: whoever enters what reaches into a closed period is told by each route which
// periods stay as they are and since when the entry holds; of what lies in open days nothing is said; and what has
// no open day is refused with what to do.
func TestEntriesTellWhatBecameOfThem(t *testing.T) {
	a := newAPI(t)
	const kind = "application/json"
	today := organization.Day(time.Now())
	ago := func(days int) string { return today.AddDate(0, 0, -days).Format(time.DateOnly) }
	a.closed = []organization.ClosedPeriod{{ID: uuid.New(), Label: fault.Text{VI: "Năm ấy", EN: "That year"}, From: today.AddDate(-1, 0, 0), To: today.AddDate(0, 0, -11)}}
	sealed := organizationhttp.PostingEntry{Restated: []string{"Năm ấy"}, HoldsFrom: ago(10)}
	open := organizationhttp.PostingEntry{Restated: []string{}}
	var added, second organizationhttp.Entered
	var moved organizationhttp.Moved
	told := func(route string, got, want organizationhttp.PostingEntry) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", route, diff)
		}
	}
	send := func(token, method, path, text string, status int, out any) {
		t.Helper()
		a.ask(token, method, path, kind, body(text), status, out)
	}
	people := "/agencies/" + a.first.String() + "/people"
	send("focal", http.MethodPost, people, fmt.Sprintf(`{"kind":"officer","fullName":"Lê An","from":%q}`, ago(20)), http.StatusCreated, &added)
	told("add-person", added.PostingEntry, sealed)
	person := "/people/" + added.ID.String()
	send("focal", http.MethodPost, person+"/postings", fmt.Sprintf(`{"agencyId":%q,"position":"Phó Bí thư","from":%q,"reason":"Kiêm nhiệm"}`, a.first, ago(20)), http.StatusCreated, &second)
	told("add-posting", second.PostingEntry, sealed)
	send("focal", http.MethodPost, person+"/postings", fmt.Sprintf(`{"agencyId":%q,"position":"Ủy viên","from":%q,"to":%q,"reason":"Kiêm nhiệm"}`, a.first, ago(20), ago(15)), http.StatusUnprocessableEntity, nil)
	var left, back, decided organizationhttp.PostingEntry
	send("focal", http.MethodPost, person+"/leave", fmt.Sprintf(`{"on":%q,"reason":"Nghỉ"}`, ago(5)), http.StatusOK, &left)
	told("leave-person", left, open)
	send("focal", http.MethodPost, person+"/return", fmt.Sprintf(`{"agencyId":%q,"from":%q,"reason":"Trở lại"}`, a.first, ago(5)), http.StatusOK, &back)
	told("return-person", back, open)
	a.closed[0].To = today.AddDate(0, 0, -3)
	sealed.HoldsFrom = ago(2)
	send("focal", http.MethodPost, person+"/move", fmt.Sprintf(`{"agencyId":%q,"from":%q,"reason":"Điều động"}`, a.second, ago(4)), http.StatusOK, &moved)
	told("move-person, offered", moved.PostingEntry, open)
	send("elsewhere", http.MethodPost, "/transfers/"+moved.TransferID.String()+"/decision", fmt.Sprintf(`{"state":"accepted","agencyId":%q,"from":%q}`, a.second, ago(4)), http.StatusOK, &decided)
	told("decide-transfer", decided, sealed)
	var gone organizationhttp.PostingEntry
	send("elsewhere", http.MethodPost, person+"/leave", fmt.Sprintf(`{"on":%q,"reason":"Nghỉ"}`, ago(1)), http.StatusOK, &gone)
	told("leave-person after it", gone, open)
}
