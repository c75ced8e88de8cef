package learning

import "testing"

// TestDueWordsCount: English says one day and two days.
func TestDueWordsCount(t *testing.T) {
	t.Parallel()
	one, two := 1, 2
	for want, r := range map[string]Requirement{
		"Within 1 day of joining those named":                                    {DueKind: DueAfterJoining, DueDays: &one},
		"Within 2 days of joining those named":                                   {DueKind: DueAfterJoining, DueDays: &two},
		"Again every 1 month, up to 1 day early; the first time within 1 day":    {DueKind: DueRolling, ValidityMonths: &one, OpenDays: &one, DueDays: &one},
		"Again every 2 months, up to 2 days early; the first time within 2 days": {DueKind: DueRolling, ValidityMonths: &two, OpenDays: &two, DueDays: &two},
	} {
		if got := r.dueWords().EN; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
