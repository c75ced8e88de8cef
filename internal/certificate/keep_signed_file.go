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
