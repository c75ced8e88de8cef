package assessment

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/assessment/similarity"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

const (
	// similarityEvery is how often results are looked at; a turn goes back twice as far, so that none is missed.
	similarityEvery = 24 * time.Hour
	// mostCompared bounds the attempts at one test that are compared: the latest, 4.5 million pairs.
	mostCompared = 3000
	// mostTests bounds the tests of one turn.
	mostTests = 200
)

// comparedAttempt is a graded final attempt as it is compared.
type comparedAttempt struct {
	ID       uuid.UUID
	PersonID uuid.UUID
	AgencyID uuid.UUID
	CourseID uuid.UUID
	Paper    []byte
	Answers  []byte
}

// FindSimilarities compares, for each final test with new results, the latest attempts of the last 90 days pair by pair,
// and keeps pairs that are alike beyond chance. Doing it again changes nothing. It is a daily duty; a test that cannot be
// read does not hold up the others.
func (s *Service) FindSimilarities(ctx context.Context) error {
	var tests []uuid.UUID
	err := s.db.Read(ctx, postgres.System(postgres.CompareAnswers), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT test_id FROM assessment.attempts WHERE kind = 'final' AND state = 'graded' AND COALESCE(graded_at, submitted_at) > ?
			GROUP BY test_id HAVING count(*) > 0 ORDER BY test_id LIMIT ?`, s.now().Add(-2*similarityEvery), mostTests).Scan(ctx, &tests)
	})
	var failed []error
	for _, test := range tests {
		failed = append(failed, s.compareTest(ctx, test))
	}
	return errors.Join(err, errors.Join(failed...))
}

// compareTest reads the attempts at a test, compares them outside any transaction and stores what was found.
func (s *Service) compareTest(ctx context.Context, test uuid.UUID) error {
	var attempts []comparedAttempt
	var papers []similarity.Paper
	err := s.db.Read(ctx, postgres.System(postgres.CompareAnswers), func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewRaw(`SELECT a.id, a.person_id, a.agency_id, a.course_id, a.paper,
				(SELECT jsonb_agg(jsonb_build_object('position', w.position, 'payload', w.payload, 'points', w.points))
					FROM assessment.answers w WHERE w.attempt_id = a.id AND NOT w.late) AS answers
			FROM assessment.attempts a WHERE a.test_id = ? AND a.kind = 'final' AND a.state = 'graded' AND COALESCE(a.graded_at, a.submitted_at) > ?
			ORDER BY a.submitted_at DESC LIMIT ?`, test, s.now().Add(-observationsKept), mostCompared).Scan(ctx, &attempts)
		if err == nil {
			papers, err = s.papersOf(ctx, tx, test, attempts)
		}
		return err
	})
	if err != nil {
		return err
	}
	pairs := similarity.Pairs(papers)
	return s.db.RunInTx(ctx, postgres.System(postgres.CompareAnswers), func(ctx context.Context, tx bun.Tx) error {
		return storePairs(ctx, tx, test, attempts, pairs)
	})
}

// papersOf turns attempts into papers to compare: the wrong choices by the questions of the test's pool.
func (s *Service) papersOf(ctx context.Context, tx bun.IDB, test uuid.UUID, attempts []comparedAttempt) ([]similarity.Paper, error) {
	var versions []uuid.UUID
	if err := tx.NewRaw(`SELECT question_version_id FROM assessment.test_pool WHERE test_id = ? ORDER BY question_version_id`, test).Scan(ctx, &versions); err != nil {
		return nil, err
	}
	c := counted{versions: versions}
	if err := s.fillBodies(ctx, tx, &c); err != nil {
		return nil, err
	}
	reader, people := newSittingReader(versions, c.bodies), map[uuid.UUID]int{}
	papers := make([]similarity.Paper, len(attempts))
	for i, a := range attempts {
		responses, _, err := reader.responses(a.Paper, a.Answers, nil)
		if err != nil {
			return nil, err
		}
		if _, known := people[a.PersonID]; !known {
			people[a.PersonID] = len(people)
		}
		papers[i] = similarity.Paper{Whose: people[a.PersonID], Wrong: make([]similarity.Answer, len(versions))}
		for _, r := range responses {
			if r.Score < r.Max {
				papers[i].Wrong[r.Item] = similarity.Answer(r.Chosen)
			}
		}
	}
	return papers, nil
}

// storePairs replaces what was found among these attempts.
func storePairs(ctx context.Context, tx bun.Tx, test uuid.UUID, attempts []comparedAttempt, pairs []similarity.Pair) error {
	ids := make([]uuid.UUID, len(attempts))
	for i, a := range attempts {
		ids[i] = a.ID
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM assessment.similarities WHERE test_id = ?0 AND attempt_id = ANY (?1::uuid[]) AND other_attempt_id = ANY (?1::uuid[])`,
		test, pgdialect.Array(ids)); err != nil {
		return err
	}
	var rows []Similarity
	var observations []Observation
	for _, pair := range pairs {
		for _, side := range [][2]int{{pair.First, pair.Second}, {pair.Second, pair.First}} {
			own, other := attempts[side[0]], attempts[side[1]]
			rows = append(rows, Similarity{ID: audit.NewID(), AttemptID: own.ID, OtherAttemptID: other.ID, PersonID: own.PersonID, AgencyID: own.AgencyID,
				TestID: test, BothWrong: pair.BothWrong, Identical: pair.Identical, Chance: pair.Chance})
			observations = append(observations, Observation{AttemptID: own.ID, PersonID: own.PersonID, AgencyID: own.AgencyID, CourseID: own.CourseID})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if _, err := tx.NewInsert().Model(&observations).On("CONFLICT (attempt_id) DO NOTHING").Exec(ctx); err != nil {
		return err
	}
	return insertMany(ctx, tx, rows)
}
