package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"

	"taphuan/internal/app/measure"
)

// candidate is a learner who takes a final test.
type candidate struct {
	measure.Learner
	caller
	attempt  paper
	revision int
}

// paper is what a candidate needs to know of an attempt.
type paper struct {
	ID    string
	Items []asked
}

// asked is one question of a paper.
type asked struct {
	Type    string
	Options []struct{}
	Prompts []struct{}
	Gaps    []asked
	Parts   []asked
}

// look opens the page of the course.
func (c *candidate) look(ctx context.Context) error {
	return c.send(ctx, http.MethodGet, "/enrollments/"+c.EnrollmentID.String(), "", nil)
}

func (c *candidate) start(ctx context.Context) error {
	return c.send(ctx, http.MethodPost, "/enrollments/"+c.EnrollmentID.String()+"/tests/final/attempts", "", &c.attempt)
}

// save answers so many questions from a position on, at random.
func (c *candidate) save(ctx context.Context, position, n int) error {
	c.revision++
	answers := make([]string, n)
	for i := range answers {
		at := position + i
		answers[i] = fmt.Sprintf(`{"position":%d,"revision":%d,"payload":%s}`, at, c.revision, c.attempt.Items[at-1].guess())
	}
	return c.send(ctx, http.MethodPut, "/attempts/"+c.attempt.ID+"/answers", `{"answers":[`+strings.Join(answers, ",")+`]}`, nil)
}

func (c *candidate) submit(ctx context.Context) error {
	return c.send(ctx, http.MethodPost, "/attempts/"+c.attempt.ID+"/submit", "", nil)
}

// review opens the result.
func (c *candidate) review(ctx context.Context) error {
	return c.send(ctx, http.MethodGet, "/attempts/"+c.attempt.ID+"/result", "", nil)
}

// guess is any answer that the question can have.
func (a asked) guess() string {
	switch a.Type {
	case "single", "multiple":
		return fmt.Sprintf(`{"choices":[%d]}`, rand.IntN(len(a.Options)))
	case "true_false":
		return fmt.Sprintf(`{"truth":%t}`, rand.IntN(2) == 0)
	case "ordering":
		return `{"choices":` + list(rand.Perm(len(a.Options)), strconv.Itoa) + `}`
	case "matching", "categorize", "single_choice_table":
		return `{"pairs":` + list(a.Prompts, func(struct{}) string { return strconv.Itoa(rand.IntN(len(a.Options))) }) + `}`
	case "cloze", "inline_choice":
		return `{"gaps":` + list(a.Gaps, asked.guessGap) + `}`
	case "case_study":
		return `{"parts":` + list(a.Parts, asked.guess) + `}`
	case "hotspot":
		return fmt.Sprintf(`{"picks":[{"x":%d,"y":%d}]}`, rand.IntN(10_000), rand.IntN(10_000))
	case "file_upload":
		return `{}`
	}
	return fmt.Sprintf(`{"text":"%d"}`, rand.IntN(1000))
}

func (a asked) guessGap() string {
	if len(a.Options) > 0 {
		return fmt.Sprintf(`{"choice":%d}`, rand.IntN(len(a.Options)))
	}
	return a.guess()
}

// list writes a JSON list.
func list[T any](items []T, write func(T) string) string {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = write(item)
	}
	return "[" + strings.Join(texts, ",") + "]"
}
