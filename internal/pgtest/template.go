package pgtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"

	"taphuan/internal/postgres"
	"taphuan/migrations"
)

const (
	// templatePrefix begins the name of every template.
	templatePrefix = "taphuan_template_"
	// templateLock is the advisory lock under which a template is made.
	templateLock = 7218362
)

// templates remembers what this process made or found, by server.
var templates sync.Map

// migrated returns the name of the database that has all migrations, and makes it
// when there is none; of several processes one does, and the others wait.
func migrated(server string) (string, error) {
	prepare, _ := templates.LoadOrStore(server, sync.OnceValues(func() (string, error) {
		key, err := fingerprint()
		if err != nil {
			return "", err
		}
		name := templatePrefix + key
		return name, inMaintenance(server, func(ctx context.Context, connection *pgx.Conn) error {
			return ensureTemplate(ctx, connection, server, name)
		})
	}))
	return prepare.(func() (string, error))()
}

// ensureTemplate holds the lock for as long as its connection lives.
func ensureTemplate(ctx context.Context, connection *pgx.Conn, server, name string) error {
	if _, err := connection.Exec(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		return err
	}
	var ready bool
	const query = `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)`
	if err := connection.QueryRow(ctx, query, name).Scan(&ready); err != nil || ready {
		return err
	}
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name} {
		if _, err := connection.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	address, err := withDatabase(server, name)
	if err != nil {
		return err
	}
	if err := postgres.Migrate(ctx, address); err != nil {
		return fmt.Errorf("make the migrated template: %w", err)
	}
	_, err = connection.Exec(ctx, "ALTER DATABASE "+name+" WITH ALLOW_CONNECTIONS false IS_TEMPLATE true")
	return err
}

// fingerprint changes whenever a migrated database could: with the migrations,
// with the code that applies them and with the version of the job queue.
func fingerprint() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, source := range []struct {
		files   fs.FS
		pattern string
	}{
		{migrations.Files, "*.sql"},
		{os.DirFS(root), "internal/postgres/*.go"},
		{os.DirFS(root), "go.mod"},
	} {
		if err := addFiles(sum, source.files, source.pattern); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}

// addFiles adds names and content of the files that match, in order, tests apart.
func addFiles(sum hash.Hash, files fs.FS, pattern string) error {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %d\n", path.Base(name), len(content))
		sum.Write(content)
	}
	return nil
}
