package question

// Place is what decides in a bank which question may be given instead of which.
type Place struct {
	Key        string
	Topic      string
	Difficulty int
	Types      []Type // its own, and those of its parts
	Equivalent string // the key of the question that it names; "" for none
}

// EquivalentWhy says why a question has no equivalent for whoever asks for no dragging and no images.
type EquivalentWhy string

// A question on an image names none; the one that is named is not there, or is the question itself; it has another topic
// or difficulty; it needs dragging or an image itself.
const (
	EquivalentMissing EquivalentWhy = "missing"
	EquivalentGone    EquivalentWhy = "gone"
	EquivalentMoved   EquivalentWhy = "moved"
	EquivalentByHand  EquivalentWhy = "by_hand"
)

// WithoutEquivalent says why the question has no equivalent in the bank that find looks into by key; "" when it has one or
// needs none.
func (p Place) WithoutEquivalent(find func(key string) (Place, bool)) EquivalentWhy {
	if p.Equivalent == "" {
		if OnImage(p.Types) {
			return EquivalentMissing
		}
		return ""
	}
	other, stands := find(p.Equivalent)
	switch {
	case !stands || other.Key == p.Key:
		return EquivalentGone
	case other.Topic != p.Topic || other.Difficulty != p.Difficulty:
		return EquivalentMoved
	case NeedsHand(other.Types):
		return EquivalentByHand
	}
	return ""
}
