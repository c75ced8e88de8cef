package organization

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// NameParts overrides how a name is parted into family, middle and given name; empty: parted by
// the usual rule. Lists sort by the given name.
type NameParts struct{ Family, Middle, Given string }

// apply sets the parts where they are given. Error: fault.ErrInvalid at "givenName".
func (n NameParts) apply(p *Person) error {
	parts := vietnamese.Name{Family: vietnamese.Normalize(n.Family), Middle: vietnamese.Normalize(n.Middle), Given: vietnamese.Normalize(n.Given)}
	if parts == (vietnamese.Name{}) {
		return nil
	}
	if parts.Given == "" {
		return fault.ErrInvalid.At("body.givenName", "required", fault.Text{
			VI: "Ghi tên để xếp danh sách, hoặc để trống cả họ, đệm và tên để hệ thống tự tách.",
			EN: "Give the given name by which lists sort, or leave all three parts empty to have them found."})
	}
	if !slices.Equal(sortedWords(p.FullName), sortedWords(parts.Family+" "+parts.Middle+" "+parts.Given)) {
		return fault.ErrInvalid.At("body.givenName", "parts", fault.Text{
			VI: "Họ, đệm và tên ghép lại phải đúng bằng họ và tên đầy đủ.",
			EN: "Family, middle and given name together must be the full name."})
	}
	p.FamilyName, p.MiddleName, p.GivenName = parts.Family, parts.Middle, parts.Given
	return nil
}

// sortedWords returns the words of a name in an order of their own, to compare two ways of parting it.
func sortedWords(name string) []string {
	words := strings.Fields(vietnamese.Normalize(name))
	slices.Sort(words)
	return words
}

// CorrectPerson corrects what a person is called and known by.
type CorrectPerson struct {
	PersonID  uuid.UUID
	FullName  string
	Parts     NameParts
	Code      string // "": none
	BirthYear *int   // only to part namesakes
	Reason    string
}

// CorrectPerson corrects a name, its parts, the code or the year of birth, with a reason. What was
// printed on certificates stays as it was. It needs people.manage at the person's agency
// (fault.ErrNotFound elsewhere). Errors: fault.ErrInvalid by field, ErrCodeTaken.
func (s *Service) CorrectPerson(ctx context.Context, who access.Principal, cmd CorrectPerson) error {
	reason, err := reasonOf(cmd.Reason)
	if err != nil {
		return err
	}
	return s.managing(ctx, who, cmd.PersonID, func(ctx context.Context, tx bun.Tx, old Person) error {
		p, err := NewPerson(old.ID, old.AgencyID, old.Kind, cmd.FullName)
		if err == nil {
			err = cmd.Parts.apply(&p)
		}
		if err == nil {
			err = p.know(cmd.Code, cmd.BirthYear, s.Today().Year())
		}
		if err != nil {
			return err
		}
		_, err = tx.NewUpdate().Model(&p).Column("full_name", "family_name", "middle_name", "given_name", "code", "birth_year").
			Set("updated_at = now()").Where("p.id = ? AND p.agency_id = ?", p.ID, p.AgencyID).Exec(ctx)
		if postgres.IsUnique(err, "persons_by_code") {
			return ErrCodeTaken
		}
		if err != nil {
			return err
		}
		if err := indexPersonTx(ctx, tx, p); err != nil {
			return err
		}
		return recordPersonTx(ctx, tx, who, p, "correct_person", reason, describePerson(old), describePerson(p))
	})
}

// know sets what parts a person from namesakes. Errors: fault.ErrInvalid at "code", "birthYear".
func (p *Person) know(code string, birthYear *int, thisYear int) error {
	p.Code, p.BirthYear = nil, birthYear
	if code = vietnamese.Normalize(code); code != "" {
		if utf8.RuneCountInString(code) > 40 {
			return fault.ErrInvalid.At("body.code", "too_long", fault.TextTooLong)
		}
		p.Code = &code
	}
	if birthYear != nil && (*birthYear < 1920 || *birthYear > thisYear-3) {
		return fault.ErrInvalid.At("body.birthYear", "year", fault.Text{
			VI: "Năm sinh không hợp lý. Hãy ghi đủ bốn chữ số, hoặc để trống.", EN: "This year of birth cannot be. Give all four digits, or leave it empty."})
	}
	return nil
}

// describePerson is what the audit log keeps of a person.
func describePerson(p Person) map[string]any {
	return map[string]any{"full_name": p.FullName, "family_name": p.FamilyName, "middle_name": p.MiddleName, "given_name": p.GivenName,
		"code": p.Code, "birth_year": p.BirthYear}
}
