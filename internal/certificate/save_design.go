package certificate

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/certificate/render"
	"taphuan/internal/postgres"
)

// SaveDesign has an issuer's certificates look so from d.ValidFrom on, today or later; what was issued stays. It needs
// register.manage in the issuer's agency. Errors: fault.ErrInvalid by field, ErrLogo, ErrDesignTooLong, fault.ErrNotFound for
// another's issuer.
func (s *Service) SaveDesign(ctx context.Context, who access.Principal, issuerID uuid.UUID, d Design) error {
	by, err := s.keptIssuer(ctx, who, issuerID)
	if err != nil {
		return err
	}
	if err := s.prepare(&d, by); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Agencies(by.AgencyID), func(ctx context.Context, tx bun.Tx) error {
		before, err := designFor(ctx, tx, by, d.ValidFrom)
		if err != nil {
			return err
		}
		d.ID = audit.NewID()
		if _, err := tx.NewInsert().Model(&d).Returning("NULL").Exec(ctx); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageRegister, by.AgencyID)), AgencyID: by.AgencyID,
			Action: "save_certificate_design", ObjectType: "certificate_issuer", ObjectID: by.ID, Before: before.summary(), After: d.summary()})
	})
}

// prepare normalizes a design, redraws its logo and makes sure that it fits.
func (s *Service) prepare(d *Design, by issuer) (err error) {
	d.IssuerID = by.ID
	d.normalize()
	if err := d.check(s.Today()); err != nil {
		return err
	}
	if len(d.Logo) > 0 {
		if d.Logo, err = makeLogo(d.Logo); err != nil {
			return err
		}
	}
	_, err = s.drawSample(*d, true, render.Certificate)
	return err
}

// summary is what the log keeps of a design.
func (d Design) summary() map[string]any {
	kept := map[string]any{"valid_from": d.ValidFrom.Format(time.DateOnly), "form": d.Form, "palette": d.Palette, "background": d.Background, "number_mark": d.NumberMark,
		"header_lines": d.HeaderLines, "place": d.Place, "certified_by": d.CertifiedBy, "basis_document": d.BasisDocument, "sign_lines": d.SignLines, "signer_name": d.SignerName}
	if len(d.Logo) > 0 {
		kept["logo_sha256"] = fmt.Sprintf("%x", sha256.Sum256(d.Logo))
	}
	return kept
}
