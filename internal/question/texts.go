package question

import (
	"fmt"
	"slices"
)

// MapHTML returns a copy of the question with every text of HTML, in each language, passed through change. Path is that
// of Validate ("options[2].text.vi"); inline texts are to stand without a paragraph around them.
func MapHTML(b Body, change func(path string, inline bool, markup string) string) Body {
	return mapper{change: change}.body(b)
}

type mapper struct {
	change func(path string, inline bool, markup string) string
	under  string // the path of the part of a case study, with the dot behind it
}

func (m mapper) text(path string, inline bool, t LocalText) LocalText {
	return LocalText{VI: m.change(m.under+path+".vi", inline, t.VI), EN: m.change(m.under+path+".en", inline, t.EN)}
}

func (m mapper) body(b Body) Body {
	b.Stem, b.Explain = m.text("stem", false, b.Stem), m.text("explain", false, b.Explain)
	b.Options = m.options("", b.Options)
	b.Prompts = slices.Clone(b.Prompts)
	for i, p := range b.Prompts {
		path := fmt.Sprintf("prompts[%d]", i)
		b.Prompts[i].Text, b.Prompts[i].Explain = m.text(path+".text", true, p.Text), m.text(path+".explain", false, p.Explain)
	}
	b.Gaps = slices.Clone(b.Gaps)
	for i, g := range b.Gaps {
		path := fmt.Sprintf("gaps[%d].", i)
		b.Gaps[i].Explain, b.Gaps[i].Options = m.text(path+"explain", false, g.Explain), m.options(path, g.Options)
	}
	b.Hotspot = m.hotspot(b.Hotspot)
	b.Parts = slices.Clone(b.Parts)
	for i, part := range b.Parts {
		inner := mapper{change: m.change, under: fmt.Sprintf("%sparts[%d].", m.under, i)}
		b.Parts[i] = inner.body(part)
	}
	return b
}

func (m mapper) options(under string, options []Option) []Option {
	options = slices.Clone(options)
	for i, o := range options {
		path := fmt.Sprintf("%soptions[%d]", under, i)
		options[i].Text, options[i].Explain = m.text(path+".text", true, o.Text), m.text(path+".explain", false, o.Explain)
	}
	return options
}

func (m mapper) hotspot(h *Hotspot) *Hotspot {
	if h == nil {
		return nil
	}
	spot := *h
	spot.Regions = slices.Clone(h.Regions)
	for i, r := range spot.Regions {
		path := fmt.Sprintf("hotspot.regions[%d]", i)
		spot.Regions[i].Label, spot.Regions[i].Explain = m.text(path+".label", true, r.Label), m.text(path+".explain", false, r.Explain)
	}
	return &spot
}
