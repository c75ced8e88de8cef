package assessment

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
)

// PersonResult (kết quả của một người) is an attempt that somebody handed in, as those see it who look into how results
// came about.
type PersonResult struct {
	AttemptID   uuid.UUID
	CourseID    uuid.UUID
	AgencyID    uuid.UUID // of the moment
	Kind        Kind
	SubmittedAt time.Time
	Scaled      *int // hundredths of 10; nil while people still mark it
	Passed      *bool
	Changes     int // lines of its history
}

// ListResults returns a page of what a person handed in, the newest first, and how much there is: attempts of agencies
// within the caller's reach, self-checks left out, for they count for nothing. Each opening is recorded, and shown to the
// person. It needs grading.history; fault.ErrNotFound for somebody who neither is nor handed anything in within the reach.
func (s *Service) ListResults(ctx context.Context, who access.Principal, person uuid.UUID, limit, offset int64) ([]PersonResult, int, error) {
	scope, err := gradingScope(who, access.ReadGradeHistory)
	if err != nil {
		return nil, 0, err
	}
	var results []PersonResult
	var total int64
	err = s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		var err error
		total, err = tx.NewSelect().TableExpr("assessment.attempts AS a").
			ColumnExpr("a.id AS attempt_id, a.course_id, a.agency_id, a.kind, a.submitted_at, a.scaled, a.passed").
			ColumnExpr("(SELECT count(*) FROM assessment.point_changes c WHERE c.attempt_id = a.id) AS changes").
			Where("a.person_id = ?", person).
			Where("a.agency_id = ANY (?::uuid[])", pgdialect.Array(who.AgenciesFor(access.ReadGradeHistory))).
			Where("a.state <> ? AND a.kind <> ?", Started, SelfCheck).
			OrderExpr("a.submitted_at DESC, a.id").Limit(limit).Offset(offset).ScanAndCount(ctx, &results)
		if err == nil && total == 0 {
			err = s.requirePlace(ctx, tx, who.AgenciesFor(access.ReadGradeHistory), person)
		}
		if err != nil {
			return err
		}
		return recordResults(ctx, tx, who.PersonID, person, results)
	})
	return results, int(total), err
}

// requirePlace wants a person who is in one of the agencies today; fault.ErrNotFound.
func (s *Service) requirePlace(ctx context.Context, tx bun.IDB, agencies []uuid.UUID, person uuid.UUID) error {
	place, err := organization.FindPlace(ctx, tx, person, organization.Day(s.now()))
	if err == nil && !slices.Contains(agencies, place.AgencyID) {
		err = fault.ErrNotFound
	}
	return err
}

// recordResults notes who saw the results, at each agency whose they are.
func recordResults(ctx context.Context, tx bun.IDB, reader, person uuid.UUID, results []PersonResult) error {
	recorded := map[uuid.UUID]bool{}
	for _, r := range results {
		if recorded[r.AgencyID] {
			continue
		}
		recorded[r.AgencyID] = true
		if err := audit.RecordReadsTx(ctx, tx, reader, r.AgencyID, "test_results", []uuid.UUID{person}); err != nil {
			return err
		}
	}
	return nil
}
