package narration

import (
	"embed"
	"fmt"
	"html/template"
	"strings"
)

//go:embed slides
var slideFiles embed.FS

var slideTemplates = template.Must(template.New("slide.gohtml").
	Funcs(template.FuncMap{"linked": linked, "phrases": phrases}).
	ParseFS(slideFiles, "slides/*.gohtml"))

// slideView is what the page of one slide shows.
type slideView struct {
	CSS            template.CSS
	Title, Heading string
	Bullets        []string
	Kind           string
	Figure         template.HTML
	Mark           string
	Machine        bool
	Number, Total  int
}

// Tall reports whether the figure is upright, as a telephone is; its note then stands with
// the words.
func (v slideView) Tall() bool { return v.Kind != "mail" && v.Kind != "browser" }

// Layout names the arrangement: words only, words beside a figure, or a wide figure below.
func (v slideView) Layout() string {
	switch {
	case v.Kind == "none":
		return "plain"
	case v.Tall() || len(v.Bullets) > 0:
		return "split"
	}
	return "figure"
}

// Framing reports whether this is the first or the last slide.
func (v slideView) Framing() bool { return v.Number == 1 || v.Number == v.Total }

// Percent is how far the video has come with this slide.
func (v slideView) Percent() int { return 100 * v.Number / v.Total }

// slidePage returns the HTML page of slide i, counted from 0. machine adds the label that the
// voice is a machine's.
func slidePage(script *Script, i int, machine bool) (string, error) {
	slide := script.Slides[i]
	css, err := slideFiles.ReadFile("slides/slide.css")
	if err != nil {
		return "", err
	}
	drawn, err := drawFigure(slide)
	if err != nil {
		return "", fmt.Errorf("slide %d: %w", i+1, err)
	}
	var page strings.Builder
	err = slideTemplates.Execute(&page, slideView{
		CSS:     template.CSS(css),
		Title:   script.Title.Vi,
		Heading: slide.Heading.Vi,
		Bullets: slide.Bullets.Vi,
		Kind:    slide.figureKind(),
		Figure:  drawn,
		Mark:    slide.FigureText.Vi.first("mark"),
		Machine: machine,
		Number:  i + 1,
		Total:   len(script.Slides),
	})
	return page.String(), err
}

func drawFigure(slide Slide) (template.HTML, error) {
	if slide.figureKind() == "none" {
		return "", nil
	}
	view, err := newFigureView(slide.FigureText.Vi)
	if err != nil {
		return "", err
	}
	var drawn strings.Builder
	err = slideTemplates.ExecuteTemplate(&drawn, slide.figureKind(), view)
	return template.HTML(drawn.String()), err
}

// phraseWords begin a new phrase when at least three words stand before them.
var phraseWords = map[string]bool{
	"theo": true, "qua": true, "để": true, "hoặc": true, "khi": true, "nếu": true, "nhưng": true, "rồi": true, "vì": true, "mà": true,
}

// phrases cuts a text after its commas, colons and the like and before a few link words, so
// that a line breaks there rather than inside a compound word.
func phrases(text string) []string {
	var out []string
	start := 0
	words := strings.Fields(text)
	for i, word := range words {
		last := i == len(words)-1
		if last || strings.LastIndexAny(word, ",:;.?!") == len(word)-1 || (phraseWords[words[i+1]] && i-start >= 2) {
			out = append(out, strings.Join(words[start:i+1], " "))
			start = i + 1
		}
	}
	return out
}

// addressBreaks lets a long address wrap between its parts.
var addressBreaks = strings.NewReplacer(".", "<wbr>.", "/", "/<wbr>")

// linked underlines the web addresses in a message, as phones do.
func linked(text string) template.HTML {
	words := strings.Split(text, " ")
	for i, word := range words {
		escaped := template.HTMLEscapeString(word)
		if readings[0].form.FindString(word) == strings.TrimRight(word, ".,") {
			escaped = "<u>" + addressBreaks.Replace(escaped) + "</u>"
		}
		words[i] = escaped
	}
	return template.HTML(strings.Join(words, " "))
}
