package demo

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/assessment"
	"taphuan/internal/question"
)

// sit takes a test: a paper drawn and scored by the rules of package question. It reports whether
// the attempt ended before the horizon, and whether it passed.
func (s *study) sit(t *test, kind string, number int) (sat, passed bool) {
	if !s.pass(time.Minute, 5*time.Minute) {
		return false, false
	}
	begun, agency := s.clock, s.agencyNow()
	limit := time.Duration(t.minutes) * time.Minute
	if !s.pass(limit*45/100, limit*95/100) {
		return false, false
	}
	seed := s.Uint64()
	places, err := question.Draw(t.pool, t.blueprint, seed)
	if err != nil { // the import has proved that the blueprint can be drawn
		return false, false
	}
	a := sheet{study: s, attempt: s.dice.id(begun), agency: agency, begun: begun, items: len(places), ability: s.ability(kind, number)}
	for position, place := range places {
		a.answer(t, t.pool[place], seed, position+1)
	}
	a.score = max(a.score, 0)
	scaled := (2*1000*int(a.score) + int(a.most)) / (2 * int(a.most))
	passed = scaled >= t.passMark
	s.batch.add(attempts, a.attempt, t.id, s.id, s.career.person.ID, agency, s.course.ID, kind, number, "graded", "learner", int64(seed), a.paperJSON(),
		begun, begun.Add(limit), s.clock, time.Time{}, int(a.score), int(a.most), scaled, passed)
	if passed {
		s.batch.add(passes, s.id, kind, s.career.person.ID, s.agency, scaled, s.clock)
	}
	if passed && kind == "final" {
		s.complete(scaled)
	}
	return true, passed
}

// ability is the share of right answers to expect: learning helps, and so does a second try.
func (s *study) ability(kind string, number int) int {
	if kind == "pre_test" {
		return s.skill - 9
	}
	return min(s.skill/2+47+8*(number-1), 97)
}

// sheet is one paper while it is answered.
type sheet struct {
	*study
	attempt     uuid.UUID
	agency      uuid.UUID
	begun       time.Time
	items       int
	ability     int
	paper       assessment.Paper
	score, most question.Points
}

// answer adds a question to the paper and answers it.
func (a *sheet) answer(t *test, c question.Candidate, seed uint64, position int) {
	body := t.bodies[c.ID]
	layout, err := t.blueprint.Arrange(body, seed, position)
	if err != nil {
		return
	}
	a.paper.Items = append(a.paper.Items, assessment.PaperItem{VersionID: uuid.MustParse(c.ID), Layout: layout})
	a.most += body.MaxPoints
	if a.chance(2) { // left blank
		return
	}
	stored := answerTo(a.dice, body, layout, a.chance(a.ability-12*(c.Difficulty-2)))
	points, err := question.Score(body, layout, stored)
	if err != nil {
		return
	}
	a.score += points
	if !a.detail {
		return
	}
	payload, _ := json.Marshal(question.Given(body, layout, stored))
	saved := a.begun.Add(a.clock.Sub(a.begun) * time.Duration(position) / time.Duration(a.items+1))
	a.batch.add(answers, a.attempt, position, a.career.person.ID, a.agency, int64(1), payload, saved, int(points))
}

func (a *sheet) paperJSON() []byte {
	if !a.detail {
		return []byte(`{"items":[]}`)
	}
	paper, _ := json.Marshal(a.paper)
	return paper
}
