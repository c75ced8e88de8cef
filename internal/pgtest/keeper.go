package pgtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"taphuan/internal/postgres/embedded"
)

// These variables make a test program the keeper instead.
const (
	keeperVariable = "TAPHUAN_PGTEST_KEEPER" // the shared directory
	keeperRoot     = "TAPHUAN_PGTEST_ROOT"
	keeperBin      = "TAPHUAN_PGTEST_BIN"
)

const (
	// idleLimit is how long the server stays without a test process.
	idleLimit = time.Minute
	// keptTemplates is how many templates of earlier migrations may stay.
	keptTemplates = 4
)

// init takes over a process that was started as the keeper: no package needs a
// TestMain of its own for that.
func init() {
	dir := os.Getenv(keeperVariable)
	if dir == "" {
		return
	}
	if err := keep(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// keep runs the server until nobody needs it. When another keeper runs it already,
// it tells the address and ends.
func keep(dir string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server, err := startServer(ctx, filepath.Join(dir, "data"))
	var running embedded.RunningError
	if errors.As(err, &running) {
		return announce(dir, running.URL) // another keeper is bringing a killed server back
	}
	if err != nil {
		return err
	}
	if err := errors.Join(removeLeftovers(server.URL()), announce(dir, server.URL())); err != nil {
		return errors.Join(err, server.Close())
	}
	lease, err := awaitIdle(ctx, filepath.Join(dir, leaseFile), server.Done())
	err = errors.Join(err, os.Remove(filepath.Join(dir, urlFile)), server.Close())
	if lease != nil {
		err = errors.Join(err, lease.Close()) // newcomers may start the next keeper
	}
	return err
}

// startServer starts the cluster, or a new one when the old one is broken: it holds
// nothing but tests.
func startServer(ctx context.Context, dataDir string) (*embedded.Server, error) {
	options := embedded.Options{
		Root: os.Getenv(keeperRoot), Bin: os.Getenv(keeperBin), DataDir: dataDir, FsyncOff: true,
		Parameters: map[string]string{"max_connections": "400", "shared_buffers": "128MB", "max_wal_size": "2GB"},
	}
	server, err := embedded.Start(ctx, options)
	var running embedded.RunningError
	if err == nil || errors.As(err, &running) || ctx.Err() != nil {
		return server, err
	}
	fmt.Fprintln(os.Stderr, "begin with a new cluster:", err)
	if err := os.RemoveAll(dataDir); err != nil {
		return nil, err
	}
	return embedded.Start(ctx, options)
}

// removeLeftovers drops the databases of tests that were killed, and the templates
// when they have become many.
func removeLeftovers(server string) error {
	return inMaintenance(server, func(ctx context.Context, connection *pgx.Conn) error {
		rows, err := connection.Query(ctx, "SELECT datname FROM pg_database WHERE starts_with(datname, $1) OR starts_with(datname, $2)", databasePrefix, templatePrefix)
		if err != nil {
			return err
		}
		names, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		for _, name := range leftovers(names) {
			if _, err := connection.Exec(ctx, "ALTER DATABASE "+name+" WITH IS_TEMPLATE false"); err != nil {
				return err
			}
			if _, err := connection.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
				return err
			}
		}
		return nil
	})
}

// leftovers chooses the databases to drop.
func leftovers(names []string) []string {
	var tests, templates []string
	for _, name := range names {
		if strings.HasPrefix(name, templatePrefix) {
			templates = append(templates, name)
		} else {
			tests = append(tests, name)
		}
	}
	if len(templates) <= keptTemplates {
		return tests
	}
	return append(tests, templates...)
}

// announce writes the address in one step, so that nobody reads half of it.
func announce(dir, address string) error {
	scratch := filepath.Join(dir, urlFile+".new")
	if err := os.WriteFile(scratch, []byte(address+"\n"), 0o600); err != nil {
		return err
	}
	return os.Rename(scratch, filepath.Join(dir, urlFile))
}

// awaitIdle returns when no process has held the lease for idleLimit, with the
// lease in its own hands so that nobody joins a server that is stopping; or
// without it when the server ended or the keeper is told to.
func awaitIdle(ctx context.Context, path string, ended <-chan struct{}) (*os.File, error) {
	lease, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	lastUse := time.Now()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return lease, nil
		case <-ended:
			return lease, errors.New("the server ended by itself")
		case <-tick.C:
		}
		if err := syscall.Flock(int(lease.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
			lastUse = time.Now()
			continue
		}
		if time.Since(lastUse) >= idleLimit {
			return lease, nil
		}
		if err := syscall.Flock(int(lease.Fd()), syscall.LOCK_UN); err != nil {
			return lease, err
		}
	}
}
