package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// Result (kết quả) is an attempt that was handed in. Items are nil unless the test's feedback shows them.
type Result struct {
	Attempt      Attempt
	Test         Test
	Items        []ResultItem
	Waiting      int          // answers that people still mark; above zero: there is no result yet
	Completed    bool         // the enrollment is complete
	Standing     TestStanding // whether and when the test may be taken again, without the learner's extra time
	AppealsUntil *time.Time   // nil: no appeals
	Appeals      []Appeal     // of the learner, by position
}

// ResultItem is one question of a graded paper with its key.
type ResultItem struct {
	Position  int
	Review    question.Review
	Points    int // hundredths
	MaxPoints int
	Waits     bool         // people still mark it
	StruckOut bool         // it counts for nobody
	Marked    []MarkedPart // what people gave, once final
}

// MarkedPart is what people gave an answer of their own hand.
type MarkedPart struct {
	Part     int
	Points   int // hundredths
	Comments []string
	Rubric   question.Rubric
	Levels   []map[string]int // of the marks on which the points rest: the only one, both, or the third person's
}

// Correct reports whether the answer earned all points.
func (i ResultItem) Correct() bool { return i.Points == i.MaxPoints }

// FindResult returns the result of the caller's own attempt. One whose time is over is graded on
// the way. Errors: fault.ErrNotFound for another's, ErrNotGraded while it runs.
func (s *Service) FindResult(ctx context.Context, who access.Principal, id uuid.UUID) (Result, error) {
	var found graded
	var overdue bool
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		attempt, err := findAttempt(ctx, tx, id, who.PersonID)
		if err != nil {
			return err
		}
		if attempt.State == Started {
			overdue = attempt.overdue()
			return ErrNotGraded
		}
		attempts := []*Attempt{&attempt}
		about, err := s.readAbout(ctx, tx, attempts)
		if err != nil {
			return err
		}
		all, err := s.gradedOf(ctx, tx, attempts, about, attempts)
		found = all[id]
		return err
	})
	switch {
	case overdue:
		return s.SubmitAttempt(ctx, who, id)
	case err != nil:
		return Result{}, err
	}
	return s.resultOf(ctx, found)
}

func (s *Service) resultOf(ctx context.Context, g graded) (Result, error) {
	a := g.attempt
	result := Result{Attempt: a, Test: g.test, Completed: g.completed, Standing: g.standing,
		AppealsUntil: appealsUntil(a, g.test), Appeals: g.appeals}
	for _, m := range g.marked {
		if m.Points == nil {
			result.Waiting++
		}
	}
	if g.test.Feedback != AfterSubmit {
		return result, nil
	}
	bodies, err := s.loadBodies(ctx, s.db.Bun, a.Paper.versions())
	if err != nil {
		return Result{}, err
	}
	result.Items, err = explainPaper(a.Paper, bodies, evidence{answers: g.answers, keys: g.keys})
	addMarks(result.Items, g.marked, a.Paper, bodies)
	return result, err
}

// markedRow is what people have given an answer so far.
type markedRow struct {
	AttemptID uuid.UUID
	Position  int
	Part      int
	Points    *int             // nil until final
	Comments  []string         `bun:",array"`            // once final
	Levels    []map[string]int `bun:"levels,type:jsonb"` // once final, of the marks on which the points rest
}

const selectMarked postgres.Prepared = `SELECT s.attempt_id, s.position, s.part, s.points,
	ARRAY(SELECT m.comment FROM assessment.marks m WHERE m.script_id = s.id AND m.comment <> '' AND s.points IS NOT NULL ORDER BY m.round) AS comments,
	(SELECT COALESCE(jsonb_agg(m.levels ORDER BY m.round), '[]') FROM assessment.marks m WHERE m.script_id = s.id AND s.points IS NOT NULL
		AND (m.round = 3 OR NOT EXISTS (SELECT FROM assessment.marks third WHERE third.script_id = s.id AND third.round = 3))) AS levels
	FROM assessment.scripts s WHERE s.attempt_id = ANY ($1::uuid[]) ORDER BY s.attempt_id, s.position, s.part`

func listMarked(ctx context.Context, tx bun.IDB, attempts []uuid.UUID) (map[uuid.UUID][]markedRow, error) {
	var rows []markedRow
	err := selectMarked.Scan(ctx, tx, &rows, attempts)
	of := map[uuid.UUID][]markedRow{}
	for _, row := range rows {
		of[row.AttemptID] = append(of[row.AttemptID], row)
	}
	return of, err
}

// addMarks puts what people gave beside the questions of a paper.
func addMarks(items []ResultItem, marked []markedRow, paper Paper, bodies map[uuid.UUID]question.Body) {
	for _, m := range marked {
		if m.Position > len(items) {
			continue
		}
		item := &items[m.Position-1]
		if m.Points == nil {
			item.Waits = true
			continue
		}
		part, _ := question.PartOf(bodies[paper.Items[m.Position-1].VersionID], m.Part)
		rubric, _ := question.RubricOf(part)
		item.Marked = append(item.Marked, MarkedPart{Part: m.Part, Points: *m.Points, Comments: m.Comments, Rubric: rubric, Levels: m.Levels})
	}
}

// explainPaper puts answers, keys and explanations side by side. A late answer was not graded and
// is shown as none.
func explainPaper(paper Paper, bodies map[uuid.UUID]question.Body, of evidence) ([]ResultItem, error) {
	items := make([]ResultItem, len(paper.Items))
	graded := inTime(of.answers)
	for i, item := range paper.Items {
		answer, body, key := graded[i+1], bodyOf(item, bodies, of.keys), of.keys[item.VersionID]
		given, err := question.Stored(body, item.Layout, answer.Payload)
		if err != nil {
			return nil, err
		}
		review, err := question.ReviewOf(body, item.Layout, given)
		if err != nil {
			return nil, err
		}
		items[i] = ResultItem{Position: i + 1, Review: review, MaxPoints: int(body.MaxPoints), StruckOut: key.kind == StruckOut}
		switch {
		case answer.Points != nil:
			items[i].Points = *answer.Points
		case key.kind == Everybody:
			items[i].Points = int(body.MaxPoints)
		}
	}
	return items, nil
}
