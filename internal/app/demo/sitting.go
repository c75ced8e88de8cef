package demo

import (
	"encoding/json"
	"slices"
	"strings"
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
		a.answer(t.pool[place], t.bodies[t.pool[place].ID], seed, position+1)
	}
	scaled := (2*1000*int(a.score) + int(a.most)) / (2 * int(a.most))
	passed = scaled >= t.passMark
	s.batch.add(attempts, a.attempt, t.id, s.id, s.career.person.ID, agency, s.course.ID, kind, number, "graded", "learner", int64(seed), a.paperJSON(),
		begun, begun.Add(limit), s.clock, int(a.score), int(a.most), scaled, passed)
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
func (a *sheet) answer(c question.Candidate, body question.Body, seed uint64, position int) {
	layout, err := question.Arrange(body, seed, position)
	if err != nil {
		return
	}
	a.paper.Items = append(a.paper.Items, assessment.PaperItem{VersionID: uuid.MustParse(c.ID), Layout: layout})
	a.most += body.MaxPoints
	if a.chance(2) { // left blank
		return
	}
	given := answerTo(a.dice, body, a.chance(a.ability-12*(c.Difficulty-2)))
	points, err := question.Score(body, layout, given)
	if err != nil {
		return
	}
	a.score += points
	if !a.detail {
		return
	}
	given.Choices = placesOf(layout.Order, given.Choices)
	payload, _ := json.Marshal(given) // indexes, a truth and a text
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

// answerTo invents an answer in stored form: a right one, or one that is likely wrong.
func answerTo(d dice, b question.Body, right bool) question.Answer {
	switch b.Type {
	case question.Single:
		return question.Answer{Choices: []int{pick(d, optionsThat(b, right))}}
	case question.Multiple:
		choices := optionsThat(b, true)
		if !right {
			choices = append(choices[1:], pick(d, optionsThat(b, false)))
			slices.Sort(choices)
			choices = slices.Compact(choices)
		}
		return question.Answer{Choices: choices}
	case question.TrueFalse:
		truth := *b.Truth == right
		return question.Answer{Truth: &truth}
	case question.Numeric:
		text := strings.Replace(b.Numeric.Value, ".", ",", 1)
		return question.Answer{Text: either(right, text, text+"7")}
	}
	return question.Answer{Text: either(right, b.ShortAnswer.AcceptedVI[0], "không nhớ")}
}

// optionsThat lists the options that are right, or those that are not (all, when none is wrong).
func optionsThat(b question.Body, correct bool) []int {
	var found, all []int
	for i, o := range b.Options {
		all = append(all, i)
		if o.Correct == correct {
			found = append(found, i)
		}
	}
	if found == nil {
		return all
	}
	return found
}

// placesOf turns stored options into their places on the paper.
func placesOf(order, stored []int) []int {
	var places []int
	for _, option := range stored {
		places = append(places, slices.Index(order, option))
	}
	slices.Sort(places)
	return places
}
