package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// GuardianBasis (căn cứ của người giám hộ) is what a school holds so that a student under 16 may have
// an account: who agreed, by which document, on which day.
type GuardianBasis struct {
	bun.BaseModel `bun:"table:organization.guardian_bases"`
	PersonID      uuid.UUID `bun:"person_id"`
	AgencyID      uuid.UUID `bun:"agency_id"`
	GivenBy       string    `bun:"given_by"` // father, mother, guardian; never a name
	Document      string    `bun:"document"`
	GivenOn       time.Time `bun:"given_on,type:date"`
	RecordedBy    uuid.UUID `bun:"recorded_by"`
}

// mayBeUnder16 reports whether a year of birth leaves it open that somebody is not yet 16 this year.
// Without a year nothing says so.
func mayBeUnder16(birthYear *int, today time.Time) bool {
	return birthYear != nil && today.Year()-*birthYear <= 16
}

// SetGuardianBasis records the guardian's basis of a student; Withdrawn takes it back.
type SetGuardianBasis struct {
	PersonID  uuid.UUID
	GivenBy   string
	Document  string
	GivenOn   time.Time
	Withdrawn bool
	Reason    string // of withdrawing
}

// SetGuardianBasis records or withdraws the basis on which a student under 16 has an account. With it
// the account is made; a withdrawn one locks it. It needs people.manage at the school
// (fault.ErrNotFound elsewhere). Errors: ErrNotStudent, fault.ErrInvalid by field.
func (s *Service) SetGuardianBasis(ctx context.Context, who access.Principal, cmd SetGuardianBasis) error {
	document := trimmed(cmd.Document, 300)
	if !cmd.Withdrawn && len([]rune(document)) < 3 {
		return fault.ErrInvalid.At("body.document", "required", fault.TextRequired)
	}
	if !cmd.Withdrawn && cmd.GivenOn.After(s.Today()) {
		return fault.ErrInvalid.At("body.givenOn", "future", fault.Text{VI: "Ngày đồng ý không được sau hôm nay.", EN: "This day cannot be after today."})
	}
	err := s.managing(ctx, who, cmd.PersonID, func(ctx context.Context, tx bun.Tx, p Person) error {
		if p.Kind != Student {
			return ErrNotStudent
		}
		if cmd.Withdrawn {
			return s.withdrawBasisTx(ctx, tx, who, p, cmd.Reason)
		}
		basis := GuardianBasis{PersonID: p.ID, AgencyID: p.AgencyID, GivenBy: cmd.GivenBy, Document: document, GivenOn: cmd.GivenOn, RecordedBy: who.PersonID}
		_, err := tx.NewInsert().Model(&basis).On("CONFLICT (person_id) DO UPDATE").Set("given_by = excluded.given_by, document = excluded.document").
			Set("given_on = excluded.given_on, recorded_by = excluded.recorded_by, recorded_at = now()").Exec(ctx)
		if err != nil {
			return err
		}
		scope := postgres.Agencies(who.AgenciesFor(access.ManagePeople)...).AndPersons(p.ID)
		if err := s.ensureAccounts(ctx, tx, scope, []Person{p}); err != nil {
			return err
		}
		return recordPersonTx(ctx, tx, who, p, "record_guardian_basis", "", nil,
			map[string]any{"given_by": cmd.GivenBy, "document": document, "given_on": dayText(&cmd.GivenOn)})
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(cmd.PersonID)
	}
	return err
}

func (s *Service) withdrawBasisTx(ctx context.Context, tx bun.Tx, who access.Principal, p Person, given string) error {
	reason, err := reasonOf(given)
	if err != nil {
		return err
	}
	if _, err := tx.NewDelete().Model((*GuardianBasis)(nil)).Where("person_id = ?", p.ID).Exec(ctx); err != nil {
		return err
	}
	if mayBeUnder16(p.BirthYear, s.Today()) {
		if err := s.lockAccountTx(ctx, tx, who, p, reason); err != nil {
			return err
		}
	}
	return recordPersonTx(ctx, tx, who, p, "withdraw_guardian_basis", reason, nil, nil)
}

// withoutBasis returns those of the people who may be under 16 and for whom the school has recorded
// no basis. The scope includes them.
func withoutBasis(ctx context.Context, tx bun.IDB, people []uuid.UUID, today time.Time) (map[uuid.UUID]bool, error) {
	var ids []uuid.UUID
	err := tx.NewRaw(`SELECT p.id FROM organization.persons p WHERE p.id IN (?) AND p.kind = 'student' AND p.birth_year >= ?
		AND NOT EXISTS (SELECT FROM organization.guardian_bases g WHERE g.person_id = p.id)`, bun.List(people), today.Year()-16).Scan(ctx, &ids)
	missing := map[uuid.UUID]bool{}
	for _, id := range ids {
		missing[id] = true
	}
	return missing, err
}
