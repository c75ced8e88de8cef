package question

import "taphuan/internal/fault"

// inlineChoice (chọn trong đoạn văn) has gaps in its stem that are all lists.
type inlineChoice struct{ gapped }

// Validate wants gaps with lists.
func (inlineChoice) Validate(b Body) []fault.Field { return validateGaps(b, []Type{Single}) }
