package render

import (
	"testing"
	"time"
)

func TestScore(t *testing.T) {
	t.Parallel()
	for hundredths, want := range map[int]string{0: "0", 700: "7", 796: "8", 794: "7,9", 850: "8,5", 855: "8,6", 1000: "10"} {
		if got := score(hundredths); got != want {
			t.Errorf("score(%d) = %q, want %q", hundredths, got, want)
		}
	}
}

func TestPlaceAndDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		month, day int
		want       string
	}{
		{1, 5, "Xã Nguyễn Nghiêm, ngày 05 tháng 01 năm 2026"},
		{2, 28, "Xã Nguyễn Nghiêm, ngày 28 tháng 02 năm 2026"},
		{3, 9, "Xã Nguyễn Nghiêm, ngày 09 tháng 3 năm 2026"},
		{11, 10, "Xã Nguyễn Nghiêm, ngày 10 tháng 11 năm 2026"},
	} {
		if got := placeAndDay("Xã Nguyễn Nghiêm", date(2026, time.Month(c.month), c.day)); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestWrapEvensLinesOut(t *testing.T) {
	t.Parallel()
	measure := func(s string) float64 { return float64(len([]rune(s))) }
	lines, ok := wrap("một hai ba bốn năm sáu bảy", 24, 2, measure)
	if !ok || len(lines) != 2 || measure(lines[1]) < 10 {
		t.Errorf("got %q, %v", lines, ok)
	}
	if _, ok := wrap("một hai ba bốn năm sáu bảy", 10, 2, measure); ok {
		t.Error("three lines passed as two")
	}
	if _, ok := wrap("nghiêng", 4, 2, measure); ok {
		t.Error("a word wider than the line passed")
	}
}
