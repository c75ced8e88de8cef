package assessment

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/assessment/psychometrics"
	"taphuan/internal/fault"
	"taphuan/internal/question"
)

// mostResponses bounds what is counted at once: the first attempts of the people who submitted last, so many that their
// papers hold no more questions than this (5,000 people with 20 questions; about 3 MB). More would hardly change a figure.
const mostResponses = 100_000

// firstAttempts are graded attempts of people who took no attempt of this kind at the course before: whoever comes again
// knows some questions. No person is read.
const firstAttempts = `SELECT a.paper, a.scaled, a.passed,
		(SELECT jsonb_agg(jsonb_build_object('position', w.position, 'payload', w.payload, 'points', w.points))
			FROM assessment.answers w WHERE w.attempt_id = a.id AND NOT w.late) AS answers
	FROM assessment.attempts a
	WHERE a.test_id = ANY (?::uuid[]) AND a.state = 'graded' AND a.number = 1
		AND NOT EXISTS (SELECT FROM assessment.attempts e WHERE e.person_id = a.person_id AND e.course_id = a.course_id
			AND e.kind = a.kind AND e.started_at < a.started_at)
	ORDER BY a.submitted_at DESC LIMIT ?`

// countedAnswer is an answer as firstAttempts returns it.
type countedAnswer struct {
	Position int             `json:"position"`
	Payload  question.Answer `json:"payload"`
	Points   *int            `json:"points"`
}

// sittingReader turns attempts into sittings, whose items are places in a list of question versions.
type sittingReader struct {
	items  map[uuid.UUID]int32
	bodies map[uuid.UUID]question.Body
}

func newSittingReader(versions []uuid.UUID, bodies map[uuid.UUID]question.Body) sittingReader {
	r := sittingReader{items: map[uuid.UUID]int32{}, bodies: bodies}
	for i, id := range versions {
		r.items[id] = int32(i)
	}
	return r
}

// read returns the first attempts at the tests, the latest first, row by row.
func (r sittingReader) read(ctx context.Context, tx bun.IDB, tests []uuid.UUID, limit int) ([]psychometrics.Sitting, error) {
	rows, err := tx.QueryContext(ctx, firstAttempts, pgdialect.Array(tests), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var sittings []psychometrics.Sitting
	for rows.Next() {
		var paper, answers []byte
		var s psychometrics.Sitting
		if err := rows.Scan(&paper, &s.Mark, &s.Passed, &answers); err != nil {
			return nil, err
		}
		if s.Responses, err = r.responses(paper, answers); err != nil {
			return nil, err
		}
		sittings = append(sittings, s)
	}
	return sittings, rows.Err()
}

// responses puts the paper and its answers together. A paper that is no longer kept has none.
func (r sittingReader) responses(storedPaper, storedAnswers []byte) ([]psychometrics.Response, error) {
	var paper Paper
	if err := json.Unmarshal(storedPaper, &paper); err != nil {
		return nil, err
	}
	var answers []countedAnswer
	if storedAnswers != nil {
		if err := json.Unmarshal(storedAnswers, &answers); err != nil {
			return nil, err
		}
	}
	responses := make([]psychometrics.Response, len(paper.Items))
	for i, item := range paper.Items {
		place, known := r.items[item.VersionID]
		if !known {
			return nil, fault.ErrInternal.Because(fmt.Errorf("question version %s is not in the pool of its test", item.VersionID))
		}
		responses[i] = psychometrics.Response{Item: place, Max: int32(r.bodies[item.VersionID].MaxPoints)}
	}
	for _, a := range answers {
		if a.Position > len(responses) {
			continue
		}
		if err := r.answer(&responses[a.Position-1], paper.Items[a.Position-1], a); err != nil {
			return nil, err
		}
	}
	return responses, nil
}

func (r sittingReader) answer(to *psychometrics.Response, item PaperItem, a countedAnswer) error {
	given, err := question.Stored(r.bodies[item.VersionID], item.Layout, a.Payload)
	if err != nil {
		return err
	}
	to.Answered = !given.Empty()
	if a.Points != nil {
		to.Score = int32(*a.Points)
	}
	for _, way := range question.WaysTaken(r.bodies[item.VersionID], given) {
		if way < psychometrics.MaxLabels {
			to.Chosen |= 1 << way
		}
	}
	return nil
}
