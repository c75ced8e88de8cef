package organization

import (
	"context"
	"regexp"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// nationalNumber is a number of an agency that needs them; the number itself is encrypted.
type nationalNumber struct {
	bun.BaseModel `bun:"table:organization.national_numbers"`
	PersonID      uuid.UUID `bun:"person_id"`
	AgencyID      uuid.UUID `bun:"agency_id"`
	Sealed        []byte    `bun:"sealed"`
	MAC           []byte    `bun:"mac"`
	Mask          string    `bun:"mask"`
}

// Faults of national numbers.
var (
	ErrNumbersOff = fault.New(fault.Conflict, "national_number.off",
		fault.Text{VI: "Cơ quan chưa bật lưu số định danh. Chỉ bật khi có văn bản nêu rõ lý do cần đến số này.", EN: "The agency does not keep national numbers. Turn this on only with a document that says why they are needed."})
	ErrNumberForm = fault.ErrInvalid.At("body.number", "form",
		fault.Text{VI: "Số định danh gồm đúng 12 chữ số.", EN: "A national number has exactly 12 digits."})
)

// PeopleSettings is what an agency has decided about the data of its people.
type PeopleSettings struct {
	bun.BaseModel        `bun:"table:organization.agency_people_settings"`
	AgencyID             uuid.UUID `bun:"agency_id"`
	KeepsNationalNumbers bool      `bun:"keeps_national_numbers"`
	Document             string    `bun:"document"`
	SetBy                uuid.UUID `bun:"set_by"`
}

// FindPeopleSettings returns the settings of an agency; off when nothing was decided. It needs
// people.manage there (fault.ErrNotFound elsewhere).
func (s *Service) FindPeopleSettings(ctx context.Context, who access.Principal, agency uuid.UUID) (PeopleSettings, error) {
	if err := who.RequireAt(access.ManagePeople, agency); err != nil {
		return PeopleSettings{}, err
	}
	var found PeopleSettings
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) (err error) {
		found, err = peopleSettings(ctx, tx, agency)
		return err
	})
	return found, err
}

func peopleSettings(ctx context.Context, tx bun.IDB, agency uuid.UUID) (PeopleSettings, error) {
	var found []PeopleSettings
	err := tx.NewSelect().Model(&found).Where("agency_id = ?", agency).Scan(ctx)
	if err != nil || len(found) == 0 {
		return PeopleSettings{AgencyID: agency}, err
	}
	return found[0], nil
}

// SetPeopleSettings decides whether an agency keeps national numbers, under a document. Turning it off
// deletes those that are kept. It needs people.manage there (fault.ErrNotFound elsewhere). Error:
// fault.ErrInvalid at "document".
func (s *Service) SetPeopleSettings(ctx context.Context, who access.Principal, set PeopleSettings) error {
	if err := who.RequireAt(access.ManagePeople, set.AgencyID); err != nil {
		return err
	}
	set.Document, set.SetBy = trimmed(set.Document, 300), who.PersonID
	if len([]rune(set.Document)) < 3 {
		return fault.ErrInvalid.At("body.document", "required", fault.TextRequired)
	}
	return s.db.RunInTx(ctx, postgres.Agencies(set.AgencyID), func(ctx context.Context, tx bun.Tx) error {
		before, err := peopleSettings(ctx, tx, set.AgencyID)
		if err != nil {
			return err
		}
		_, err = tx.NewInsert().Model(&set).On("CONFLICT (agency_id) DO UPDATE").Set("keeps_national_numbers = excluded.keeps_national_numbers").
			Set("document = excluded.document, set_by = excluded.set_by, set_at = now()").Exec(ctx)
		if err == nil && !set.KeepsNationalNumbers {
			_, err = tx.NewDelete().Model((*nationalNumber)(nil)).Where("agency_id = ?", set.AgencyID).Exec(ctx)
		}
		if err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.ManagePeople, set.AgencyID), AgencyID: set.AgencyID,
			Action: "set_people_settings", ObjectType: "agency", ObjectID: set.AgencyID, Reason: set.Document,
			Before: map[string]any{"keeps_national_numbers": before.KeepsNationalNumbers}, After: map[string]any{"keeps_national_numbers": set.KeepsNationalNumbers}})
	})
}

var twelveDigits = regexp.MustCompile(`^[0-9]{12}$`)

