package identity

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// A ceremony is something started that one more message of the same browser will finish.
const (
	kindSecondFactor    = "second_factor"
	kindRegisterPasskey = "register_passkey"
	kindSignInPasskey   = "sign_in_passkey"
)

// CeremonyLife is how long a started sign-in or registration waits.
const CeremonyLife = 5 * time.Minute

type ceremonyRow struct {
	ID       uuid.UUID       `bun:"id"`
	PersonID *uuid.UUID      `bun:"person_id"`
	Data     json.RawMessage `bun:"data"`
}

// beginCeremonyTx stores the data of a ceremony; person is uuid.Nil while nobody is known. Its id is
// random: who knows it is the browser that began.
func (s *Service) beginCeremonyTx(ctx context.Context, tx bun.IDB, person uuid.UUID, kind string, data any) (uuid.UUID, error) {
	id := uuid.New()
	text, err := json.Marshal(data)
	if err != nil {
		return id, err
	}
	var whose *uuid.UUID
	if person != uuid.Nil {
		whose = &person
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO identity.ceremonies (id, person_id, kind, data, expires_at) VALUES (?, ?, ?, ?::jsonb, ?)`,
		id, whose, kind, string(text), s.now().Add(CeremonyLife))
	return id, err
}

// findCeremonyTx returns a ceremony that still waits. Error: sql.ErrNoRows.
func (s *Service) findCeremonyTx(ctx context.Context, tx bun.IDB, id uuid.UUID, kind string) (ceremonyRow, error) {
	var row ceremonyRow
	err := tx.NewRaw(`SELECT id, person_id, data FROM identity.ceremonies WHERE id = ? AND kind = ? AND expires_at > ? FOR UPDATE`,
		id, kind, s.now()).Scan(ctx, &row)
	return row, err
}

// endCeremonyTx takes a ceremony away: it works once.
func endCeremonyTx(ctx context.Context, tx bun.IDB, id uuid.UUID) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM identity.ceremonies WHERE id = ?`, id)
	return err
}
