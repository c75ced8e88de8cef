package learninghttp_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/learning/learninghttp"
	"taphuan/internal/web"
)

const certificate = `{"courseKey":"an1","title":"An toàn thông tin","issuer":"Học viện Hành chính","documentNumber":"123/CN","issuedOn":"2025-06-01","checkAt":"https://hocvien.example.vn"}`

func (a *api) officer(role access.Role) uuid.UUID {
	id := uuid.New()
	a.exec(`INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'officer', 'Lê Bình', 'Bình')`, id, a.school)
	a.exec(`INSERT INTO organization.postings (id, person_id, agency_id, valid_from) VALUES (?, ?, ?, '2020-01-01')`, uuid.New(), id, a.school)
	if role != access.Learner {
		a.roles[id] = role
	}
	return id
}

func (a *api) want(status int, who uuid.UUID, method, path, body string, out any) {
	a.t.Helper()
	code, answer := a.call(who, "vi", method, path, body)
	if code != status {
		a.t.Fatalf("%s %s: %d, want %d: %s", method, path, code, status, answer)
	}
	if out != nil {
		if err := json.Unmarshal([]byte(answer), out); err != nil {
			a.t.Fatal(err)
		}
	}
}

func TestRecognitionRoutes(t *testing.T) {
	a := newAPI(t)
	a.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key) VALUES (?, ?, '2020-01-01', 'Trường A', 'school', 'A', '')`, uuid.New(), a.school)
	a.roles = map[uuid.UUID]access.Role{}
	officer, leader, focal := a.officer(access.Learner), a.officer(access.AgencyLeader), a.officer(access.FocalPoint)
	var r learninghttp.Recognition
	a.want(http.StatusCreated, officer, "POST", "/me/recognitions", certificate, &r)
	if r.CourseKey != "an1" || r.State != "submitted" || r.IssuedOn != "2025-06-01" {
		t.Fatalf("%+v", r)
	}
	a.want(http.StatusConflict, officer, "POST", "/me/recognitions", certificate, nil)
	path, check, decide := "/recognitions/"+r.ID.String(), `{"propose":true,"note":"Đã tra cứu"}`, `{"accept":true,"reason":"Đúng nội dung"}`
	withdraw := `{"fromOn":"2026-01-01","reason":"Nơi cấp thu hồi"}`
	teacher := a.officer(access.ClassTeacher)
	for who, status := range map[uuid.UUID]int{uuid.Nil: 401, officer: 403, teacher: 403} {
		a.want(status, who, "POST", path+"/check", check, nil)
		a.want(status, who, "POST", path+"/decision", decide, nil)
		a.want(status, who, "POST", path+"/withdrawal", withdraw, nil)
		a.want(status, who, "GET", "/recognitions", "", nil)
	}
	a.want(http.StatusForbidden, focal, "POST", path+"/decision", decide, nil)
	a.want(http.StatusForbidden, leader, "POST", path+"/check", check, nil)
	var list web.List[learninghttp.RecognitionCase]
	a.want(http.StatusOK, focal, "GET", "/recognitions?state=submitted&pageSize=5", "", &list)
	if list.Total != 1 || !list.Items[0].MayCheck || list.Items[0].MayDecide || list.Items[0].FullName != "Lê Bình" || list.Items[0].Unit != "Trường A" {
		t.Fatalf("%+v", list)
	}
	a.want(http.StatusOK, focal, "POST", path+"/check", check, nil)
	a.want(http.StatusConflict, focal, "POST", path+"/check", check, nil)
	a.want(http.StatusOK, leader, "POST", path+"/decision", decide, nil)
	a.want(http.StatusUnprocessableEntity, leader, "POST", path+"/withdrawal", strings.ReplaceAll(withdraw, "2026-01-01", "2024-01-01"), nil)
	a.want(http.StatusOK, leader, "POST", path+"/withdrawal", withdraw, &r)
	if r.State != "withdrawn" || r.WithdrawnOn != "2026-01-01" {
		t.Errorf("%+v", r)
	}
	var own learninghttp.OwnRecognitions
	a.want(http.StatusOK, officer, "GET", "/me/recognitions", "", &own)
	if own.Total != 1 || !own.MayAsk || own.Items[0].WithdrawalReason != "Nơi cấp thu hồi" {
		t.Errorf("%+v", own)
	}
	a.want(http.StatusOK, leader, "GET", "/me/recognitions", "", &own)
	if own.Total != 0 {
		t.Errorf("the leader's own: %+v", own)
	}
}

// A request of one's own says why somebody else must act.
func TestOwnRecognitionIsBlocked(t *testing.T) {
	a := newAPI(t)
	a.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key) VALUES (?, ?, '2020-01-01', 'Trường A', 'school', 'A', '')`, uuid.New(), a.school)
	a.roles = map[uuid.UUID]access.Role{}
	focal := a.officer(access.FocalPoint)
	a.want(http.StatusCreated, focal, "POST", "/me/recognitions", certificate, nil)
	var list web.List[learninghttp.RecognitionCase]
	a.want(http.StatusOK, focal, "GET", "/recognitions", "", &list)
	if c := list.Items[0]; c.MayCheck || !strings.HasPrefix(c.Blocked, "Không ai được kiểm tra") {
		t.Errorf("%+v", c)
	}
}

