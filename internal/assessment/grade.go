package assessment

import (
	"github.com/google/uuid"

	"taphuan/internal/question"
)

// evidence is what a grade rests on beside the paper. The same evidence always gives the same grade.
type evidence struct {
	answers []StoredAnswer
	keys    map[uuid.UUID]correctedKey // by question version; none: the key of the paper
	marks   map[place]int              // the final marks of people
	byHand  map[int]int                // points of positions that an appeal has changed
}

// place is an answer that people mark.
type place struct{ position, part int }

// correctedKey is what was found wrong in the key of a question version.
type correctedKey struct {
	kind CorrectionKind
	body question.Body // of NewKey
}

// grade is what a paper with its answers is worth.
type grade struct {
	score   int // hundredths of a point; without what waits
	most    int // of the paper, without what was struck out
	scaled  int // hundredths of 10
	passed  bool
	points  []earned // of each answer that was graded
	waiting []toMark // what people still mark: scaled and passed say nothing yet
}

// earned is what the answer at a position is worth, in hundredths.
type earned struct{ position, points int }

// toMark is an answer that waits for people.
type toMark struct {
	position int
	question.Marked
}

// gradePaper scores a paper. An answer that came late counts as none.
func gradePaper(paper Paper, bodies map[uuid.UUID]question.Body, of evidence, passMark int) (grade, error) {
	var g grade
	given := inTime(of.answers)
	for i, item := range paper.Items {
		position, body := i+1, bodies[item.VersionID]
		answer, answered := given[position]
		key, corrected := of.keys[item.VersionID]
		if corrected && key.kind == StruckOut {
			if answered {
				g.points = append(g.points, earned{position, 0})
			}
			continue
		}
		g.most += int(body.MaxPoints)
		points, waiting, err := gradeAnswer(position, item.Layout, keyBody(body, key), answer.Payload, of)
		if err != nil {
			return grade{}, err
		}
		if corrected && key.kind == Everybody {
			points, waiting = int(body.MaxPoints), nil
		}
		g.score += points
		g.waiting = append(g.waiting, waiting...)
		if answered {
			g.points = append(g.points, earned{position, points})
		}
	}
	g.score = max(g.score, 0) // what wrong answers cost never goes below nothing
	g.scaled = scale(g.score, g.most)
	g.passed = g.scaled >= passMark
	return g, nil
}

func inTime(answers []StoredAnswer) map[int]StoredAnswer {
	given := make(map[int]StoredAnswer, len(answers))
	for _, a := range answers {
		if !a.Late {
			given[a.Position] = a
		}
	}
	return given
}

func keyBody(body question.Body, key correctedKey) question.Body {
	if key.kind == NewKey {
		return key.body
	}
	return body
}

// gradeAnswer is what one answer is worth: by hand where an appeal has changed it, else by its key and the final marks
// of people. waiting is what they still mark.
func gradeAnswer(position int, layout question.Layout, body question.Body, payload question.Answer, of evidence) (points int, waiting []toMark, err error) {
	if byHand, changed := of.byHand[position]; changed {
		return byHand, nil, nil
	}
	given, err := question.Stored(body, layout, payload)
	if err != nil {
		return 0, nil, err
	}
	scored, err := question.Score(body, layout, given)
	points = int(scored)
	for _, m := range question.ToMark(body, layout, given) {
		if mark, final := of.marks[place{position, m.Part}]; final {
			points += mark
			continue
		}
		waiting = append(waiting, toMark{position, m})
	}
	return points, waiting, err
}

// scale brings a score out of most to hundredths of 10, halves rounded up.
func scale(score, most int) int {
	if most <= 0 {
		return 0
	}
	return (2*1000*score + most) / (2 * most)
}
