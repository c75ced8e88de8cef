package app_test

import (
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"taphuan/internal/organization"
)

// classTeacherIsTold: who is made class teacher and loses the class is told, and shown who did it and why.
func classTeacherIsTold(t *testing.T, p *province) {
	school, teacher := p.signIn(t, "nhatruong"), p.signIn(t, "giaovien")
	id := get[rights](teacher, "/api/v1/me").PersonID
	agency := get[me](school, "/api/v1/me").Roles[0].AgencyID
	type line struct{ GrantID, PersonID, SchoolClassID string }
	var held line
	for _, one := range get[struct{ Items []line }](school, "/api/v1/agencies/"+agency+"/class-teachers?pageSize=100").Items {
		if one.PersonID == id {
			held = one
		}
	}
	school.want(http.StatusNoContent, "POST", "/api/v1/class-teachers/"+held.GrantID+"/end", map[string]any{"reason": "Đổi chủ nhiệm"})
	school.want(http.StatusCreated, "POST", "/api/v1/agencies/"+agency+"/class-teachers", map[string]any{"classId": held.SchoolClassID, "personId": id})
	events := get[struct {
		Items []struct{ Action, Reason string }
	}](teacher, "/api/v1/me/account-events").Items
	if len(events) < 2 || events[0].Action != "give_class" || events[1].Action != "take_class" || events[1].Reason != "Đổi chủ nhiệm" {
		t.Errorf("the teacher is shown %+v", events)
	}
	waitForNotices(t, teacher, "role_granted", "role_revoked")
}

type rights struct {
	PersonID    string
	Permissions []string
}

type logPage struct {
	Items []struct {
		Action, ActorName, ObjectName, Reason string
		ActionName                            struct{ VI, EN string }
		After                                 map[string]any
	}
	Older *string
}

// within waits at most a second for something to become true.
func within(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("after a second: %s", what)
		}
	}
}

func has(b *browser, permission string) bool {
	for _, p := range get[rights](b, "/api/v1/me").Permissions {
		if p == permission {
			return true
		}
	}
	return false
}

// roleStory: an administrator gives a signed-in learner a role and takes it away; both hold within a
// second, stand in the log in words, and the person is shown who did it and who looked.
func roleStory(t *testing.T, p *province) {
	admin, learner := p.signIn(t, "quantri"), p.signIn(t, "hocvien")
	person := get[rights](learner, "/api/v1/me").PersonID
	agency := get[me](p.signIn(t, "daumoi"), "/api/v1/me").Roles[0].AgencyID
	body := map[string]any{"role": "focal_point", "agencyId": agency, "document": "12/QĐ-UBND (mẫu)", "reason": "Thay người nghỉ hưu"}
	for _, username := range []string{"hocvien", "daumoi", "lanhdao", "tinh", "thuongtruc", "giaovien", "biensoan", "kiemtra"} {
		p.signIn(t, username).want(http.StatusForbidden, "POST", "/api/v1/people/"+person+"/grants", body)
	}
	own := get[rights](admin, "/api/v1/me").PersonID
	admin.want(http.StatusConflict, "POST", "/api/v1/people/"+own+"/grants", body)
	grant := post[struct{ ID string }](admin, http.StatusCreated, "/api/v1/people/"+person+"/grants", body)
	within(t, "the role does not hold", func() bool { return has(learner, "roster.manage") })
	learner.want(http.StatusOK, "GET", "/api/v1/agencies/"+agency+"/people", nil)
	admin.want(http.StatusNoContent, "POST", "/api/v1/grants/"+grant.ID+"/revoke", map[string]any{"reason": "Giao nhầm người"})
	within(t, "the revoked role still holds", func() bool {
		return learner.send("GET", "/api/v1/agencies/"+agency+"/people", nil).Code == http.StatusForbidden
	})
	events := get[struct {
		Items []struct {
			Action, ActorName, Reason string
		}
	}](learner, "/api/v1/me/account-events")
	if len(events.Items) < 2 || events.Items[0].Action != "revoke_role" || events.Items[0].Reason != "Giao nhầm người" || events.Items[0].ActorName != "Hồ Thị Xoan" {
		t.Errorf("the person is shown %+v", events.Items)
	}
	admin.want(http.StatusOK, "GET", "/api/v1/people/"+person+"/account", nil)
	type reader struct {
		ReaderName           string
		WhatName, ReaderRole struct{ VI string }
	}
	readers := get[struct{ Items []reader }](learner, "/api/v1/me/readers")
	if len(readers.Items) == 0 || readers.Items[0].ReaderName != "Hồ Thị Xoan" || readers.Items[0].WhatName.VI != "Tài khoản và vai trò" || readers.Items[0].ReaderRole.VI != "Quản trị hệ thống" {
		t.Errorf("who looked: %+v", readers.Items)
	}
	logTells(t, admin, person)
}

