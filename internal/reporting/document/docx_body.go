package document

import "strings"

// writer collects the body of a Word document. width is the room between the margins, in twips.
type writer struct {
	strings.Builder
	width int
}

func (w *writer) add(xml ...string) {
	for _, x := range xml {
		w.WriteString(x)
	}
}

// sectionBreak ends a section in a paragraph too small to see.
func (w *writer) sectionBreak(s section) string {
	return `<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>` + s.xml() + `</w:pPr></w:p>`
}

// letterhead is the block of issuer and national title, number and date: a table without lines,
// whose right column is wide enough for the national title in one line.
func (w *writer) letterhead(h Header) {
	const left, right = 3570, portraitWidth - 3570
	var issuer, nation []string
	if line := h.superior(); line != "" {
		for _, half := range balanced(line) {
			issuer = append(issuer, para{align: center}.xml(run(half, look{size: 13})))
		}
	}
	for _, line := range h.issuerLines() {
		for _, half := range balanced(line) {
			issuer = append(issuer, para{align: center}.xml(run(half, look{size: 13, bold: true})))
		}
	}
	issuer = append(issuer, rule(left, 1300, 20))
	if h.Kind == Plain {
		nation = append(nation, para{}.xml())
	} else {
		nation = append(nation,
			para{align: center}.xml(run(nationalTitle, look{size: 13, bold: true})),
			para{align: center}.xml(run(motto, look{size: 14, bold: true})),
			rule(right, 3460, 20))
	}
	number := para{align: center, before: 60}.xml(run("Số: "+h.numbered(), look{size: 13}))
	date := para{align: center, before: 60}.xml(run(clean(h.Place)+", "+h.day(), look{size: 14, italic: true}))
	w.add(layout([]int{left, right},
		[]string{strings.Join(issuer, ""), strings.Join(nation, "")},
		[]string{number, date}))
}

// title is the kind of document, its summary and the rule below it.
func (w *writer) title(d Document) {
	strong := look{size: 14, bold: true}
	w.add(para{align: center, before: 360, keepNext: true}.xml(run(capitals(d.Kind), strong)))
	for line := range strings.SplitSeq(d.Summary, "\n") {
		w.add(para{align: center, keepNext: true, left: 700, right: 700}.xml(run(clean(line), strong)))
	}
	w.add(rule(w.width, 2400, 40), para{line: -120}.xml())
}

// addressees stand on the line of "Kính gửi" when there is one, else on lines of their own.
func (w *writer) addressees(lines []string) {
	text := look{size: 14}
	switch {
	case len(lines) == 0:
	case len(lines) == 1:
		w.add(para{align: center, before: sixPoints, after: 2 * sixPoints, left: 700, right: 700}.xml(
			run("Kính gửi: "+strings.TrimRight(clean(lines[0]), ".;")+".", text)))
	default:
		w.add(para{left: 1700, before: sixPoints, keepNext: true}.xml(run("Kính gửi:", text)))
		for i, line := range listed(lines) {
			after := 0
			if i == len(lines)-1 {
				after = 2 * sixPoints
			}
			w.add(para{left: 2984, hang: 284, after: after}.xml(run(line, text)))
		}
	}
}

func (w *writer) blocks(blocks []Block) {
	var number counter
	for _, block := range blocks {
		switch b := block.(type) {
		case Heading:
			w.heading(b, number.next(b))
		case Paragraph:
			w.paragraph(b)
		case Table:
			w.table(b)
		}
	}
}

func (w *writer) heading(h Heading, text string) {
	style := []string{"Heading1", "Heading2", "Heading3"}[h.Level-1]
	w.add(para{style: style, keepNext: true, before: sixPoints, after: sixPoints, line: 276, first: firstLine, align: justify}.
		xml(run(text, look{size: 14, bold: h.Level < 3})))
}

// prose is the form of running text.
var prose = para{before: 0, after: sixPoints, line: 276, first: firstLine, align: justify}

func (w *writer) paragraph(p Paragraph) {
	var runs []string
	if p.Dash {
		runs = append(runs, run("- ", look{size: 14}))
	}
	for _, r := range p.Runs {
		runs = append(runs, run(r.Text, look{size: 14, bold: r.Bold, italic: r.Italic}))
	}
	w.add(prose.xml(runs...))
}

// closing stays with the signature, so that no page holds a signature alone.
func (w *writer) closing(text string) {
	p := prose
	p.keepNext, p.keepLines = true, true
	w.add(p.xml(run(ended(text), look{size: 14})))
}

// signature is a table without lines: recipients on the left, authority, room for the seal and the
// name on the right. Its one row is never split.
func (w *writer) signature(d Document) {
	const left, right = 4500, portraitWidth - 4500
	var to, by []string
	if len(d.Recipients) > 0 {
		to = append(to, para{keepNext: true}.xml(run("Nơi nhận:", look{size: 12, bold: true, italic: true})))
		for _, line := range listed(d.Recipients) {
			to = append(to, para{keepNext: true}.xml(run(line, look{size: 11})))
		}
	} else {
		to = append(to, para{}.xml())
	}
	for _, line := range d.Signature.Lines {
		by = append(by, para{align: center, keepNext: true}.xml(run(capitals(line), look{size: 14, bold: true})))
	}
	by = append(by, para{align: center, before: 1700}.xml(run(clean(d.Signature.Name), look{size: 14, bold: true})))
	w.add(para{line: -120, keepNext: true}.xml(),
		layout([]int{left, right}, []string{strings.Join(to, ""), strings.Join(by, "")}))
}

// annex begins a part with its own page numbers.
func (w *writer) annex(d Document, i int) {
	annex := d.Annexes[i]
	w.width = portraitWidth
	if annex.Landscape {
		w.width = landscapeWidth
	}
	w.add(
		para{align: center, keepNext: true}.xml(run(d.annexName(i), look{size: 14, bold: true})),
		para{align: center, keepNext: true}.xml(run(capitals(annex.Title), look{size: 14, bold: true})),
		para{align: center, keepNext: true, after: sixPoints}.xml(run(d.attached(), look{size: 14, italic: true})),
		rule(w.width, 2400, 0),
		para{line: -160}.xml(),
	)
	w.blocks(annex.Blocks)
}
