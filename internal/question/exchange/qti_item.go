package exchange

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"taphuan/internal/question"
	"taphuan/internal/vietnamese"
)

// qtiItem is an item with what its declarations say.
type qtiItem struct {
	*draft
	root      *node
	body      *node
	responses map[string]*qtiResponse
	scoring   qtiScoring
	gaps      []*node // inline interactions, in the order in which the text shows them
	used      map[*node]bool
}

// interactions that stand in a line of text, and those that are blocks of their own. The others are refused by name.
var (
	inlineInteractions = []string{"textEntryInteraction", "inlineChoiceInteraction"}
	blockInteractions  = map[string]func(*qtiItem, *node, *question.Body){
		"choiceInteraction": (*qtiItem).choice, "extendedTextInteraction": (*qtiItem).extendedText, "matchInteraction": (*qtiItem).match,
		"orderInteraction": (*qtiItem).order, "hotspotInteraction": (*qtiItem).hotspot, "selectPointInteraction": (*qtiItem).selectPoint,
		"uploadInteraction": (*qtiItem).upload, "gapMatchInteraction": (*qtiItem).gapMatch,
	}
)

var (
	reasonInteraction = words{"qti.interaction", "Kiểu tương tác %s của QTI không có loại tương ứng nên không nhập.", "The interaction %s of QTI has no like here, so the item was not imported."}
	reasonNoBody      = words{"qti.no_interaction", "Câu không có phần để trả lời.", "The item has nothing to answer."}
	reasonLanguage    = words{"qti.language", "Câu được ghi là tiếng Anh; nội dung đứng ở bản tiếng Việt. Hãy dịch lại.", "The item says that it is in English; it stands as the Vietnamese text. Translate it."}
	reasonRubricBlock = words{"qti.rubric_block", "Hướng dẫn riêng (rubricBlock) không có chỗ nên đã bỏ.", "Instructions of their own (rubricBlock) have no place and were dropped."}
	reasonTemplates   = words{"qti.template", "Câu có giá trị sinh ngẫu nhiên theo mẫu (templateProcessing), chưa đọc được.", "The item has values made by templateProcessing, which is not read."}
	reasonQTIPart     = words{"qti.part_stem", "Có ý không có lời dẫn riêng nên được đánh số.", "A part without a text of its own was numbered."}
	reasonStylesheet  = words{"qti.stylesheet", "Bảng kiểu (stylesheet) của câu đã bỏ.", "The stylesheet of the item was dropped."}
)

// qti reads an item whose names are those of QTI 2.
func (d *draft) qti(root *node) {
	q := &qtiItem{draft: d, root: root, body: root.first("itemBody"), responses: map[string]*qtiResponse{}, used: map[*node]bool{}}
	if title := root.attr("title"); title != "" {
		d.item.Name = title
	}
	switch d.item.Key {
	case "":
		d.item.Key = root.attr("identifier")
	case noKey:
		d.item.Key = ""
	}
	if pieces(root) > maxPieces {
		d.refuse(reasonManyPieces)
		return
	}
	for _, r := range root.all("responseDeclaration") {
		q.responses[r.attr("identifier")] = q.response(r)
	}
	q.scoring = scoringOf(root.first("responseProcessing"))
	if root.first("templateProcessing") != nil || root.first("templateDeclaration") != nil {
		d.refuse(reasonTemplates)
	}
	if len(root.all("stylesheet")) > 0 {
		d.change(reasonStylesheet)
	}
	d.item.Body.MaxPoints = q.maxScore()
	q.read()
	q.feedback()
	q.unknownProcessing()
	if strings.HasPrefix(root.attr("lang"), "en") && d.item.Body.Stem.EN == "" && isEnglish(d.item.Body.Stem.VI) {
		d.change(reasonLanguage)
	}
}

