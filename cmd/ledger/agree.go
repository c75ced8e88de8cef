package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
)

// askAPI has learners open their attempts and compares what the API tells with the database: at most so many attempts.
func askAPI(ctx context.Context, server string, learners []Learner, s Stored, most int) ([]Violation, error) {
	attempts := map[string][]Attempt{}
	for _, a := range s.Attempts {
		attempts[a.Enrollment] = append(attempts[a.Enrollment], a)
	}
	answers := map[string]map[int]Answer{}
	for place, a := range s.Answers {
		if answers[place.Attempt] == nil {
			answers[place.Attempt] = map[int]Answer{}
		}
		answers[place.Attempt][place.Position] = a
	}
	var mu sync.Mutex // over the two below
	var found []Violation
	var errs []error
	turns := make(chan struct{}, 8)
	var asking sync.WaitGroup
	for i, who := range learners {
		if most -= len(attempts[who.Enrollment]); most < 0 || ctx.Err() != nil {
			break
		}
		turns <- struct{}{}
		asking.Go(func() {
			defer func() { <-turns }()
			own := &session{server: server, who: who}
			for _, a := range attempts[who.Enrollment] {
				told, err := own.disagrees(ctx, a, answers[a.ID])
				mu.Lock()
				found, errs = append(found, told...), append(errs, err)
				mu.Unlock()
			}
			learners[i] = own.learner()
		})
	}
	asking.Wait()
	return found, errors.Join(errs...)
}

// disagrees compares one attempt.
func (s *session) disagrees(ctx context.Context, a Attempt, stored map[int]Answer) ([]Violation, error) {
	var page struct {
		State   string
		Answers []struct {
			Position int
			Revision int64
			Payload  struct{ Text string }
		}
	}
	if err := s.get(ctx, "/attempts/"+a.ID, &page); err != nil {
		return nil, err
	}
	var found []Violation
	differs := func(format string, args ...any) {
		found = append(found, Violation{Rule: 'i', Name: "the API tells something else", What: fmt.Sprintf("attempt %s: ", a.ID) + fmt.Sprintf(format, args...)})
	}
	if (page.State == "graded") != a.Graded {
		differs("it is %s", page.State)
	}
	if len(page.Answers) != len(stored) {
		differs("%d answers, %d are stored", len(page.Answers), len(stored))
	}
	for _, told := range page.Answers {
		if kept := stored[told.Position]; kept.Revision != told.Revision || kept.Text != told.Payload.Text {
			differs("position %d has revision %d %q, stored is %d %q", told.Position, told.Revision, told.Payload.Text, kept.Revision, kept.Text)
		}
	}
	if !a.Graded {
		return found, nil
	}
	var result struct{ Score int }
	err := s.get(ctx, "/attempts/"+a.ID+"/result", &result)
	if err == nil && result.Score != a.Score {
		differs("its score is %d, stored is %d", result.Score, a.Score)
	}
	return found, err
}

func (s *session) get(ctx context.Context, path string, into any) error {
	answer, err := s.ask(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	if answer.status != http.StatusOK {
		return fmt.Errorf("%s answered %d: %s", path, answer.status, answer.body)
	}
	return json.Unmarshal(answer.body, into)
}
