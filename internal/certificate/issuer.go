package certificate

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// issuer is who issues on a day, with the lines that are printed.
type issuer struct {
	ID            uuid.UUID
	AgencyID      uuid.UUID
	NumberMark    string
	HeaderLines   []string `bun:",array"`
	Place         string
	CertifiedBy   string
	BasisDocument string
	SignLines     []string `bun:",array"`
	SignerName    string
	// AwaitsDecision has certificates wait for a decision that recognizes the results.
	AwaitsDecision bool
}

// printOn puts the issuer's lines among the facts; the decision that a certificate rests on stays.
func (i issuer) printOn(f *Facts) {
	f.IssuerLines, f.Place, f.CertifiedBy = i.HeaderLines, i.Place, i.CertifiedBy
	f.BasisDocument = cmp.Or(f.BasisDocument, i.BasisDocument)
	f.SignerLines, f.SignerName = i.SignLines, i.SignerName
}

const selectIssuer = `SELECT id, agency_id, number_mark, header_lines, place, certified_by, basis_document, sign_lines, signer_name, awaits_decision FROM certificate.issuers`

// findIssuer returns who issues on a day, with the lines of that day's design; ErrNoIssuer when nobody does.
func findIssuer(ctx context.Context, tx bun.IDB, day time.Time) (issuer, error) {
	var i issuer
	err := tx.NewRaw(selectIssuer+` WHERE valid_from <= ?0 AND (valid_to IS NULL OR valid_to > ?0) ORDER BY valid_from DESC, id LIMIT 1`, day).Scan(ctx, &i)
	if errors.Is(err, sql.ErrNoRows) {
		return i, ErrNoIssuer
	}
	if err != nil {
		return i, err
	}
	return i, i.dress(ctx, tx, day)
}

// issuerByID returns an issuer of any time; sql.ErrNoRows when there is none.
func issuerByID(ctx context.Context, tx bun.IDB, id uuid.UUID) (issuer, error) {
	var i issuer
	err := tx.NewRaw(selectIssuer+` WHERE id = ?`, id).Scan(ctx, &i)
	return i, err
}

// name is the issuer in one line.
func (i issuer) name() string { return strings.Join(i.HeaderLines, " - ") }
