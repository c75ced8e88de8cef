package exchange

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"taphuan/internal/question"
)

// sheetCells writes an item as one row; false for a type that a row cannot hold.
func (w *exporter) sheetCells(item Item) (sheetCells, bool) {
	b := item.Body
	name := sheetTypeName(b.Type)
	if name == "" || len(b.Options) > maxChoices || len(b.Prompts) > maxChoices {
		return nil, false
	}
	cells := sheetCells{"number": strconv.Itoa(w.at + 1), "key": item.Key, "name": item.Name, "topic": item.Topic, "type": name,
		"tags": strings.Join(item.Tags, "; "), "points": pointsText(b.MaxPoints)}
	if item.Difficulty > 0 {
		cells["level"] = strconv.Itoa(item.Difficulty)
	}
	if b.Penalty > 0 {
		cells["penalty"] = pointsText(b.Penalty)
	}
	cells.put("stem", b.Stem, false)
	cells.put("explain", b.Explain, false)
	cells["source"], cells["source.en"] = b.Source.VI, b.Source.EN
	if len(MediaNames(b)) > 0 {
		w.lose(lossPicture)
	}
	return cells, w.sheetAnswer(cells, b)
}

// put writes both languages of a text.
func (c sheetCells) put(key string, t question.LocalText, inline bool) {
	c[key], c[key+".en"] = cellText(t.VI, inline), cellText(t.EN, inline)
}

// cellText writes a fragment as plain text where that says all, else as HTML, which the reader knows by its tags.
func cellText(fragment string, inline bool) string {
	plain := plainOf(fragment)
	if paragraphs(plain, inline) == fragment && !looksHTML(plain) {
		return plain
	}
	if !looksHTML(fragment) && fragment != "" {
		return "<p>" + fragment + "</p>"
	}
	return fragment
}

// pointsText writes hundredths as people do: 50 is "0,5".
func pointsText(p question.Points) string {
	return strings.Replace(strconv.FormatFloat(float64(p)/100, 'f', -1, 64), ".", ",", 1)
}

func (w *exporter) sheetAnswer(cells sheetCells, b question.Body) bool {
	switch b.Type {
	case question.Single, question.Multiple:
		w.sheetOptions(cells, b.Options)
		w.sheetChoice(cells, b)
	case question.TrueFalse:
		cells["answer"] = "Sai"
		if *b.Truth {
			cells["answer"] = "Đúng"
		}
	case question.Numeric:
		w.sheetNumber(cells, *b.Numeric)
	case question.ShortAnswer:
		sheetShort(cells, *b.ShortAnswer)
	case question.Ordering:
		w.sheetOptions(cells, b.Options)
		cells["scoring"] = ruleName(b.Scoring)
	case question.Matching, question.Categorize, question.SingleChoiceTable:
		cells["scoring"] = ruleName(b.Scoring)
		return w.sheetPairs(cells, b)
	case question.EssayType:
		w.lose(lossRubric)
	}
	return true
}

func (w *exporter) sheetOptions(cells sheetCells, options []question.Option) {
	for i, o := range options {
		cells.put("option."+letter(i), o.Text, true)
		cells.put("explain."+letter(i), o.Explain, false)
	}
}

func ruleName(rule question.ScoringRule) string {
	for _, s := range sheetRules {
		if s.rule == rule {
			return s.name
		}
	}
	return ""
}

func (w *exporter) sheetChoice(cells sheetCells, b question.Body) {
	var parts []string
	for i, o := range b.Options {
		switch {
		case b.Scoring == question.Weighted && o.Weight != 0:
			parts = append(parts, fmt.Sprintf("%s=%s%%", letter(i), strings.Replace(strconv.FormatFloat(float64(o.Weight)/100, 'f', -1, 64), ".", ",", 1)))
		case b.Scoring != question.Weighted && o.Correct:
			parts = append(parts, letter(i))
		}
	}
	cells["answer"] = strings.Join(parts, "; ")
	if b.Type == question.Multiple {
		cells["scoring"] = ruleName(b.Scoring)
	}
}

func (w *exporter) sheetNumber(cells sheetCells, key question.NumericKey) {
	if key.Relative {
		w.lose(lossTolerance)
	}
	if len(key.OtherUnits) > 0 {
		w.lose(lossUnit)
	}
	value, tolerance := absoluteTolerance(key)
	text := commaNumber(value)
	if tolerance.Sign() > 0 {
		text += " ± " + commaNumber(tolerance)
	}
	cells["answer"], cells["answer.en"] = strings.TrimSpace(text+" "+key.Unit.VI), key.Unit.EN
}

// commaNumber writes a number as in Vietnam, without grouping.
func commaNumber(r *big.Rat) string {
	text, _ := decimalOf(r)
	return strings.Replace(text, ".", ",", 1)
}

func sheetShort(cells sheetCells, key question.ShortAnswerKey) {
	cells["answer"], cells["answer.en"] = acceptedLines(key.AcceptedVI), acceptedLines(key.AcceptedEN)
	var rules []string
	for _, rule := range []struct {
		on   bool
		name string
	}{{key.IgnoreAccents, ruleAccents}, {key.MatchCase, ruleCase}, {key.Patterns, rulePatterns}} {
		if rule.on {
			rules = append(rules, rule.name)
		}
	}
	cells["scoring"] = strings.Join(rules, "; ")
}

// acceptedLines joins accepted texts; by lines where one of them has a sign that would part it.
func acceptedLines(texts []string) string {
	if slices.ContainsFunc(texts, func(t string) bool { return strings.ContainsAny(t, ";|") }) {
		return strings.Join(texts, "\n") + "\n"
	}
	return strings.Join(texts, "; ")
}

// inFirstUse reports whether options stand in the order in which prompts name them first.
func inFirstUse(b question.Body) bool {
	next := 0
	for _, p := range b.Prompts {
		if p.Match > next {
			return false
		}
		if p.Match == next {
			next++
		}
	}
	return true
}

// sheetPairs writes each prompt with its option; false when there is no room.
func (w *exporter) sheetPairs(cells sheetCells, b question.Body) bool {
	var rows []pair
	if b.Type != question.Matching && !inFirstUse(b) { // the order of groups and columns is the author's
		for _, o := range b.Options {
			rows = append(rows, pair{option: o.Text})
		}
	}
	used := map[int]bool{}
	for _, p := range b.Prompts {
		used[p.Match] = true
		rows = append(rows, pair{p.Text, b.Options[p.Match].Text, p.Explain})
	}
	for i, o := range b.Options {
		if !used[i] {
			rows = append(rows, pair{option: o.Text})
		}
	}
	if len(rows) > maxChoices {
		return false
	}
	if explained(b.Options) {
		w.lose(lossExplain)
	}
	for i, p := range rows {
		if strings.Contains(p.prompt.VI+p.prompt.EN, pairSign) {
			return false
		}
		t := question.LocalText{VI: strings.TrimSpace(p.prompt.VI + " " + pairSign + " " + p.option.VI)}
		if p.prompt.EN != "" || p.option.EN != "" {
			t.EN = strings.TrimSpace(p.prompt.EN + " " + pairSign + " " + p.option.EN)
		}
		cells.put("option."+letter(i), t, true)
		cells.put("explain."+letter(i), p.explain, false)
	}
	return true
}
