package exchange

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"taphuan/internal/question"
)

// qtiWriters write the interaction of each type with its declaration and its scoring.
var qtiWriters = map[question.Type]func(q *qtiWriter, b question.Body, id, prefix string){
	question.Single: (*qtiWriter).choices, question.Multiple: (*qtiWriter).choices, question.TrueFalse: (*qtiWriter).truth,
	question.ShortAnswer: (*qtiWriter).short, question.Numeric: (*qtiWriter).number, question.Matching: (*qtiWriter).pairs,
	question.Categorize: (*qtiWriter).pairs, question.SingleChoiceTable: (*qtiWriter).pairs, question.Ordering: (*qtiWriter).order,
	question.Cloze: (*qtiWriter).gaps, question.InlineChoice: (*qtiWriter).gaps, question.HotspotType: (*qtiWriter).hotspot,
	question.EssayType: (*qtiWriter).essay, question.FileUpload: (*qtiWriter).upload,
}

// declare adds a declaration with its right answers.
func (q *qtiWriter) declare(id, cardinality, base string, correct ...string) *element {
	d := el("responseDeclaration", "identifier", id, "cardinality", cardinality, "baseType", base)
	if len(correct) > 0 {
		values := el("correctResponse")
		for _, value := range correct {
			values.with(el("value").saying(value))
		}
		d.with(values)
	}
	q.declarations = append(q.declarations, d)
	return d
}

// mapping adds what each answer earns. Only the penalty of a question brings its points below zero; weights do not.
func mapping(d *element, b question.Body, entries ...[2]string) {
	m := el("mapping", "upperBound", decimalPoints(b.MaxPoints), "defaultValue", "0")
	if b.Type != question.Single || b.Scoring == question.Weighted {
		m.attrs = append(m.attrs, "lowerBound", "0")
	}
	for _, e := range entries {
		m.with(el("mapEntry", "mapKey", e[0], "mappedValue", e[1]))
	}
	d.with(m)
}

func scored(more ...*element) *element {
	return el("setOutcomeValue", "identifier", "SCORE").with(el("sum").with(append([]*element{el("variable", "identifier", "SCORE")}, more...)...))
}

// mapped scores a response by its mapping.
func (q *qtiWriter) mapped(id string) {
	q.processing = append(q.processing, scored(el("mapResponse", "identifier", id)))
	q.template = ""
	if id == "RESPONSE" {
		q.template = q.version.mapped
	}
}

// matched scores a response that must be right as a whole.
func (q *qtiWriter) matched(id string, p question.Points) {
	q.when(p, el("match").with(el("variable", "identifier", id), el("correct", "identifier", id)))
	q.template = ""
	if id == "RESPONSE" && p == 100 {
		q.template = q.version.matched
	}
}

// when adds points under a condition.
func (q *qtiWriter) when(p question.Points, condition *element) {
	q.processing = append(q.processing, el("responseCondition").with(el("responseIf").with(condition,
		scored(el("baseValue", "baseType", "float").saying(decimalPoints(p))))))
}

