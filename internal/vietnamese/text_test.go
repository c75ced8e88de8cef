package vietnamese

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNormalize(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"  Nguyễn\u00a0 Văn\u200b A ": "Nguyễn Văn A",
		"Nguye\u0302\u0303n":          "Nguyễn",
		"Ðặng Thùy Trâm":              "Đặng Thùy Trâm",
		"a\x00b":                      "ab",
	} {
		if got := Normalize(in); got != want {
			t.Errorf("Normalize(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Nguyễn": "nguyen", "ĐƯỜNG": "duong", "Đăk Pék": "dak pek", "hoà": "hoa", "hòa": "hoa", "Y Blứ": "y blu",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	if got := Tokens("Đinh Thị K' Rớt, Thị"); !slices.Equal(got, []string{"dinh", "thi", "k", "rot"}) {
		t.Errorf("Tokens = %q", got)
	}
}

func TestLooksLegacy(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]bool{
		"NguyÔn V¨n A": true, "Tr\u00adêng THPT": true, "§¹i häc": true, "Nguyeãn Vaên": true,
		"Nguyễn Văn A": false, "Đặng Thị Hường": false, "Y Blứ": false, "Ðỗ Ân": false, "Mười Ôn Ê": false,
	} {
		if got := LooksLegacy(in); got != want {
			t.Errorf("LooksLegacy(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestSplitName(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]Name{
		"Nguyễn Thị Minh Anh": {"Nguyễn", "Thị Minh", "Anh"},
		"A Thắng":             {"A", "", "Thắng"},
		"Hường":               {"", "", "Hường"},
		"":                    {},
	} {
		if diff := cmp.Diff(want, SplitName(in)); diff != "" {
			t.Errorf("SplitName(%q): %s", in, diff)
		}
	}
}
