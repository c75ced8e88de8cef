package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// Observation (ghi nhận khi làm bài) is what is noted about a final attempt beside its answers. It decides nothing. Its
// learner and the examiner of the learner's agency see it, nobody else, and it is deleted 90 days after the result is
// final (domain brief 0.2).
type Observation struct {
	bun.BaseModel `bun:"table:assessment.observations,alias:o"`
	AttemptID     uuid.UUID  `bun:"attempt_id"`
	PersonID      uuid.UUID  `bun:"person_id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	CourseID      uuid.UUID  `bun:"course_id"`
	AwayTimes     int        `bun:"away_times"`   // how often the page of the test was left for more than two seconds
	AwaySeconds   int        `bun:"away_seconds"` // how long altogether
	Reply         string     `bun:"reply"`        // the learner's own words
	RepliedAt     *time.Time `bun:"replied_at"`

	Similar []Similarity `bun:"-"`
}

// Similarity (bài giống nhau) says that two attempts have far more identical wrong answers than chance gives; see package
// similarity for the index.
type Similarity struct {
	bun.BaseModel  `bun:"table:assessment.similarities"`
	ID             uuid.UUID `bun:"id"`
	AttemptID      uuid.UUID `bun:"attempt_id"`
	OtherAttemptID uuid.UUID `bun:"other_attempt_id"`
	PersonID       uuid.UUID `bun:"person_id"` // of AttemptID
	AgencyID       uuid.UUID `bun:"agency_id"`
	TestID         uuid.UUID `bun:"test_id"`
	BothWrong      int       `bun:"both_wrong"`
	Identical      int       `bun:"identical"`
	Chance         float64   `bun:"chance"`
}

// noted are the observations in which something stands.
const noted = `(o.away_times > 0 OR EXISTS (SELECT FROM assessment.similarities s WHERE s.attempt_id = o.attempt_id))`

// FindOwnObservation returns what is noted about the caller's own attempt. Errors: fault.ErrNotFound for another's
// attempt, ErrNothingNoted.
func (s *Service) FindOwnObservation(ctx context.Context, who access.Principal, attempt uuid.UUID) (Observation, error) {
	var found Observation
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		var err error
		found, err = ownObservation(ctx, tx, who, attempt)
		return err
	})
	return found, err
}

func ownObservation(ctx context.Context, tx bun.IDB, who access.Principal, attempt uuid.UUID) (Observation, error) {
	if _, err := findAttempt(ctx, tx, attempt, who.PersonID); err != nil {
		return Observation{}, err
	}
	var list []Observation
	if err := tx.NewSelect().Model(&list).
		Where("o.attempt_id = ? AND o.person_id = ?", attempt, who.PersonID).Where(noted).Scan(ctx); err != nil {
		return Observation{}, err
	}
	if len(list) == 0 {
		return Observation{}, ErrNothingNoted
	}
	err := addSimilar(ctx, tx, list)
	return list[0], err
}

// addSimilar reads the similarities of observations.
func addSimilar(ctx context.Context, tx bun.IDB, list []Observation) error {
	ids := make([]uuid.UUID, len(list))
	for i, o := range list {
		ids[i] = o.AttemptID
	}
	var rows []Similarity
	err := tx.NewSelect().Model(&rows).Where("attempt_id = ANY (?::uuid[])", pgdialect.Array(ids)).Order("chance", "id").Limit(mostSimilar).Scan(ctx)
	for i := range list {
		for _, row := range rows {
			if row.AttemptID == list[i].AttemptID {
				list[i].Similar = append(list[i].Similar, row)
			}
		}
	}
	return err
}

// mostSimilar bounds the pairs that one page shows.
const mostSimilar = 500
