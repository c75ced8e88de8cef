package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// StoredAnswer is an answer as it was given: choices are places on the screen.
type StoredAnswer struct {
	bun.BaseModel `bun:"table:assessment.answers"`
	Position      int             `bun:"position"`
	Revision      int64           `bun:"revision"`
	Payload       question.Answer `bun:"payload,type:jsonb"`
	SavedAt       time.Time       `bun:"saved_at"`
	Late          bool            `bun:"late"`   // kept, not graded
	Points        *int            `bun:"points"` // hundredths; nil before grading
}

// listAnswers returns what is stored of an attempt.
func listAnswers(ctx context.Context, tx bun.IDB, a Attempt) ([]StoredAnswer, error) {
	var answers []StoredAnswer
	err := tx.NewRaw(`SELECT position, revision, payload, saved_at, late, points FROM assessment.answers
		WHERE attempt_id = ? AND person_id = ? ORDER BY position`, a.ID, a.PersonID).Scan(ctx, &answers)
	return answers, err
}

// answerItem is one answer on its way into the database. The JSON names are those of the
// statement's record.
type answerItem struct {
	AttemptID uuid.UUID       `json:"attempt_id"`
	PersonID  uuid.UUID       `json:"person_id"`
	Position  int             `json:"position"`
	Revision  int64           `json:"revision"`
	Payload   question.Answer `json:"payload"`
}

// upsertAnswers stores many answers of many attempts in one statement. An attempt that is graded,
// or that is not the item's person's, takes none. The share lock makes a grade that is under way
// come first or wait. Rows come back for each open attempt, with nulls where nothing changed.
const upsertAnswers = `
WITH given AS (
	SELECT * FROM jsonb_to_recordset(?::jsonb) AS g(attempt_id uuid, person_id uuid, position smallint, revision bigint, payload jsonb)
), running AS (
	SELECT a.id, a.person_id, a.agency_id, a.deadline_at, now() > a.deadline_at + make_interval(secs => ?) AS late
	FROM assessment.attempts a
	WHERE (a.id, a.person_id) IN (SELECT attempt_id, person_id FROM given) AND a.state = 'started'
	ORDER BY a.id FOR SHARE
), stored AS (
	INSERT INTO assessment.answers AS kept (attempt_id, position, person_id, agency_id, revision, payload, saved_at, late)
	SELECT g.attempt_id, g.position, r.person_id, r.agency_id, g.revision, g.payload, now(), r.late
	FROM given g JOIN running r ON r.id = g.attempt_id AND r.person_id = g.person_id
	ORDER BY g.attempt_id, g.position
	ON CONFLICT (attempt_id, position) DO UPDATE
		SET revision = excluded.revision, payload = excluded.payload, saved_at = excluded.saved_at, late = excluded.late
		WHERE excluded.revision > kept.revision AND (kept.late OR NOT excluded.late)
	RETURNING attempt_id, position, revision, saved_at
)
SELECT r.id AS attempt_id, r.deadline_at, now() AS read_at, s.position, s.revision, s.saved_at
FROM running r LEFT JOIN stored s ON s.attempt_id = r.id`

// storeAnswers writes the items and returns what is stored now of each attempt that is open; an
// attempt that is missing in the answer takes no more. At most one item per attempt and position.
func storeAnswers(ctx context.Context, tx bun.IDB, items []answerItem) (map[uuid.UUID]Saved, error) {
	var rows []struct {
		AttemptID  uuid.UUID
		DeadlineAt time.Time
		ReadAt     time.Time
		Position   *int
		Revision   *int64
		SavedAt    *time.Time
	}
	if err := tx.NewRaw(upsertAnswers, postgres.JSON{V: items}, Grace.Seconds()).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	open := map[uuid.UUID]Saved{}
	for _, row := range rows {
		saved := open[row.AttemptID]
		saved.DeadlineAt, saved.Now = row.DeadlineAt, row.ReadAt
		if row.Position != nil {
			saved.Answers = append(saved.Answers, SavedAnswer{Position: *row.Position, Revision: *row.Revision, SavedAt: *row.SavedAt})
		}
		open[row.AttemptID] = saved
	}
	return open, addKept(ctx, tx, items, open)
}

// addKept adds what stands in the database for items that did not replace it: a second device or
// an older message learns the newer revision.
func addKept(ctx context.Context, tx bun.IDB, items []answerItem, open map[uuid.UUID]Saved) error {
	var stale []answerItem
	for _, item := range items {
		saved, isOpen := open[item.AttemptID]
		if isOpen && !saved.has(item.Position) {
			stale = append(stale, item)
		}
	}
	if len(stale) == 0 {
		return nil
	}
	var rows []struct {
		AttemptID uuid.UUID
		SavedAnswer
	}
	err := tx.NewRaw(`SELECT a.attempt_id, a.position, a.revision, a.saved_at FROM assessment.answers a
		WHERE (a.attempt_id, a.position, a.person_id) IN
			(SELECT attempt_id, position, person_id FROM jsonb_to_recordset(?::jsonb) AS g(attempt_id uuid, position smallint, person_id uuid))`,
		postgres.JSON{V: stale}).Scan(ctx, &rows)
	for _, row := range rows {
		saved := open[row.AttemptID]
		saved.Answers = append(saved.Answers, row.SavedAnswer)
		open[row.AttemptID] = saved
	}
	return err
}

// pointsItem is the points of one position. The JSON names are those of the statement's record.
type pointsItem struct {
	Position int `json:"position"`
	Points   int `json:"points"`
}

// storePoints notes what each answer in time has earned.
func storePoints(ctx context.Context, tx bun.IDB, a Attempt, points []pointsItem) error {
	if len(points) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, `UPDATE assessment.answers SET points = p.points
		FROM jsonb_to_recordset(?::jsonb) AS p(position smallint, points integer)
		WHERE answers.attempt_id = ? AND answers.position = p.position AND NOT answers.late`, postgres.JSON{V: points}, a.ID)
	return err
}
