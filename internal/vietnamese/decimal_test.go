package vietnamese

import "testing"

func TestDecimal(t *testing.T) {
	t.Parallel()
	for hundredths, want := range map[int]string{0: "0", 5: "0,05", 800: "8", 850: "8,5", 845: "8,45", 1000: "10", 10_000: "100"} {
		if got := Decimal(hundredths, ","); got != want {
			t.Errorf("%d: %q, want %q", hundredths, got, want)
		}
	}
	if got := Decimal(850, "."); got != "8.5" {
		t.Errorf("with a point: %q", got)
	}
}