// toldOfAccount: a role given, taken away, the reset of a second factor and a slip that was printed each reach the inbox of the
// person, once, and nobody else's; no mail about them can be muted.
func toldOfAccount(t *testing.T, p *province) {
	admin, person, other := p.signIn(t, "quantri"), p.signIn(t, "biensoan"), p.signIn(t, "thamdinh")
	id := get[rights](person, "/api/v1/me").PersonID
	agency := get[me](p.signIn(t, "daumoi"), "/api/v1/me").Roles[0].AgencyID
	path := "/api/v1/people/" + id
	grant := post[struct{ ID string }](admin, http.StatusCreated, path+"/grants", map[string]any{"role": "agency_leader", "agencyId": agency, "document": "12/QĐ (mẫu)"})
	admin.want(http.StatusNoContent, "POST", "/api/v1/grants/"+grant.ID+"/revoke", map[string]any{"reason": "Giao nhầm người"})
	admin.want(http.StatusNoContent, "POST", path+"/account/reset-factors", map[string]any{"reason": "Mất điện thoại"})
	person = p.signIn(t, "biensoan") // the reset has ended the sessions
	titles := waitForNotices(t, person, "role_granted", "role_revoked", "factors_reset")
	if !strings.HasPrefix(titles["role_granted"], "Được giao vai trò Lãnh đạo cơ quan tại ") || !strings.HasPrefix(titles["role_revoked"], "Thôi vai trò Lãnh đạo cơ quan tại ") ||
		titles["factors_reset"] != "Xác thực hai bước đã được đặt lại" {
		t.Errorf("told %v", titles)
	}
	if titles := noticeTitles(other); titles["role_granted"]+titles["role_revoked"]+titles["factors_reset"] != "" {
		t.Errorf("somebody else was told %v", titles)
	}
	person.want(http.StatusUnprocessableEntity, "PUT", "/api/v1/me/notice-settings", map[string]any{"muted": []string{"factors_reset"}, "quietFrom": 1200, "quietTo": 420})

	learner := p.signIn(t, "hocvien")
	p.signIn(t, "daumoi").want(http.StatusOK, "POST", "/api/v1/agencies/"+agency+"/slips", map[string]any{"personIds": []string{get[rights](learner, "/api/v1/me").PersonID}})
	waitForNotices(t, learner, "slip_printed")
	learner.want(http.StatusUnprocessableEntity, "PUT", "/api/v1/me/notice-settings", map[string]any{"muted": []string{"slip_printed"}, "quietFrom": 1200, "quietTo": 420})
}

// noticeTitles are the newest titles in somebody's inbox, by kind.
func noticeTitles(b *browser) map[string]string {
	titles := map[string]string{}
	items := get[struct {
		Items []struct{ Kind, Title string }
	}](b, "/api/v1/me/notices").Items
	for _, n := range slices.Backward(items) {
		titles[n.Kind] = n.Title
	}
	return titles
}

// waitForNotices waits for kinds of notice that reactions write.
func waitForNotices(t *testing.T, b *browser, kinds ...string) map[string]string {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		titles := noticeTitles(b)
		missing := slices.DeleteFunc(slices.Clone(kinds), func(kind string) bool { return titles[kind] != "" })
		if len(missing) == 0 {
			return titles
		}
		if time.Now().After(deadline) {
			t.Fatalf("nobody told of %v, only %v", missing, titles)
		}
	}
}