// weightedPoints is a weight of the points, with the decimals that thirds need.
func weightedPoints(p question.Points, weight int) string {
	share := new(big.Rat).SetFrac64(int64(p)*int64(weight), 100*fullWeight)
	text := share.FloatString(8)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

func (q *qtiWriter) choices(b question.Body, id, prefix string) {
	cardinality, most := "single", "1"
	if b.Type == question.Multiple {
		cardinality, most = "multiple", "0"
	}
	interaction := el("choiceInteraction", "responseIdentifier", id, "shuffle", "true", "maxChoices", most)
	var right []string
	shown, outcome := false, "FEEDBACK"+strings.TrimPrefix(id, "RESPONSE")
	for i, o := range b.Options {
		name := prefix + letter(i)
		if o.Correct {
			right = append(right, name)
		}
		interaction.with(el("simpleChoice", "identifier", name).with(q.text(o.Text)...))
		if o.Explain.VI != "" {
			shown = true
			q.show(o.Explain, outcome, name)
		}
	}
	q.body = append(q.body, interaction)
	d := q.declare(id, cardinality, "identifier", right...)
	q.scoreChoices(d, b, id, prefix)
	if shown {
		q.outcomes = append(q.outcomes, el("outcomeDeclaration", "identifier", outcome, "cardinality", cardinality, "baseType", "identifier"))
		q.processing = append(q.processing, el("setOutcomeValue", "identifier", outcome).with(el("variable", "identifier", id)))
	}
}

// scoreChoices scores by the right answer where that says the rule, else by weights.
func (q *qtiWriter) scoreChoices(d *element, b question.Body, id, prefix string) {
	if b.Scoring == question.AllOrNothing || b.Type == question.Single && b.Scoring == "" && b.Penalty == 0 {
		q.matched(id, b.MaxPoints)
		return
	}
	weights, exact := weightsOf(b)
	if !exact {
		q.lose(lossScoring)
	}
	var entries [][2]string
	for i, weight := range weights {
		if weight != 0 {
			entries = append(entries, [2]string{prefix + letter(i), weightedPoints(b.MaxPoints, weight)})
		}
	}
	mapping(d, b, entries...)
	q.mapped(id)
}

func (q *qtiWriter) truth(b question.Body, id, _ string) {
	q.body = append(q.body, el("choiceInteraction", "responseIdentifier", id, "shuffle", "false", "maxChoices", "1").with(
		el("simpleChoice", "identifier", "true").with(q.text(truthOptions()[0].Text)...),
		el("simpleChoice", "identifier", "false").with(q.text(truthOptions()[1].Text)...)))
	q.declare(id, "single", "identifier", strconv.FormatBool(*b.Truth))
	q.matched(id, b.MaxPoints)
}

func (q *qtiWriter) short(b question.Body, id, _ string) {
	q.body = append(q.body, el("p").with(el("textEntryInteraction", "responseIdentifier", id, "expectedLength", "40")))
	q.accept(*b.ShortAnswer, id, b.MaxPoints)
}

// accept declares accepted texts, each worth all points.
func (q *qtiWriter) accept(key question.ShortAnswerKey, id string, p question.Points) {
	if key.IgnoreAccents || key.Patterns {
		q.lose(lossAccents)
	}
	if len(key.AcceptedEN) > 0 {
		q.lose(lossEnglish)
	}
	all := append(key.AcceptedVI[:len(key.AcceptedVI):len(key.AcceptedVI)], key.AcceptedEN...)
	d := q.declare(id, "single", "string", all[0])
	m := el("mapping", "defaultValue", "0")
	for _, text := range all {
		m.with(el("mapEntry", "mapKey", text, "mappedValue", decimalPoints(p), "caseSensitive", strconv.FormatBool(key.MatchCase)))
	}
	d.with(m)
	q.mapped(id)
}

func (q *qtiWriter) number(b question.Body, id, _ string) {
	q.body = append(q.body, el("p").with(el("textEntryInteraction", "responseIdentifier", id, "expectedLength", "15")))
	q.near(*b.Numeric, id, b.MaxPoints)
}

// near declares a number and compares it with its tolerance.
func (q *qtiWriter) near(key question.NumericKey, id string, p question.Points) {
	if key.Unit != (question.LocalText{}) || len(key.OtherUnits) > 0 {
		q.lose(lossUnit)
	}
	q.declare(id, "single", "float", key.Value)
	mode, tolerance := "absolute", key.Tolerance
	if tolerance == "" {
		mode = "exact"
	}
	if key.Relative {
		share, _ := parseMachine(tolerance)
		mode = "relative"
		tolerance, _ = decimalOf(share.Mul(share, hundred))
	}
	equal := el("equal", "toleranceMode", mode)
	if tolerance != "" {
		equal.attrs = append(equal.attrs, "tolerance", tolerance+" "+tolerance)
	}
	q.when(p, equal.with(el("variable", "identifier", id), el("correct", "identifier", id)))
	q.template = ""
}

// pairClass tells the types of pairs apart: the table by QTI's own vocabulary.
var pairClass = map[question.Type]string{question.SingleChoiceTable: "qti-match-tabular", question.Categorize: "categorize"}

func (q *qtiWriter) pairs(b question.Body, id, prefix string) {
	if explained(b.Options) {
		q.lose(lossExplain)
	}
	prompts, options := el("simpleMatchSet"), el("simpleMatchSet")
	var right []string
	for i, p := range b.Prompts {
		if p.Explain != (question.LocalText{}) {
			q.lose(lossExplain)
		}
		name := fmt.Sprintf("%sL%d", prefix, i+1)
		right = append(right, fmt.Sprintf("%s %sR%d", name, prefix, p.Match+1))
		prompts.with(el("simpleAssociableChoice", "identifier", name, "matchMax", "1").with(q.text(p.Text)...))
	}
	for i, o := range b.Options {
		options.with(el("simpleAssociableChoice", "identifier", fmt.Sprintf("%sR%d", prefix, i+1), "matchMax", strconv.Itoa(len(b.Prompts))).with(q.text(o.Text)...))
	}
	interaction := el("matchInteraction", "responseIdentifier", id, "shuffle", strconv.FormatBool(b.Type == question.Matching), "maxAssociations", strconv.Itoa(len(b.Prompts)))
	if class := pairClass[b.Type]; class != "" {
		interaction.attrs = append(interaction.attrs, "class", class)
	}
	q.body = append(q.body, interaction.with(prompts, options))
	q.evenly(b, id, "directedPair", right, nil)
}

// evenly declares an answer of several parts and scores each alike, or the whole of it. A wrong part costs what a right
// one earns, as the partial rule says.
func (q *qtiWriter) evenly(b question.Body, id, base string, right, wrong []string) {
	d := q.declare(id, "multiple", base, right...)
	if b.Scoring == question.AllOrNothing {
		q.matched(id, b.MaxPoints)
		return
	}
	var entries [][2]string
	for _, key := range right {
		entries = append(entries, [2]string{key, weightedPoints(b.MaxPoints, fullWeight/len(right))})
	}
	for _, key := range wrong {
		entries = append(entries, [2]string{key, weightedPoints(b.MaxPoints, -fullWeight/len(right))})
	}
	mapping(d, b, entries...)
	q.mapped(id)
}

func (q *qtiWriter) order(b question.Body, id, prefix string) {
	if b.Scoring != question.AllOrNothing {
		q.lose(lossScoring)
	}
	if explained(b.Options) {
		q.lose(lossExplain)
	}
	interaction := el("orderInteraction", "responseIdentifier", id, "shuffle", "true")
	var right []string
	for i, o := range b.Options {
		right = append(right, prefix+letter(i))
		interaction.with(el("simpleChoice", "identifier", prefix+letter(i)).with(q.text(o.Text)...))
	}
	q.body = append(q.body, interaction)
	q.declare(id, "ordered", "identifier", right...)
	q.matched(id, b.MaxPoints)
}

func (q *qtiWriter) hotspot(b question.Body, id, prefix string) {
	h := b.Hotspot
	if h.Image.Alt.EN != "" {
		q.lose(lossEnglish)
	}
	var right, wrong []string
	for i, r := range h.Regions {
		if r.Correct {
			right = append(right, prefix+letter(i))
		} else {
			wrong = append(wrong, prefix+letter(i))
		}
	}
	interaction := el("hotspotInteraction", "responseIdentifier", id, "maxChoices", strconv.Itoa(max(len(right), h.Picks)))
	interaction.with(q.image(h.Image))
	for i, r := range h.Regions {
		if r.Explain != (question.LocalText{}) {
			q.lose(lossExplain)
		}
		if r.Label.EN != "" {
			q.lose(lossEnglish)
		}
		if text := plainOf(r.Label.VI); paragraphs(text, true) != r.Label.VI {
			q.lose(lossMarkup)
		}
		interaction.with(el("hotspotChoice", "identifier", prefix+letter(i), "shape", string(r.Shape), "coords", coordsText(r), "hotspotLabel", plainOf(r.Label.VI)))
	}
	q.body = append(q.body, interaction)
	q.evenly(b, id, "identifier", right, wrong)
}

func coordsText(r question.Region) string {
	var all []string
	for _, c := range r.Coords {
		all = append(all, strconv.Itoa(c))
	}
	if r.Shape == question.Polygon {
		all = append(all, all[0], all[1])
	}
	return strings.Join(all, ",")
}

func (q *qtiWriter) image(i question.Image) *element {
	alt := plainOf(i.Alt.VI)
	if paragraphs(alt, true) != i.Alt.VI {
		q.lose(lossMarkup)
	}
	width, height := strconv.Itoa(i.Width), strconv.Itoa(i.Height)
	if q.version.three {
		return el("img", "src", "../media/"+i.File, "width", width, "height", height, "alt", alt)
	}
	return el("object", "type", findMedia(q.media, i.File).Type, "data", "../media/"+i.File, "width", width, "height", height).saying(alt)
}

func (q *qtiWriter) essay(b question.Body, id, _ string) {
	q.lose(lossRubric)
	q.body = append(q.body, el("extendedTextInteraction", "responseIdentifier", id))
	q.declare(id, "single", "string")
	q.template = ""
}

func (q *qtiWriter) upload(b question.Body, id, _ string) {
	q.lose(lossRubric)
	q.lose(lossAccept)
	q.body = append(q.body, el("uploadInteraction", "responseIdentifier", id))
	q.declare(id, "single", "file")
	q.template = ""
}
