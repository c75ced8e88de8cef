package organization

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Contact (liên hệ) is where people of an agency ask: a unit with its own contact data, no person.
type Contact struct {
	AgencyID   uuid.UUID
	AgencyName string
	Phone      string
	Email      string
	Address    string
}

// FindContact returns the nearest unit, from an agency upward, that tells how it is reached on a day; the
// agency itself, without a contact, when none does. The zero Contact for an agency that is not there.
func FindContact(ctx context.Context, tx bun.IDB, agency uuid.UUID, day time.Time) (Contact, error) {
	var c Contact
	err := tx.NewRaw(`SELECT v.agency_id, v.name AS agency_name, COALESCE(v.contact->>'phone', '') AS phone, COALESCE(v.contact->>'email', '') AS email,
			COALESCE(v.contact->>'address', '') AS address
		FROM organization.agency_closure c
		JOIN organization.agency_versions v ON v.agency_id = c.ancestor_id AND v.valid_from <= ?1 AND (v.valid_to IS NULL OR v.valid_to > ?1)
		WHERE c.descendant_id = ?0 AND c.valid_from <= ?1 AND (c.valid_to IS NULL OR c.valid_to > ?1)
		ORDER BY COALESCE(v.contact->>'phone', '') = '' AND COALESCE(v.contact->>'email', '') = '', c.depth LIMIT 1`, agency, day).Scan(ctx, &c)
	if errors.Is(err, sql.ErrNoRows) {
		return Contact{}, nil
	}
	return c, err
}
