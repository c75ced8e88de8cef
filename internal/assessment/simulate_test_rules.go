package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/question"
)

// SimulatedPapers is how many papers a simulation draws.
const SimulatedPapers = 10_000

// expectedByLevel is the share of the points that people are expected to earn on a question of which nothing is known but
// the level that its author gave it: 1 recall, 2 understanding, 3 application. An assumption, which the screen states.
var expectedByLevel = map[int]float64{1: 0.8, 2: 0.65, 3: 0.5}

// TestSimulation is what rules give over many papers.
type TestSimulation struct {
	question.Simulation
	Questions []SimulatedQuestion // by how often they were drawn
	Measured  int                 // of them, those whose difficulty was seen, not assumed
}

// SimulatedQuestion is a question of the pool.
type SimulatedQuestion struct {
	FixableQuestion
	Drawn    int
	Expected float64 // share of the points that people earn
	Measured bool
}

// SimulateTest draws papers by rules that need not be stored, from the reviewed questions in use. It needs course.manage at
// whose course it is. Errors: fault.ErrNotFound, and fault.ErrInvalid as CheckRulesTx, below "body.test".
func (s *Service) SimulateTest(ctx context.Context, who access.Principal, courseKey string, rules TestRules) (TestSimulation, error) {
	var pool bankPool
	err := s.inBank(ctx, who, access.ManageCourses, courseKey, func(ctx context.Context, tx bun.Tx, b bankOf) error {
		topics, err := b.topics(ctx, tx)
		if err != nil {
			return err
		}
		if pool, err = readBankPool(ctx, tx, b.course.ID); err != nil {
			return err
		}
		return pool.check("body.test.", rules, topics).OrNil()
	})
	if err != nil {
		return TestSimulation{}, err
	}
	seen, err := s.seenDifficulty(ctx, who, courseKey, rules.Kind)
	if err != nil {
		return TestSimulation{}, err
	}
	return simulate(pool, rules, seen)
}

// seenDifficulty is what people earned on questions of the test of today: by the version, the share of its points.
func (s *Service) seenDifficulty(ctx context.Context, who access.Principal, courseKey string, kind Kind) (map[uuid.UUID]float64, error) {
	items, _, err := s.CountItems(ctx, who, CountAnswers{CourseKey: courseKey, Kind: kind}, nil, maxBank, 0)
	seen := map[uuid.UUID]float64{}
	for _, item := range items {
		if item.Figures != nil {
			seen[item.VersionID] = item.Figures.Difficulty
		}
	}
	return seen, err
}

func simulate(pool bankPool, rules TestRules, seen map[uuid.UUID]float64) (TestSimulation, error) {
	blueprint, _ := pool.blueprint(rules)
	byID := map[string]poolVersion{}
	for _, v := range pool.versions {
		byID[v.ID.String()] = v
	}
	expected := make([]float64, len(pool.candidates))
	result := TestSimulation{Questions: make([]SimulatedQuestion, len(pool.candidates))}
	for i, c := range pool.candidates {
		v := byID[c.ID]
		q := SimulatedQuestion{FixableQuestion: FixableQuestion{Key: v.Key, Topic: v.Topic, Difficulty: v.Difficulty, Stem: v.stem()}}
		if q.Expected, q.Measured = seen[v.ID]; q.Measured {
			result.Measured++
		} else {
			q.Expected = expectedByLevel[c.Difficulty]
		}
		expected[i], result.Questions[i] = q.Expected, q
	}
	var err error
	result.Simulation, err = question.Simulate(pool.candidates, blueprint, expected, SimulatedPapers, 1)
	for i, n := range result.Drawn {
		result.Questions[i].Drawn = n
	}
	return result, err
}
