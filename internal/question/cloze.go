package question

import "taphuan/internal/fault"

// cloze (điền khuyết) has gaps of mixed types in its stem.
type cloze struct{ gapped }

// Validate wants gaps with lists, numbers or short answers.
func (cloze) Validate(b Body) []fault.Field {
	return validateGaps(b, []Type{Single, Numeric, ShortAnswer})
}