// cleanNumber returns a typed number without spaces and dots. Error: ErrNumberForm.
func cleanNumber(typed string) (string, error) {
	number := strings.NewReplacer(" ", "", ".", "", "-", "", "\u00a0", "").Replace(typed)
	if !twelveDigits.MatchString(number) {
		return "", ErrNumberForm
	}
	return number, nil
}

// maskNumber shows enough to tell two numbers apart on paper and no more: 051*******12.
func maskNumber(number string) string { return number[:3] + "*******" + number[10:] }

// numberDoubt is a warning, never a refusal: the digits in a number that tell the year of birth say
// another year than the one that is known.
func numberDoubt(number string, birthYear *int) bool {
	century := 1900 + 100*(int(number[3]-'0')/2)
	year := century + int(number[4]-'0')*10 + int(number[5]-'0')
	return birthYear != nil && *birthYear != year
}

// SetNationalNumber stores a person's national number; "" deletes it. It returns whether the number's
// digits do not fit the known year of birth. The number is in no log. It needs people.manage at the
// person's agency (fault.ErrNotFound elsewhere). Errors: ErrNumbersOff, ErrNumberForm, fault.ErrInvalid.
func (s *Service) SetNationalNumber(ctx context.Context, who access.Principal, person uuid.UUID, typed, given string) (doubtful bool, err error) {
	reason, err := reasonOf(given)
	if err != nil {
		return false, err
	}
	number := ""
	if strings.TrimSpace(typed) != "" {
		if number, err = cleanNumber(typed); err != nil {
			return false, err
		}
	}
	err = s.managing(ctx, who, person, func(ctx context.Context, tx bun.Tx, p Person) error {
		if number == "" {
			if _, err := tx.NewDelete().Model((*nationalNumber)(nil)).Where("person_id = ?", p.ID).Exec(ctx); err != nil {
				return err
			}
			return recordPersonTx(ctx, tx, who, p, "delete_national_number", reason, nil, nil)
		}
		doubtful = numberDoubt(number, p.BirthYear)
		return s.storeNumberTx(ctx, tx, who, p, number, reason)
	})
	return doubtful, err
}

func (s *Service) storeNumberTx(ctx context.Context, tx bun.Tx, who access.Principal, p Person, number, reason string) error {
	settings, err := peopleSettings(ctx, tx, p.AgencyID)
	if err != nil {
		return err
	}
	if !settings.KeepsNationalNumbers || p.Kind == Student {
		return ErrNumbersOff
	}
	row := nationalNumber{PersonID: p.ID, AgencyID: p.AgencyID, Sealed: s.accounts.SealNumber(p.ID, number), MAC: s.accounts.NumberMAC(number), Mask: maskNumber(number)}
	_, err = tx.NewInsert().Model(&row).On("CONFLICT (person_id) DO UPDATE").
		Set("agency_id = excluded.agency_id, sealed = excluded.sealed, mac = excluded.mac, mask = excluded.mask, stored_at = now()").Exec(ctx)
	if err != nil {
		return err
	}
	return recordPersonTx(ctx, tx, who, p, "store_national_number", reason, nil, map[string]any{"mask": row.Mask})
}

// RevealNationalNumber opens a stored number, with a reason. The person is shown who opened it. It needs
// people.manage at the person's agency. Errors: fault.ErrNotFound elsewhere or without a number,
// fault.ErrInvalid.
func (s *Service) RevealNationalNumber(ctx context.Context, who access.Principal, person uuid.UUID, given string) (string, error) {
	reason, err := reasonOf(given)
	if err != nil {
		return "", err
	}
	var number string
	err = s.managing(ctx, who, person, func(ctx context.Context, tx bun.Tx, p Person) error {
		var row nationalNumber
		if err := tx.NewSelect().Model(&row).Where("person_id = ?", p.ID).Scan(ctx); err != nil {
			return err
		}
		var err error
		if number, err = s.accounts.OpenNumber(p.ID, row.Sealed); err != nil {
			return err
		}
		if err := audit.RecordReadsTx(ctx, tx, who.PersonID, p.AgencyID, "national_number", []uuid.UUID{p.ID}); err != nil {
			return err
		}
		return recordPersonTx(ctx, tx, who, p, "reveal_national_number", reason, nil, map[string]any{"mask": row.Mask})
	})
	return number, err
}
