package narration

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPhrasesEndAtPunctuationAndBeforeLinkWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"Lỡ cài: ngắt mạng, trả 2,4 triệu? Không": {"Lỡ cài:", "ngắt mạng,", "trả 2,4 triệu?", "Không"},
		"Không cấp quyền trợ năng theo lời lạ":    {"Không cấp quyền trợ năng", "theo lời lạ"},
		"Hỏi qua kênh khác":                       {"Hỏi qua kênh khác"},
		"":                                        nil,
	} {
		if diff := cmp.Diff(want, phrases(text)); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestLinkedUnderlinesAddressesAndEscapesTheRest(t *testing.T) {
	t.Parallel()
	got := linked("Mở tại ngan-hang.example <b> ngay.")
	if want := "Mở tại <u>ngan-hang<wbr>.example</u> &lt;b&gt; ngay."; string(got) != want {
		t.Errorf("linked = %s, want %s", got, want)
	}
}

func TestLayoutFollowsFigureAndBullets(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kind    string
		bullets []string
		want    string
	}{
		{"none", []string{"a"}, "plain"},
		{"mail", nil, "figure"},
		{"mail", []string{"a"}, "split"},
		{"sms", nil, "split"},
	} {
		if got := (slideView{Kind: tc.kind, Bullets: tc.bullets}).Layout(); got != tc.want {
			t.Errorf("%s with %d bullets: %s, want %s", tc.kind, len(tc.bullets), got, tc.want)
		}
	}
}
