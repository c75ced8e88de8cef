package exchange

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"taphuan/internal/question"
)

// choice reads a list to choose from. Two choices with the identifiers true and false are a statement to judge.
func (q *qtiItem) choice(n *node, b *question.Body) {
	choices := n.all("simpleChoice")
	r := q.known(n.attr("responseIdentifier"))
	if isTruth(choices) {
		truth := slices.Contains(r.correct, "true")
		b.Type, b.Truth = question.TrueFalse, &truth
		if len(r.correct) != 1 {
			q.refuse(reasonNoRight)
		}
		return
	}
	mapped := q.mapped(n.attr("responseIdentifier"))
	var list []choice
	for _, c := range choices {
		one := choice{text: q.content(c), explain: q.explainOf(c)}
		switch id := c.attr("identifier"); {
		case mapped:
			one.weight = r.weight(id)
		case slices.Contains(r.correct, id):
			one.weight = fullWeight
		}
		list = append(list, one)
	}
	if single := r.cardinality == "single" || r.cardinality == "" && n.attr("maxChoices") == "1"; single || mapped {
		q.choicesOf(b, list, single)
		return
	}
	b.Type, b.Scoring = question.Multiple, question.AllOrNothing
	for _, c := range list {
		b.Options = append(b.Options, question.Option{Text: c.text, Explain: c.explain, Correct: c.weight > 0})
	}
}

// choicesOf makes the question of weighted choices in a body that may be a part of the item.
func (q *qtiItem) choicesOf(b *question.Body, list []choice, one bool) {
	d := &draft{item: Item{Body: question.Body{MaxPoints: b.MaxPoints}}}
	d.choices(list, one)
	for _, r := range d.reasons {
		q.reasons.add(r)
	}
	made := d.item.Body
	b.Type, b.Options, b.Scoring, b.Penalty = made.Type, made.Options, made.Scoring, made.Penalty
}

func isTruth(choices []*node) bool {
	return len(choices) == 2 && choices[0].attr("identifier") == "true" && choices[1].attr("identifier") == "false"
}

func (q *qtiItem) extendedText(_ *node, b *question.Body) {
	b.Type, b.Essay = question.EssayType, &question.Essay{Rubric: q.rubricFor(b)}
}

// rubricFor is the scale of an answer that people mark, for a body that may be a part of the item.
func (q *qtiItem) rubricFor(b *question.Body) question.Rubric {
	d := &draft{item: Item{Body: question.Body{MaxPoints: b.MaxPoints}}}
	q.change(reasonRubric)
	return d.rubric()
}

func (q *qtiItem) upload(_ *node, b *question.Body) {
	q.change(reasonAccept)
	b.Type, b.Upload = question.FileUpload, usualUpload(1, q.rubricFor(b))
}

var reasonQTIPairs = words{"qti.pairs",
	"Mỗi mục phải có đúng một đáp án để ghép; ở đây không phải vậy.", "Each item must have exactly one right partner; here that is not so."}

// match reads a set of prompts and a set of options; the vocabulary says when it is shown as a table.
func (q *qtiItem) match(n *node, b *question.Body) {
	sets := n.all("simpleMatchSet")
	if len(sets) != 2 {
		q.refuse(reasonQTIPairs)
		return
	}
	class := n.attr("class")
	b.Type = question.Matching
	switch {
	case strings.Contains(class, "qti-match-tabular"):
		b.Type = question.SingleChoiceTable
	case strings.Contains(class, "categorize"):
		b.Type = question.Categorize
	}
	r := q.known(n.attr("responseIdentifier"))
	b.Scoring = question.AllOrNothing
	if q.mapped(n.attr("responseIdentifier")) {
		b.Scoring = q.evenRule(r)
	}
	options := map[string]int{}
	for i, c := range sets[1].all("simpleAssociableChoice") {
		options[c.attr("identifier")] = i
		b.Options = append(b.Options, question.Option{Text: q.content(c)})
	}
	right := r.rightPairs()
	for _, c := range sets[0].all("simpleAssociableChoice") {
		at, ok := partner(c.attr("identifier"), right, options)
		if !ok {
			q.refuse(reasonQTIPairs)
		}
		b.Prompts = append(b.Prompts, question.Prompt{Text: q.content(c), Match: at})
	}
}

// rightPairs are the pairs of the right answer; without one, those that the mapping rewards.
func (r *qtiResponse) rightPairs() []string {
	if len(r.correct) > 0 {
		return r.correct
	}
	var pairs []string
	for _, key := range r.keys {
		if r.mapping[key].Sign() > 0 {
			pairs = append(pairs, key)
		}
	}
	return pairs
}

