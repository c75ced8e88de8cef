package assessment

import (
	"cmp"
	"fmt"
	"slices"

	"taphuan/internal/fault"
	"taphuan/internal/question"
)

// EquivalentFault (câu tương đương không dùng được) is a question of the next tests for which whoever asks for no dragging
// and no images would get no other.
type EquivalentFault struct {
	Key        string
	Stem       question.LocalText // HTML
	Equivalent string             // the key that it names
	Why        question.EquivalentWhy
}

var equivalentTexts = map[question.EquivalentWhy]fault.Text{
	question.EquivalentMissing: {VI: "Câu %[1]s cần nhìn hình nhưng chưa ghi câu tương đương. Hãy sửa câu này và ghi mã một câu cùng chủ đề, cùng mức, không cần hình.",
		EN: "%[1]s needs its image seen and names no equivalent. Edit it and name a question of the same topic and difficulty without an image."},
	question.EquivalentGone: {VI: "Câu tương đương của %[1]s là %[2]s đã ngừng dùng hoặc chưa được duyệt. Hãy dùng lại, duyệt câu đó, hoặc sửa %[1]s để ghi câu khác.",
		EN: "The equivalent of %[1]s, %[2]s, is retired or not reviewed. Bring it back, have it reviewed, or edit %[1]s to name another."},
	question.EquivalentMoved: {VI: "Câu tương đương của %[1]s là %[2]s nay khác chủ đề hoặc khác mức. Hãy sửa %[1]s để ghi câu khác.",
		EN: "The equivalent of %[1]s, %[2]s, has another topic or difficulty by now. Edit %[1]s to name another."},
	question.EquivalentByHand: {VI: "Câu tương đương của %[1]s là %[2]s cũng cần kéo thả hoặc nhìn hình. Hãy sửa %[1]s để ghi câu khác.",
		EN: "The equivalent of %[1]s, %[2]s, needs dragging or an image itself. Edit %[1]s to name another."},
}

// Text says what is wrong and what to do.
func (f EquivalentFault) Text() fault.Text {
	text := equivalentTexts[f.Why]
	return fault.Text{VI: fmt.Sprintf(text.VI, f.Key, f.Equivalent), EN: fmt.Sprintf(text.EN, f.Key, f.Equivalent)}
}

// equivalentFaults lists the questions of the pool without an equivalent that they must have, by key. Each question was
// right when it was saved; the one that it names may have changed since.
func (p bankPool) equivalentFaults() []EquivalentFault {
	places := map[string]question.Place{}
	for _, v := range p.versions {
		places[v.Key] = v.place()
	}
	var faults []EquivalentFault
	for _, v := range p.versions {
		if why := places[v.Key].WithoutEquivalent(inBank(places)); why != "" {
			faults = append(faults, EquivalentFault{Key: v.Key, Stem: v.stem(), Equivalent: v.Equivalent, Why: why})
		}
	}
	slices.SortFunc(faults, func(a, b EquivalentFault) int { return cmp.Compare(a.Key, b.Key) })
	return faults
}

// inBank looks a question's place up by its key.
func inBank(places map[string]question.Place) func(string) (question.Place, bool) {
	return func(key string) (question.Place, bool) {
		place, stands := places[key]
		return place, stands
	}
}

func (v poolVersion) place() question.Place {
	return question.Place{Key: v.Key, Topic: v.Topic, Difficulty: v.Difficulty, Types: v.Types, Equivalent: v.Equivalent}
}

func (q BankQuestion) place() question.Place {
	return question.Place{Key: q.Key, Topic: q.Topic, Difficulty: q.Difficulty, Types: q.Body.Types(), Equivalent: q.Equivalent}
}