// logTells: the log has both acts in words, by filter and by page, and its reading; the file opens in
// a spreadsheet and holds no formula.
func logTells(t *testing.T, admin *browser, person string) {
	t.Helper()
	first := get[logPage](admin, "/api/v1/audit/entries?pageSize=1&object="+person)
	if len(first.Items) != 1 || first.Items[0].ActionName.VI != "Thu hồi vai trò" || first.Items[0].ObjectName != "Phạm Thị Thu Lài" || first.Older == nil {
		t.Fatalf("the first page is %+v", first)
	}
	second := get[logPage](admin, "/api/v1/audit/entries?pageSize=1&object="+person+"&older="+*first.Older)
	if len(second.Items) != 1 || second.Items[0].ActionName.EN != "Granted a role" || second.Items[0].After["document"] != "12/QĐ-UBND (mẫu)" {
		t.Fatalf("the second page is %+v", second)
	}
	today := organization.Day(time.Now()).Format(time.DateOnly)
	if page := get[logPage](admin, "/api/v1/audit/entries?action=grant_role&object="+person+"&from="+today+"&to="+today); len(page.Items) != 1 {
		t.Errorf("by day and action: %+v", page)
	}
	if page := get[logPage](admin, "/api/v1/audit/entries?object="+person+"&to=2020-01-01"); len(page.Items) != 0 {
		t.Errorf("before anything happened: %+v", page)
	}
	readings := get[logPage](admin, "/api/v1/audit/entries?action=read_audit_log")
	if len(readings.Items) < 3 || readings.Items[0].ActorName != "Hồ Thị Xoan" {
		t.Errorf("the readings are %+v", readings)
	}
	admin.want(http.StatusUnprocessableEntity, "GET", "/api/v1/audit/entries?actor=x", nil)
	admin.want(http.StatusUnprocessableEntity, "GET", "/api/v1/audit/entries?from=2026-02-30", nil)
	danger := map[string]any{"disabled": false, "reason": "=HYPERLINK(1)"}
	admin.want(http.StatusNoContent, "PUT", "/api/v1/people/"+person+"/account/disabled", map[string]any{"disabled": true, "reason": "=HYPERLINK(1)"})
	admin.want(http.StatusNoContent, "PUT", "/api/v1/people/"+person+"/account/disabled", danger)
	answer := admin.send("GET", "/api/v1/audit/entries.csv?object="+person, nil)
	if policy := answer.Header().Get("Content-Security-Policy"); answer.Code != http.StatusOK || policy != "sandbox; default-src 'none'" {
		t.Errorf("the file is answered %d under the policy %q", answer.Code, policy)
	}
	file := answer.Body.String()
	if !strings.HasPrefix(file, "\uFEFF") {
		t.Error("the file has no byte order mark")
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\uFEFF"))).ReadAll()
	if err != nil || len(rows) < 5 || rows[0][0] != "Lúc" || rows[1][6] != "'=HYPERLINK(1)" {
		t.Errorf("the file is %v, %v", rows, err)
	}
}

// roleEndsByDay: the day turns while the program runs, and a role that ends with it is gone.
func roleEndsByDay(t *testing.T, p *province) {
	admin, learner := p.signIn(t, "quantri"), p.signIn(t, "kiemtra")
	agency := get[me](p.signIn(t, "daumoi"), "/api/v1/me").Roles[0].AgencyID
	person := get[rights](learner, "/api/v1/me").PersonID
	tomorrow := organization.Day(time.Now()).AddDate(0, 0, 1).Format(time.DateOnly)
	admin.want(http.StatusCreated, "POST", "/api/v1/people/"+person+"/grants",
		map[string]any{"role": "focal_point", "agencyId": agency, "document": "13/QĐ (mẫu)", "to": tomorrow})
	within(t, "the role does not hold", func() bool { return has(learner, "roster.manage") })
	p.ahead.Store(int64(24 * time.Hour))
	defer p.ahead.Store(0)
	if has(learner, "roster.manage") {
		t.Error("the role holds after its last day")
	}
}
