package organization

import (
	"bytes"
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// The evidence that two entries are one person, the strongest first.
const (
	SameNumber   = "number"    // the same national number
	SameCode     = "code"      // the same name and code
	SameNameYear = "name_year" // the same name and year of birth
	SameName     = "name"      // the same name in the same agency, and nothing that tells them apart
)

// Duplicate is a pair of entries that may be one person, with the evidence.
type Duplicate struct {
	First, Second PersonLine
	Evidence      []string
}

// duplicateLine is a pair as the query returns it.
type duplicateLine struct {
	FirstID, SecondID         uuid.UUID
	FirstName, SecondName     string
	FirstCode, SecondCode     string
	FirstAgency, SecondAgency uuid.UUID
	FirstUnit, SecondUnit     string
	Kind                      PersonKind
	Evidence                  []string `bun:",array"`
}

// pairsSQL lists pairs of which one is in the units (?0) and both in the reach (?1): entries of the
// same folded name with a code or a year of birth in common, or of one agency with nothing that tells
// them apart; and entries with the same national number.
const pairsSQL = `WITH mine AS (
	SELECT id, agency_id, kind, name_key, code, birth_year FROM organization.persons WHERE agency_id IN (?0)
), reached AS (
	SELECT id, agency_id, kind, name_key, code, birth_year FROM organization.persons WHERE agency_id IN (?1)
), pair AS ( -- each kind of evidence by its own equal columns: never every two namesakes
	SELECT a.id AS first_id, b.id AS second_id FROM mine a JOIN reached b USING (name_key, kind, code)
	WHERE b.id <> a.id AND (b.birth_year = a.birth_year OR a.birth_year IS NULL OR b.birth_year IS NULL)
	UNION
	SELECT a.id, b.id FROM mine a JOIN reached b USING (name_key, kind, birth_year) WHERE b.id <> a.id
	UNION
	SELECT a.id, b.id FROM mine a JOIN reached b USING (name_key, kind, agency_id)
	WHERE b.id <> a.id AND (a.code IS NULL OR b.code IS NULL) AND (b.birth_year = a.birth_year OR a.birth_year IS NULL OR b.birth_year IS NULL)
	UNION
	SELECT a.person_id, b.person_id FROM organization.national_numbers a
	JOIN organization.national_numbers b ON b.mac = a.mac AND b.person_id <> a.person_id AND b.agency_id IN (?1)
	WHERE a.agency_id IN (?0)
), ordered AS (
	SELECT DISTINCT LEAST(first_id, second_id) AS first_id, GREATEST(first_id, second_id) AS second_id FROM pair
), judged AS (
	SELECT o.first_id, o.second_id, array_remove(ARRAY[
		CASE WHEN EXISTS (SELECT FROM organization.national_numbers x JOIN organization.national_numbers y ON y.mac = x.mac WHERE x.person_id = a.id AND y.person_id = b.id) THEN 'number' END,
		CASE WHEN a.code = b.code THEN 'code' END,
		CASE WHEN a.birth_year = b.birth_year AND a.name_key = b.name_key THEN 'name_year' END,
		CASE WHEN a.agency_id = b.agency_id AND a.name_key = b.name_key AND a.code IS DISTINCT FROM b.code AND a.birth_year IS DISTINCT FROM b.birth_year
			OR a.agency_id = b.agency_id AND a.name_key = b.name_key AND a.birth_year IS NULL THEN 'name' END], NULL) AS evidence,
		a.full_name AS first_name, COALESCE(a.code, '') AS first_code, a.agency_id AS first_agency,
		b.full_name AS second_name, COALESCE(b.code, '') AS second_code, b.agency_id AS second_agency, a.kind
	FROM ordered o JOIN organization.persons a ON a.id = o.first_id JOIN organization.persons b ON b.id = o.second_id
	WHERE NOT EXISTS (SELECT FROM organization.distinct_people d WHERE d.first_id = o.first_id AND d.second_id = o.second_id)
)`

// ListDuplicates returns a page of pairs that may be one person, the strongest evidence first: one of
// each pair is in the agency's subtree, both are in the caller's reach. It returns how many pairs there
// are, and how many people of the subtree may be known elsewhere too: that number alone leaves the other
// agencies; whoever keeps people above both sees the pair. It needs people.manage at the agency
// (fault.ErrNotFound elsewhere). The opening is shown to the people read.
func (s *Service) ListDuplicates(ctx context.Context, who access.Principal, agency uuid.UUID, limit, offset int64) (pairs []Duplicate, total, elsewhere int, err error) {
	if err := who.RequireAt(access.ManagePeople, agency); err != nil {
		return nil, 0, 0, err
	}
	reach := who.AgenciesFor(access.ManagePeople)
	var units []uuid.UUID
	err = s.db.RunInTx(ctx, postgres.Agencies(reach...), func(ctx context.Context, tx bun.Tx) error {
		var err error
		if units, err = Descendants(ctx, tx, []uuid.UUID{agency}, s.Today()); err != nil {
			return err
		}
		pairs, total, err = s.readPairs(ctx, tx, who, agency, units, reach, limit, offset)
		return err
	})
	if err != nil {
		return nil, 0, 0, err
	}
	elsewhere, err = s.countElsewhere(ctx, units, reach)
	return pairs, total, elsewhere, err
}

func (s *Service) readPairs(ctx context.Context, tx bun.Tx, who access.Principal, agency uuid.UUID, units, reach []uuid.UUID, limit, offset int64) ([]Duplicate, int, error) {
	// Pairs that were told apart are noted under their people; the scope of agencies alone does not show them.
	if err := s.widenToNamesakes(ctx, tx, units, reach); err != nil {
		return nil, 0, err
	}
	var total int
	if err := tx.NewRaw(pairsSQL+` SELECT count(*) FROM judged WHERE evidence <> '{}'`, bun.List(units), bun.List(reach)).Scan(ctx, &total); err != nil {
		return nil, 0, err
	}
	var lines []duplicateLine
	err := tx.NewRaw(pairsSQL+` SELECT j.*, COALESCE(v.name, '') AS first_unit, COALESCE(w.name, '') AS second_unit FROM judged j
		LEFT JOIN organization.agency_versions v ON v.agency_id = j.first_agency AND v.valid_to IS NULL
		LEFT JOIN organization.agency_versions w ON w.agency_id = j.second_agency AND w.valid_to IS NULL
		WHERE j.evidence <> '{}' ORDER BY array_position(ARRAY['number', 'code', 'name_year', 'name'], j.evidence[1]), j.first_name COLLATE "vi-x-icu", j.first_id, j.second_id
		LIMIT ?2 OFFSET ?3`, bun.List(units), bun.List(reach), limit, offset).Scan(ctx, &lines)
	if err != nil {
		return nil, 0, err
	}
	pairs := make([]Duplicate, len(lines))
	var read []uuid.UUID
	for i, l := range lines {
		pairs[i] = Duplicate{Evidence: l.Evidence,
			First:  PersonLine{PersonID: l.FirstID, FullName: l.FirstName, Code: l.FirstCode, Kind: l.Kind, AgencyID: l.FirstAgency, Unit: l.FirstUnit},
			Second: PersonLine{PersonID: l.SecondID, FullName: l.SecondName, Code: l.SecondCode, Kind: l.Kind, AgencyID: l.SecondAgency, Unit: l.SecondUnit}}
		read = append(read, l.FirstID, l.SecondID)
	}
	return pairs, total, audit.RecordReadsTx(ctx, tx, who.PersonID, agency, "duplicates", read)
}

// maxNamesakes bounds the people to whom a search for pairs widens its scope.
const maxNamesakes = 2000

// widenToNamesakes widens the scope to the people of the reach whom somebody has told apart.
func (s *Service) widenToNamesakes(ctx context.Context, tx bun.Tx, units, reach []uuid.UUID) error {
	var people []uuid.UUID
	err := tx.NewRaw(pairsSQL+` SELECT first_id FROM ordered LIMIT ?2`, bun.List(units), bun.List(reach), maxNamesakes).Scan(ctx, &people)
	if err != nil {
		return err
	}
	return postgres.SetScope(ctx, tx, postgres.Agencies(reach...).AndPersons(people...))
}

// countElsewhere counts the people of the units of whom an agency out of reach may have an entry too.
func (s *Service) countElsewhere(ctx context.Context, units, reach []uuid.UUID) (int, error) {
	var count int
	err := s.db.Read(ctx, postgres.System(postgres.FindDuplicates), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT count(*) FROM organization.persons a WHERE a.agency_id IN (?0) AND (EXISTS (
				SELECT FROM organization.persons b WHERE b.name_key = a.name_key AND b.kind = a.kind AND b.birth_year = a.birth_year AND b.agency_id NOT IN (?1))
			OR EXISTS (SELECT FROM organization.national_numbers x JOIN organization.national_numbers y ON y.mac = x.mac AND y.person_id <> x.person_id AND y.agency_id NOT IN (?1)
				WHERE x.person_id = a.id))`, bun.List(units), bun.List(reach)).Scan(ctx, &count)
	})
	return count, err
}

// evidence says why two people whom the scope shows may be one.
func (s *Service) evidence(ctx context.Context, tx bun.IDB, a, b Person) ([]string, error) {
	evidence := []string{}
	var numbers [][]byte
	if err := tx.NewRaw("SELECT mac FROM organization.national_numbers WHERE person_id IN (?, ?)", a.ID, b.ID).Scan(ctx, &numbers); err != nil {
		return nil, err
	}
	if len(numbers) == 2 && bytes.Equal(numbers[0], numbers[1]) {
		evidence = append(evidence, SameNumber)
	}
	if a.Code != nil && b.Code != nil && *a.Code == *b.Code {
		evidence = append(evidence, SameCode)
	}
	if vietnamese.Fold(a.FullName) != vietnamese.Fold(b.FullName) {
		return evidence, nil
	}
	if a.BirthYear != nil && b.BirthYear != nil && *a.BirthYear == *b.BirthYear {
		return append(evidence, SameNameYear), nil
	}
	return append(evidence, SameName), nil
}

// PairPage is two entries side by side, before they are merged.
type PairPage struct {
	First, Second PersonLine
	Evidence      []string
	Counts        MergeCounts // Kept: of the first
	Refused       error       // why the second cannot go into the first; nil: it can
}

// FindPair shows two entries with what each holds, and whether the second can go into the first. It
// needs people.manage at both agencies (fault.ErrNotFound elsewhere). Error: ErrMergeSame.
func (s *Service) FindPair(ctx context.Context, who access.Principal, first, second uuid.UUID) (PairPage, error) {
	var page PairPage
	err := s.pair(ctx, who, first, second, func(ctx context.Context, tx bun.Tx, a, b Person) error {
		var err error
		if page.Evidence, err = s.evidence(ctx, tx, a, b); err != nil {
			return err
		}
		if page.Counts, err = s.countBoth(ctx, tx, a.ID, b.ID); err != nil {
			return err
		}
		var lines []PersonLine
		if err := tx.NewRaw(selectPeople+" WHERE p.id IN (?, ?)", a.ID, b.ID).Scan(ctx, &lines); err != nil {
			return err
		}
		for _, l := range lines {
			if l.PersonID == a.ID {
				page.First = l
			} else {
				page.Second = l
			}
		}
		page.Refused = s.mayMerge(ctx, tx, who, a, b)
		return audit.RecordReadsTx(ctx, tx, who.PersonID, a.AgencyID, "duplicates", []uuid.UUID{a.ID, b.ID})
	})
	return page, err
}

// TellApart notes that two entries are two people; the pair is not listed again. It needs people.manage
// at both agencies (fault.ErrNotFound elsewhere). Error: ErrMergeSame.
func (s *Service) TellApart(ctx context.Context, who access.Principal, first, second uuid.UUID) error {
	return s.pair(ctx, who, first, second, func(ctx context.Context, tx bun.Tx, a, b Person) error {
		if bytes.Compare(a.ID[:], b.ID[:]) > 0 {
			a, b = b, a
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO organization.distinct_people (first_id, second_id, decided_by) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
			a.ID, b.ID, who.PersonID)
		if err != nil {
			return err
		}
		return recordPersonTx(ctx, tx, who, a, "tell_apart", "", nil, map[string]any{"other": b.ID})
	})
}
