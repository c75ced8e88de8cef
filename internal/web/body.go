package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"golang.org/x/sync/semaphore"

	"taphuan/internal/fault"
)

// Bounds of request bodies. Whoever sends has time for the slowest line that is served, so that a file arrives from the
// mountains too; one that is not small waits on disk until it is whole, and only then takes of the memory that all have
// together: many slow lines take no memory.
const (
	smallBody       = 1 << 20   // bytes; the bound of routes that name none
	memoryForBodies = 128 << 20 // bytes
	slowestLine     = 8 << 10   // bytes a second
	timeToBegin     = 30 * time.Second
	waitForMemory   = 30 * time.Second
)

// timeToSend is how long a body of that many bytes may take to arrive.
func timeToSend(n int64) time.Duration {
	return timeToBegin + time.Duration(n/slowestLine)*time.Second
}

// bodies lets large bodies into memory, no more together than there is room for.
type bodies struct {
	room *semaphore.Weighted
	most int64
}

func newBodies(memory int64) *bodies {
	return &bodies{room: semaphore.NewWeighted(memory), most: memory}
}

// takeIn has the handlers behind it read a body that is whole, of at most limit bytes.
func (s *Server) takeIn(limit int64) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		c := humagin.Unwrap(ctx)
		if n := c.Request.ContentLength; n >= 0 && n <= smallBody {
			next(ctx)
			return
		}
		_ = ctx.SetReadDeadline(time.Now().Add(timeToSend(limit))) // it fails only where there is no connection, in tests
		body, err := s.bodies.takeIn(c.Request.Context(), http.MaxBytesReader(c.Writer, c.Request.Body, limit))
		if err != nil {
			s.logFault(c.Request.Context(), fault.From(err))
			writeProblem(c, fault.From(err))
			return
		}
		defer body.release()
		c.Request.Body = body
		next(ctx)
	}
}

// takeIn reads all of a body to the disk and waits until there is room for it in memory. Errors: fault.ErrTooLarge,
// fault.ErrUnavailable when it does not arrive, or room does not come, in time.
func (b *bodies) takeIn(ctx context.Context, from io.Reader) (*wholeBody, error) {
	file, err := os.CreateTemp("", "taphuan-body-")
	if err != nil {
		return nil, err
	}
	body := &wholeBody{file: file, release: func() { file.Close() }}
	if err := body.fill(from); err != nil {
		body.release()
		return nil, err
	}
	wait, cancel := context.WithTimeout(ctx, waitForMemory)
	defer cancel()
	weight := min(body.size, b.most)
	if err := b.room.Acquire(wait, weight); err != nil {
		body.release()
		return nil, fault.ErrUnavailable.Because(err)
	}
	body.release = func() { file.Close(); b.room.Release(weight) }
	return body, nil
}

// wholeBody is a body that has arrived. It may be closed by whoever reads it; release is what ends it.
type wholeBody struct {
	file    *os.File
	size    int64
	release func()
}

func (w *wholeBody) fill(from io.Reader) (err error) {
	if err := os.Remove(w.file.Name()); err != nil { // it lives as long as it is open
		return err
	}
	w.size, err = io.Copy(w.file, from)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return fault.ErrTooLarge
	case err != nil:
		return fault.ErrUnavailable.Because(err)
	}
	_, err = w.file.Seek(0, io.SeekStart)
	return err
}

func (w *wholeBody) Read(p []byte) (int, error) { return w.file.Read(p) }

// Close leaves the file to release.
func (w *wholeBody) Close() error { return nil }
