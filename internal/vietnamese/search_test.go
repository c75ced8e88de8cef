package vietnamese

import (
	"slices"
	"testing"
)

func TestSearchTokens(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		"Nguyễn Văn An": {"nguyen van an", "van an nguyen", "an nguyen van", "~nguyễn văn an van an", "~văn an nguyễn an nguyen"},
		"Đường":         {"duong", "~đường"},
		"Duong":         {"duong"},
		"Y Kim Thi La":  {"y kim thi la", "kim thi la y", "thi la y kim", "la y kim thi", "y thi kim la", "kim la thi y"},
		"Y Kim Thi 7":   {"y kim thi 7", "kim thi 7 y", "thi 7 y kim", "7 y kim thi", "y thi kim 7"},
		"Y Kim Kim La":  {"y kim kim la", "kim kim la y", "kim la y kim", "la y kim kim", "kim la kim y"},
		"Thuỳ Quý":      {"thuy quy", "quy thuy", "~thùy quý quy", "~quý thùy thuy"},
		"Hoàn HS-01":    {"hoan hs 01", "hs 01 hoan", "01 hoan hs", "~hoàn hs 01 hs 01"},
		"Đinh K' Rớt":   {"dinh k rot", "k rot dinh", "rot dinh k", "~đinh k rớt k rot", "~rớt đinh k dinh k"},
		" ":             {},
	} {
		if got := SearchTokens(in); !slices.Equal(got, want) {
			t.Errorf("SearchTokens(%q) = %q, want %q", in, got, want)
		}
	}
}
