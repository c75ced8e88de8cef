package narration

import (
	"fmt"
	"strings"

	"taphuan/internal/media/caption"
)

// transcriptWords are the fixed words of a transcript in one language.
type transcriptWords struct{ opening, machine, picture, said string }

var transcriptLanguage = map[string]transcriptWords{
	"vi": {"Bản chép lời của video “%s” (%s).", " Lời đọc trong video là giọng đọc máy.", "Trên hình", "Lời đọc"},
	"en": {"Transcript of the video “%s” (%s), which is spoken in Vietnamese.", " The voice in the video is a machine's.", "On the screen", "Narration"},
}

// transcript writes the words of the video and a description of each slide as Markdown.
func transcript(script *Script, language string, track soundtrack) string {
	words := transcriptLanguage[language]
	var out strings.Builder
	fmt.Fprintf(&out, words.opening, script.Title.in(language), caption.Clock(track.length()))
	if !track.human {
		out.WriteString(words.machine)
	}
	out.WriteString("\n")
	for i, slide := range script.Slides {
		fmt.Fprintf(&out, "\n## %d. %s\n\n", i+1, escapeMarkdown(slide.Heading.in(language)))
		fmt.Fprintf(&out, "**%s (%s):** %s\n\n", words.picture, caption.Clock(track.slides[i].start), escapeMarkdown(slide.Describe.in(language)))
		fmt.Fprintf(&out, "**%s:** %s\n", words.said, escapeMarkdown(slide.Say.in(language)))
	}
	return out.String()
}

var markdownEscaper = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "<", "&lt;", "[", `\[`, "]", `\]`)

// escapeMarkdown keeps a text's own signs from becoming markup.
func escapeMarkdown(text string) string {
	return markdownEscaper.Replace(strings.Join(strings.Fields(text), " "))
}
