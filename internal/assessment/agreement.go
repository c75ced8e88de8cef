package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
)

// Agreement (độ thống nhất) says how far the first and the second marker agree over the answers of a test. A level is
// one criterion of one answer, judged by both.
type Agreement struct {
	Answers    int // with two blind marks
	Levels     int // compared
	Exact      int // levels in which both agree
	Adjacent   int // levels that are next to each other
	Moderated  int // answers that a third person decided or has still to decide
	Kappa      float64
	KappaKnown bool // false where chance leaves nothing to agree about, as when everybody gives one level
}

// FindAgreement measures the agreement over a test within the reach of the caller. It needs grading.manage.
func (s *Service) FindAgreement(ctx context.Context, who access.Principal, testID uuid.UUID) (Agreement, error) {
	scope, err := gradingScope(who, access.ManageGrading)
	if err != nil {
		return Agreement{}, err
	}
	var found Agreement
	err = s.db.Read(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewRaw(`SELECT count(*) FROM assessment.scripts s WHERE test_id = ? AND agency_id = ANY (?::uuid[])
			AND (state = 'moderation' OR EXISTS (SELECT FROM assessment.marks m WHERE m.script_id = s.id AND m.round = 3))`,
			testID, pgdialect.Array(who.AgenciesFor(access.ManageGrading))).Scan(ctx, &found.Moderated)
		if err != nil {
			return err
		}
		var pairs []struct{ First, Second, Pairs int }
		err = tx.NewRaw(`SELECT first.value::int AS first, (b.levels ->> first.key)::int AS second, count(*) AS pairs
			FROM assessment.scripts s JOIN assessment.marks a ON a.script_id = s.id AND a.round = 1 JOIN assessment.marks b ON b.script_id = s.id AND b.round = 2,
				jsonb_each_text(a.levels) AS first
			WHERE s.test_id = ? AND s.agency_id = ANY (?::uuid[]) GROUP BY 1, 2`, testID, pgdialect.Array(who.AgenciesFor(access.ManageGrading))).Scan(ctx, &pairs)
		if err != nil {
			return err
		}
		table := levelTable{}
		for _, p := range pairs {
			table[[2]int{p.First, p.Second}] += p.Pairs
		}
		table.measure(&found)
		return tx.NewRaw(`SELECT count(*) FROM assessment.scripts s JOIN assessment.marks b ON b.script_id = s.id AND b.round = 2
			WHERE s.test_id = ? AND s.agency_id = ANY (?::uuid[])`, testID, pgdialect.Array(who.AgenciesFor(access.ManageGrading))).Scan(ctx, &found.Answers)
	})
	return found, err
}

// levelTable counts pairs of levels: the first marker's, the second marker's.
type levelTable map[[2]int]int

// measure fills in what the table says. Kappa is Cohen's weighted kappa with quadratic weights:
// 1 - sum(w*observed) / sum(w*expected), w = (i-j)^2, expected from the product of the margins
// (J. Cohen, Weighted kappa, Psychological Bulletin 70(4), 1968, 213-220).
func (t levelTable) measure(a *Agreement) {
	first, second := map[int]int{}, map[int]int{}
	apart := 0
	for pair, n := range t {
		distance := abs(pair[0] - pair[1])
		a.Levels += n
		first[pair[0]] += n
		second[pair[1]] += n
		apart += n * distance * distance
		switch distance {
		case 0:
			a.Exact += n
		case 1:
			a.Adjacent += n
		}
	}
	byChance := 0
	for i, m := range first {
		for j, n := range second {
			byChance += m * n * (i - j) * (i - j)
		}
	}
	if a.KappaKnown = byChance > 0; a.KappaKnown {
		a.Kappa = 1 - float64(apart)*float64(a.Levels)/float64(byChance)
	}
}
