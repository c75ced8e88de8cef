package render

import (
	"errors"
	"fmt"
	"slices"
)

// Color is an sRGB color, 0 to 255 a channel.
type Color struct{ R, G, B uint8 }

// Form is the character of a design: frame, lettering and ornaments that belong together.
type Form string

// The forms that an issuer can choose.
const (
	Woven Form = "woven" // a woven band of fine lines, rosettes in the corners
	State Form = "state" // plain rules, as a state form
	Arcs  Form = "arcs"  // arcs in the corners, letters without serifs
)

// Background is what stands pale behind the text.
type Background string

// The backgrounds that an issuer can choose.
const (
	Plain   Background = "plain"
	Rosette Background = "rosette"
	Rays    Background = "rays"
)

// Palette is a set of colors that stay apart on paper, in black and white too.
type Palette struct {
	Key       string
	Primary   Color // title and the learner's name
	Accent    Color // ornaments and rules
	Weave     Color // main lines of ornaments
	WeaveFine Color // second lines of ornaments
	Faint     Color // background
}

// Text colors are the same in every palette.
var (
	ink   = Color{31, 41, 46}
	quiet = Color{84, 96, 100} // small print
)

var palettes = []Palette{
	{"teal-gold", Color{11, 83, 84}, Color{168, 127, 49}, Color{45, 128, 126}, Color{196, 160, 89}, Color{226, 238, 236}},
	{"crimson-gold", Color{140, 22, 32}, Color{158, 118, 44}, Color{168, 62, 58}, Color{196, 160, 89}, Color{246, 232, 226}},
	{"navy-silver", Color{24, 52, 102}, Color{110, 122, 138}, Color{66, 98, 152}, Color{150, 162, 178}, Color{228, 233, 243}},
	{"terracotta", Color{148, 58, 24}, Color{186, 116, 40}, Color{190, 96, 58}, Color{214, 164, 96}, Color{249, 236, 222}},
	{"leaf", Color{28, 92, 52}, Color{140, 128, 48}, Color{74, 136, 88}, Color{176, 168, 96}, Color{230, 240, 226}},
	{"ink", Color{26, 32, 36}, Color{104, 110, 114}, Color{84, 92, 98}, Color{150, 156, 160}, Color{236, 238, 238}},
}

// Design (mẫu trình bày) is the look of a certificate as data. It holds no text, so a design can change without touching
// what a certificate says.
type Design struct {
	Form       Form
	Palette    Palette
	Background Background
	Logo       []byte // a PNG without transparency, beside the issuer's lines; nil: none
	ShowSeal   bool   // outlines where the stamp goes; for looking at a design, never for a certificate
}

// ErrDesign is wrapped by every error about a choice that does not exist.
var ErrDesign = errors.New("certificate design")

// NewDesign puts the choices together; an error wraps ErrDesign when one is not offered.
func NewDesign(form Form, palette string, background Background, logo []byte) (Design, error) {
	chosen := slices.IndexFunc(palettes, func(p Palette) bool { return p.Key == palette })
	if chosen < 0 || !slices.Contains(Forms(), form) || !slices.Contains(Backgrounds(), background) {
		return Design{}, fmt.Errorf("%w: %q, %q, %q", ErrDesign, form, palette, background)
	}
	return Design{Form: form, Palette: palettes[chosen], Background: background, Logo: logo}, nil
}

// TealGold is the design of an issuer that has chosen none: deep teal, muted gold, much white.
func TealGold() Design {
	return Design{Form: Woven, Palette: palettes[0], Background: Rosette}
}

// Forms, Palettes and Backgrounds list the choices, the usual one first.
func Forms() []Form { return []Form{Woven, State, Arcs} }

// Palettes lists the colors.
func Palettes() []Palette { return slices.Clone(palettes) }

// Backgrounds lists what may stand behind the text.
func Backgrounds() []Background { return []Background{Rosette, Rays, Plain} }
