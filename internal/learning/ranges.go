package learning

import (
	"fmt"
	"strings"
)

// ranges are intervals as a database column: an int4multirange, read as text.
type ranges []Interval

func (r ranges) String() string {
	parts := make([]string, len(r))
	for i, in := range r {
		parts[i] = fmt.Sprintf("[%d,%d)", in.From, in.To)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// Scan reads what PostgreSQL writes: {[0,2000),[3000,4000)}.
func (r *ranges) Scan(src any) error {
	var text string
	switch value := src.(type) {
	case string:
		text = value
	case []byte:
		text = string(value)
	default:
		return fmt.Errorf("ranges: cannot read %T", src)
	}
	*r = nil
	for _, part := range strings.Split(strings.Trim(text, "{}"), ",[") {
		if part == "" {
			continue
		}
		var in Interval
		if _, err := fmt.Sscanf(strings.TrimPrefix(part, "["), "%d,%d)", &in.From, &in.To); err != nil {
			return fmt.Errorf("ranges %q: %w", text, err)
		}
		*r = append(*r, in)
	}
	return nil
}
