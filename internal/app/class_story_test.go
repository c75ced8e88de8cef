package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// classStory: whoever is named to run or to attend a class is told so in the inbox, and again when a place is free,
// when a session moves and when the class is cancelled; a learner calls nobody.
func classStory(t *testing.T, p *province) {
	focal, learner := p.signIn(t, "daumoi"), p.signIn(t, "hocvien")
	agency, person := get[me](focal, "/api/v1/me").Roles[0].AgencyID, get[me](learner, "/api/v1/me").PersonID
	type item struct{ PersonID, Code string }
	people := "/api/v1/agencies/" + agency + "/people?pageSize=100"
	var other, code string
	for _, one := range get[struct{ Items []item }](focal, people).Items {
		if one.PersonID != person {
			other = one.PersonID
		}
	}
	// By name: other stories may have entered more people than a page holds.
	for _, one := range get[struct{ Items []item }](focal, people+"&q="+url.QueryEscape("Phạm Thị Thu Lài")).Items {
		if one.PersonID == person {
			code = one.Code
		}
	}
	day := func(n int) string { return time.Now().AddDate(0, 0, n).Format(time.DateOnly) }
	sessions := func(room string) map[string]any {
		return map[string]any{"sessions": []map[string]any{{"startsAt": day(20) + "T08:00:00+07:00", "endsAt": day(20) + "T11:00:00+07:00", "room": room}}}
	}
	class := "/api/v1/training-classes/" + post[struct{ ID string }](focal, http.StatusCreated, "/api/v1/training-classes", map[string]any{"hostId": agency, "name": "Lớp báo tin",
		"courseKey": "an1", "form": "in_person", "place": "Hội trường xã", "startsOn": day(20), "endsOn": day(20), "seats": 1, "registration": "none", "attendanceRole": "none", "attendanceShare": 80}).ID
	focal.want(http.StatusNoContent, "PUT", class+"/sessions", sessions("Phòng 1"))
	staff := []map[string]any{{"code": code, "role": "assistant"}}
	focal.want(http.StatusNoContent, "PUT", class+"/staff", map[string]any{"members": staff, "document": "QĐ 12"})
	focal.want(http.StatusNoContent, "POST", class+"/state", map[string]any{"state": "open"})
	awaitNotice(t, learner, class, "class_staff", "Được phân công trợ giảng lớp: Lớp báo tin")
	focal.want(http.StatusNoContent, "PUT", class+"/staff", map[string]any{"members": []any{}})
	awaitNotice(t, learner, class, "class_staff", "Thôi phân công ở lớp: Lớp báo tin")
	call := map[string]any{"agencyId": agency, "people": []string{other}}
	learner.want(http.StatusForbidden, "POST", class+"/participants", call)
	focal.want(http.StatusOK, "POST", class+"/participants", call)
	call["people"] = []string{person}
	focal.want(http.StatusOK, "POST", class+"/participants", call)
	awaitNotice(t, learner, class, "class_place", "danh sách chờ")

	var first string
	for _, one := range get[struct{ Items []struct{ ID, State string } }](focal, class+"/participants").Items {
		if one.State == "confirmed" {
			first = one.ID
		}
	}
	focal.want(http.StatusNoContent, "POST", class+"/participants/"+first+"/decision", map[string]any{"decision": "withdraw", "reason": "Bận công tác"})
	awaitNotice(t, learner, class, "class_place", "Đã có chỗ trong lớp: Lớp báo tin")
	focal.want(http.StatusNoContent, "PUT", class+"/sessions", sessions("Phòng 2"))
	awaitNotice(t, learner, class, "class_changed", "Phòng 2, Hội trường xã")
	focal.want(http.StatusNoContent, "POST", class+"/state", map[string]any{"state": "cancelled", "reason": "Bão"})
	awaitNotice(t, learner, class, "class_cancelled", "lớp đã hủy")
	if told := get[struct{ Items []notice }](focal, "/api/v1/me/notices"); strings.Contains(strings.Join(titles(told.Items), " "), "Lớp báo tin") {
		t.Error("who planned the class and is not in it is told of it")
	}
}

type notice struct{ Kind, Title, Detail, ClassID string }

func titles(notices []notice) []string {
	var all []string
	for _, n := range notices {
		all = append(all, n.Title)
	}
	return all
}

// awaitNotice waits until the inbox says something of a class.
func awaitNotice(t *testing.T, b *browser, class, kind, words string) {
	t.Helper()
	var seen []notice
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		seen = get[struct{ Items []notice }](b, "/api/v1/me/notices").Items
		for _, n := range seen {
			if n.Kind == kind && strings.HasSuffix(class, n.ClassID) && strings.Contains(n.Title+" "+n.Detail, words) {
				return
			}
		}
	}
	t.Fatalf("no %s with %q in %+v", kind, words, seen)
}
