package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// AddPerson adds one person by hand: an officer with the first posting, or a student in a class.
type AddPerson struct {
	Kind      PersonKind
	FullName  string
	Parts     NameParts
	Code      string
	BirthYear *int
	Terms     PostingTerms // AgencyID is a student's school; the rest is an officer's
	ClassID   uuid.UUID    // a student's class
	Confirmed bool         // whoever adds says that namesakes are other people
}

// AddPerson adds a person with a posting that counts or a class, and an account without a password;
// a student under 16 gets none before the school has recorded the guardian's basis. It returns the person's id.
// It needs people.manage at the agency (fault.ErrNotFound elsewhere). Errors: fault.ErrInvalid by field,
// ErrNamesake until confirmed, ErrCodeTaken, those of AddPosting.
func (s *Service) AddPerson(ctx context.Context, who access.Principal, cmd AddPerson) (id uuid.UUID, done PostingEntry, err error) {
	agency := cmd.Terms.AgencyID
	if err := who.RequireAt(access.ManagePeople, agency); err != nil {
		return uuid.Nil, done, err
	}
	p, err := NewPerson(audit.NewID(), agency, cmd.Kind, cmd.FullName)
	if err == nil {
		err = cmd.Parts.apply(&p)
	}
	if err == nil {
		err = p.know(cmd.Code, cmd.BirthYear, s.Today().Year())
	}
	if err != nil {
		return uuid.Nil, done, err
	}
	reach := who.AgenciesFor(access.ManagePeople)
	scope := postgres.Agencies(reach...)
	err = s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		if err := refuseNamesake(ctx, tx, p, reach, cmd.Confirmed); err != nil {
			return err
		}
		if err := InsertPersonTx(ctx, tx, p); err != nil {
			if postgres.IsUnique(err, "persons_by_code") {
				return ErrCodeTaken
			}
			return err
		}
		if done, err = s.placeNewTx(ctx, tx, who, p, cmd); err != nil {
			return err
		}
		if err := s.ensureAccounts(ctx, tx, scope, []Person{p}); err != nil {
			return err
		}
		return recordPersonTx(ctx, tx, who, p, "add_person", "", nil, done.note(describePerson(p)))
	})
	return p.ID, done, err
}

// placeNewTx gives a new person the first posting or the class.
func (s *Service) placeNewTx(ctx context.Context, tx bun.Tx, who access.Principal, p Person, cmd AddPerson) (PostingEntry, error) {
	if p.Kind == Student {
		return PostingEntry{}, s.joinClassTx(ctx, tx, p, cmd.ClassID, s.Today())
	}
	cmd.Terms.Counts = true
	posting := cmd.Terms.posting(audit.NewID(), p.ID)
	if err := checkPosting(posting, s.Today()); err != nil {
		return PostingEntry{}, err
	}
	return s.enterTx(ctx, tx, who, "add_person", nil, []Posting{posting})
}

// refuseNamesake asks for a confirmation when the agency, its units or its neighbors below the same
// parent have somebody of the same name whom the year of birth does not tell apart, as far as the caller
// may know.
func refuseNamesake(ctx context.Context, tx bun.IDB, p Person, reach []uuid.UUID, confirmed bool) error {
	if confirmed {
		return nil
	}
	var known bool
	err := tx.NewRaw(`SELECT EXISTS (SELECT FROM organization.persons WHERE name_key = ?1 AND (birth_year = ?2 OR birth_year IS NULL OR ?2::smallint IS NULL)
		AND agency_id IN (SELECT d.descendant_id FROM organization.agency_closure u JOIN organization.agency_closure d ON d.ancestor_id = u.ancestor_id AND d.valid_to IS NULL
			WHERE u.descendant_id = ?0 AND u.depth <= 1 AND u.valid_to IS NULL AND u.ancestor_id IN (?3)))`,
		p.AgencyID, vietnamese.Fold(p.FullName), p.BirthYear, bun.List(reach)).Scan(ctx, &known)
	if err == nil && known {
		return ErrNamesake
	}
	return err
}

// joinClassTx puts a student into a class of their school from a day, and ends the class before. The day may lie in
// a closed period: no figure of a report counts by the class; those of students go by the person and the agency of
// what they did.
// Error: fault.ErrInvalid at "classId" for a class of another school or none.
func (s *Service) joinClassTx(ctx context.Context, tx bun.Tx, p Person, class uuid.UUID, on time.Time) error {
	if p.Kind != Student {
		return ErrNotStudent
	}
	if _, err := FindSchoolClassTx(ctx, tx, p.AgencyID, class); err != nil {
		return fault.ErrInvalid.At("body.classId", "unknown", fault.Text{
			VI: "Hãy chọn một lớp của trường này.", EN: "Choose a class of this school."}).Because(err)
	}
	if err := leaveClassTx(ctx, tx, p, on); err != nil {
		return err
	}
	_, err := tx.NewInsert().Model(&ClassMember{SchoolClassID: class, PersonID: p.ID, AgencyID: p.AgencyID, ValidFrom: on}).Exec(ctx)
	return err
}

// leaveClassTx ends the open membership of a student by a day; one that would have held for no day
// is taken back.
func leaveClassTx(ctx context.Context, tx bun.IDB, p Person, on time.Time) error {
	open := "person_id = ? AND agency_id = ? AND valid_to IS NULL AND valid_from "
	_, err := tx.NewDelete().Table("organization.class_members").Where(open+">= ?", p.ID, p.AgencyID, on).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = tx.NewUpdate().Table("organization.class_members").Set("valid_to = ?", on).Where(open+"< ?", p.ID, p.AgencyID, on).Exec(ctx)
	return err
}
