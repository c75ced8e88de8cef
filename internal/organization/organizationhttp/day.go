package organizationhttp

import (
	"time"

	"taphuan/internal/fault"
)

var textDay = fault.Text{VI: "Hãy ghi ngày theo dạng ngày/tháng/năm có thật.", EN: "Give a day that exists."}

// parseDay reads a day of the wire; "" is none. Error: fault.ErrInvalid at the field.
func parseDay(field, text string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil, fault.ErrInvalid.At("body."+field, "not_a_date", textDay)
	}
	return &day, nil
}

// parseDayOr reads a day, or takes another when there is none.
func parseDayOr(field, text string, otherwise time.Time) (time.Time, error) {
	day, err := parseDay(field, text)
	if err != nil || day == nil {
		return otherwise, err
	}
	return *day, nil
}
