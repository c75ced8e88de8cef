package audit

import (
	"context"
	"crypto/rand"
	"crypto/sha256"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// CommitTx writes a salted commitment to an act: SHA-256(salt || canonical). The leaf can be
// published without telling what it stands for; whoever holds the salt can prove it.
func CommitTx(ctx context.Context, tx bun.IDB, kind string, subject uuid.UUID, canonical []byte) error {
	salt := make([]byte, 32)
	rand.Read(salt)
	leaf := Leaf(salt, canonical)
	_, err := tx.ExecContext(ctx, `INSERT INTO audit.commitments (id, kind, subject_id, salt, leaf) VALUES (?, ?, ?, ?, ?)`,
		NewID(), kind, subject, salt, leaf)
	return err
}

// Leaf returns the commitment to canonical under a salt of 32 bytes.
func Leaf(salt, canonical []byte) []byte {
	h := sha256.New()
	h.Write(salt)
	h.Write(canonical)
	return h.Sum(nil)
}
