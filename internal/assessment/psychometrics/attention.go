package psychometrics

import (
	"math"
	"slices"
)

// Flag names what in an item deserves a look of its author. A flag is a question and no verdict: the text decides.
type Flag string

// The flags, the gravest first.
const (
	// Negative: who is better on the rest does worse here, by more than a standard error. Mostly a wrong key or an
	// ambiguous text.
	Negative Flag = "negative"
	// StrongDistractor: those who chose a wrong option are better on the rest than those who chose the right one, by
	// more than the standard error of the difference.
	StrongDistractor Flag = "strong_distractor"
	TooHard          Flag = "too_hard"
	// Weak: the item hardly tells who knows from who does not.
	Weak Flag = "weak"
	// UnusedDistractor: hardly anybody takes a wrong option for right.
	UnusedDistractor Flag = "unused_distractor"
	TooEasy          Flag = "too_easy"
)

// Bounds of the flags.
const (
	// FewestFlagged is from how many people on an item is judged. The standard error of a correlation is about
	// 1/sqrt(n): 0.32 at 10 people, 0.18 at 30; below, good items would be called bad too often.
	FewestFlagged = 30
	// fewestChosen is how many must have chosen an option before the mean of their rest scores is compared.
	fewestChosen = 5
	// weakBelow: "poor items, to be rejected or improved by revision" (Ebel & Frisbie 1991).
	weakBelow = 0.20
	// unusedBelow: an option chosen by fewer than 5 % does not function (Tarrant et al. 2009).
	unusedBelow = 0.05
	// hardBelow and easyFrom are this platform's own: at 0.30 guessing alone explains most right answers to four
	// options (0.25), and from 0.95 on there is one in twenty left whom the item could tell from the others.
	hardBelow = 0.30
	easyFrom  = 0.95
)

// gravity orders the flags.
var gravity = []Flag{Negative, StrongDistractor, TooHard, Weak, UnusedDistractor, TooEasy}

// Attention returns what about an item deserves a look, the gravest first; nil for fewer than FewestFlagged people.
// An item that is too easy or too hard cannot discriminate and leaves options unchosen: it is not blamed twice.
func Attention(item Item, shape Shape) []Flag {
	if item.People < FewestFlagged {
		return nil
	}
	easy, hard := item.Difficulty >= easyFrom, item.Difficulty < hardBelow
	r := item.Discrimination
	negative := r != nil && *r < -1/math.Sqrt(float64(item.People))
	holds := map[Flag]bool{
		Negative:         negative,
		StrongDistractor: shape.One && strongDistractor(item.Labels),
		TooHard:          hard,
		Weak:             r != nil && *r < weakBelow && !negative && !easy && !hard,
		UnusedDistractor: !easy && !shape.Rows && slices.ContainsFunc(item.Labels, unused),
		TooEasy:          easy,
	}
	var flags []Flag
	for _, f := range gravity {
		if holds[f] {
			flags = append(flags, f)
		}
	}
	return flags
}

func unused(l Label) bool { return !l.Right && l.Share < unusedBelow }

func strongDistractor(labels []Label) bool {
	compared := func(l Label) bool { return l.Chosen >= fewestChosen && l.RestMean != nil }
	key := slices.IndexFunc(labels, func(l Label) bool { return l.Right && compared(l) })
	return key >= 0 && slices.ContainsFunc(labels, func(l Label) bool {
		return !l.Right && compared(l) && *l.RestMean-*labels[key].RestMean > math.Hypot(l.restError, labels[key].restError)
	})
}

// Before reports whether item a with its flags is to be looked at before b: by the gravest flag, then by the lower
// discrimination, then the harder one; an item of which nothing is known comes last.
func Before(a, b Item, flagsA, flagsB []Flag) bool {
	if ga, gb := rank(flagsA), rank(flagsB); ga != gb {
		return ga < gb
	}
	if (a.Discrimination == nil) != (b.Discrimination == nil) {
		return a.Discrimination != nil
	}
	if a.Discrimination != nil && *a.Discrimination != *b.Discrimination {
		return *a.Discrimination < *b.Discrimination
	}
	return a.Difficulty < b.Difficulty
}

func rank(flags []Flag) int {
	if len(flags) == 0 {
		return len(gravity)
	}
	return slices.Index(gravity, flags[0])
}
