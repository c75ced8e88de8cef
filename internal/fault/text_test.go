package fault

import (
	"strings"
	"testing"
)

// TestCheckText counts characters, not bytes, and says of each text what is wrong with it.
func TestCheckText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "required", "đã": "too_short", "đãn": "", strings.Repeat("ữ", 500): "", strings.Repeat("ữ", 501): "too_long", "ba\x00 bốn": "invalid",
	} {
		got := ""
		if f := ErrInvalid.CheckReason("body.reason", text); f.OrNil() != nil {
			got = f.Fields[0].Code
		}
		if short := got == "required" || got == "too_short"; short && !strings.Contains(ErrInvalid.CheckReason("body.reason", text).Fields[0].Text.VI, "lý do") {
			t.Errorf("%.10q: what is missing is not named", text)
		}
		if got != want {
			t.Errorf("%.10q: %q, want %q", text, got, want)
		}
	}
	if err := ErrInvalid.CheckText("body.note", "", 0, 10).OrNil(); err != nil {
		t.Errorf("a text that may be empty: %v", err)
	}
	if len(ErrInvalid.Fields) != 0 {
		t.Error("the shared fault was written to")
	}
}

// TestCounted: English has a form for one, and another for the rest.
func TestCounted(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0 people", 1: "1 person", 2: "2 people", 21: "21 people"} {
		if got := Counted(n, "person", "people"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
