package coursepackage

import (
	"bytes"
	"slices"

	"taphuan/internal/prose"
)

type frontMatterYAML struct {
	Title           string `yaml:"title"`
	Goal            string `yaml:"goal"`
	PracticeMinutes whole  `yaml:"practice_minutes"`
	Video           string `yaml:"video"`
}

// lessonFile is one language of a lesson while it is read.
type lessonFile struct {
	doc   *document
	front frontMatterYAML
	text  LessonText
}

// lesson reads both languages of a lesson. List and line say where the course names it.
func (r *reader) lesson(slug string, list *document, line int) Lesson {
	lesson := Lesson{Slug: slug}
	viName, enName := "lessons/"+slug+".vi.md", "lessons/"+slug+".en.md"
	if !r.folder.exists(viName) {
		r.found.add(list.file, line, "lesson.missing", viName)
		return lesson
	}
	vi := r.lessonFile(viName)
	if vi == nil {
		return lesson
	}
	lesson.VI, lesson.PracticeMinutes = vi.text, int(vi.front.PracticeMinutes)
	if !r.folder.exists(enName) {
		r.notes.add(list.file, line, "note.no_english_lesson", enName)
	} else if en := r.lessonFile(enName); en != nil {
		r.compare(vi, en)
		lesson.EN = &en.text
	}
	if vi.front.Video != "" {
		lesson.Video = r.video(vi)
	}
	return lesson
}

// lessonFile reads one file: front matter between --- lines, then Markdown.
func (r *reader) lessonFile(name string) *lessonFile {
	data, ok := r.folder.text(&r.found, name, maxMarkdownBytes)
	if !ok {
		return nil
	}
	shown := r.folder.shown(name)
	front, body, ok := cutFrontMatter(data)
	if !ok {
		r.found.add(shown, 1, "lesson.front_matter")
		return nil
	}
	f := &lessonFile{doc: parseYAML(&r.found, shown, 1, front)}
	if f.doc == nil || !f.doc.decode(&r.found, f.doc.root, &f.front) {
		return nil
	}
	r.required(f.doc, f.front.Title, "title")
	r.required(f.doc, f.front.Goal, "goal")
	r.between(f.doc, f.front.PracticeMinutes, 0, 600, "practice_minutes")
	first := 3 + bytes.Count(front, []byte("\n"))
	f.text = LessonText{Title: f.front.Title, Goal: f.front.Goal}
	f.text.Blocks = parseBlocks(&r.found, shown, first, string(body))
	if len(f.text.Blocks) == 0 {
		r.found.add(shown, first, "lesson.empty")
	}
	f.text.PlainText = plainBlocks(f.text.Blocks)
	f.text.Words = prose.CountWords(f.text.PlainText)
	return f
}

// cutFrontMatter splits a lesson at the --- lines; front ends with its last line's end.
func cutFrontMatter(data []byte) (front, body []byte, ok bool) {
	rest, ok := bytes.CutPrefix(data, []byte("---\n"))
	if !ok {
		return nil, nil, false
	}
	at := bytes.Index(rest, []byte("\n---\n"))
	if at < 0 {
		return nil, nil, false
	}
	return rest[:at+1], rest[at+len("\n---\n"):], true
}

// compare refuses what must be the same in both languages and is not.
func (r *reader) compare(vi, en *lessonFile) {
	file := en.doc.file
	if vi.front.PracticeMinutes != en.front.PracticeMinutes {
		r.found.add(file, en.doc.line("practice_minutes"), "lesson.practice_differs", int(vi.front.PracticeMinutes))
	}
	if vi.front.Video != en.front.Video {
		r.found.add(file, en.doc.line("video"), "lesson.video_differs")
	}
	others := decisions(en.text.Blocks)
	for _, d := range decisions(vi.text.Blocks) {
		at := slices.IndexFunc(others, func(b Block) bool { return b.ID == d.ID })
		if at < 0 {
			r.found.add(file, 0, "decision.untranslated", d.ID)
			continue
		}
		if !slices.EqualFunc(d.Options, others[at].Options, func(a, b DecisionOption) bool { return a.Best == b.Best }) {
			r.found.add(file, others[at].Line, "decision.differs", d.ID)
		}
		others = slices.Delete(others, at, at+1)
	}
	for _, d := range others {
		r.found.add(file, d.Line, "decision.untranslated", d.ID)
	}
}

func decisions(blocks []Block) []Block {
	var list []Block
	for _, b := range blocks {
		if b.Kind == DecisionBlock {
			list = append(list, b)
		}
	}
	return list
}
