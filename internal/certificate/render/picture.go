package render

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Picture shows what Certificate would draw as an SVG that any browser shows without help: the page's own content, read back
// from the file, with its letters as outlines. Errors as Certificate's.
func Picture(facts Facts, design Design) ([]byte, error) {
	facts = facts.cleaned()
	if err := facts.check(); err != nil {
		return nil, err
	}
	b := newBook(description{title: facts.Name, author: facts.issuer(), subject: facts.CourseTitle, day: facts.IssuedOn})
	if err := b.draw(facts, design); err != nil {
		return nil, err
	}
	var file bytes.Buffer
	if err := b.pdf.Output(&file); err != nil {
		return nil, fmt.Errorf("draw certificate: %w", err)
	}
	d, err := takeApart(file.Bytes())
	if err != nil {
		return nil, err
	}
	p := &picture{document: d, family: b.families[0], logo: design.Logo, shapes: map[string]string{}}
	return p.draw()
}

// A picture is a page on its way from PDF operators to SVG.
type picture struct {
	document *document
	family   *family
	logo     []byte
	out      strings.Builder
	defs     strings.Builder
	shapes   map[string]string // letters and stamps that stand in defs, by what they are
	buffer   sfnt.Buffer
	path     strings.Builder
	now      state
	kept     []state
	err      error
}

// A state is what the operators of a page change and q and Q keep.
type state struct {
	fill, stroke, width, cap, dash string
	face                           face
	size, tracking, x, y           float64
	groups                         int // open elements that end with this state
}

var (
	contentsKey = regexp.MustCompile(`/Contents (\d+) 0 R`)
	stampKey    = func(name string) *regexp.Regexp { return regexp.MustCompile(name + ` (\d+) 0 R`) }
	fontKey     = regexp.MustCompile(`/(F[0-9a-f]+) (\d+) 0 R`)
	faceKey     = regexp.MustCompile(`/BaseFont /utf8[a-z]+([BI]?)\n`)
)

func (p *picture) draw() ([]byte, error) {
	p.now = state{fill: "#000", stroke: "#000", width: "1"}
	p.run(p.content(atoi(contentsKey.FindSubmatch(p.document.objects[p.document.pages[0]])[1])))
	if p.err != nil {
		return nil, p.err
	}
	var svg bytes.Buffer
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.2f %.2f"><defs>%s</defs><rect width="100%%" height="100%%" fill="#fff"/><g transform="matrix(1 0 0 -1 0 %.2f)">%s</g></svg>`,
		pageWidth/pointMM, pageHeight/pointMM, p.defs.String(), pageHeight/pointMM, p.out.String())
	return svg.Bytes(), nil
}

// content unpacks the stream of an object.
func (p *picture) content(id int) []byte {
	head, packed, _ := bytes.Cut(p.document.objects[id], []byte("stream\n"))
	if !bytes.Contains(head, []byte("/FlateDecode")) {
		return packed
	}
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err == nil {
		packed, err = io.ReadAll(r)
	}
	if err != nil && p.err == nil {
		p.err = fmt.Errorf("read the page back: %w", err)
	}
	return packed
}

func (p *picture) run(content []byte) {
	var operands []string
	for _, token := range tokens(content) {
		if !isOperator(token) {
			operands = append(operands, token)
			continue
		}
		p.operator(token, operands)
		operands = operands[:0]
	}
}

// operator does what one operator says. Those of tagging have no look.
func (p *picture) operator(name string, operands []string) {
	n := func(i int) float64 { v, _ := strconv.ParseFloat(operands[i], 64); return v }
	switch name {
	case "q":
		p.kept = append(p.kept, p.now)
		p.now.groups = 0
	case "Q":
		p.out.WriteString(strings.Repeat("</g>", p.now.groups))
		p.now, p.kept = p.kept[len(p.kept)-1], p.kept[:len(p.kept)-1]
	case "cm":
		fmt.Fprintf(&p.out, `<g transform="matrix(%s)">`, strings.Join(operands, " "))
		p.now.groups++
	case "w":
		p.now.width = operands[0]
	case "J":
		p.now.cap = map[string]string{"1": ` stroke-linecap="round"`, "2": ` stroke-linecap="square"`}[operands[0]]
	case "d":
		p.now.dash = ""
		if list := strings.Join(operands[1:len(operands)-2], " "); list != "" {
			p.now.dash = ` stroke-dasharray="` + list + `"`
		}
	case "rg", "g":
		p.now.fill = rgb(n(0), n(len(operands)/2), n(len(operands)-1))
	case "RG", "G":
		p.now.stroke = rgb(n(0), n(len(operands)/2), n(len(operands)-1))
	case "m", "l", "c":
		p.path.WriteString(strings.ToUpper(name) + strings.Join(operands, " "))
	case "h":
		p.path.WriteByte('Z')
	case "re":
		fmt.Fprintf(&p.path, "M%s %sh%sv%sh%gZ", operands[0], operands[1], operands[2], operands[3], -n(2))
	case "S", "s", "f", "B", "b":
		p.paint(name)
	case "Do":
		p.show(operands[0])
	case "Tf":
		p.now.face, p.now.size = p.faceOf(operands[0]), n(1)
	case "Tc":
		p.now.tracking = n(0)
	case "Td":
		p.now.x, p.now.y = n(0), n(1)
	case "Tj":
		p.write(utf16Text(operands[0]))
	}
}

