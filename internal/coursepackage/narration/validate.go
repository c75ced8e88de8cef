package narration

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"taphuan/internal/media/caption"
)

// Bounds of a script. Lengths are in characters.
const (
	maxSlides      = 40
	maxBullets     = 6
	maxTitle       = 90
	maxHeading     = 90
	maxBullet      = 140
	maxSay         = 1200
	maxDescribe    = 800
	maxFigureLines = 8
	maxFigureText  = 160
)

// validate checks the whole script and returns all problems at once.
func (s *Script) validate() error {
	if len(s.Slides) == 0 || len(s.Slides) > maxSlides {
		return s.source.errorf("$.slides", "a script has 1 to %d slides, this one has %d", maxSlides, len(s.Slides))
	}
	v := &validator{script: s}
	v.text("$.title", s.Title, maxTitle)
	for i, slide := range s.Slides {
		v.slide(fmt.Sprintf("$.slides[%d]", i), slide)
	}
	return errors.Join(v.problems...)
}

type validator struct {
	script   *Script
	problems []error
}

func (v *validator) refuse(at, format string, args ...any) {
	v.problems = append(v.problems, v.script.source.errorf(at, format, args...))
}

func (v *validator) slide(at string, slide Slide) {
	v.text(at+".heading", slide.Heading, maxHeading)
	v.text(at+".say", slide.Say, maxSay)
	v.text(at+".describe", slide.Describe, maxDescribe)
	v.bullets(at+".bullets", slide.Bullets)
	v.figure(at, slide)
	v.captionWords(at+".say.vi", slide.Say.Vi)
	v.captionWords(at+".say.en", slide.Say.En)
	for _, word := range unspeakable(slide.Say.Vi) {
		v.refuse(at+".say.vi", "the voice cannot say %q; write it in Vietnamese syllables or add it to pronunciation.yaml", word)
	}
}

// text checks one bilingual text: Vietnamese always, English in all places or in none.
func (v *validator) text(at string, t Text, limit int) {
	if strings.TrimSpace(t.Vi) == "" {
		v.refuse(at, "the Vietnamese text (vi) is missing")
	}
	if v.script.hasEnglish() != (strings.TrimSpace(t.En) != "") {
		v.refuse(at, "the title and every heading, say and describe need English (en), or none of them may have it")
	}
	v.length(at+".vi", t.Vi, limit)
	v.length(at+".en", t.En, limit)
}

func (v *validator) length(at, text string, limit int) {
	if n := utf8.RuneCountInString(text); n > limit {
		v.refuse(at, "%d characters, at most %d fit; shorten it or make two slides", n, limit)
	}
}

// captionWords refuses a word that no caption line can hold.
func (v *validator) captionWords(at, text string) {
	for word := range strings.FieldsSeq(text) {
		if utf8.RuneCountInString(word) > caption.MaxLine {
			v.refuse(at, "the word %.20q… is longer than a caption line of %d characters", word, caption.MaxLine)
		}
	}
}

func (v *validator) bullets(at string, b Bullets) {
	if len(b.Vi) > maxBullets {
		v.refuse(at, "%d bullets, at most %d fit on a slide", len(b.Vi), maxBullets)
	}
	if v.script.hasEnglish() && len(b.En) != len(b.Vi) {
		v.refuse(at, "%d bullets in Vietnamese but %d in English", len(b.Vi), len(b.En))
	}
	for i, text := range b.Vi {
		v.length(fmt.Sprintf("%s.vi[%d]", at, i), text, maxBullet)
	}
	for i, text := range b.En {
		v.length(fmt.Sprintf("%s.en[%d]", at, i), text, maxBullet)
	}
}

func (v *validator) figure(at string, slide Slide) {
	keys, known := figureKeys[slide.figureKind()]
	if !known {
		v.refuse(at+".figure", "unknown figure %q; known: %s", slide.Figure, strings.Join(figureKinds(), ", "))
		return
	}
	if len(slide.FigureText.Vi) > maxFigureLines {
		v.refuse(at+".figure_text.vi", "%d texts, at most %d fit in a figure", len(slide.FigureText.Vi), maxFigureLines)
	}
	for _, line := range slide.FigureText.Vi {
		place := at + ".figure_text.vi." + line.Key
		if !slices.Contains(keys, line.role()) {
			v.refuse(place, "figure %s has no text %q; it has: %s", slide.figureKind(), line.Key, strings.Join(keys, ", "))
		}
		v.length(place, line.Text, maxFigureText)
	}
}
