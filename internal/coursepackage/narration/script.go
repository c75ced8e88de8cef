package narration

// Script (kịch bản) is the source of one video: what is shown and what is said.
type Script struct {
	Title  Text    `yaml:"title"`
	Slides []Slide `yaml:"slides"`

	source *source
}

// Text is one sentence or paragraph in Vietnamese and, optionally, in English.
type Text struct {
	Vi string `yaml:"vi"`
	En string `yaml:"en"`
}

// Slide (trang chiếu) is one picture and the words said while it stands.
type Slide struct {
	Heading    Text       `yaml:"heading"`
	Bullets    Bullets    `yaml:"bullets"`
	Figure     string     `yaml:"figure"`
	FigureText FigureText `yaml:"figure_text"`
	Say        Text       `yaml:"say"`
	Describe   Text       `yaml:"describe"`
}

// Bullets are the short points beside the figure.
type Bullets struct {
	Vi []string `yaml:"vi"`
	En []string `yaml:"en"`
}

// FigureText holds the words drawn inside the figure.
type FigureText struct {
	Vi FigureLines `yaml:"vi"`
	En FigureLines `yaml:"en"`
}

// hasEnglish reports whether the script gives captions and a transcript in English too.
func (s *Script) hasEnglish() bool { return s.Title.En != "" }

// in returns the text in the language, "vi" or "en".
func (t Text) in(language string) string {
	if language == "en" {
		return t.En
	}
	return t.Vi
}
