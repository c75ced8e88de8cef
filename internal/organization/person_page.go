package organization

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// PersonPage is a person as their agency knows them.
type PersonPage struct {
	Person
	AgencyName   string
	Former       bool // the caller's agency is a former one: only what was there is shown
	Working      bool // holds a posting or is in a class today
	Postings     []PostingLine
	Classes      []MembershipLine
	Account      *AccountLine // nil: none, or not shown
	Basis        *GuardianBasis
	NeedsBasis   bool   // may be under 16 and no basis is recorded
	NumberMask   string // of the national number; "": none
	KeepsNumbers bool
	Study        []FactCount
	Transfer     *Transfer // waits for the receiving agency
}

// PostingLine is a posting with the name of its agency on its last day.
type PostingLine struct {
	Posting
	AgencyName string
}

// MembershipLine is a student's time in a class.
type MembershipLine struct {
	SchoolClassID uuid.UUID
	Name          string
	SchoolYear    string
	ValidFrom     time.Time
	ValidTo       *time.Time
}

// AccountLine is what a person's page says of the account.
type AccountLine struct {
	Username     string
	LastSignInAt *time.Time
	SlipUnused   bool
	LockedAt     *time.Time
	LockedReason string
}

// FindPersonPage returns a person's page to their agency (people.read), to a class teacher of their
// class, and, without what happened elsewhere, to a former agency; fault.ErrNotFound to everybody
// else. Every opening is shown to the person.
func (s *Service) FindPersonPage(ctx context.Context, who access.Principal, person uuid.UUID) (PersonPage, error) {
	if err := who.Require(access.ReadPeople); err != nil {
		return PersonPage{}, err
	}
	var page PersonPage
	err := s.db.RunInTx(ctx, readScope(who), func(ctx context.Context, tx bun.Tx) error {
		var err error
		if page, err = s.openPerson(ctx, tx, who, person); err != nil {
			return err
		}
		if err := s.fillPage(ctx, tx, &page); err != nil {
			return err
		}
		return audit.RecordReadsTx(ctx, tx, who.PersonID, readerAgency(who, page), "person_page", []uuid.UUID{person})
	})
	return page, err
}

// readScope is the agencies in which the caller may read people, a class teacher's school among them.
func readScope(who access.Principal) postgres.Scope {
	agencies := who.AgenciesFor(access.ReadPeople)
	for _, g := range who.Grants {
		if g.SchoolClassID != uuid.Nil && g.Role.Allows(access.ReadPeople) && !slices.Contains(agencies, g.AgencyID) {
			agencies = append(agencies, g.AgencyID)
		}
	}
	return postgres.Agencies(agencies...)
}

// readerAgency is the agency for which the caller reads: the person's where it is in reach, else the
// caller's own.
func readerAgency(who access.Principal, page PersonPage) uuid.UUID {
	if who.RequireAt(access.ReadPeople, page.AgencyID) == nil {
		return page.AgencyID
	}
	for _, g := range who.Grants {
		if g.Role.Allows(access.ReadPeople) {
			return g.AgencyID
		}
	}
	return page.AgencyID
}

// openPerson decides whether the caller may open the person, and as what, and widens the scope to
// the person for those whose person it is today.
func (s *Service) openPerson(ctx context.Context, tx bun.Tx, who access.Principal, id uuid.UUID) (PersonPage, error) {
	p, err := FindPerson(ctx, tx, id)
	if err != nil {
		return PersonPage{}, err
	}
	page := PersonPage{Person: p}
	present, former, err := s.standing(ctx, tx, who, p)
	switch {
	case err != nil:
		return page, err
	case !present && !former:
		return page, fault.ErrNotFound
	}
	page.Former = !present
	// What the person did is counted as the agency may see it: all of it while a posting is here.
	if page.Study, err = s.countFacts(ctx, tx, id); err == nil && present {
		err = postgres.SetScope(ctx, tx, readScope(who).AndPersons(id))
	}
	return page, err
}

