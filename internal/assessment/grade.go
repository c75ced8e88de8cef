package assessment

import (
	"github.com/google/uuid"

	"taphuan/internal/question"
)

// grade is what a paper with its answers is worth. The same paper and answers always give the
// same grade.
type grade struct {
	score  int // hundredths of a point
	scaled int // hundredths of 10
	passed bool
	points []earned // of each answer that was graded
}

// earned is what the answer at a position is worth, in hundredths.
type earned struct{ position, points int }

// gradePaper scores the answers that came in time; a position without one earns nothing.
func gradePaper(paper Paper, bodies map[uuid.UUID]question.Body, answers []StoredAnswer, passMark int) (grade, error) {
	var g grade
	most := 0
	for _, item := range paper.Items {
		most += int(bodies[item.VersionID].MaxPoints)
	}
	for _, a := range answers {
		if a.Late || a.Position > len(paper.Items) {
			continue
		}
		item := paper.Items[a.Position-1]
		body := bodies[item.VersionID]
		given, err := question.Stored(body, item.Layout, a.Payload)
		if err != nil {
			return grade{}, err
		}
		points, err := question.Score(body, item.Layout, given)
		if err != nil {
			return grade{}, err
		}
		g.points = append(g.points, earned{a.Position, int(points)})
		g.score += int(points)
	}
	g.score = max(g.score, 0) // what wrong answers cost never goes below nothing
	g.scaled = scale(g.score, most)
	g.passed = g.scaled >= passMark
	return g, nil
}

// scale brings a score out of most to hundredths of 10, halves rounded up.
func scale(score, most int) int {
	if most <= 0 {
		return 0
	}
	return (2*1000*score + most) / (2 * most)
}
