package notify

import (
	"cmp"
	"slices"
	"strings"
	"testing"
)

// TestEveryKindHasWords: a notice of any kind says something in both languages, with its facts, and only
// the kinds that concern neither a duty nor somebody's rights can be muted.
func TestEveryKindHasWords(t *testing.T) {
	t.Parallel()
	facts := Facts{CourseTitle: "An toàn số", CourseTitleEN: "Digital safety", DueOn: "2026-12-31", Days: 7, People: 3, AgencyName: "Sở Nội vụ", Role: "focal_point", Number: "DEMO-1",
		Class: &Class{Name: "Lớp tập huấn An toàn số", Place: PlaceNamed, Next: &noon, Role: RoleAssistant}}
	outcomes := map[Kind]string{ResultDecided: "corrected"}
	for _, kind := range Kinds() {
		facts.Outcome = cmp.Or(outcomes[kind], "refused")
		words := Notice{Kind: kind, Facts: facts}.Words()
		for _, text := range []string{words.Title.VI, words.Title.EN, words.Detail.VI, words.Detail.EN} {
			if text == "" || text == string(kind) || strings.Contains(text, "%!") || strings.Contains(text, "bạn") || strings.Contains(text, "vui lòng") {
				t.Errorf("%s says %q", kind, text)
			}
		}
		if mutable := slices.Contains([]Kind{CertificateIssued, CertificateEnding, ExemptionDecided, RecognitionDecided, ResultDecided}, kind); kind.IsMutable() != mutable {
			t.Errorf("%s can be muted: %v", kind, kind.IsMutable())
		}
	}
	if title := (Notice{Kind: RoleGranted, Facts: facts}).Words().Title; title.VI != "Được giao vai trò Đầu mối cơ quan tại Sở Nội vụ" || title.EN != "You were given the role Focal point at Sở Nội vụ" {
		t.Errorf("a role given says %+v", title)
	}
}
