package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"taphuan/internal/app/measure"
)

// WatchCommand measures what the players of many viewers cost, and whether an acknowledged segment survives a kill.
type WatchCommand struct {
	Binary  string        `default:"bin/taphuan" type:"existingfile" help:"The built program."`
	Viewers int           `default:"500" help:"How many watch at once; each reports every ten seconds."`
	Time    time.Duration `default:"20s" help:"How long each part takes."`
	Lines   int           `default:"128" help:"How many connections report as fast as they can."`
}

// Run starts a demonstration on a database of its own, so that the server can be killed without it.
func (c *WatchCommand) Run(ctx context.Context) error {
	h, err := openHall(ctx, c.Binary)
	if err != nil {
		return err
	}
	defer h.close()
	seats, err := seat(ctx, h.server.url, h.database.URL, c.Viewers)
	if err != nil {
		return err
	}
	running, err := h.processes()
	if err != nil {
		return err
	}
	if err := c.steady(ctx, running, seats); err != nil {
		return err
	}
	return c.flood(ctx, h.server, h.database.URL, seats)
}

// steady lets every viewer report once in ten seconds. What server and database use without them is told beside it.
func (c *WatchCommand) steady(ctx context.Context, running []int, seats []*seated) error {
	if _, err := c.reportSteadily(ctx, seats); err != nil { // what is read once of a person is read before
		return err
	}
	idle, err := measureCPU(running, func() error { time.Sleep(c.Time); return nil })
	if err != nil {
		return err
	}
	begin, sent := time.Now(), 0
	busy, err := measureCPU(running, func() (err error) { sent, err = c.reportSteadily(ctx, seats); return err })
	if err != nil {
		return err
	}
	figure("watch_messages_steady", float64(sent)/time.Since(begin).Seconds(), "1/s", fmt.Sprintf(">=%d", len(seats)/10-1))
	figure("watch_idle_cpu_server", idle[0], "% of a core", "-")
	figure("watch_idle_cpu_database", idle[1], "% of a core", "-")
	figure("watch_messages_cpu_server", busy[0]-idle[0], "% of a core", "<=5")
	figure("watch_messages_cpu_database", busy[1]-idle[1], "% of a core", "-")
	return nil
}

// reportSteadily returns how many messages were sent, or the first error.
func (c *WatchCommand) reportSteadily(ctx context.Context, seats []*seated) (sent int, err error) {
	deadline := time.Now().Add(c.Time)
	pace := time.NewTicker(10 * time.Second / time.Duration(len(seats)))
	defer pace.Stop()
	var group sync.WaitGroup
	var failed atomic.Pointer[error]
	for ; time.Now().Before(deadline) && failed.Load() == nil; sent++ {
		<-pace.C
		seat := seats[sent%len(seats)]
		group.Go(func() {
			if err := seat.report(ctx); err != nil {
				failed.Store(&err)
			}
		})
	}
	group.Wait()
	if err := failed.Load(); err != nil {
		return sent, *err
	}
	return sent, nil
}

// flood lets connections report as fast as they can, kills the server in the middle, and counts what is lost.
func (c *WatchCommand) flood(ctx context.Context, server *instance, database string, seats []*seated) error {
	var group sync.WaitGroup
	stop, before := make(chan struct{}), countTold(seats)
	begin := time.Now()
	for line := range min(c.Lines, len(seats)) {
		group.Go(func() {
			for i := line; ; i += c.Lines {
				select {
				case <-stop:
					return
				default:
				}
				if seats[i%len(seats)].report(ctx) != nil {
					return
				}
			}
		})
	}
	time.Sleep(c.Time)
	server.cmd.Process.Kill() // SIGKILL: nothing is finished or told
	took := time.Since(begin).Seconds()
	close(stop)
	group.Wait()
	server.cmd.Wait()
	var told []measure.Told
	for _, s := range seats {
		told = append(told, s.told...)
	}
	lost, err := measure.CountLost(ctx, database, told)
	if err != nil {
		return err
	}
	figure("watch_segments_accepted", float64(len(told)-before)/took, "1/s", ">=2000")
	figure("watch_segments_lost_after_kill", float64(lost), fmt.Sprintf("of %d", len(told)), "==0")
	return nil
}

func countTold(seats []*seated) (n int) {
	for _, s := range seats {
		n += len(s.told)
	}
	return n
}

// seated is a viewer with a token for the API. Its messages follow one another.
type seated struct {
	measure.Viewer
	caller
	mu   sync.Mutex
	next int
	told []measure.Told
}

// seat makes the viewers and signs them in.
func seat(ctx context.Context, server, database string, n int) ([]*seated, error) {
	viewers, err := measure.Viewers(ctx, database, n)
	if err != nil {
		return nil, err
	}
	seats := make([]*seated, n)
	for i, v := range viewers {
		seats[i] = &seated{Viewer: v, caller: caller{server: server}}
		if err := seats[i].signIn(ctx, v.RefreshToken); err != nil {
			return nil, err
		}
	}
	return seats, nil
}

// report tells of ten more seconds of the video.
func (s *seated) report(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	from := s.next % 10 * 10_000
	body := fmt.Sprintf(`{"playbackId":%q,"positionMs":%d,"segments":[{"sequence":%d,"fromMs":%d,"toMs":%d,"speed":100}]}`, s.PlaybackID, from, s.next, from, from+1000)
	if err := s.send(ctx, http.MethodPost, fmt.Sprintf("/enrollments/%s/lessons/%s/watch", s.EnrollmentID, s.LessonID), body, nil); err != nil {
		return err
	}
	s.told = append(s.told, measure.Told{PlaybackID: s.PlaybackID, Sequence: s.next})
	return nil
}
