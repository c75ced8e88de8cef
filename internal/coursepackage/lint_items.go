package coursepackage

import (
	"slices"
	"unicode/utf8"

	"taphuan/internal/prose"
	"taphuan/internal/question"
)

// Measures of how questions are written. Shares are only judged where there are enough questions
// for a share to mean something.
const (
	enoughItems    = 12
	longerBy       = 150 // percent of the next longest option
	longerByLetter = 15  // and at least so many characters more
	aboveChance    = 150 // percent of what chance would give
	truthShare     = 70  // percent of one truth value
)

// lintLengths notes right options that stand out by their length, one by one and over the course.
func lintLengths(notes *problems, p *Package) {
	singles, longest, expected := 0, 0, 0 // expected in hundredths
	for _, q := range p.asked() {
		for _, options := range singleChoices(q.Body) {
			right, other := optionLengths(options)
			singles++
			expected += 100 / len(options)
			if right <= other {
				continue
			}
			longest++
			if right*100 > other*longerBy && right-other >= longerByLetter {
				notes.add(q.File, q.Line, "note.longest_right")
			}
		}
	}
	if singles >= enoughItems && longest*100*100 > expected*aboveChance {
		notes.add(p.shown("questions"), 0, "note.longest_share", longest, singles, (expected+50)/100)
	}
}

// asked lists the questions of the bank one by one: those of a case stand for it, at its place in the file.
func (p *Package) asked() []Question {
	var all []Question
	for _, q := range p.Questions {
		if len(q.Body.Parts) == 0 {
			all = append(all, q)
			continue
		}
		for _, part := range q.Body.Parts {
			q.Body = part
			all = append(all, q)
		}
	}
	return all
}

// singleChoices lists the lists of a question from which one is chosen: its own, those of its gaps.
func singleChoices(b question.Body) [][]question.Option {
	var lists [][]question.Option
	if b.Type == question.Single {
		lists = append(lists, b.Options)
	}
	for _, g := range b.Gaps {
		if g.Type == question.Single {
			lists = append(lists, g.Options)
		}
	}
	return lists
}

// optionLengths returns the length of the right option and of the longest wrong one, in characters.
func optionLengths(options []question.Option) (right, other int) {
	for _, o := range options {
		length := utf8.RuneCountInString(prose.PlainText(o.Text.VI))
		if o.Correct {
			right = length
		} else {
			other = max(other, length)
		}
	}
	return right, other
}

// lintPositions notes a place at which the key stands too often among questions of equal size.
func lintPositions(notes *problems, p *Package) {
	bySize := map[int][]int{} // number of options -> questions with the key at each place
	for _, q := range p.asked() {
		for _, options := range singleChoices(q.Body) {
			size := len(options)
			if bySize[size] == nil {
				bySize[size] = make([]int, size)
			}
			at := slices.IndexFunc(options, func(o question.Option) bool { return o.Correct })
			bySize[size][at]++
		}
	}
	for size := 2; size <= question.MaxOptions; size++ {
		total := 0
		for _, n := range bySize[size] {
			total += n
		}
		for place, n := range bySize[size] {
			if total >= enoughItems && n*size*100 > total*aboveChance {
				notes.add(p.shown("questions"), 0, "note.key_position", place+1, n, total, size)
			}
		}
	}
}

// lintTruths notes statements that are nearly all true or nearly all false.
func lintTruths(notes *problems, p *Package) {
	total, truths := 0, 0
	for _, q := range p.asked() {
		if q.Body.Truth != nil {
			total++
			if *q.Body.Truth {
				truths++
			}
		}
	}
	if total < 6 {
		return
	}
	if truths*100 > total*truthShare {
		notes.add(p.shown("questions"), 0, "note.truth_balance", truths, total, "true")
	}
	if (total-truths)*100 > total*truthShare {
		notes.add(p.shown("questions"), 0, "note.truth_balance", total-truths, total, "false")
	}
}
