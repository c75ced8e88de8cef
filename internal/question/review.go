package question

import "slices"

// Review (xem lại một câu) puts an answer beside the key, for the result page after its release. Texts are HTML but
// for Given and Right of types that are answered in words, which are plain. What a type does not have is empty.
type Review struct {
	Type    Type
	Stem    LocalText
	Explain LocalText
	Options []OptionReview // single, multiple: in the order of the paper
	Rows    []RowReview    // types with prompts or gaps, and ordering
	Given   LocalText      // in words
	Right   LocalText
	Hotspot *HotspotReview
	Files   []File
	Parts   []Review
}

// OptionReview is an option with what is to be said about it.
type OptionReview struct {
	Text    LocalText
	Explain LocalText
	Correct bool
	Chosen  bool
}

// RowReview is one prompt, gap or place. Label, Given and Right are HTML; Given is empty where nothing was answered.
type RowReview struct {
	Label   LocalText
	Given   LocalText
	Right   LocalText
	Explain LocalText
	Correct bool
}

// HotspotReview is an image with the right regions and what was pointed at.
type HotspotReview struct {
	Image   Image
	Regions []Region // the right ones
	Picks   []Pick
	Hit     []bool // of each pick
}

// reviewOptions is the review of single and multiple.
func reviewOptions(b Body, l Layout, a Answer) Review {
	var review Review
	for _, stored := range shownAt(l.Order, len(b.Options)) {
		o := b.Options[stored]
		review.Options = append(review.Options, OptionReview{Text: o.Text, Explain: o.Explain, Correct: o.Correct, Chosen: slices.Contains(a.Choices, stored)})
	}
	return review
}

// reviewText is the review of types that are answered in words.
func reviewText(a Answer, right LocalText) Review {
	return Review{Given: LocalText{VI: a.Text}, Right: right}
}
