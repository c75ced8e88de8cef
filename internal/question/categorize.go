package question

import "math/rand/v2"

// categorize (phân nhóm) asks into which of the options, its categories, each prompt belongs. Categories keep their
// order, as an author may have put them on a scale.
type categorize struct{ pairing }

// Arrange mixes the prompts.
func (categorize) Arrange(b Body, random *rand.Rand) Layout {
	return Layout{Prompts: mixPrompts(b, random)}
}
