package question

import "math/rand/v2"

// matching (ghép đôi) asks for the option that belongs to each prompt. Options that belong to none distract; one
// option may belong to several prompts.
type matching struct{ pairing }

// Arrange mixes options and prompts.
func (matching) Arrange(b Body, random *rand.Rand) Layout {
	return Layout{Order: random.Perm(len(b.Options)), Prompts: mixPrompts(b, random)}
}
