package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
)

// ListObservations returns what is noted about final attempts within the reach of an examiner, without names: papers that
// are like another first, then those that were left longest. Each opening is recorded and shown to the learners. It needs
// grading.manage, which no administrator, inspector or head of an agency holds; of the caller's own attempts nothing is
// told here.
func (s *Service) ListObservations(ctx context.Context, who access.Principal, limit, offset int64) (list []Observation, total int, err error) {
	scope, err := gradingScope(who, access.ManageGrading)
	if err != nil {
		return nil, 0, err
	}
	err = s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		n, err := tx.NewSelect().Model(&list).
			Join("JOIN assessment.attempts AS a ON a.id = o.attempt_id AND a.state <> 'started'").
			Where("o.agency_id = ANY (?::uuid[])", pgdialect.Array(who.AgenciesFor(access.ManageGrading))).
			Where("o.person_id <> ?", who.PersonID).Where(noted).
			OrderExpr("EXISTS (SELECT FROM assessment.similarities s WHERE s.attempt_id = o.attempt_id) DESC, o.away_seconds DESC, o.attempt_id").
			Limit(limit).Offset(offset).ScanAndCount(ctx)
		if err != nil || len(list) == 0 {
			return err
		}
		total = int(n)
		if err := recordObservationReads(ctx, tx, who, list); err != nil {
			return err
		}
		return addSimilar(ctx, tx, list)
	})
	return list, total, err
}

// recordObservationReads records the opening for each person, agency by agency.
func recordObservationReads(ctx context.Context, tx bun.Tx, who access.Principal, list []Observation) error {
	people := map[uuid.UUID][]uuid.UUID{}
	seen := map[uuid.UUID]bool{}
	for _, o := range list {
		if !seen[o.PersonID] {
			seen[o.PersonID], people[o.AgencyID] = true, append(people[o.AgencyID], o.PersonID)
		}
	}
	for agency, ids := range people {
		if err := audit.RecordReadsTx(ctx, tx, who.PersonID, agency, "exam_observations", ids); err != nil {
			return err
		}
	}
	return nil
}
