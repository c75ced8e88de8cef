package exchange

import "taphuan/internal/question"

// eachText returns a copy of the question with every text of HTML passed through change, and the file of its picture
// through file.
func eachText(b question.Body, change, file func(string) string) question.Body {
	return eachFile(question.MapHTML(b, func(_ string, _ bool, markup string) string { return change(markup) }), file)
}

// eachFile passes the files of pictures of a copied question through file.
func eachFile(b question.Body, file func(string) string) question.Body {
	if b.Hotspot != nil {
		b.Hotspot.Image.File = file(b.Hotspot.Image.File)
	}
	for i, part := range b.Parts {
		b.Parts[i] = eachFile(part, file)
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
