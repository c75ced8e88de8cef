package web

import (
	"time"

	"github.com/google/uuid"
)

// OptionalID is an id that may be absent: nil for uuid.Nil.
func OptionalID(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// Date is a day as the wire carries it (YYYY-MM-DD), or "" when there is none.
func Date(day *time.Time) string {
	if day == nil || day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

// Periods turns hundredths of a period (tiết) into periods, as the wire carries them.
func Periods(hundredths int) float64 { return float64(hundredths) / 100 }
