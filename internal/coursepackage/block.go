package coursepackage

import (
	"regexp"
	"slices"
	"strings"

	"taphuan/internal/prose"
)

// BlockKind says what a block of a lesson is.
type BlockKind string

// The kinds of blocks.
const (
	HTMLBlock     BlockKind = "html"     // running text
	DecisionBlock BlockKind = "decision" // tình huống có lựa chọn và phản hồi
	CalloutBlock  BlockKind = "callout"  // khung ghi chú
)

// Block (khối nội dung) is a part of a lesson. HTML is safe; for a decision it is the prompt.
type Block struct {
	Kind    BlockKind
	ID      string // decision: unique in the lesson, the same in every language
	Tone    string // callout: note, warning, tip, example, practice
	HTML    string
	Options []DecisionOption
	Line    int // in the file
}

// DecisionOption (lựa chọn) is one way to act, with what follows from it. HTML stands in a line,
// Feedback is one or more paragraphs.
type DecisionOption struct {
	HTML     string
	Best     bool
	Feedback string
}

// Bounds of a lesson.
const (
	maxBlocks    = 200
	maxDecisions = 30
	maxChoices   = 8
)

var (
	tones      = []string{"note", "warning", "tip", "example", "practice"}
	opening    = regexp.MustCompile(`^:::([a-z]+)[ \t]*([^ \t]*)[ \t]*$`)
	decisionID = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)
	optionHead = regexp.MustCompile(`^- \[( |x|X)\] +(\S.*)$`)
	optionLike = regexp.MustCompile(`^[-*+] ?\[`)
	quoted     = regexp.MustCompile(`^\s+> ?(.*)$`)
	fence      = regexp.MustCompile("^ {0,3}(```+|~~~+)")
)

// section is a run of lines of a lesson: plain Markdown, or what stands between ::: lines.
type section struct {
	kind, id string // kind "" is plain Markdown
	line     int    // of the first line of content
	lines    []string
}

// lessonReader turns the body of one lesson file into blocks.
type lessonReader struct {
	file   string
	found  *problems
	blocks []Block
}

// parseBlocks reads a lesson's body; first is the number of its first line in the file.
func parseBlocks(found *problems, file string, first int, body string) []Block {
	r := &lessonReader{file: file, found: found}
	for _, s := range r.split(first, strings.Split(body, "\n")) {
		if len(r.blocks) == maxBlocks {
			found.add(file, s.line, "lesson.too_many_blocks", maxBlocks)
			return nil
		}
		r.read(s)
	}
	r.checkDecisions()
	return r.blocks
}

// split cuts the body at its ::: lines. Lines inside a code fence are left alone.
func (r *lessonReader) split(first int, lines []string) []section {
	sections := []section{{line: first}}
	fenced := ""
	for i, line := range lines {
		number, last := first+i, &sections[len(sections)-1]
		if mark := fence.FindStringSubmatch(line); mark != nil {
			switch {
			case fenced == "":
				fenced = mark[1][:3]
			case strings.HasPrefix(mark[1], fenced):
				fenced = ""
			}
		}
		if fenced != "" || !strings.HasPrefix(line, ":::") {
			last.lines = append(last.lines, line)
			continue
		}
		sections = append(sections, r.border(last.kind, number, strings.TrimRight(line, " \t")))
	}
	if last := sections[len(sections)-1]; last.kind != "" {
		r.found.add(r.file, last.line-1, "lesson.block_open", last.kind)
	}
	return sections
}

// border reads a ::: line and returns the section that begins after it.
func (r *lessonReader) border(inside string, number int, line string) section {
	after := section{line: number + 1}
	head := opening.FindStringSubmatch(line)
	switch {
	case line == ":::" && inside == "":
		r.found.add(r.file, number, "lesson.block_not_open")
	case line == ":::":
	case head == nil || (head[1] != "decision" && !slices.Contains(tones, head[1])):
		r.found.add(r.file, number, "lesson.block_kind", line)
		after.kind = "unknown"
	default:
		if inside != "" {
			r.found.add(r.file, number, "lesson.block_nested")
		}
		after.kind, after.id = head[1], head[2]
	}
	return after
}

// read turns one section into a block.
func (r *lessonReader) read(s section) {
	source := strings.Join(s.lines, "\n")
	blank := strings.TrimSpace(source) == ""
	switch {
	case s.kind == "unknown", s.kind == "" && blank:
	case s.kind == "decision":
		r.decision(s)
	case s.kind == "":
		r.blocks = append(r.blocks, Block{Kind: HTMLBlock, HTML: r.html(s.line, source), Line: s.line})
	case blank:
		r.found.add(r.file, s.line-1, "lesson.block_empty", s.kind)
	default:
		r.blocks = append(r.blocks, Block{Kind: CalloutBlock, Tone: s.kind, HTML: r.html(s.line, source), Line: s.line - 1})
	}
}

func (r *lessonReader) html(line int, source string) string {
	out, rejected := prose.Render(source)
	r.reject(line, rejected)
	return out
}

func (r *lessonReader) reject(line int, rejected []prose.Rejection) {
	for _, f := range rejected {
		r.found.addText(r.file, line+f.Line-1, f.Code, f.Text())
	}
}

// plainBlocks returns what a learner reads of all blocks, for search and for the count of words.
func plainBlocks(blocks []Block) string {
	var parts []string
	for _, b := range blocks {
		parts = append(parts, prose.PlainText(b.HTML))
		for _, o := range b.Options {
			parts = append(parts, prose.PlainText(o.HTML), prose.PlainText(o.Feedback))
		}
	}
	return strings.Join(parts, "\n")
}
