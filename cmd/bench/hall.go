package main

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"taphuan/internal/app"
	"taphuan/internal/app/measure"
)

// hall is a demonstration with a database of its own, in which learners may wait for their final test.
type hall struct {
	dir      string
	database *app.Database
	server   *instance
	binary   string   // that serves
	env      []string // and what it is told beside the usual
	waiting  []measure.Learner
}

// openHall starts a demonstration on a database of its own.
func openHall(ctx context.Context, binary string) (*hall, error) {
	dir, err := newDataDir()
	if err != nil {
		return nil, err
	}
	return openHallIn(ctx, dir, binary)
}

// openHallIn is openHall in an empty directory, which goes when the hall is closed.
func openHallIn(ctx context.Context, dir, binary string) (h *hall, err error) {
	h = &hall{dir: dir, binary: binary}
	os.Setenv("FFMPEG", "/nowhere") // nothing is converted beside the measurement
	if h.database, err = openDatabase(ctx, dir); err != nil {
		h.close()
		return nil, err
	}
	if h.server, err = startOn(ctx, binary, dir, h.database.URL, "--demo"); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

// seat lets so many learners of a course wait.
func (h *hall) seat(ctx context.Context, course string, learners int) (err error) {
	h.waiting, err = measure.Learners(ctx, h.database.URL, course, learners)
	return err
}

func (h *hall) close() {
	if h.server != nil {
		h.server.stop()
	}
	if h.database != nil {
		h.database.Close()
	}
	os.RemoveAll(h.dir)
}

// admit signs the next learners in; they open the page of the course, as everybody does before a test.
func (h *hall) admit(ctx context.Context, n int) ([]*candidate, error) {
	if n > len(h.waiting) {
		return nil, fmt.Errorf("only %d learners are left of the %d that are needed", len(h.waiting), n)
	}
	admitted := make([]*candidate, n)
	for i, learner := range h.waiting[:n] {
		admitted[i] = &candidate{Learner: learner, caller: caller{server: h.server.url}}
	}
	h.waiting = h.waiting[n:]
	return admitted, each(admitted, func(c *candidate) error {
		if err := c.signIn(ctx, c.RefreshToken); err != nil {
			return err
		}
		return c.look(ctx)
	})
}

// each has everybody do something, 32 at once, and again where it fails, as the server may still be busy with what was
// before. It returns an error when somebody cannot.
func each(all []*candidate, do func(*candidate) error) error {
	const tries = 5
	return allInTurns(32, all, func(who *candidate) (err error) {
		for try := range tries {
			if err = do(who); err == nil {
				return nil
			}
			time.Sleep(time.Duration(try) * time.Second / 2)
		}
		return err
	}).err()
}

// allInTurns has everybody do something once, so many at once.
func allInTurns(crowd int, all []*candidate, do func(*candidate) error) tally {
	var next atomic.Int64
	return inTurns(crowd, 10*time.Minute, func(int, int) error {
		i := int(next.Add(1)) - 1
		if i >= len(all) {
			return errNoMore
		}
		return do(all[i])
	})
}

// processes are the server and the postmaster.
func (h *hall) processes() ([]int, error) {
	postmaster, err := postmasterOf(h.dir)
	return []int{h.server.cmd.Process.Pid, postmaster}, err
}
