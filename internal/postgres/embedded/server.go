package embedded

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
)

// databaseName is the database that a new cluster gets and that URL names.
const databaseName = "taphuan"

// Options say which server to run and where its data lives.
type Options struct {
	// Root is the directory that holds this package's package.json and
	// node_modules. Empty means: look beside the running program and in the
	// working directory.
	Root string
	// Bin is a directory with postgres and initdb (PG_BIN). When it is set,
	// nothing else is tried.
	Bin string
	// DataDir is the directory under which pg18 (pg15, ...) is kept. Empty means
	// ./.data or, as root where the database's account cannot reach that,
	// /var/lib/taphuan/<hash of the path>.
	DataDir string
	// FsyncOff gives up durability for speed. For tests only.
	FsyncOff bool
	// Parameters are further settings of postgresql.conf, by name.
	Parameters map[string]string
}

// Server is a PostgreSQL server that this process owns.
type Server struct {
	// Version is the full version of the server, such as "18.4".
	Version string
	// DataDir is the cluster's directory, such as /srv/taphuan/pg18.
	DataDir string

	socketDir string
	lock      *lockFile
	log       *logTail
	ready     atomic.Bool
	stop      chan struct{}
	done      chan struct{}
	err       error
	closing   sync.Once
}

// Start finds PostgreSQL, creates the cluster when there is none, stops what a
// crashed owner left behind, and returns when the server answers. The error is
// ErrNotInstalled when no programs were found, a RunningError when another
// taphuan owns the data, and otherwise says what failed with the end of the
// server's log.
func Start(ctx context.Context, options Options) (*Server, error) {
	binaries, err := Find(options.Root, options.Bin)
	if err != nil {
		return nil, err
	}
	place, err := choosePlace(options.DataDir, binaries.Major)
	if err != nil {
		return nil, err
	}
	lock, err := acquireLock(place)
	if err != nil {
		return nil, err
	}
	server, err := startLocked(ctx, binaries, place, options)
	if err != nil {
		return nil, errors.Join(err, lock.release())
	}
	server.lock = lock
	return server, nil
}

// startLocked does what Start does once this process owns the place.
func startLocked(ctx context.Context, binaries Binaries, place place, options Options) (*Server, error) {
	binaries, err := binaries.makeUsable(place)
	if err != nil {
		return nil, err
	}
	if err := reclaim(ctx, place); err != nil {
		return nil, err
	}
	if err := ensureCluster(ctx, binaries, place, options.FsyncOff); err != nil {
		return nil, err
	}
	if err := ensureSocketDir(place); err != nil {
		return nil, err
	}
	server := &Server{
		Version: binaries.Version, DataDir: place.data, socketDir: place.socketDir,
		log: newLogTail(), stop: make(chan struct{}), done: make(chan struct{}),
	}
	command := postmaster{binaries: binaries, place: place, arguments: arguments(place, options)}
	go server.supervise(command)
	return server, server.awaitReady(ctx)
}

// awaitReady returns when the server answers and its database exists, or stops
// the server and says why it does not.
func (s *Server) awaitReady(ctx context.Context) error {
	err := awaitAnswer(ctx, s)
	if err == nil {
		s.ready.Store(true)
		return nil
	}
	s.halt()
	s.removeSocketDir()
	return fmt.Errorf("start the bundled PostgreSQL: %w", err)
}

// URL is the address of the server's database for its superuser, in a form that
// pgx and libpq's tools both read.
func (s *Server) URL() string {
	return socketURL(s.socketDir, databaseName)
}

func socketURL(socketDir, database string) string {
	query := url.Values{"host": {socketDir}, "user": {"postgres"}, "sslmode": {"disable"}}
	return "postgres:///" + database + "?" + query.Encode()
}

// Done is closed when the server has stopped for good: after Close, or when it
// could not be kept running. Err then says why.
func (s *Server) Done() <-chan struct{} { return s.done }

// Err is nil until Done is closed, and after a clean Close.
func (s *Server) Err() error {
	select {
	case <-s.done:
		return s.err
	default:
		return nil
	}
}

// Close ends open connections, writes a checkpoint and stops the server. It may
// be called more than once, also from several goroutines; each call returns when
// the server is gone.
func (s *Server) Close() error {
	s.halt()
	var err error
	s.closing.Do(func() {
		s.removeSocketDir()
		err = s.lock.release()
	})
	return errors.Join(s.err, err)
}

func (s *Server) removeSocketDir() {
	if err := os.RemoveAll(s.socketDir); err != nil {
		slog.Warn("the database's socket directory stays behind", "error", err)
	}
}

// halt asks the supervisor to stop the server and waits until it has.
func (s *Server) halt() {
	select {
	case s.stop <- struct{}{}:
	case <-s.done:
	}
	<-s.done
}
