package vietnamese

import (
	"slices"
	"testing"
)

func TestSearchTokens(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		"Nguyễn Văn An":   {"nguyen", "van", "an", "~nguyễn", "~văn"},
		"Đường":           {"duong", "~đường"},
		"Duong":           {"duong"},
		"Hoà Hòa":         {"hoa", "~hòa"},
		"Đặng Thuỳ Quý":   {"dang", "thuy", "quy", "~đặng", "~thùy", "~quý"},
		"Hoàn":            {"hoan", "~hoàn"},
		"Đinh Thị K' Rớt": {"dinh", "thi", "k", "rot", "~đinh", "~thị", "~rớt"},
	} {
		if got := SearchTokens(in); !slices.Equal(got, want) {
			t.Errorf("SearchTokens(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSpellings(t *testing.T) {
	t.Parallel()
	for word, want := range map[string][]string{"hòa": {"hòa", "hoà"}, "quý": {"quý"}, "nguyễn": {"nguyễn"}} {
		if got := Spellings(word); !slices.Equal(got, want) {
			t.Errorf("Spellings(%q) = %q, want %q", word, got, want)
		}
	}
}
