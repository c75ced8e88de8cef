package gathering

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// TestCalendar: lines of at most 75 bytes, special letters escaped, nothing torn within a letter.
func TestCalendar(t *testing.T) {
	t.Parallel()
	v := View{Line: Line{Class: Class{Name: "Lớp tập huấn nhận biết, phòng tránh lừa đảo trực tuyến; đợt một\nnăm 2026", Place: "Hội trường", MeetingURL: "https://hop.vn/a"}},
		Sessions: []Session{{ID: uuid.New(), Number: 1, StartsAt: time.Date(2026, 11, 25, 1, 0, 0, 0, time.UTC), EndsAt: time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC), Room: "P1"}}}
	text := string(Calendar(v))
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || !strings.Contains(line, ":") && !strings.HasPrefix(line, " ") || strings.ContainsRune(line, '�') {
			t.Errorf("line %q", line)
		}
	}
	whole := strings.ReplaceAll(text, "\r\n ", "")
	for _, want := range []string{"DTSTART:20261125T010000Z", `SUMMARY:Lớp tập huấn nhận biết\, phòng tránh lừa đảo trực tuyến\; đợt một\nnăm 2026 - buổi 1`, `LOCATION:P1\, Hội trường`, "DESCRIPTION:Phòng họp trực tuyến: https://hop.vn/a"} {
		if !strings.Contains(whole, want) {
			t.Errorf("%q is missing", want)
		}
	}
}
