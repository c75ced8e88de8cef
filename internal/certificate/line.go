package certificate

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/vietnamese"
)

// LineKind says what a line of the register notes.
type LineKind string

// What a line notes.
const (
	Issuance   LineKind = "issue"      // cấp
	Reissue    LineKind = "reissue"    // cấp lại: the same certificate, another copy
	Correction LineKind = "correction" // đính chính: a certificate with a new number replaces the old one
	Revocation LineKind = "revocation" // thu hồi
)

// Line (dòng trong sổ) is one line of an issuer's register of a year. Lines are numbered without gap, and none changes.
type Line struct {
	bun.BaseModel `bun:"table:certificate.lines,alias:l"`
	IssuerID      uuid.UUID  `bun:"issuer_id"`
	Year          int        `bun:"year"`
	Number        int        `bun:"number"`
	Kind          LineKind   `bun:"kind"`
	CertificateID uuid.UUID  `bun:"certificate_id"` // of a correction the new one
	PersonID      uuid.UUID  `bun:"person_id"`
	AgencyID      uuid.UUID  `bun:"agency_id"` // of the moment of completion
	ActID         *uuid.UUID `bun:"act_id"`    // nil on an issue
	NameKey       string     `bun:"name_key"`
	EnteredAt     time.Time  `bun:"entered_at,nullzero,default:now()"`
}

// enterLine takes the next line of the issuer's register of a year, whose row stays locked until the commit.
func enterLine(ctx context.Context, tx bun.IDB, c Certificate, line Line) error {
	err := tx.NewRaw(`INSERT INTO certificate.registers AS r (issuer_id, year, last_line) VALUES (?, ?, 1)
		ON CONFLICT (issuer_id, year) DO UPDATE SET last_line = r.last_line + 1 RETURNING last_line`, c.IssuerID, line.Year).Scan(ctx, &line.Number)
	if err != nil {
		return err
	}
	return insertLine(ctx, tx, line, c)
}

// insertLine writes a line about a certificate.
func insertLine(ctx context.Context, tx bun.IDB, line Line, c Certificate) error {
	line.IssuerID, line.CertificateID, line.PersonID, line.AgencyID = c.IssuerID, c.ID, c.PersonID, c.AgencyID
	line.NameKey = vietnamese.Fold(c.Facts.Name)
	_, err := tx.NewInsert().Model(&line).Returning("NULL").Exec(ctx)
	return err
}
