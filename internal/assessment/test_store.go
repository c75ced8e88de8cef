package assessment

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// blueprintCell is a cell of the blueprint in its stored form.
type blueprintCell struct {
	Topic      string `json:"topic"`
	Difficulty int    `json:"difficulty"`
	Count      int    `json:"count"`
}

// StoreTestTx stores a test of a course version with the question versions from which it draws,
// and returns its id. Id and QuestionCount of t are ignored. A test that is there already stays as
// it is. Retired questions leave the pool. Errors: question.ErrCannotDraw when the rest cannot fill the blueprint.
func StoreTestTx(ctx context.Context, tx bun.IDB, t Test, pool []uuid.UUID) (uuid.UUID, error) {
	if stored, err := storedTest(ctx, tx, t); err != nil || stored != uuid.Nil {
		return stored, err
	}
	candidates, err := findCandidates(ctx, tx, pool)
	if err != nil {
		return uuid.Nil, err
	}
	drawn, err := question.Draw(candidates, t.Blueprint, 0)
	if err != nil {
		return uuid.Nil, err
	}
	t.ID, t.QuestionCount = audit.NewID(), len(drawn)
	if err := insertTest(ctx, tx, t); err != nil {
		return uuid.Nil, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO assessment.test_pool (test_id, question_version_id, fixed_position)
		SELECT ?, id, array_position(?::uuid[], id) FROM unnest(?::uuid[]) AS id`, t.ID, pgdialect.Array(t.Blueprint.Fixed), pgdialect.Array(candidateIDs(candidates)))
	return t.ID, err
}

func storedTest(ctx context.Context, tx bun.IDB, t Test) (uuid.UUID, error) {
	var ids []uuid.UUID
	err := tx.NewRaw(`SELECT id FROM assessment.tests WHERE course_version_id = ? AND kind = ?`, t.CourseVersionID, string(t.Kind)).Scan(ctx, &ids)
	if err != nil || len(ids) == 0 {
		return uuid.Nil, err
	}
	return ids[0], nil
}

func findCandidates(ctx context.Context, tx bun.IDB, pool []uuid.UUID) ([]question.Candidate, error) {
	var candidates []question.Candidate
	if len(pool) == 0 {
		return nil, nil
	}
	err := tx.NewRaw(`SELECT v.id, v.topic, v.difficulty FROM assessment.question_versions v JOIN assessment.questions q ON q.id = v.question_id
		WHERE q.retired_at IS NULL AND v.id IN (?)`, bun.List(pool)).Scan(ctx, &candidates)
	return candidates, err
}

func candidateIDs(candidates []question.Candidate) []string {
	ids := make([]string, len(candidates))
	for i, c := range candidates {
		ids[i] = c.ID
	}
	return ids
}

func insertTest(ctx context.Context, tx bun.IDB, t Test) error {
	blueprint := make([]blueprintCell, len(t.Blueprint.Cells))
	for i, cell := range t.Blueprint.Cells {
		blueprint[i] = blueprintCell(cell)
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO assessment.tests
		(id, course_version_id, course_id, kind, title_vi, title_en, minutes, pass_mark, attempts, cooling_off_minutes, feedback, question_count, blueprint,
		shuffle_questions, shuffle_options, second_marker, moderation_percent, appeal_days, requires)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		t.ID, t.CourseVersionID, t.CourseID, string(t.Kind), t.Title.VI, t.Title.EN, t.Minutes, t.PassMark, t.Attempts,
		t.CoolingOffMinutes, string(t.Feedback), t.QuestionCount, postgres.JSON{V: blueprint},
		!t.Blueprint.KeepQuestions, !t.Blueprint.KeepOptions, t.Marking.SecondMarker, t.Marking.ModerationPercent, t.Marking.AppealDays, string(t.Requires))
	return err
}

// ListTests returns the tests of a course version, the pre-test first. Nothing in them concerns a
// person.
func (s *Service) ListTests(ctx context.Context, versionID uuid.UUID) ([]Test, error) {
	var tests []Test
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		pooled, err := s.loadTests(ctx, tx, versionID)
		for _, t := range pooled {
			tests = append(tests, t.Test)
		}
		return err
	})
	return tests, err
}

// loadTests returns the tests of a course version with their pools, from memory or else from the
// database.
func (s *Service) loadTests(ctx context.Context, tx bun.IDB, versionID uuid.UUID) ([]pooledTest, error) {
	if tests, kept := s.tests.get(versionID); kept {
		return tests, nil
	}
	tests, err := readTests(ctx, tx, versionID)
	if len(tests) > 0 && err == nil {
		s.tests.put(versionID, tests)
	}
	return tests, err
}

// readTests returns the tests of a course version with their pools.
func readTests(ctx context.Context, tx bun.IDB, versionID uuid.UUID) ([]pooledTest, error) {
	tests, err := selectTests(ctx, tx, versionID)
	if err != nil {
		return nil, err
	}
	for i := range tests {
		err := tx.NewRaw(`SELECT v.id, v.topic, v.difficulty FROM assessment.test_pool p
			JOIN assessment.question_versions v ON v.id = p.question_version_id WHERE p.test_id = ?`, tests[i].ID).Scan(ctx, &tests[i].pool)
		if err != nil {
			return nil, err
		}
		err = tx.NewRaw(`SELECT question_version_id::text FROM assessment.test_pool WHERE test_id = ? AND fixed_position IS NOT NULL
			ORDER BY fixed_position`, tests[i].ID).Scan(ctx, &tests[i].Blueprint.Fixed)
		if err != nil {
			return nil, err
		}
		if tests[i].equivalents, err = selectEquivalents(ctx, tx, tests[i].ID); err != nil {
			return nil, err
		}
	}
	return tests, nil
}

func selectEquivalents(ctx context.Context, tx bun.IDB, test uuid.UUID) (map[uuid.UUID]uuid.UUID, error) {
	var rows []struct{ ID, Plain uuid.UUID }
	err := tx.NewRaw(`SELECT v.id, e.id AS plain FROM assessment.test_pool p
		JOIN assessment.question_versions v ON v.id = p.question_version_id AND v.equivalent_key <> ''
		JOIN assessment.questions q ON q.id = v.question_id
		JOIN assessment.questions other ON other.course_id = q.course_id AND other.key = v.equivalent_key
		JOIN assessment.question_versions e ON e.question_id = other.id
		JOIN assessment.test_pool also ON also.test_id = p.test_id AND also.question_version_id = e.id
		WHERE p.test_id = ?`, test).Scan(ctx, &rows)
	plain := make(map[uuid.UUID]uuid.UUID, len(rows))
	for _, row := range rows {
		plain[row.ID] = row.Plain
	}
	return plain, err
}

func selectTests(ctx context.Context, tx bun.IDB, versionID uuid.UUID) ([]pooledTest, error) {
	var rows []struct {
		ID                uuid.UUID
		CourseID          uuid.UUID
		Kind              Kind
		TitleVI           string `bun:"title_vi"`
		TitleEN           string `bun:"title_en"`
		Minutes           int
		PassMark          int
		Attempts          int
		CoolingOffMinutes int
		Feedback          Feedback
		QuestionCount     int
		Blueprint         json.RawMessage `bun:"type:jsonb"`
		ShuffleQuestions  bool
		ShuffleOptions    bool
		SecondMarker      bool
		ModerationPercent int
		AppealDays        int
		Requires          Prerequisite
	}
	err := tx.NewRaw(`SELECT id, course_id, kind, title_vi, title_en, minutes, pass_mark, attempts, cooling_off_minutes, feedback, question_count, blueprint,
			shuffle_questions, shuffle_options, second_marker, moderation_percent, appeal_days, requires
		FROM assessment.tests WHERE course_version_id = ? AND kind IN ('pre_test', 'self_check', 'final')
		ORDER BY array_position(ARRAY['pre_test', 'self_check', 'final'], kind)`, versionID).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	tests := make([]pooledTest, len(rows))
	for i, r := range rows {
		var cells []blueprintCell
		if err := json.Unmarshal(r.Blueprint, &cells); err != nil {
			return nil, err
		}
		tests[i].Test = Test{ID: r.ID, CourseVersionID: versionID, CourseID: r.CourseID, Kind: r.Kind, Title: catalog.LocalText{VI: r.TitleVI, EN: r.TitleEN},
			Minutes: r.Minutes, PassMark: r.PassMark, Attempts: r.Attempts, CoolingOffMinutes: r.CoolingOffMinutes, Feedback: r.Feedback, Requires: r.Requires, QuestionCount: r.QuestionCount,
			Marking:   Marking{r.SecondMarker, r.ModerationPercent, r.AppealDays},
			Blueprint: question.Blueprint{KeepQuestions: !r.ShuffleQuestions, KeepOptions: !r.ShuffleOptions}}
		for _, cell := range cells {
			tests[i].Blueprint.Cells = append(tests[i].Blueprint.Cells, question.Cell(cell))
		}
	}
	return tests, nil
}

// findTest returns the test of that kind; sql.ErrNoRows when the course version has none.
func (s *Service) findTest(ctx context.Context, tx bun.IDB, versionID uuid.UUID, kind Kind) (pooledTest, error) {
	tests, err := s.loadTests(ctx, tx, versionID)
	if err != nil {
		return pooledTest{}, err
	}
	for _, t := range tests {
		if t.Kind == kind {
			return t, nil
		}
	}
	return pooledTest{}, sql.ErrNoRows
}
