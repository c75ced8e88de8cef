package planning

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/audit"
	"taphuan/internal/organization"
)

// ClosedPeriods lists the periods that hold a day or come after it and whose last valid day has passed:
// their figures are sealed. The latest are never left out.
func ClosedPeriods(ctx context.Context, tx bun.IDB, day, today time.Time) ([]organization.ClosedPeriod, error) {
	var periods []Period
	err := tx.NewSelect().Model(&periods).Where("to_on >= ? AND due_on < ?", day, today).Order("to_on DESC", "from_on DESC", "id DESC").Limit(maxPeriods).Scan(ctx)
	slices.Reverse(periods)
	if err == nil {
		err = addPlans(ctx, tx, periods)
	}
	var closed []organization.ClosedPeriod
	for _, p := range periods {
		if organization.Day(p.Deadline()).Before(today) {
			closed = append(closed, organization.ClosedPeriod{ID: p.ID, Label: p.Label(), From: p.FromOn, To: p.ToOn})
		}
	}
	return closed, err
}

// RestateTx keeps lines beside the sealed figures of periods, which stay as they are. What the steps of one list
// write becomes one line for each period and agency.
func RestateTx(ctx context.Context, tx bun.IDB, restatements []organization.Restatement) error {
	const batch = 1000
	lines := make([]RestatementLine, len(restatements))
	for i, r := range restatements {
		lines[i] = RestatementLine{ID: audit.NewID(), PeriodID: r.PeriodID, EventID: idOrNil(r.EventID), AgencyID: idOrNil(r.AgencyID), RosterID: idOrNil(r.RosterID), People: r.People, Act: r.Act, LegalDocument: r.Document, Reason: r.Reason, ActorID: r.ActorID}
	}
	for part := range slices.Chunk(lines, batch) {
		if _, err := tx.NewInsert().Model(&part).ExcludeColumn("created_at").
			On("CONFLICT (roster_id, period_id, agency_id) WHERE roster_id IS NOT NULL DO UPDATE").Set("people = r.people + EXCLUDED.people").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

func idOrNil(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// FollowAgencies counts the lines of the list of reporters that an event touches. It changes none:
// nobody is obliged or released by succession alone (domain: 0.4).
func FollowAgencies() organization.Follower {
	return counting("reporters", `SELECT count(*) FROM planning.reporters WHERE agency_id = ANY (?0::uuid[]) AND (valid_to IS NULL OR valid_to > ?1::date)`)
}

// FollowGathering counts the lines of the gathering trees that name an ending agency; they are changed
// by their own document.
func FollowGathering() organization.Follower {
	return counting("gathering", `SELECT count(*) FROM planning.gathering_edges WHERE (agency_id = ANY (?0::uuid[]) OR collector_id = ANY (?0::uuid[])) AND (valid_to IS NULL OR valid_to > ?1::date)`)
}

func counting(name, query string) organization.Follower {
	return organization.Follower{Name: name, Count: func(ctx context.Context, tx bun.Tx, s organization.Succession) (int, error) {
		n := 0
		err := tx.NewRaw(query, pgdialect.Array(s.Ended), s.OccurredOn.Format(time.DateOnly)).Scan(ctx, &n)
		return n, err
	}}
}
