package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"taphuan/internal/organization"
)

// toldOfDecisions: whoever asks for recognition, and whoever is exempted, is told each decision about it in
// their own inbox, by the words of that decision and with the course; nobody else is.
func toldOfDecisions(t *testing.T, p *province) {
	learner, focal, leader := p.signIn(t, "hocvien"), p.signIn(t, "daumoi"), p.signIn(t, "lanhdao")
	person := get[rights](learner, "/api/v1/me").PersonID
	for _, own := range get[struct {
		Items []struct {
			ID          string
			MayTakeBack bool
		}
	}](learner, "/api/v1/me/recognitions").Items { // a request of the demonstration is open
		if own.MayTakeBack {
			learner.want(http.StatusOK, "POST", "/api/v1/me/recognitions/"+own.ID+"/taking-back", nil)
		}
	}
	request := map[string]any{"courseKey": "an1", "title": "An toàn thông tin", "issuer": "Học viện (mẫu)", "documentNumber": "12/CN", "issuedOn": "2026-01-05", "checkAt": "https://hocvien.example.vn"}
	ask := func() string {
		return "/api/v1/recognitions/" + post[struct{ ID string }](learner, http.StatusCreated, "/api/v1/me/recognitions", request).ID
	}
	check := func(path string, propose bool) {
		focal.want(http.StatusOK, "POST", path+"/check", map[string]any{"propose": propose, "note": "Đã tra cứu"})
	}
	check(ask(), false)
	awaitDecision(t, learner, "recognition_decided", "Trả lại đề nghị công nhận: ", "sửa rồi gửi lại")
	refused := ask()
	check(refused, true)
	leader.want(http.StatusOK, "POST", refused+"/decision", map[string]any{"accept": false, "reason": "Khác nội dung"})
	awaitDecision(t, learner, "recognition_decided", "Không công nhận kết quả học ở nơi khác: ", "Lý do ghi ở mục Việc học của tôi")
	accepted := ask()
	check(accepted, true)
	leader.want(http.StatusOK, "POST", accepted+"/decision", map[string]any{"accept": true, "reason": "Đúng nội dung"})
	awaitDecision(t, learner, "recognition_decided", "Đã công nhận kết quả học ở nơi khác: ", "Không phải học lại khóa này")
	leader.want(http.StatusOK, "POST", accepted+"/withdrawal", map[string]any{"fromOn": "2026-02-01", "reason": "Nơi cấp thu hồi"})
	awaitDecision(t, learner, "recognition_decided", "Đã thu hồi việc công nhận: ", "Khóa học có thể lại phải học")

	tomorrow := organization.Day(time.Now()).AddDate(0, 0, 1).Format(time.DateOnly)
	propose := func() string {
		focal.want(http.StatusNoContent, "POST", "/api/v1/exemptions", map[string]any{"people": []string{person}, "courseKey": "an1", "fromOn": tomorrow, "reason": "Đã dạy nội dung này", "document": "05/QĐ (mẫu)"})
		agency := get[me](focal, "/api/v1/me").Roles[0].AgencyID
		for _, e := range get[struct {
			Items []struct{ ID, PersonID string }
		}](leader, "/api/v1/exemptions?state=proposed&pageSize=100&agencyId="+agency).Items {
			if e.PersonID == person {
				return "/api/v1/exemptions/" + e.ID
			}
		}
		t.Fatal("the proposal is in no list")
		return ""
	}
	leader.want(http.StatusNoContent, "POST", propose()+"/decision", map[string]any{"approve": false, "reason": "Chưa đủ căn cứ"})
	awaitDecision(t, learner, "exemption_decided", "Không duyệt miễn học: ", "Hỏi lý do ở đầu mối của cơ quan")
	approved := propose()
	leader.want(http.StatusNoContent, "POST", approved+"/decision", map[string]any{"approve": true})
	awaitDecision(t, learner, "exemption_decided", "Đã duyệt miễn học: ", "không còn phải học")
	focal.want(http.StatusNoContent, "POST", approved+"/withdrawal", map[string]any{"reason": "Hết lý do"})
	awaitDecision(t, learner, "exemption_decided", "Đã thu hồi miễn học: ", "lại phải học")
	for name, b := range map[string]*browser{"the focal point": focal, "the leader": leader} {
		if titles := noticeTitles(b); titles["recognition_decided"]+titles["exemption_decided"] != "" {
			t.Errorf("%s is told of another person's decisions: %v", name, titles)
		}
	}
}

// awaitDecision waits until the inbox tells a decision, once, by these words and with the course's title.
func awaitDecision(t *testing.T, b *browser, kind, title, detail string) {
	t.Helper()
	var seen []notice
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		seen = slices.DeleteFunc(get[struct{ Items []notice }](b, "/api/v1/me/notices").Items, func(n notice) bool {
			return n.Kind != kind || !strings.HasPrefix(n.Title, title) || len(n.Title) == len(title) || !strings.Contains(n.Detail, detail)
		})
		if len(seen) == 1 {
			return
		}
	}
	t.Fatalf("%d notices %s %q, want one", len(seen), kind, title+"… "+detail)
}
