package learning

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// RequirementPreview tells what a draft would do from its first day on.
type RequirementPreview struct {
	On       time.Time
	Named    int // people named by the draft
	Done     int // of them, have done everything already
	Entering int
	Leaving  int
	// EnteringPeople and LeavingPeople are the first of them by name, for those who may see persons.
	EnteringPeople []PreviewPerson
	LeavingPeople  []PreviewPerson
}

// PreviewPerson is one person who would enter or leave.
type PreviewPerson struct {
	PersonID uuid.UUID
	FullName string
}

// previewNames bounds how many names a preview shows.
const previewNames = 100

// errPreviewed takes back what a preview wrote.
var errPreviewed = errors.New("previewed")

// PreviewRequirement tells who would enter and leave if the draft were saved: it is written, counted
// by the definition that counts always, and taken back. series and version are of the requirement that
// would change, uuid.Nil for a new one. Numbers for everybody who may save; names for those who may see
// the persons, to whom the opening is shown. Errors as CreateRequirement's and ChangeRequirement's.
func (s *Service) PreviewRequirement(ctx context.Context, who access.Principal, series uuid.UUID, version int, d RequirementDraft) (RequirementPreview, error) {
	if err := mayRequire(who, d.agencies()...); err != nil {
		return RequirementPreview{}, err
	}
	if err := d.check(s.today()); err != nil {
		return RequirementPreview{}, err
	}
	p := RequirementPreview{On: d.StartsOn}
	var entering, leaving []uuid.UUID
	err := s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ManageDuties)...), func(ctx context.Context, tx bun.Tx) error {
		var err error
		p, entering, leaving, err = s.tryRequirement(ctx, tx, who, series, version, d)
		if err != nil {
			return err
		}
		return errPreviewed
	})
	if !errors.Is(err, errPreviewed) {
		return p, err
	}
	if !who.Can(access.ReadPeople) {
		return p, nil
	}
	p.EnteringPeople, err = s.namePreviewed(ctx, who, entering)
	if err != nil {
		return p, err
	}
	p.LeavingPeople, err = s.namePreviewed(ctx, who, leaving)
	return p, err
}

func (s *Service) tryRequirement(ctx context.Context, tx bun.Tx, who access.Principal, series uuid.UUID, version int, d RequirementDraft) (RequirementPreview, []uuid.UUID, []uuid.UUID, error) {
	p := RequirementPreview{On: d.StartsOn}
	id := audit.NewID()
	agencies := d.agencies()
	before := map[uuid.UUID]bool{}
	var old *Requirement
	var err error
	if series != uuid.Nil {
		if old, err = lockLast(ctx, tx, who, series, version); err != nil {
			return p, nil, nil, err
		}
		agencies = append(agencies, old.agencies()...)
	}
	units, err := organization.Descendants(ctx, tx, agencies, d.StartsOn)
	if err != nil {
		return p, nil, nil, err
	}
	if err := s.countingScope(ctx, tx, who); err != nil {
		return p, nil, nil, err
	}
	if old != nil {
		if before, err = namedBy(ctx, tx, old.ID, d.StartsOn, units); err != nil {
			return p, nil, nil, err
		}
		err = s.changeRequirementTx(ctx, tx, who, series, version, id, d)
	} else {
		err = s.createRequirementTx(ctx, tx, who, id, d)
	}
	if err != nil {
		return p, nil, nil, err
	}
	after, err := namedBy(ctx, tx, id, d.StartsOn, units)
	if err != nil {
		return p, nil, nil, err
	}
	entering, leaving := p.compare(before, after)
	return p, entering, leaving, nil
}

// countingScope lets those who ask the whole province count it: only numbers leave.
func (s *Service) countingScope(ctx context.Context, tx bun.Tx, who access.Principal) error {
	if who.Can(access.ManageProvinceDuties) {
		return postgres.SetScope(ctx, tx, postgres.System(postgres.CountFigures))
	}
	return nil
}

// namedBy returns the people whom a requirement names on a day, and whether they have done all of it.
func namedBy(ctx context.Context, tx bun.Tx, requirement uuid.UUID, day time.Time, units []uuid.UUID) (map[uuid.UUID]bool, error) {
	var rows []struct {
		PersonID uuid.UUID
		Done     bool
	}
	err := tx.NewRaw(`SELECT person_id, bool_and(state = 'done') AS done FROM learning.duty_facts(?, ?::uuid[])
		WHERE requirement_id = ? GROUP BY person_id`, day, pgdialect.Array(units), requirement).Scan(ctx, &rows)
	named := make(map[uuid.UUID]bool, len(rows))
	for _, r := range rows {
		named[r.PersonID] = r.Done
	}
	return named, err
}

// compare fills the counts and returns who enters and who leaves.
func (p *RequirementPreview) compare(before, after map[uuid.UUID]bool) (entering, leaving []uuid.UUID) {
	for person, done := range after {
		p.Named++
		if done {
			p.Done++
		}
		if _, was := before[person]; !was {
			entering = append(entering, person)
		}
	}
	for person := range before {
		if _, is := after[person]; !is {
			leaving = append(leaving, person)
		}
	}
	p.Entering, p.Leaving = len(entering), len(leaving)
	return entering, leaving
}

// namePreviewed names the first people by name among those in the reader's own agencies and tells them of
// it, each by the agency in which they are.
func (s *Service) namePreviewed(ctx context.Context, who access.Principal, people []uuid.UUID) ([]PreviewPerson, error) {
	if len(people) == 0 {
		return nil, nil
	}
	var named []PreviewPerson
	err := s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ReadPeople)...), func(ctx context.Context, tx bun.Tx) error {
		found, err := organization.PagePeopleTx(ctx, tx, people, previewNames, 0)
		if err != nil {
			return err
		}
		named = make([]PreviewPerson, len(found))
		reads := readsByAgency{}
		for i, f := range found {
			named[i] = PreviewPerson{PersonID: f.PersonID, FullName: f.FullName}
			reads.add(f.AgencyID, f.PersonID)
		}
		return reads.record(ctx, tx, who, "requirement_preview")
	})
	return named, err
}
