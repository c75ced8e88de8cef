package exchange

import (
	"strings"

	"taphuan/internal/question"
)

// qtiScoring is what the processing of responses says of each answer, by the identifier of its response.
type qtiScoring struct {
	points map[string]question.Points // that a condition on it gives
	mapped map[string]bool            // it is scored by its mapping
	equal  map[string]*node           // the comparison that tells its tolerance
	whole  bool                       // answers count together
}

// scoringOf reads the processing of an item once for all of its responses.
func scoringOf(processing *node) qtiScoring {
	s := qtiScoring{points: map[string]question.Points{}, mapped: map[string]bool{}, equal: map[string]*node{}, whole: len(processing.find("and")) > 0}
	for _, condition := range processing.find("responseIf") {
		p := conditionPoints(condition)
		for _, variable := range condition.find("variable") {
			if id := variable.attr("identifier"); s.points[id] == 0 {
				s.points[id] = p
			}
		}
	}
	for _, name := range []string{"mapResponse", "mapResponsePoint"} {
		for _, n := range processing.find(name) {
			s.mapped[n.attr("identifier")] = true
		}
	}
	for _, equal := range processing.find("equal") {
		if mode := equal.attr("toleranceMode"); mode != "absolute" && mode != "relative" {
			continue
		}
		for _, variable := range equal.find("variable") {
			if id := variable.attr("identifier"); s.equal[id] == nil {
				s.equal[id] = equal
			}
		}
	}
	return s
}

// conditionPoints is what a condition gives when it holds; 0 where it says nothing of points.
func conditionPoints(condition *node) question.Points {
	for _, set := range condition.all("setOutcomeValue") {
		value, ok := parseMachine(set.words())
		if !ok || strings.HasPrefix(set.attr("identifier"), "FEEDBACK") {
			continue
		}
		if p := pointsOf(value); p > 0 {
			return p
		}
	}
	return 0
}
