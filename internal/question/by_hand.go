package question

import "slices"

// byHand are the types that may be answered by dragging or on an image.
var byHand = []Type{HotspotType, Categorize, Ordering, Matching}

// Types are those of the question and of its parts.
func (b Body) Types() []Type {
	types := []Type{b.Type}
	for _, part := range b.Parts {
		types = append(types, part.Types()...)
	}
	return types
}

// OnImage reports whether a question of these types cannot be answered without seeing an image.
func OnImage(types []Type) bool { return slices.Contains(types, HotspotType) }

// NeedsHand reports whether a question of these types may be answered by dragging or on an image.
func NeedsHand(types []Type) bool {
	return slices.ContainsFunc(types, func(t Type) bool { return slices.Contains(byHand, t) })
}