func rgb(r, g, b float64) string {
	return fmt.Sprintf("#%02x%02x%02x", int(r*255+0.5), int(g*255+0.5), int(b*255+0.5))
}

// paint ends a path.
func (p *picture) paint(how string) {
	fill, stroke := "none", ""
	if how != "S" && how != "s" {
		fill = p.now.fill
	}
	if how != "f" {
		stroke = fmt.Sprintf(` stroke="%s" stroke-width="%s"%s%s`, p.now.stroke, p.now.width, p.now.cap, p.now.dash)
	}
	fmt.Fprintf(&p.out, `<path d="%s" fill="%s"%s/>`, p.path.String(), fill, stroke)
	p.path.Reset()
}

// show places a stamp, which stands in the picture once, or the logo.
func (p *picture) show(name string) {
	if strings.HasPrefix(name, "/I") {
		fmt.Fprintf(&p.out, `<image width="1" height="1" preserveAspectRatio="none" transform="matrix(1 0 0 -1 0 1)" href="data:image/png;base64,%s"/>`, base64.StdEncoding.EncodeToString(p.logo))
		return
	}
	id, known := p.shapes[name]
	if !known {
		id = fmt.Sprintf("s%d", len(p.shapes))
		p.shapes[name] = id
		found := stampKey(name).FindSubmatch(p.document.objects[2])
		if found == nil {
			p.err = errParts
			return
		}
		inner := &picture{document: p.document, family: p.family, shapes: p.shapes, now: state{fill: "#000", stroke: "#000", width: "1"}}
		inner.run(inner.content(atoi(found[1])))
		fmt.Fprintf(&p.defs, `%s<g id="%s">%s%s</g>`, inner.defs.String(), id, inner.out.String(), strings.Repeat("</g>", inner.now.groups))
	}
	fmt.Fprintf(&p.out, `<use href="#%s"/>`, id)
}

// faceOf finds the face behind a name of the page's fonts.
func (p *picture) faceOf(name string) face {
	for _, f := range fontKey.FindAllSubmatch(p.document.objects[2], -1) {
		if "/"+string(f[1]) == name {
			if found := faceKey.FindSubmatch(p.document.objects[atoi(f[2])]); found != nil {
				return face(found[1])
			}
		}
	}
	p.err = errParts
	return regular
}

// write sets a line letter by letter.
func (p *picture) write(text string) {
	fmt.Fprintf(&p.out, `<g fill="%s">`, p.now.fill)
	x := p.now.x
	for _, r := range text {
		id, advance := p.letter(r)
		if id != "" {
			fmt.Fprintf(&p.out, `<use href="#%s" transform="matrix(%.4f 0 0 %.4f %.2f %.2f)"/>`, id, p.now.size/1000, -p.now.size/1000, x, p.now.y)
		}
		x += advance*p.now.size/1000 + p.now.tracking
	}
	p.out.WriteString("</g>")
}

// letter is the outline of a character in a square of 1,000, which stands in the picture once, and how far the next one is.
func (p *picture) letter(r rune) (id string, advance float64) {
	whole, square := p.family.whole[p.now.face], fixed.I(1000)
	glyph, err := whole.GlyphIndex(&p.buffer, r)
	if err != nil {
		return "", 0
	}
	wide, _ := whole.GlyphAdvance(&p.buffer, glyph, square, font.HintingNone)
	key := string(p.now.face) + string(r)
	if id, known := p.shapes[key]; known {
		return id, float64(wide) / 64
	}
	segments, err := whole.LoadGlyph(&p.buffer, glyph, square, nil)
	if err == nil && len(segments) > 0 {
		id = fmt.Sprintf("l%d", len(p.shapes))
		fmt.Fprintf(&p.defs, `<path id="%s" d="%s"/>`, id, outline(segments))
	}
	p.shapes[key] = id
	return id, float64(wide) / 64
}

func outline(segments sfnt.Segments) string {
	var b strings.Builder
	for _, s := range segments {
		points := map[sfnt.SegmentOp]int{sfnt.SegmentOpMoveTo: 1, sfnt.SegmentOpLineTo: 1, sfnt.SegmentOpQuadTo: 2, sfnt.SegmentOpCubeTo: 3}[s.Op]
		b.WriteByte("MLQC"[s.Op])
		for _, at := range s.Args[:points] {
			fmt.Fprintf(&b, "%d %d ", at.X.Round(), at.Y.Round())
		}
	}
	return b.String()
}
