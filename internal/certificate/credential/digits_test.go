package credential

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Whatever bytes there are come back, and only what was written is read.
func TestDigits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(t, "data")
		text := toDigits(data)
		read, err := fromDigits(text)
		if err != nil || !bytes.Equal(read, data) || strings.Trim(text, "0123456789") != "" {
			t.Fatalf("%x became %s and %x, %v", data, text, read, err)
		}
	})
	for _, text := range []string{"1", "12", "256", "1234", "99999999999999999", "00000000000000001000x", "+12", "-12", "٣٣٣", "000000", "00300300000000000000001"} {
		if read, err := fromDigits(text); err == nil {
			t.Errorf("%s was read as %x", text, read)
		}
	}
}
