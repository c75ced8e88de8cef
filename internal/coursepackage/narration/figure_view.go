package narration

import (
	"fmt"
	"html/template"
	"regexp"
	"strings"

	"github.com/boombuler/barcode/qr"

	"taphuan/internal/media/caption"
)

var percentage = regexp.MustCompile(`\b(?:\d{1,2}|100)%`)

// figureView gives a figure's template the texts of the figure.
type figureView struct {
	lines FigureLines
	// Mark is the note that points at the telling place; with one, that place is framed.
	Mark string
	// Code is a drawn QR code; it holds a harmless text.
	Code template.HTML
}

func newFigureView(lines FigureLines) (figureView, error) {
	code, err := drawCode("MẪU. KHÔNG DÙNG ĐỂ TRẢ TIỀN")
	return figureView{lines: lines, Mark: lines.first("mark"), Code: code}, err
}

// First returns the first text of the role, or "".
func (v figureView) First(role string) string { return v.lines.first(role) }

// All returns every text of the role.
func (v figureView) All(role string) []string { return v.lines.all(role) }

// Address is a mail sender "Name <user@domain>" in its parts.
type Address struct{ Name, User, Domain string }

// Sender takes the text "from" apart.
func (v figureView) Sender() Address {
	name, rest, _ := strings.Cut(v.First("from"), "<")
	user, domain, _ := strings.Cut(strings.TrimSuffix(rest, ">"), "@")
	return Address{Name: strings.TrimSpace(name), User: user, Domain: domain}
}

// Initial is the first letter of the sender, for the round badge.
func (v figureView) Initial() string {
	for _, r := range v.First("from") {
		return strings.ToUpper(string(r))
	}
	return "?"
}

// SiteAddress is a web address with the part that names its owner apart.
type SiteAddress struct{ Before, Owner, After string }

// Site takes the text "address" apart: the owner is the last two labels of the host, or three
// under a shared ending such as gov.vn.
func (v figureView) Site() SiteAddress {
	scheme, rest, found := strings.Cut(v.First("address"), "://")
	if !found {
		scheme, rest = "", v.First("address")
	} else {
		scheme += "://"
	}
	host, path, _ := strings.Cut(rest, "/")
	labels := strings.Split(host, ".")
	owner := min(2, len(labels))
	if len(labels) > 2 && labels[len(labels)-1] == "vn" && len(labels[len(labels)-2]) <= 3 {
		owner = 3
	}
	cut := len(strings.Join(labels[:len(labels)-owner], "."))
	if cut > 0 {
		cut++
	}
	if path != "" {
		path = "/" + path
	}
	return SiteAddress{Before: scheme + host[:cut], Owner: host[cut:], After: path}
}

// Fields are the labels of a form, written as one text with commas.
func (v figureView) Fields() []string {
	var fields []string
	for _, text := range v.All("fields") {
		for field := range strings.SplitSeq(text, ",") {
			fields = append(fields, strings.TrimSpace(field))
		}
	}
	return fields
}

// SignIn reports whether a drawn page asks to sign in; it then shows blank fields, not a video.
func (v figureView) SignIn() bool { return strings.Contains(v.First("title"), "Đăng nhập") }

// Info is the small text of an app screen, a sentence a line.
func (v figureView) Info() []string { return caption.Sentences(strings.Join(v.All("text"), " ")) }

// Progress is the first percentage on an app screen, such as "87%", or "".
func (v figureView) Progress() template.CSS {
	return template.CSS(percentage.FindString(v.First("text")))
}

// Ringing reports whether a drawn call still waits to be answered.
func (v figureView) Ringing() bool { return strings.Contains(v.First("status"), "gọi đến") }

// Bubble is one line of a conversation; a note in brackets is what the system says.
type Bubble struct {
	Text       string
	Mine, Note bool
}

// Talk is the conversation in the order of the script.
func (v figureView) Talk() []Bubble {
	var talk []Bubble
	for _, line := range v.lines {
		switch line.role() {
		case "me", "them":
			talk = append(talk, Bubble{Text: line.Text, Mine: line.role() == "me", Note: strings.HasPrefix(line.Text, "(")})
		}
	}
	return talk
}

// drawCode draws a QR code of the text as SVG, a unit per module.
func drawCode(text string) (template.HTML, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", fmt.Errorf("draw a QR code: %w", err)
	}
	size := code.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := range size {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	svg := fmt.Sprintf(`<svg viewBox="0 0 %d %d" shape-rendering="crispEdges"><path d="%s"/></svg>`, size, size, path.String())
	return template.HTML(svg), nil
}
