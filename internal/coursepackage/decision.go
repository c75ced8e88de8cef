package coursepackage

import (
	"strings"

	"taphuan/internal/prose"
)

// choice is an option of a decision while it is read.
type choice struct {
	line, feedbackLine int
	best               bool
	text, feedback     []string
}

// decision reads the prompt, then options ("- [ ] ...", "- [x] ...") each with feedback ("  > ...").
func (r *lessonReader) decision(s section) {
	opened := s.line - 1
	if !decisionID.MatchString(s.id) {
		r.found.add(r.file, opened, "decision.id")
	}
	prompt, choices := r.splitDecision(s)
	block := Block{Kind: DecisionBlock, ID: s.id, HTML: r.html(s.line, strings.Join(prompt, "\n")), Line: opened}
	if strings.TrimSpace(strings.Join(prompt, "")) == "" {
		r.found.add(r.file, opened, "decision.prompt", s.id)
	}
	best := 0
	for _, c := range choices {
		block.Options = append(block.Options, r.option(c))
		if c.best {
			best++
		}
	}
	if len(choices) < 2 || len(choices) > maxChoices {
		r.found.add(r.file, opened, "decision.options", s.id, maxChoices)
	}
	if best == 0 {
		r.found.add(r.file, opened, "decision.best", s.id)
	}
	r.blocks = append(r.blocks, block)
}

// splitDecision sorts the lines into the prompt and the options.
func (r *lessonReader) splitDecision(s section) (prompt []string, choices []choice) {
	for i, line := range s.lines {
		number := s.line + i
		head, quote := optionHead.FindStringSubmatch(line), quoted.FindStringSubmatch(line)
		switch {
		case head != nil:
			choices = append(choices, choice{line: number, best: head[1] != " ", text: []string{head[2]}})
		case optionLike.MatchString(line):
			r.found.add(r.file, number, "decision.option_form")
		case len(choices) == 0:
			prompt = append(prompt, line)
		case quote != nil:
			choices[len(choices)-1].addFeedback(number, quote[1])
		case strings.TrimSpace(line) == "":
		default:
			choices[len(choices)-1].continueWith(r, number, line)
		}
	}
	return prompt, choices
}

func (c *choice) addFeedback(number int, line string) {
	if c.feedbackLine == 0 {
		c.feedbackLine = number
	}
	c.feedback = append(c.feedback, line)
}

// continueWith adds an indented line to the option's text; a line at the margin belongs nowhere.
func (c *choice) continueWith(r *lessonReader, number int, line string) {
	switch {
	case line[0] != ' ' && line[0] != '\t':
		r.found.add(r.file, number, "decision.stray")
	case c.feedbackLine > 0:
		c.feedback = append(c.feedback, strings.TrimSpace(line))
	default:
		c.text = append(c.text, strings.TrimSpace(line))
	}
}

func (r *lessonReader) option(c choice) DecisionOption {
	text, rejected := prose.RenderInline(strings.Join(c.text, "\n"))
	r.reject(c.line, rejected)
	feedback := strings.Join(c.feedback, "\n")
	if strings.TrimSpace(feedback) == "" {
		r.found.add(r.file, c.line, "decision.feedback")
	}
	return DecisionOption{HTML: text, Best: c.best, Feedback: r.html(max(c.feedbackLine, c.line), feedback)}
}

// checkDecisions looks at all decisions of the lesson together.
func (r *lessonReader) checkDecisions() {
	seen := map[string]bool{}
	for _, b := range r.blocks {
		if b.Kind != DecisionBlock {
			continue
		}
		if seen[b.ID] {
			r.found.add(r.file, b.Line, "decision.id_twice", b.ID)
		}
		seen[b.ID] = true
	}
	if len(seen) > maxDecisions {
		r.found.add(r.file, 0, "decision.too_many", maxDecisions)
	}
}
