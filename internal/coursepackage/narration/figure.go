package narration

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// figureKeys lists the figures that can be drawn and the texts each has. The drawing of a
// figure is its template figures/<kind>.gohtml. A text may be repeated by adding a digit
// ("them", "them2"); texts of a conversation stand in the order of the script.
var figureKeys = map[string][]string{
	"none":    {},
	"mail":    {"from", "subject", "body", "button", "attachment", "mark"},
	"phone":   {"caller", "number", "status", "text", "mark"},
	"sms":     {"sender", "old", "text", "mark"},
	"chat":    {"name", "them", "me", "mark"},
	"qr":      {"caption", "payee", "amount", "mark"},
	"browser": {"address", "title", "text", "fields", "button", "mark"},
	"app":     {"name", "publisher", "text", "button", "mark"},
}

// figureKinds lists the known figures in alphabetical order.
func figureKinds() []string { return slices.Sorted(maps.Keys(figureKeys)) }

// figureKind is the slide's figure; a slide without one has "none".
func (s Slide) figureKind() string {
	if s.Figure == "" {
		return "none"
	}
	return s.Figure
}

// FigureLine is one text inside a figure, such as the sender of a drawn letter.
type FigureLine struct {
	Key, Text string
}

// role is the key without its counting digit: "them2" is another "them".
func (l FigureLine) role() string { return strings.TrimRight(l.Key, "0123456789") }

// FigureLines are the texts of one figure in the order of the script.
type FigureLines []FigureLine

// UnmarshalYAML reads a mapping of texts and keeps its order.
func (f *FigureLines) UnmarshalYAML(unmarshal func(any) error) error {
	var pairs yaml.MapSlice
	if err := unmarshal(&pairs); err != nil {
		return err
	}
	for _, pair := range pairs {
		switch pair.Value.(type) {
		case yaml.MapSlice, map[string]any, []any, nil:
			return fmt.Errorf("figure text %v: one text is expected", pair.Key)
		}
		*f = append(*f, FigureLine{Key: fmt.Sprint(pair.Key), Text: fmt.Sprint(pair.Value)})
	}
	return nil
}

// all returns the texts of one role in order.
func (f FigureLines) all(role string) []string {
	var texts []string
	for _, line := range f {
		if line.role() == role {
			texts = append(texts, line.Text)
		}
	}
	return texts
}

// first returns the first text of the role, or "".
func (f FigureLines) first(role string) string {
	if texts := f.all(role); len(texts) > 0 {
		return texts[0]
	}
	return ""
}
