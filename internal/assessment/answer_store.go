package assessment

import (
	"context"
	"slices"
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
	of, err := listAnswersOf(ctx, tx, []uuid.UUID{a.ID})
	return of[a.ID], err
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
// While an outage waits for its time to be given back (see outage.go) nothing is late.
const upsertAnswers postgres.Prepared = `
WITH given AS (
	SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(attempt_id uuid, person_id uuid, position smallint, revision bigint, payload jsonb)
), running AS (
	SELECT a.id, a.person_id, a.agency_id, a.deadline_at, a.seat, a.time_back_seconds,
		now() > a.deadline_at + make_interval(secs => $3) AND NOT EXISTS (SELECT FROM assessment.pulse WHERE at < now() - make_interval(secs => $4)) AS late
	FROM assessment.attempts a
	WHERE a.id = ANY ($2::uuid[]) AND a.state = 'started'
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
SELECT r.id AS attempt_id, r.person_id, r.seat, r.deadline_at, r.time_back_seconds, now() AS read_at, s.position, s.revision, s.saved_at
FROM running r LEFT JOIN stored s ON s.attempt_id = r.id`

// storeAnswers writes the items and returns what is stored now of each attempt that is open; an
// attempt that is missing in the answer takes no more. At most one item per attempt and position.
func storeAnswers(ctx context.Context, tx bun.IDB, items []answerItem) (map[uuid.UUID]openAttempt, error) {
	var rows []struct {
		AttemptID       uuid.UUID
		PersonID        uuid.UUID
		Seat            uuid.UUID
		DeadlineAt      time.Time
		TimeBackSeconds int
		ReadAt          time.Time
		Position        *int
		Revision        *int64
		SavedAt         *time.Time
	}
	if err := plantedStatement(upsertAnswers).Scan(ctx, tx, &rows, postgres.JSON{V: items}, attemptsOf(items), Grace.Seconds(), MissedPulse.Seconds()); err != nil {
		return nil, err
	}
	open := map[uuid.UUID]openAttempt{}
	for _, row := range rows {
		attempt, known := open[row.AttemptID]
		if !known {
			attempt = openAttempt{personID: row.PersonID, seat: row.Seat, deadlineAt: row.DeadlineAt,
				timeBack: time.Duration(row.TimeBackSeconds) * time.Second, now: row.ReadAt, answers: map[int]SavedAnswer{}}
			open[row.AttemptID] = attempt
		}
		if row.Position != nil {
			attempt.answers[*row.Position] = SavedAnswer{Position: *row.Position, Revision: *row.Revision, SavedAt: *row.SavedAt}
		}
	}
	return open, addKept(ctx, tx, items, open)
}

func attemptsOf(items []answerItem) []uuid.UUID {
	var ids []uuid.UUID
	for _, item := range items {
		if len(ids) == 0 || ids[len(ids)-1] != item.AttemptID {
			ids = append(ids, item.AttemptID)
		}
	}
	return ids
}

const selectRevisions postgres.Prepared = `SELECT attempt_id, position, revision, saved_at FROM assessment.answers WHERE attempt_id = ANY ($1::uuid[])`

// addKept adds what stands in the database for items that did not replace it: a second device or
// an older message learns the newer revision.
func addKept(ctx context.Context, tx bun.IDB, items []answerItem, open map[uuid.UUID]openAttempt) error {
	var stale []answerItem
	for _, item := range items {
		if attempt, isOpen := open[item.AttemptID]; isOpen {
			if _, stored := attempt.answers[item.Position]; !stored {
				stale = append(stale, item)
			}
		}
	}
	if len(stale) == 0 {
		return nil
	}
	var rows []struct {
		AttemptID uuid.UUID
		SavedAnswer
	}
	err := selectRevisions.Scan(ctx, tx, &rows, attemptsOf(stale))
	for _, row := range rows {
		open[row.AttemptID].answers[row.Position] = row.SavedAnswer
	}
	return err
}

const selectAnswers postgres.Prepared = `SELECT attempt_id, position, revision, payload, saved_at, late, points FROM assessment.answers
	WHERE attempt_id = ANY ($1::uuid[]) ORDER BY attempt_id, position`

// listAnswersOf returns what is stored of many attempts.
func listAnswersOf(ctx context.Context, tx bun.IDB, attempts []uuid.UUID) (map[uuid.UUID][]StoredAnswer, error) {
	var rows []struct {
		StoredAnswer
		AttemptID uuid.UUID
	}
	err := selectAnswers.Scan(ctx, tx, &rows, attempts)
	answers := map[uuid.UUID][]StoredAnswer{}
	for _, row := range rows {
		answers[row.AttemptID] = append(answers[row.AttemptID], row.StoredAnswer)
	}
	return answers, err
}

// pointsItem is the points of one position of an attempt. The JSON names are those of the statement's record.
type pointsItem struct {
	AttemptID uuid.UUID `json:"attempt_id"`
	Position  int       `json:"position"`
	Points    int       `json:"points"`
}

const updatePoints postgres.Prepared = `UPDATE assessment.answers SET points = p.points
	FROM jsonb_to_recordset($1::jsonb) AS p(attempt_id uuid, position smallint, points integer)
	WHERE answers.attempt_id = ANY ($2::uuid[]) AND answers.attempt_id = p.attempt_id AND answers.position = p.position AND NOT answers.late`

// storePoints notes what each answer in time has earned.
func storePoints(ctx context.Context, tx bun.IDB, points []pointsItem) error {
	if len(points) == 0 {
		return nil
	}
	ids := make([]uuid.UUID, len(points))
	for i, p := range points {
		ids[i] = p.AttemptID
	}
	_, err := updatePoints.Exec(ctx, tx, postgres.JSON{V: points}, slices.Compact(ids))
	return err
}
