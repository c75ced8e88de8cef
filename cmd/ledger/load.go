package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Target is the server under load, and who uses it.
type Target struct {
	Server   string `required:"" help:"Address of the server, http://host:port."`
	Learners string `required:"" type:"existingfile" help:"File of learners: person, enrollment and refreshToken, a line of JSON each."`
	Dir      string `required:"" help:"Directory of the ledger; made when it is not there."`
}

// LoadCommand lets learners take tests for a while.
type LoadCommand struct {
	Target
	Time    time.Duration `default:"1m" help:"How long."`
	Workers int           `default:"32" help:"How many learners act at once."`
	Copies  int           `default:"1" help:"How often a request arrives, at most."`
	Late    time.Duration `default:"0s" help:"How much later its copies come, at most."`
}

// Run ends when the time is over, at a signal or when every learner has done.
func (c *LoadCommand) Run(ctx context.Context) error {
	return c.work(ctx, c.Workers, c.Time, network{copies: c.Copies, late: c.Late}, func(ctx context.Context, s *sitter) error {
		for more := true; more && s.pause(0); {
			var err error
			if more, err = s.sit(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

// RaceCommand starts a test of each learner from many devices at once.
type RaceCommand struct {
	Target
	Rounds int `default:"100" help:"How many learners."`
	AtOnce int `default:"200" help:"How many starts of each, at once."`
}

// Run goes through the learners one by one.
func (c *RaceCommand) Run(ctx context.Context) error {
	left := c.Rounds
	return c.work(ctx, 1, time.Hour, network{}, func(ctx context.Context, s *sitter) error {
		if left--; left < 0 {
			return nil
		}
		_, err := s.start(ctx, c.AtOnce)
		return err
	})
}

// work hands the learners to workers, each of which keeps a journal of its own. The file of learners then says with
// which tokens they sign in next.
func (t Target) work(ctx context.Context, workers int, lasts time.Duration, n network, do func(context.Context, *sitter) error) error {
	learners, err := readLearners(t.Learners)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(t.Dir, 0o700); err != nil {
		return err
	}
	stop, cancel := context.WithTimeout(ctx, lasts)
	defer cancel()
	turns := make(chan int)
	go func() {
		defer close(turns)
		for i := range learners {
			select {
			case turns <- i:
			case <-stop.Done():
				return
			}
		}
	}()
	errs := make([]error, workers)
	var working sync.WaitGroup
	for worker := range workers {
		working.Go(func() {
			errs[worker] = t.keep(worker, func(j *Journal) error {
				for i := range turns {
					s := &sitter{session: session{server: t.Server, who: learners[i]}, journal: j, network: n, stop: stop.Done()}
					err := do(context.WithoutCancel(ctx), s) // what is on its way at the end is waited for
					s.sending.Wait()
					if learners[i] = s.learner(); err != nil {
						return err
					}
				}
				return nil
			})
		})
	}
	working.Wait()
	return errors.Join(append(errs, writeLearners(t.Learners, learners))...)
}

// keep opens a worker's journal for as long as it works.
func (t Target) keep(worker int, work func(*Journal) error) error {
	j, err := OpenJournal(filepath.Join(t.Dir, fmt.Sprintf("worker-%03d.jsonl", worker)))
	if err != nil {
		return err
	}
	return errors.Join(work(j), j.Close())
}

func readLearners(path string) ([]Learner, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var learners []Learner
	for decoder := json.NewDecoder(file); ; {
		var l Learner
		err := decoder.Decode(&l)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		learners = append(learners, l)
	}
	if len(learners) == 0 {
		return nil, fmt.Errorf("%s names nobody", path)
	}
	return learners, nil
}

func writeLearners(path string, learners []Learner) error {
	var text []byte
	for _, l := range learners {
		line, err := json.Marshal(l)
		if err != nil {
			return err
		}
		text = append(append(text, line...), '\n')
	}
	return os.WriteFile(path, text, 0o600)
}
