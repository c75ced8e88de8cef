package render

// Color is an sRGB color, 0 to 255 a channel.
type Color struct{ R, G, B uint8 }

// Border says how the frame of the page is drawn.
type Border string

// The frames a design can choose.
const (
	BorderGuilloche Border = "guilloche" // woven fine lines, rosettes in the corners
	BorderRules     Border = "rules"     // two plain rules
)

// Design (mẫu trình bày) is the look of a certificate as data: colors, frame and ornaments. It holds
// no text, so a design can change without touching what a certificate says.
type Design struct {
	Key       string // stable name, stored with the certificate
	Title     string // shown to the administrator who chooses
	Border    Border
	Medallion bool  // fine rosette behind the text
	Ink       Color // running text
	Primary   Color // title and the learner's name
	Accent    Color // ornaments and rules
	Weave     Color // main lines of the border
	WeaveFine Color // second lines of the border
	Faint     Color // medallion
	Quiet     Color // small print
}

// TealGold is the design of the platform: deep teal, muted gold, much white.
func TealGold() Design {
	return Design{
		Key: "teal-gold", Title: "Xanh ngọc – vàng",
		Border: BorderGuilloche, Medallion: true,
		Ink:       Color{31, 41, 46},
		Primary:   Color{11, 83, 84},
		Accent:    Color{168, 127, 49},
		Weave:     Color{45, 128, 126},
		WeaveFine: Color{196, 160, 89},
		Faint:     Color{226, 238, 236},
		Quiet:     Color{84, 96, 100},
	}
}
