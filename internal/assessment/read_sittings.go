package assessment

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

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
			FROM assessment.answers w WHERE w.attempt_id = a.id AND NOT w.late) AS answers,
		(SELECT jsonb_agg(jsonb_build_object('position', s.position, 'part', s.part))
			FROM assessment.scripts s WHERE s.attempt_id = a.id AND s.state = 'final') AS marked
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

// markedPlace is an answer that people have marked, as firstAttempts returns it.
type markedPlace struct {
	Position int `json:"position"`
	Part     int `json:"part"`
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
		var paper, answers, marked []byte
		var s psychometrics.Sitting
		if err := rows.Scan(&paper, &s.Mark, &s.Passed, &answers, &marked); err != nil {
			return nil, err
		}
		if s.Responses, s.Partial, err = r.responses(paper, answers, marked); err != nil {
			return nil, err
		}
		sittings = append(sittings, s)
	}
	return sittings, rows.Err()
}

// responses puts the paper and its answers together. A paper that is no longer kept has none. What people have still to
// mark is left out, and partial says so: it would count as nothing earned.
func (r sittingReader) responses(storedPaper, storedAnswers, storedMarked []byte) (responses []psychometrics.Response, partial bool, err error) {
	var paper Paper
	var answers []countedAnswer
	var marked []markedPlace
	for _, one := range []struct {
		stored []byte
		into   any
	}{{storedPaper, &paper}, {storedAnswers, &answers}, {storedMarked, &marked}} {
		if one.stored == nil {
			continue
		}
		if err := json.Unmarshal(one.stored, one.into); err != nil {
			return nil, false, err
		}
	}
	responses = make([]psychometrics.Response, len(paper.Items))
	for i, item := range paper.Items {
		at, known := r.items[item.VersionID]
		if !known {
			return nil, false, fault.ErrInternal.Because(fmt.Errorf("question version %s is not in the pool of its test", item.VersionID))
		}
		responses[i] = psychometrics.Response{Item: at, Max: int32(r.bodies[item.VersionID].MaxPoints)}
	}
	waits := map[int]bool{}
	for _, a := range answers {
		if a.Position > len(responses) {
			continue
		}
		if waits[a.Position-1], err = r.answer(&responses[a.Position-1], paper.Items[a.Position-1], a, marked); err != nil {
			return nil, false, err
		}
	}
	left := without(responses, waits)
	return left, len(left) < len(responses), nil
}

// without leaves out the responses at some places.
func without(responses []psychometrics.Response, places map[int]bool) []psychometrics.Response {
	var left []psychometrics.Response
	for i, response := range responses {
		if !places[i] {
			left = append(left, response)
		}
	}
	return left
}

// answer fills in a response, and reports whether people have still to mark some of it.
func (r sittingReader) answer(to *psychometrics.Response, item PaperItem, a countedAnswer, marked []markedPlace) (waits bool, err error) {
	given, err := question.Stored(r.bodies[item.VersionID], item.Layout, a.Payload)
	if err != nil {
		return false, err
	}
	for _, m := range question.ToMark(r.bodies[item.VersionID], item.Layout, given) {
		waits = waits || !slices.Contains(marked, markedPlace{a.Position, m.Part})
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
	return waits, nil
}
