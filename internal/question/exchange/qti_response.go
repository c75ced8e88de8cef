package exchange

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"taphuan/internal/question"
)

// qtiResponse is what a response declaration and the processing of responses say of one answer.
type qtiResponse struct {
	cardinality, base string
	correct           []string
	mapping           map[string]*big.Rat // nil without one
	keys              []string            // of the mapping, in their order
	caseSensitive     bool
	otherwise         *big.Rat
	most              *big.Rat // that the mapping earns
	areas             []*node
}

func (q *qtiItem) response(n *node) *qtiResponse {
	r := &qtiResponse{cardinality: n.attr("cardinality"), base: n.attr("baseType")}
	for _, v := range n.first("correctResponse").all("value") {
		r.correct = append(r.correct, strings.Join(strings.Fields(v.words()), " "))
	}
	if m := n.first("mapping"); m != nil {
		r.mapping = map[string]*big.Rat{}
		r.otherwise, _ = parseMachine(m.attr("defaultValue"))
		for _, e := range m.all("mapEntry") {
			value, ok := parseMachine(e.attr("mappedValue"))
			key := strings.Join(strings.Fields(e.attr("mapKey")), " ")
			if !ok {
				continue
			}
			r.caseSensitive = r.caseSensitive || e.attr("caseSensitive") == "true"
			r.mapping[key] = value
			r.keys = append(r.keys, key)
		}
		upper, _ := parseMachine(m.attr("upperBound"))
		r.most = r.best(upper)
	}
	r.areas = n.first("areaMapping").all("areaMapEntry")
	return r
}

// best is what the mapping earns at most: for one answer its best entry, for several the sum, within its upper bound.
func (r *qtiResponse) best(upper *big.Rat) *big.Rat {
	most := new(big.Rat)
	for _, value := range r.mapping {
		if value.Sign() <= 0 {
			continue
		}
		if r.cardinality == "single" && value.Cmp(most) > 0 {
			most = value
		} else if r.cardinality != "single" {
			most = new(big.Rat).Add(most, value)
		}
	}
	if upper != nil && upper.Sign() > 0 && upper.Cmp(most) < 0 {
		return upper
	}
	return most
}

// weight is what an entry earns of that, in hundredths of a percent.
func (r *qtiResponse) weight(key string) int {
	value := r.mapping[key]
	if value == nil {
		value = r.otherwise
	}
	if value == nil || r.most.Sign() == 0 {
		return 0
	}
	share, _ := new(big.Rat).Quo(value, r.most).Float64()
	return percentWeight(share * 100)
}

// known returns the response of an interaction; one that is not declared has no key.
func (q *qtiItem) known(id string) *qtiResponse {
	if r := q.responses[id]; r != nil {
		return r
	}
	return &qtiResponse{}
}

// mapped reports whether an answer is scored by its mapping and not by the right answer alone.
func (q *qtiItem) mapped(id string) bool {
	r := q.known(id)
	if r.mapping == nil && r.areas == nil {
		return false
	}
	processing := q.root.first("responseProcessing")
	template := processing.attr("template")
	switch {
	case strings.Contains(template, "map_response"):
		return true
	case strings.Contains(template, "match_correct"):
		return false
	case processing == nil || len(r.correct) == 0:
		return true
	}
	return q.scoring.mapped[id]
}

// maxScore is what the item says that it is worth; else what its one response earns.
func (q *qtiItem) maxScore() question.Points {
	for _, o := range q.root.all("outcomeDeclaration") {
		text := o.first("defaultValue").value("value")
		if o.attr("identifier") == "SCORE" {
			text = o.attr("normalMaximum")
		} else if o.attr("identifier") != "MAXSCORE" {
			continue
		}
		if value, ok := parseMachine(text); ok {
			if p := pointsOf(value); p > 0 {
				return p
			}
		}
	}
	total := question.Points(0)
	for id := range q.responses {
		total += q.responsePoints(id)
	}
	return total
}

// responsePoints is what one answer earns.
func (q *qtiItem) responsePoints(id string) question.Points {
	if r := q.known(id); q.mapped(id) && r.mapping != nil {
		if p := pointsOf(r.most); p > 0 {
			return p
		}
	}
	if p := q.scoring.points[id]; p > 0 {
		return p
	}
	return 100
}

// pointsOf rounds points to hundredths; 0 for what no question is worth.
func pointsOf(value *big.Rat) question.Points {
	hundredths, _ := new(big.Rat).Mul(value, hundred).Float64()
	if hundredths < 0.5 || hundredths > float64(question.MaxPointsBound) {
		return 0
	}
	return question.Points(hundredths + 0.5)
}

var reasonProcessing = words{"qti.processing",
	"Cách chấm riêng của câu dùng phép «%s» chưa hiểu; ở đây chấm theo đáp án.", "The scoring of the item uses “%s”, which is not understood; here it is scored by the key."}

// processing are the elements of response processing whose meaning is kept by the types of questions.
var processing = []string{"responseProcessing", "responseCondition", "responseIf", "responseElse", "responseElseIf", "match", "variable", "correct", "setOutcomeValue",
	"baseValue", "mapResponse", "mapResponsePoint", "sum", "and", "equal", "isNull", "not", "lt", "gt", "lte", "gte", "stringMatch", ""}

// unknownProcessing says what of the scoring was not understood.
func (q *qtiItem) unknownProcessing() {
	var walk func(n *node)
	walk = func(n *node) {
		if n == nil {
			return
		}
		if !slices.Contains(processing, n.name) {
			q.change(reasonProcessing, tagName(n.name))
			return
		}
		for _, kid := range n.kids {
			walk(kid)
		}
	}
	walk(q.root.first("responseProcessing"))
}

// solution is the outcome under which the explanation of a question stands in the packages that we write.
const solution = "SOLUTION"

// explainOf is the feedback on a choice: what stands in it, or what is shown when it was chosen.
func (q *qtiItem) explainOf(choice *node) question.LocalText {
	text := question.LocalText{}
	for _, f := range append(choice.find("feedbackInline"), choice.find("feedbackBlock")...) {
		inner := q.html(q.markup(f))
		text = question.LocalText{VI: joined(text.VI, inner.VI), EN: joined(text.EN, inner.EN)}
	}
	for _, f := range q.root.all("modalFeedback") {
		if f.attr("identifier") == choice.attr("identifier") && !q.used[f] && !strings.HasPrefix(f.attr("outcomeIdentifier"), solution) {
			q.used[f] = true
			inner := q.html(q.markup(f))
			text = question.LocalText{VI: joined(text.VI, inner.VI), EN: joined(text.EN, inner.EN)}
		}
	}
	return text
}

// feedback gives what belongs to no choice to the explanation of the question, or of a part of it.
func (q *qtiItem) feedback() {
	b := &q.item.Body
	for _, f := range q.root.all("modalFeedback") {
		if q.used[f] {
			continue
		}
		explain := &b.Explain
		rest, ours := strings.CutPrefix(f.attr("outcomeIdentifier"), solution)
		if n, err := strconv.Atoi(strings.TrimPrefix(rest, "_")); err == nil && n >= 1 && n <= len(b.Parts) {
			explain = &b.Parts[n-1].Explain
		}
		text := q.html(q.markup(f))
		if !ours && text.VI != "" {
			q.change(reasonCombine)
		}
		*explain = question.LocalText{VI: joined(explain.VI, text.VI), EN: joined(explain.EN, text.EN)}
	}
}
