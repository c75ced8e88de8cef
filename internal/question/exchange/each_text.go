package exchange

import (
	"slices"

	"taphuan/internal/question"
)

// eachText returns a copy of the question with every text of HTML passed through change, and the file of its picture
// through file.
func eachText(b question.Body, change, file func(string) string) question.Body {
	local := func(t question.LocalText) question.LocalText {
		return question.LocalText{VI: change(t.VI), EN: change(t.EN)}
	}
	b.Stem, b.Explain = local(b.Stem), local(b.Explain)
	b.Options = eachOption(b.Options, local)
	b.Prompts = slices.Clone(b.Prompts)
	for i, p := range b.Prompts {
		b.Prompts[i].Text, b.Prompts[i].Explain = local(p.Text), local(p.Explain)
	}
	b.Gaps = slices.Clone(b.Gaps)
	for i, g := range b.Gaps {
		b.Gaps[i].Explain, b.Gaps[i].Options = local(g.Explain), eachOption(g.Options, local)
	}
	b.Parts = slices.Clone(b.Parts)
	for i, part := range b.Parts {
		b.Parts[i] = eachText(part, change, file)
	}
	if b.Hotspot != nil {
		spot := *b.Hotspot
		spot.Image.File = file(spot.Image.File)
		spot.Regions = slices.Clone(spot.Regions)
		for i, r := range spot.Regions {
			spot.Regions[i].Label, spot.Regions[i].Explain = local(r.Label), local(r.Explain)
		}
		b.Hotspot = &spot
	}
	return b
}

// canonical gives equal texts one form: stems and explanations stand in blocks, a text of one paragraph to choose or
// to match stands without it.
func canonical(b *question.Body) {
	b.Stem, b.Explain = both(b.Stem, block), both(b.Explain, block)
	canonicalOptions(b.Options)
	for i, p := range b.Prompts {
		b.Prompts[i].Text, b.Prompts[i].Explain = both(p.Text, inline), both(p.Explain, block)
	}
	for i, g := range b.Gaps {
		b.Gaps[i].Explain = both(g.Explain, block)
		canonicalOptions(g.Options)
	}
	for i := range b.Parts {
		canonical(&b.Parts[i])
	}
}

func canonicalOptions(options []question.Option) {
	for i, o := range options {
		options[i].Text, options[i].Explain = both(o.Text, inline), both(o.Explain, block)
	}
}

func both(t question.LocalText, change func(string) string) question.LocalText {
	return question.LocalText{VI: change(t.VI), EN: change(t.EN)}
}

func eachOption(options []question.Option, local func(question.LocalText) question.LocalText) []question.Option {
	options = slices.Clone(options)
	for i, o := range options {
		options[i].Text, options[i].Explain = local(o.Text), local(o.Explain)
	}
	return options
}
