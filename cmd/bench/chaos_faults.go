package main

import (
	"context"
	"strings"
	"syscall"
	"time"
)

// cause lets faults happen, and returns when they are over.
type cause func(ctx context.Context, h *hall) error

// again is a cause so often, with a pause before each time and after the last.
func (c cause) again(times int, pause time.Duration) cause {
	return func(ctx context.Context, h *hall) error {
		for range times {
			if err := sleep(ctx, pause); err != nil {
				return err
			}
			if err := c(ctx, h); err != nil {
				return err
			}
		}
		return sleep(ctx, pause)
	}
}

// quietly lets only time pass.
func quietly(d time.Duration) cause {
	return func(ctx context.Context, _ *hall) error { return sleep(ctx, d) }
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// killServer ends the server in the middle of what it does, and starts it again.
func killServer(ctx context.Context, h *hall) error {
	_ = h.server.cmd.Process.Kill() // SIGKILL: nothing is finished or told
	_ = h.server.cmd.Wait()
	return h.serveAgain(ctx)
}

// restartServer asks the server to end, as an update does, and starts it again.
func restartServer(ctx context.Context, h *hall) error {
	_ = h.server.cmd.Process.Signal(syscall.SIGTERM)
	if err := h.server.cmd.Wait(); err != nil {
		return err
	}
	return h.serveAgain(ctx)
}

// serveAgain starts the hall's program at the address of the one that has ended, on the same data.
func (h *hall) serveAgain(ctx context.Context) (err error) {
	env := append([]string{"DATA_DIR=" + h.dir, "DATABASE_URL=" + h.database.URL}, h.env...)
	h.server, err = launch(ctx, h.binary, strings.TrimPrefix(h.server.url, "http://"), env, "serve")
	return err
}

// become replaces the program of the hall.
func (h *hall) become(ctx context.Context, binary string, env ...string) error {
	h.binary, h.env = binary, env
	return restartServer(ctx, h)
}

// killDatabase ends the postmaster; who watches over it starts it again. It returns when the server is ready again.
func killDatabase(ctx context.Context, h *hall) error {
	pid, err := postmasterOf(h.dir)
	if err != nil {
		return err
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		return err
	}
	for next := pid; next == pid || err != nil; next, err = postmasterOf(h.dir) {
		if err := sleep(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
	return waitFor(ctx, h.server.url+"/readyz", time.Minute)
}

// cutConnections ends every connection of the server to the database, in the middle of what they do.
func cutConnections(ctx context.Context, h *hall) error {
	_, err := h.execute(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'taphuan'`)
	return err
}
