package backup

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"taphuan/internal/media"
	"taphuan/internal/postgres"
)

// Target says where to restore.
type Target struct {
	Database      string // URL of the user who migrates, of an empty database
	Media         media.Storage
	SecretKeyFile string
}

// Restored tells what a restore brought back.
type Restored struct {
	Manifest
	// SecretFits says that SECRET_KEY_FILE now holds the key that the installation had.
	SecretFits bool
}

// Restore verifies a backup, brings an empty database to the schema of its time, loads it in one
// transaction, and migrates to this program's schema. The error is a DamagedError for a file that
// is not whole; every other one says what to do. Until the transaction commits the database stays
// empty; media files, which bear their hash as name, may be there already.
func Restore(ctx context.Context, file string, to Target) (Restored, error) {
	m, err := Verify(file)
	if err != nil {
		return Restored{}, err
	}
	if err := checkSecret(to.SecretKeyFile, m); err != nil {
		return Restored{}, err
	}
	if err := prepare(ctx, to.Database, m); err != nil {
		return Restored{}, err
	}
	if err := withOwner(ctx, to.Database, func(conn *pgx.Conn) error { return to.load(ctx, conn, file, m) }); err != nil {
		return Restored{}, fmt.Errorf("restore (the database is still empty): %w", err)
	}
	if err := postgres.Migrate(ctx, to.Database); err != nil {
		return Restored{}, fmt.Errorf("everything is restored, but the migration to this program's schema failed; correct the cause and run 'taphuan migrate': %w", err)
	}
	key, err := readKey(to.SecretKeyFile)
	return Restored{Manifest: m, SecretFits: checkOf(key) == m.SecretCheck}, err
}
