package app

import (
	"context"
	"errors"
	"fmt"

	"taphuan/internal/config"
	"taphuan/internal/postgres/embedded"
)

// Database is the PostgreSQL that a program talks to: the one that DATABASE_URL names, or the
// bundled one, started by this program or by another that runs already.
type Database struct {
	URL    string
	server *embedded.Server // nil: not started here
}

// OpenDatabase finds or starts the database.
func OpenDatabase(ctx context.Context, cfg config.Config) (*Database, error) {
	if url := cfg.DatabaseURL.Reveal(); url != "" {
		return &Database{URL: url}, nil
	}
	server, err := embedded.Start(ctx, embedded.Options{Bin: cfg.PGBin, DataDir: cfg.DataDir})
	if err != nil {
		return nil, fmt.Errorf("start the bundled PostgreSQL: %w", err)
	}
	return &Database{URL: server.URL(), server: server}, nil
}

// JoinDatabase is OpenDatabase for commands that may run beside a server: the bundled database of
// a running server is used as it is.
func JoinDatabase(ctx context.Context, cfg config.Config) (*Database, error) {
	db, err := OpenDatabase(ctx, cfg)
	var running embedded.RunningError
	if errors.As(err, &running) && running.URL != "" {
		return &Database{URL: running.URL}, nil
	}
	return db, err
}

// Bundled reports whether the database was started by this program.
func (d *Database) Bundled() bool { return d.server != nil }

// Failed is closed when a bundled database has stopped for good.
func (d *Database) Failed() <-chan struct{} {
	if d.server == nil {
		return nil
	}
	return d.server.Done()
}

// Close stops the database if it was started here.
func (d *Database) Close() error {
	if d.server == nil {
		return nil
	}
	return d.server.Close()
}