// partner finds the one option that a pair gives to a prompt.
func partner(prompt string, pairs []string, options map[string]int) (at int, ok bool) {
	found := 0
	for _, pair := range pairs {
		a, b, _ := strings.Cut(pair, " ")
		if b == prompt {
			a, b = b, a
		}
		if option, known := options[b]; a == prompt && known {
			at, found = option, found+1
		}
	}
	return at, found == 1
}

// evenRule is partial; weights that differ are told.
func (q *qtiItem) evenRule(r *qtiResponse) question.ScoringRule {
	var first *big.Rat
	for _, key := range r.keys {
		switch value := r.mapping[key]; {
		case value.Sign() <= 0:
		case first == nil:
			first = value
		case first.Cmp(value) != 0:
			q.change(reasonUneven)
		}
	}
	return question.Partial
}

func (q *qtiItem) order(n *node, b *question.Body) {
	b.Type, b.Scoring = question.Ordering, question.AllOrNothing
	choices := map[string]*node{}
	for _, c := range n.all("simpleChoice") {
		choices[c.attr("identifier")] = c
	}
	correct := q.known(n.attr("responseIdentifier")).correct
	if len(correct) != len(choices) {
		q.refuse(reasonQTIPairs)
	}
	for _, id := range correct {
		if c := choices[id]; c != nil {
			b.Options = append(b.Options, question.Option{Text: q.content(c), Explain: q.explainOf(c)})
		}
	}
}

// hotspot reads regions of a picture to point at.
func (q *qtiItem) hotspot(n *node, b *question.Body) {
	r := q.known(n.attr("responseIdentifier"))
	b.Type, b.Scoring = question.HotspotType, question.AllOrNothing
	if q.mapped(n.attr("responseIdentifier")) {
		b.Scoring = question.Partial
	}
	b.Hotspot = q.spot(n)
	for i, c := range n.all("hotspotChoice") {
		id := c.attr("identifier")
		label := c.attr("hotspotLabel")
		if label == "" {
			label = "Vùng " + strconv.Itoa(i+1)
		}
		q.region(b, c, question.LocalText{VI: paragraphs(label, true)}, slices.Contains(r.correct, id) || len(r.correct) == 0 && r.weight(id) > 0)
	}
	right := 0
	for _, region := range b.Hotspot.Regions {
		if region.Correct {
			right++
		}
	}
	if most, err := strconv.Atoi(n.attr("maxChoices")); err == nil && most > right {
		b.Hotspot.Picks = min(most, question.MaxPicks)
	}
}

// selectPoint reads a picture on which areas earn points.
func (q *qtiItem) selectPoint(n *node, b *question.Body) {
	b.Type, b.Scoring, b.Hotspot = question.HotspotType, question.Partial, q.spot(n)
	for i, area := range q.known(n.attr("responseIdentifier")).areas {
		value, ok := parseMachine(area.attr("mappedValue"))
		q.region(b, area, question.LocalText{VI: "Vùng " + strconv.Itoa(i+1)}, ok && value.Sign() > 0)
	}
}

func (q *qtiItem) region(b *question.Body, n *node, label question.LocalText, correct bool) {
	coords, ok := coordinates(n.attr("coords"))
	shape := question.Shape(n.attr("shape"))
	if !ok || !slices.Contains([]question.Shape{question.Rectangle, question.Circle, question.Polygon}, shape) {
		q.refuse(reasonShape)
		return
	}
	if last := len(coords) - 2; shape == question.Polygon && last >= 6 && coords[0] == coords[last] && coords[1] == coords[last+1] {
		coords = coords[:last] // QTI closes a polygon by its first corner
	}
	b.Hotspot.Regions = append(b.Hotspot.Regions, question.Region{Shape: shape, Coords: coords, Label: label, Correct: correct})
}

// spot reads the picture of an interaction, an object in QTI 2 and an img in QTI 3.
func (q *qtiItem) spot(n *node) *question.Hotspot {
	reference, alt := "", ""
	if object := n.first("object"); object != nil {
		reference, alt = object.attr("data"), object.words()
	} else if img := n.first("img"); img != nil {
		reference, alt = img.attr("src"), img.attr("alt")
	}
	data, wrong := q.bytesOf(reference)
	switch wrong {
	case words{}:
	case reasonNoPicture:
		q.refuse(reasonNoImage)
		return &question.Hotspot{}
	default:
		q.refuse(wrong, shown(reference))
		return &question.Hotspot{}
	}
	return q.spotImage(reference, data, question.LocalText{VI: paragraphs(alt, true)})
}