// pieces counts what an item declares and offers.
func pieces(n *node) int {
	count := 0
	for _, kid := range n.kids {
		if kid.attr("identifier") != "" || kid.attr("mapKey") != "" || strings.HasSuffix(kid.name, "Interaction") {
			count++
		}
		count += pieces(kid)
	}
	return count
}

// isEnglish reports whether a text has letters and none that only Vietnamese has.
func isEnglish(text string) bool {
	plain := plainOf(text)
	return plain != "" && vietnamese.Fold(plain) == strings.ToLower(vietnamese.Normalize(plain))
}

func (q *qtiItem) read() {
	inlines, blocks := q.interactions(q.body)
	b := &q.item.Body
	switch {
	case len(inlines)+len(blocks) == 0 && q.refused():
		b.Stem = q.html(q.markup(q.body))
	case len(inlines)+len(blocks) == 0:
		b.Stem = q.html(q.markup(q.body))
		q.refuse(reasonNoBody)
	case len(blocks) == 0 && !q.parted():
		q.inline(q.body, b)
	case len(blocks) == 1 && len(inlines) == 0:
		q.block(q.body, blocks[0], b)
	default:
		q.caseStudy()
	}
}

// parted reports whether the body is made of blocks that each stand for a part, as we write them: fields alone would
// else read as the gaps of one text.
func (q *qtiItem) parted() bool {
	count := 0
	for _, kid := range q.body.all("div") {
		if kid.attr("class") == "part" {
			count++
		}
	}
	return count > 1
}

// interactions finds what is to be answered below a node; unknown interactions refuse the item.
func (q *qtiItem) interactions(n *node) (inlines, blocks []*node) {
	if n == nil {
		return nil, nil
	}
	for _, kid := range n.kids {
		switch {
		case slices.Contains(inlineInteractions, kid.name):
			inlines = append(inlines, kid)
		case blockInteractions[kid.name] != nil:
			blocks = append(blocks, kid)
		case strings.HasSuffix(kid.name, "Interaction") && kid.name != "endAttemptInteraction":
			q.refuse(reasonInteraction, tagName(kid.name))
		default:
			i, b := q.interactions(kid)
			inlines, blocks = append(inlines, i...), append(blocks, b...)
		}
	}
	return inlines, blocks
}

// block reads one block interaction: what stands around it and its prompt are the stem.
func (q *qtiItem) block(around, interaction *node, b *question.Body) {
	stem := q.markup(around)
	if prompt := interaction.first("prompt"); prompt != nil {
		stem += "<div>" + q.markup(prompt) + "</div>"
	}
	b.Stem = q.html(stem)
	blockInteractions[interaction.name](q, interaction, b)
}

// markup writes the content of a node as HTML. Interactions in a line become marks of gaps.
func (q *qtiItem) markup(n *node) string {
	if n == nil {
		return ""
	}
	var out strings.Builder
	for _, kid := range n.kids {
		q.markupOf(kid, &out)
	}
	return out.String()
}

func (q *qtiItem) markupOf(n *node, out *strings.Builder) {
	switch n.name {
	case "":
		out.WriteString(html.EscapeString(n.text))
	case "textEntryInteraction", "inlineChoiceInteraction":
		q.gaps = append(q.gaps, n)
		fmt.Fprintf(out, "[[%d]]", len(q.gaps))
	case "gap":
		q.gaps = append(q.gaps, n)
		fmt.Fprintf(out, "[[%d]]", len(q.gaps))
	case "rubricBlock":
		q.change(reasonRubricBlock)
	case "object":
		if strings.HasPrefix(n.attr("type"), "image/") {
			fmt.Fprintf(out, `<img src="%s" alt="%s">`, html.EscapeString(n.attr("data")), html.EscapeString(strings.TrimSpace(n.words())))
		} else {
			q.change(reasonActive, "object")
		}
	case "feedbackInline", "feedbackBlock", "modalFeedback", "prompt", "endAttemptInteraction", "stylesheet":
	default:
		if strings.HasSuffix(n.name, "Interaction") {
			return
		}
		out.WriteString("<" + n.name)
		for _, a := range n.attrs {
			if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
				fmt.Fprintf(out, ` %s="%s"`, a.Name.Local, html.EscapeString(a.Value))
			}
		}
		out.WriteString(">" + q.markup(n))
		if n.name != "br" && n.name != "hr" && n.name != "img" {
			out.WriteString("</" + n.name + ">")
		}
	}
}