func TestRecognitionInput(t *testing.T) {
	a := newAPI(t)
	a.roles = map[uuid.UUID]access.Role{}
	officer, leader := a.officer(access.Learner), a.officer(access.AgencyLeader)
	for _, change := range [][2]string{{"an1", "an9"}, {"2025-06-01", "2025-02-30"}, {"2025-06-01", "2030-06-01"}, {"2025-06-01", ""}, {"123/CN", ""},
		{"An toàn thông tin", strings.Repeat("a", 201)}, {`"issuer"`, `"file"`}} {
		a.want(http.StatusUnprocessableEntity, officer, "POST", "/me/recognitions", strings.Replace(certificate, change[0], change[1], 1), nil)
	}
	path := fmt.Sprintf("/recognitions/%s/decision", uuid.New())
	a.want(http.StatusUnprocessableEntity, leader, "POST", path, `{"accept":true,"reason":""}`, nil)
	a.want(http.StatusNotFound, leader, "POST", path, `{"accept":true,"reason":"Đúng nội dung"}`, nil)
	a.want(http.StatusUnprocessableEntity, leader, "GET", "/recognitions?state=lost", "", nil)
	a.want(http.StatusUnprocessableEntity, leader, "GET", "/recognitions?pageSize=1000", "", nil)
}

// TestTakeBackRoute: officers see that they may take their request back, do so once, and may ask anew; it is
// nobody else's to take.
func TestTakeBackRoute(t *testing.T) {
	a := newAPI(t)
	a.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key) VALUES (?, ?, '2020-01-01', 'Trường A', 'school', 'A', '')`, uuid.New(), a.school)
	a.roles = map[uuid.UUID]access.Role{}
	officer, focal := a.officer(access.Learner), a.officer(access.FocalPoint)
	var r learninghttp.Recognition
	a.want(http.StatusCreated, officer, "POST", "/me/recognitions", certificate, &r)
	var own learninghttp.OwnRecognitions
	a.want(http.StatusOK, officer, "GET", "/me/recognitions", "", &own)
	if own.Total != 1 || !own.Items[0].MayTakeBack {
		t.Errorf("before: %+v", own)
	}
	path := "/me/recognitions/" + r.ID.String() + "/taking-back"
	for who, status := range map[uuid.UUID]int{uuid.Nil: 401, focal: 404, a.officer(access.Learner): 404} {
		a.want(status, who, "POST", path, "", nil)
	}
	a.want(http.StatusOK, officer, "POST", path, "", &r)
	if r.State != "taken_back" || r.CourseKey != "an1" {
		t.Errorf("taken back: %+v", r)
	}
	a.want(http.StatusConflict, officer, "POST", path, "", nil)
	a.want(http.StatusConflict, focal, "POST", "/recognitions/"+r.ID.String()+"/check", `{"propose":true,"note":"Đã tra cứu"}`, nil)
	a.want(http.StatusOK, officer, "GET", "/me/recognitions", "", &own)
	if own.Total != 1 || own.Items[0].State != "taken_back" || own.Items[0].MayTakeBack {
		t.Errorf("after: %+v", own)
	}
	a.want(http.StatusCreated, officer, "POST", "/me/recognitions", certificate, nil)
}
