package assessment

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// kept is for whom a person opens sittings.
type kept struct {
	held     []uuid.UUID // the agencies at which they hold the right, or whose class they teach
	agencies []uuid.UUID // those in which they have it: with the ones below
	classes  []uuid.UUID // those that they teach
}

func keptBy(who access.Principal) kept {
	return kept{held: who.HeldFor(access.ManageSittings), agencies: who.AgenciesFor(access.ManageSittings), classes: who.SchoolClassesFor(access.ManageSittings)}
}

// keeps reports whether a sitting is theirs to change.
func (k kept) keeps(s Sitting) bool {
	return slices.Contains(k.agencies, s.AgencyID) || s.SchoolClassID != nil && slices.Contains(k.classes, *s.SchoolClassID)
}

type sittingCount struct {
	SittingID        uuid.UUID
	Started, Running int
}

const countAttempts = `SELECT sitting_id, count(*) AS started, count(*) FILTER (WHERE state = 'started' AND deadline_at > now()) AS running
	FROM assessment.attempts WHERE sitting_id = ANY (?0::uuid[])`

// countSittings counts attempts: all of a sitting that is the caller's own, under a system reason because numbers leave
// and persons do not; of another one those of the caller's own people, under the scope of these.
func (s *Service) countSittings(ctx context.Context, tx bun.Tx, k kept, lines []SittingLine) error {
	var own, others []uuid.UUID
	for _, l := range lines {
		if l.Own {
			own = append(own, l.ID)
		} else {
			others = append(others, l.ID)
		}
	}
	var all, theirs []sittingCount
	if err := s.countOthers(ctx, tx, k, others, &theirs); err != nil {
		return err
	}
	if err := postgres.SetScope(ctx, tx, postgres.System(postgres.CountFigures)); err != nil {
		return err
	}
	if err := tx.NewRaw(countAttempts+` GROUP BY sitting_id`, pgdialect.Array(own)).Scan(ctx, &all); err != nil {
		return err
	}
	for _, c := range append(all, theirs...) {
		i := slices.IndexFunc(lines, func(l SittingLine) bool { return l.ID == c.SittingID })
		lines[i].Started, lines[i].Running = c.Started, c.Running
	}
	return nil
}

// countOthers counts the attempts of the caller's own people in sittings that agencies above opened.
func (s *Service) countOthers(ctx context.Context, tx bun.Tx, k kept, sittings []uuid.UUID, counts *[]sittingCount) error {
	if len(sittings) == 0 {
		return nil
	}
	if err := postgres.SetScope(ctx, tx, postgres.Agencies(k.held...)); err != nil {
		return err
	}
	taught, err := organization.ClassMembers(ctx, tx, k.classes, organization.Day(s.now()))
	if err != nil {
		return err
	}
	if err := postgres.SetScope(ctx, tx, postgres.Agencies(k.agencies...).AndPersons(taught...)); err != nil {
		return err
	}
	return tx.NewRaw(countAttempts+` AND (agency_id = ANY (?1::uuid[]) OR person_id = ANY (?2::uuid[])) GROUP BY sitting_id`,
		pgdialect.Array(sittings), pgdialect.Array(k.agencies), pgdialect.Array(taught)).Scan(ctx, counts)
}
