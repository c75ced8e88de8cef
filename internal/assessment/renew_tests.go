package assessment

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/question"
)

// PoolChange is a question by which the tests of the next version of a course differ from those of today.
type PoolChange struct {
	Key           string
	Stem          question.LocalText // HTML
	Before, After int                // numbers of its versions; 0: tests did not, or will not, draw it
}

// TestShortage is what stands in the way of publishing a test.
type TestShortage struct {
	Kind  Kind
	Cells []question.Shortage
	Fixed []string // keys of fixed questions that are retired
}

// Renewal (lần công bố ngân hàng) is what publishing the bank of a course would change.
type Renewal struct {
	Changes   []PoolChange // by key
	Questions int          // that tests can draw afterwards
	Shortages []TestShortage
	Unequal   []EquivalentFault // by key
}

// bankPool is what the tests of a course would draw from: the newest reviewed version of each question in use.
type bankPool struct {
	candidates []question.Candidate
	versions   map[uuid.UUID]poolVersion // by question
}

type poolVersion struct {
	ID         uuid.UUID
	QuestionID uuid.UUID
	Key        string
	Number     int
	Topic      string
	Difficulty int
	Types      []question.Type `bun:",array"` // its own, and those of its parts
	Equivalent string          `bun:"equivalent_key"`
	StemVI     string          `bun:"stem_vi"`
	StemEN     string          `bun:"stem_en"`
}

// selectTypes are the types of a version and of its parts.
const selectTypes = `ARRAY(SELECT v.type UNION SELECT part ->> 'type' FROM jsonb_array_elements(coalesce(v.body -> 'parts', '[]')) AS part) AS types`

const selectPoolVersion = `v.id, v.question_id, q.key, v.number, v.topic, v.difficulty, v.equivalent_key, ` + selectTypes + `, v.body -> 'stem' ->> 'vi' AS stem_vi,
	coalesce(v.body -> 'stem' ->> 'en', '') AS stem_en FROM assessment.question_versions v JOIN assessment.questions q ON q.id = v.question_id`

func readBankPool(ctx context.Context, tx bun.IDB, courseID uuid.UUID) (bankPool, error) {
	var rows []poolVersion
	err := tx.NewRaw(`SELECT DISTINCT ON (v.question_id) `+selectPoolVersion+`
		WHERE q.course_id = ? AND q.retired_at IS NULL AND v.state = 'reviewed' ORDER BY v.question_id, v.number DESC`, courseID).Scan(ctx, &rows)
	pool := bankPool{versions: map[uuid.UUID]poolVersion{}}
	for _, row := range rows {
		pool.versions[row.QuestionID] = row
		pool.candidates = append(pool.candidates, question.Candidate{ID: row.ID.String(), Topic: row.Topic, Difficulty: row.Difficulty})
	}
	return pool, err
}

// drawnVersions are the question versions from which the tests of a course version draw.
func drawnVersions(ctx context.Context, tx bun.IDB, versionID uuid.UUID) ([]poolVersion, error) {
	var rows []poolVersion
	err := tx.NewRaw(`SELECT `+selectPoolVersion+` WHERE v.id IN (SELECT p.question_version_id FROM assessment.test_pool p
		JOIN assessment.tests t ON t.id = p.test_id WHERE t.course_version_id = ?)`, versionID).Scan(ctx, &rows)
	return rows, err
}

// renewedTests are the tests of a course version with the pool of the bank in place of their own.
func renewedTests(ctx context.Context, tx bun.IDB, courseID, versionID uuid.UUID) (tests []pooledTest, pool bankPool, drawn []poolVersion, err error) {
	if tests, err = readTests(ctx, tx, versionID); err != nil {
		return nil, pool, nil, err
	}
	if pool, err = readBankPool(ctx, tx, courseID); err != nil {
		return nil, pool, nil, err
	}
	if drawn, err = drawnVersions(ctx, tx, versionID); err != nil {
		return nil, pool, nil, err
	}
	newest := map[string]string{} // version that is fixed today -> version that will be
	for _, v := range drawn {
		if next, stands := pool.versions[v.QuestionID]; stands {
			newest[v.ID.String()] = next.ID.String()
		}
	}
	for i := range tests {
		tests[i].pool = pool.candidates
		for n, id := range tests[i].Blueprint.Fixed {
			if next, stands := newest[id]; stands {
				tests[i].Blueprint.Fixed[n] = next
			}
		}
	}
	return tests, pool, drawn, nil
}

// PreviewRenewalTx returns what RenewTestsTx would change about the tests of a course version, and what stands in its way.
func PreviewRenewalTx(ctx context.Context, tx bun.IDB, courseID, versionID uuid.UUID) (Renewal, error) {
	tests, pool, drawn, err := renewedTests(ctx, tx, courseID, versionID)
	if err != nil {
		return Renewal{}, err
	}
	keys := map[string]string{}
	for _, v := range drawn {
		keys[v.ID.String()] = v.Key
	}
	r := Renewal{Questions: len(pool.candidates), Changes: poolChanges(drawn, pool), Unequal: pool.equivalentFaults()}
	for _, t := range tests {
		cells, missing := question.Shortages(t.pool, t.Blueprint)
		if len(cells)+len(missing) == 0 {
			continue
		}
		short := TestShortage{Kind: t.Kind, Cells: cells}
		for _, id := range missing {
			short.Fixed = append(short.Fixed, keys[id])
		}
		r.Shortages = append(r.Shortages, short)
	}
	return r, nil
}

// poolChanges lists what differs, by key.
func poolChanges(drawn []poolVersion, pool bankPool) []PoolChange {
	before := map[uuid.UUID]poolVersion{}
	for _, v := range drawn {
		before[v.QuestionID] = v
	}
	var changes []PoolChange
	for id, next := range pool.versions {
		if old := before[id]; old.ID != next.ID {
			changes = append(changes, PoolChange{Key: next.Key, Stem: next.stem(), Before: old.Number, After: next.Number})
		}
	}
	for id, old := range before {
		if _, stays := pool.versions[id]; !stays {
			changes = append(changes, PoolChange{Key: old.Key, Stem: old.stem(), Before: old.Number})
		}
	}
	slices.SortFunc(changes, func(a, b PoolChange) int { return strings.Compare(a.Key, b.Key) })
	return changes
}

func (v poolVersion) stem() question.LocalText { return question.LocalText{VI: v.StemVI, EN: v.StemEN} }

// RenewTestsTx gives a new version of a course the tests of another, which draw from the newest reviewed version of each
// question of the bank that is in use. Errors: question.ErrCannotDraw; PreviewRenewalTx says all of it by name.
func RenewTestsTx(ctx context.Context, tx bun.IDB, courseID, from, to uuid.UUID) error {
	tests, _, _, err := renewedTests(ctx, tx, courseID, from)
	if err != nil {
		return err
	}
	for _, t := range tests {
		pool, err := t.versions()
		if err != nil {
			return err
		}
		t.CourseVersionID = to
		if _, err := StoreTestTx(ctx, tx, t.Test, pool); err != nil {
			return err
		}
	}
	return nil
}