// content makes a safe text of what stands in a node.
func (q *qtiItem) content(n *node) question.LocalText { return both(q.html(q.markup(n)), inline) }

// caseStudy makes a part of each block that is answered; what stands before the first is the case.
func (q *qtiItem) caseStudy() {
	b := &q.item.Body
	b.Type = question.CaseStudy
	var pending []string
	for _, part := range q.parts(q.body) {
		inlines, blocks := q.interactions(part)
		if part.name == "" || len(inlines)+len(blocks) == 0 && blockInteractions[part.name] == nil {
			var out strings.Builder
			q.markupOf(part, &out)
			if text := strings.TrimSpace(out.String()); text != "" {
				pending = append(pending, text)
			}
			continue
		}
		q.part(part, inlines, blocks, &pending)
	}
	if len(b.Parts) == 0 {
		return
	}
	if b.Stem.VI == "" {
		b.Stem = question.LocalText{VI: paragraphs(q.item.Name, false)}
	}
	b.MaxPoints = 0
	for _, part := range b.Parts {
		b.MaxPoints += part.MaxPoints
	}
	behind := q.html(strings.Join(pending, ""))
	b.Stem = question.LocalText{VI: joined(b.Stem.VI, behind.VI), EN: joined(b.Stem.EN, behind.EN)}
}

// parts are the children of the body; what only wraps several interactions is opened.
func (q *qtiItem) parts(n *node) []*node {
	var list []*node
	for _, kid := range n.kids {
		_, blocks := q.interactions(kid)
		if len(blocks) > 1 {
			list = append(list, q.parts(kid)...)
		} else {
			list = append(list, kid)
		}
	}
	return list
}

// part reads one part. Its stem is what stands around it in its own block, else what stands before it.
func (q *qtiItem) part(n *node, inlines, blocks []*node, pending *[]string) {
	b := &q.item.Body
	sub := &qtiItem{draft: q.draft, root: q.root, responses: q.responses, scoring: q.scoring, used: q.used}
	part := question.Body{}
	interaction := n
	if blockInteractions[n.name] == nil && len(blocks) == 1 {
		interaction = blocks[0]
	}
	switch {
	case blockInteractions[interaction.name] != nil:
		around := n
		if interaction == n {
			around = &node{name: "div"}
		}
		part.MaxPoints = q.responsePoints(interaction.attr("responseIdentifier"))
		sub.block(around, interaction, &part)
	default:
		for _, i := range inlines {
			part.MaxPoints += q.responsePoints(i.attr("responseIdentifier"))
		}
		sub.inline(&node{name: "itemBody", kids: []*node{n}}, &part)
	}
	before := *pending
	*pending = nil
	if part.Stem.VI == "" && len(before) > 0 && (len(b.Parts) > 0 || len(before) > 1) {
		part.Stem = q.html(before[len(before)-1])
		before = before[:len(before)-1]
	}
	if part.Stem.VI == "" {
		q.change(reasonQTIPart)
		part.Stem = question.LocalText{VI: fmt.Sprintf("<p>Ý %d</p>", len(b.Parts)+1)}
	}
	text := q.html(strings.Join(before, ""))
	if len(b.Parts) == 0 {
		b.Stem = text
	} else if text.VI != "" {
		part.Stem = question.LocalText{VI: text.VI + block(part.Stem.VI), EN: text.EN + block(part.Stem.EN)}
	}
	b.Parts = append(b.Parts, part)
}