// standing says whether a person is of the caller's reach today (or of a class of theirs), and
// whether they once were.
func (s *Service) standing(ctx context.Context, tx bun.Tx, who access.Principal, p Person) (present, former bool, err error) {
	reach := who.AgenciesFor(access.ReadPeople)
	if slices.Contains(reach, p.AgencyID) {
		return true, false, nil
	}
	today := s.Today()
	if classes := who.SchoolClassesFor(access.ReadPeople); len(classes) > 0 && p.Kind == Student {
		err = tx.NewRaw(`SELECT EXISTS (SELECT FROM organization.class_members WHERE person_id = ?0 AND school_class_id IN (?1)
			AND valid_from <= ?2 AND (valid_to IS NULL OR valid_to > ?2))`, p.ID, bun.List(classes), today).Scan(ctx, &present)
		if err != nil || present {
			return present, false, err
		}
	}
	postings, err := listPostings(ctx, tx, p.ID)
	for _, o := range postings {
		if !slices.Contains(reach, o.AgencyID) {
			continue
		}
		former = true
		present = present || o.ValidTo == nil || o.ValidTo.After(today)
	}
	return present, former, err
}

func (s *Service) fillPage(ctx context.Context, tx bun.Tx, page *PersonPage) error {
	today := s.Today()
	err := tx.NewRaw(`SELECT o.*, COALESCE(v.name, '') AS agency_name FROM organization.postings o
		LEFT JOIN LATERAL (SELECT name FROM organization.agency_versions v WHERE v.agency_id = o.agency_id AND v.valid_from <= GREATEST(o.valid_from, LEAST(COALESCE(o.valid_to - 1, ?1), ?1))
			ORDER BY v.valid_from DESC LIMIT 1) v ON true
		WHERE o.person_id = ?0 ORDER BY o.valid_to IS NOT NULL, o.valid_from DESC, o.id LIMIT 200`, page.ID, today).Scan(ctx, &page.Postings)
	if err != nil {
		return err
	}
	err = tx.NewRaw(`SELECT m.school_class_id, c.name, c.school_year, m.valid_from, m.valid_to FROM organization.class_members m
		JOIN organization.school_classes c ON c.id = m.school_class_id WHERE m.person_id = ? ORDER BY m.valid_from DESC LIMIT 50`, page.ID).Scan(ctx, &page.Classes)
	if err != nil {
		return err
	}
	page.Working = slices.ContainsFunc(page.Postings, func(o PostingLine) bool { return o.holdsOn(today) }) ||
		slices.ContainsFunc(page.Classes, func(m MembershipLine) bool {
			return !m.ValidFrom.After(today) && (m.ValidTo == nil || m.ValidTo.After(today))
		})
	agency, err := FindAgencyTx(ctx, tx, page.AgencyID, today)
	if err != nil {
		return err
	}
	page.AgencyName = agency.Name
	if page.Former {
		return nil
	}
	return s.fillPrivate(ctx, tx, page)
}

// fillPrivate adds what only the person's own agency sees.
func (s *Service) fillPrivate(ctx context.Context, tx bun.Tx, page *PersonPage) error {
	var accounts []AccountLine
	err := tx.NewRaw(`SELECT username, last_sign_in_at, slip_unused, locked_at, locked_reason FROM organization.account_details WHERE person_id = ?`, page.ID).Scan(ctx, &accounts)
	if err != nil {
		return err
	}
	if len(accounts) > 0 {
		page.Account = &accounts[0]
	}
	var bases []GuardianBasis
	if err := tx.NewSelect().Model(&bases).Where("person_id = ?", page.ID).Scan(ctx); err != nil {
		return err
	}
	if len(bases) > 0 {
		page.Basis = &bases[0]
	}
	page.NeedsBasis = page.Kind == Student && page.Basis == nil && mayBeUnder16(page.BirthYear, s.Today())
	settings, err := peopleSettings(ctx, tx, page.AgencyID)
	if err != nil {
		return err
	}
	page.KeepsNumbers = settings.KeepsNationalNumbers && page.Kind == Officer
	var masks []string
	if err := tx.NewRaw(`SELECT mask FROM organization.national_numbers WHERE person_id = ?`, page.ID).Scan(ctx, &masks); err != nil {
		return err
	}
	if len(masks) > 0 {
		page.NumberMask = masks[0]
	}
	var open []Transfer
	if err := tx.NewSelect().Model(&open).Where("person_id = ? AND state = ?", page.ID, string(TransferOffered)).Scan(ctx); err != nil {
		return err
	}
	if len(open) > 0 {
		page.Transfer = &open[0]
	}
	return nil
}
