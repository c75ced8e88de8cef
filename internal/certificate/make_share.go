package certificate

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// MakeShare is a link as its owner wants it.
type MakeShare struct {
	Certificates []uuid.UUID
	ShowsResult  bool
	Note         string
	Days         int // for which it works, from today
}

// MakeShare makes a link to certificates of the caller. Errors: fault.ErrNotFound for another's, fault.ErrInvalid at
// "certificates", "days" and "note"; ErrSharePupil, because a child's private life is shown to others with a guardian's consent only
// (Law 91/2025/QH15, article 24); ErrShareMany.
func (s *Service) MakeShare(ctx context.Context, who access.Principal, cmd MakeShare) (Share, error) {
	if err := who.Require(access.Learn); err != nil {
		return Share{}, err
	}
	if err := cmd.check(); err != nil {
		return Share{}, err
	}
	share := Share{ID: audit.NewID(), Token: newCode(), PersonID: who.PersonID, Certificates: cmd.Certificates, ShowsResult: cmd.ShowsResult,
		Note: cmd.Note, ExpiresOn: s.Today().AddDate(0, 0, cmd.Days)}
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		if err := refusePupil(ctx, tx, who.PersonID, s.Today()); err != nil {
			return err
		}
		if err := cmd.refuseForeign(ctx, tx, who.PersonID); err != nil {
			return err
		}
		if err := refuseManyShares(ctx, tx, who.PersonID, s.Today()); err != nil {
			return err
		}
		_, err := tx.NewInsert().Model(&share).Returning("made_at").Exec(ctx)
		return err
	})
	return share, err
}

func (cmd *MakeShare) check() error {
	slices.SortFunc(cmd.Certificates, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	cmd.Certificates = slices.Compact(cmd.Certificates)
	wrong := fault.ErrInvalid
	if n := len(cmd.Certificates); n < 1 || n > maxShared {
		wrong = wrong.At("body.certificates", "share.certificates", fault.Text{VI: "Hãy chọn từ 1 đến 50 giấy chứng nhận.", EN: "Choose 1 to 50 certificates."})
	}
	if cmd.Days < 1 || cmd.Days > longestShare {
		wrong = wrong.At("body.days", "share.days", fault.Text{VI: "Liên kết mở từ 1 đến 365 ngày.", EN: "A link works for 1 to 365 days."})
	}
	if utf8.RuneCountInString(cmd.Note) > maxNoteLength {
		wrong = wrong.At("body.note", "too_long", fault.TextTooLong)
	}
	return wrong.OrNil()
}

// refusePupil refuses pupils of schools; students of universities are of age.
func refusePupil(ctx context.Context, tx bun.IDB, person uuid.UUID, day time.Time) error {
	who, err := organization.FindPerson(ctx, tx, person)
	if err != nil || who.Kind != organization.Student {
		return err
	}
	school, err := organization.FindAgencyTx(ctx, tx, who.AgencyID, day)
	if err != nil {
		return err
	}
	if school.Kind != organization.KindUniversity {
		return ErrSharePupil
	}
	return nil
}

func (cmd *MakeShare) refuseForeign(ctx context.Context, tx bun.IDB, person uuid.UUID) error {
	own, err := tx.NewSelect().Table("certificate.certificates").Where("id = ANY (?::uuid[]) AND person_id = ?", pgdialect.Array(cmd.Certificates), person).Count(ctx)
	if err == nil && int(own) != len(cmd.Certificates) {
		err = fault.ErrNotFound
	}
	return err
}

func refuseManyShares(ctx context.Context, tx bun.IDB, person uuid.UUID, day time.Time) error {
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('shares/' || ?, 0))`, person.String()); err != nil {
		return err
	}
	open, err := tx.NewSelect().Model((*Share)(nil)).Where("person_id = ? AND ended_at IS NULL AND expires_on >= ?", person, day).Count(ctx)
	if err == nil && open >= maxShares {
		err = ErrShareMany
	}
	return err
}
