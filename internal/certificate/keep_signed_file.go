package certificate

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// CheckSignedFile compares a file that an office signed outside with the certificate and stores nothing: what it is signed by,
// whether it begins with our bytes, and every difference. It needs register.manage in the issuer's agency. Errors:
// ErrSignedUnreadable, ErrSignatureBroken, ErrNotSigned, ErrSignedState, fault.ErrNotFound.
func (s *Service) CheckSignedFile(ctx context.Context, who access.Principal, certificateID uuid.UUID, file []byte) (SignedFile, error) {
	c, _, err := s.keptCertificate(ctx, who, certificateID)
	if err != nil {
		return SignedFile{}, err
	}
	ours, err := s.ownDocument(ctx, postgres.System(postgres.KeepRegister), c)
	if err != nil {
		return SignedFile{}, err
	}
	return s.readSigned(ctx, c, ours, file)
}

// KeepSignedFile keeps such a file as the valid copy, which the holder downloads from then on. Where it differs, the registrar
// has to have accepted the differences: ErrSignedDiffers otherwise. Rights and errors beside as CheckSignedFile's.
func (s *Service) KeepSignedFile(ctx context.Context, who access.Principal, certificateID uuid.UUID, file []byte, accepted bool) (SignedFile, error) {
	f, err := s.CheckSignedFile(ctx, who, certificateID, file)
	if err != nil {
		return f, err
	}
	if len(f.Differences) > 0 && !accepted {
		return f, ErrSignedDiffers
	}
	f.ID, f.BroughtBy = audit.NewID(), who.PersonID
	if f.Differences == nil {
		f.Differences = []Difference{}
	}
	err = s.db.RunInTx(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		c, err := lockCertificate(ctx, tx, f.CertificateID)
		if err != nil {
			return err
		}
		if !c.inForce() || c.Copy != f.Copy {
			return ErrSignedState
		}
		if _, err := tx.NewInsert().Model(&f).Returning("NULL").Exec(ctx); err != nil {
			return err
		}
		by, err := issuerByID(ctx, tx, c.IssuerID)
		if err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageRegister, by.AgencyID)), AgencyID: by.AgencyID, Action: "keep_signed_certificate",
			ObjectType: "certificate", ObjectID: c.ID, After: map[string]any{"register_number": c.RegisterNumber, "sha256": fmt.Sprintf("%x", f.Hash), "continues": f.Continues, "signatures": f.Signatures, "differences": f.Differences}})
	})
	return f, err
}

// FindSignedFile returns the file that an office signed for the copy in force, without its bytes, and the document that the
// platform made, to be signed outside. Rights as CheckSignedFile's.
func (s *Service) FindSignedFile(ctx context.Context, who access.Principal, certificateID uuid.UUID) (*SignedFile, error) {
	c, _, err := s.keptCertificate(ctx, who, certificateID)
	if err != nil {
		return nil, err
	}
	var found *SignedFile
	err = s.db.Read(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		found, err = findSigned(ctx, tx, c, false)
		return err
	})
	return found, err
}

// FindOriginal returns the document that the platform made, to be signed outside; the taking is shown to the holder. Rights as
// CheckSignedFile's.
func (s *Service) FindOriginal(ctx context.Context, who access.Principal, certificateID uuid.UUID) (Certificate, []byte, error) {
	c, by, err := s.keptCertificate(ctx, who, certificateID)
	if err != nil {
		return c, nil, err
	}
	pdf, err := s.ownDocument(ctx, postgres.System(postgres.KeepRegister), c)
	if err != nil {
		return c, nil, err
	}
	return c, pdf, s.db.RunInTx(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		return audit.RecordReadsTx(ctx, tx, who.PersonID, by.AgencyID, "certificate_copies", []uuid.UUID{c.PersonID})
	})
}

// keptCertificate is one in force of an issuer whose register the caller keeps.
func (s *Service) keptCertificate(ctx context.Context, who access.Principal, id uuid.UUID) (c Certificate, by issuer, err error) {
	if err := who.Require(access.ManageRegister); err != nil {
		return c, by, err
	}
	err = s.db.Read(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&c).Where("id = ?", id).Scan(ctx); err != nil {
			return err
		}
		by, err = issuerByID(ctx, tx, c.IssuerID)
		return err
	})
	if err != nil {
		return Certificate{}, by, err
	}
	if err := who.RequireAt(access.ManageRegister, by.AgencyID); err != nil {
		return Certificate{}, by, err
	}
	if !c.inForce() {
		return Certificate{}, by, ErrSignedState
	}
	return c, by, nil
}
