package assessment

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// Script is an answer as its marker sees it: a code, never a name.
type Script struct {
	ID        uuid.UUID
	CourseID  uuid.UUID
	State     ScriptState
	MaxPoints int
	Case      question.LocalText // the stem of the case study to which the question belongs; empty: none
	Review    question.Review    // the question with the answer
	Rubric    question.Rubric
	Held      scriptRow
	Marks     []Mark // in moderation: the two marks that differ, without their markers
}

// ClaimScript asks for the next answer to mark.
type ClaimScript struct {
	CourseID uuid.UUID // uuid.Nil: of any course
	ScriptID uuid.UUID // one that the caller holds or could hold; uuid.Nil: the oldest
}

// ClaimScript keeps the next answer for the caller for half an hour, the oldest first; one that the caller holds comes
// before. Claims are exclusive, whoever asks at the same moment. The caller never gets an answer of their own or one
// that they have marked. Moderation needs grading.manage. nil: nothing waits. Errors: fault.ErrForbidden.
func (s *Service) ClaimScript(ctx context.Context, who access.Principal, cmd ClaimScript) (*Script, error) {
	scope, err := gradingScope(who, access.MarkAnswers)
	if err != nil {
		return nil, err
	}
	var found *Script
	err = s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		row, err := claimRow(ctx, tx, who, cmd)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		found, err = s.scriptOf(ctx, tx, row)
		return err
	})
	return found, err
}

// mayMark are the answers that a marker may be given: ?0 the marker, ?1 their agencies, ?2 the agencies where they moderate.
const mayMark = `agency_id = ANY (?1::uuid[]) AND person_id <> ?0
	AND (state = 'waiting' OR state = 'moderation' AND agency_id = ANY (?2::uuid[]))
	AND (claimed_by IS NULL OR claimed_by = ?0 OR claimed_until < now())
	AND NOT EXISTS (SELECT FROM assessment.marks m WHERE m.script_id = s.id AND m.marker_id = ?0)`

func claimRow(ctx context.Context, tx bun.IDB, who access.Principal, cmd ClaimScript) (scriptRow, error) {
	var row scriptRow
	err := tx.NewRaw(`UPDATE assessment.scripts SET claimed_by = ?0, claimed_until = now() + make_interval(secs => ?3)
		WHERE id = (SELECT id FROM assessment.scripts s WHERE `+mayMark+` AND (?4::uuid IS NULL OR course_id = ?4::uuid) AND (?5::uuid IS NULL OR id = ?5::uuid)
			ORDER BY claimed_by IS NOT DISTINCT FROM ?0 DESC, created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING *, now() AS read_at`, who.PersonID, pgdialect.Array(who.AgenciesFor(access.MarkAnswers)), pgdialect.Array(who.AgenciesFor(access.ManageGrading)),
		claimFor.Seconds(), postgres.NullID(cmd.CourseID), postgres.NullID(cmd.ScriptID)).Scan(ctx, &row)
	return row, err
}

// ReleaseScript gives an answer back that the caller holds; another may take it. One that they do not hold stays as it
// is. Errors: fault.ErrNotFound for one out of their reach.
func (s *Service) ReleaseScript(ctx context.Context, who access.Principal, id uuid.UUID) error {
	scope, err := gradingScope(who, access.MarkAnswers)
	if err != nil {
		return err
	}
	return s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE assessment.scripts SET claimed_by = NULL, claimed_until = NULL WHERE id = ? AND claimed_by = ?`, id, who.PersonID); err != nil {
			return err
		}
		reached, err := tx.NewSelect().Table("assessment.scripts").Where("id = ?", id).Exists(ctx)
		if err == nil && !reached {
			err = fault.ErrNotFound
		}
		return err
	})
}

// scriptOf reads what a marker sees of a script.
func (s *Service) scriptOf(ctx context.Context, tx bun.IDB, row scriptRow) (*Script, error) {
	var a Attempt
	if err := tx.NewSelect().Model(&a).Column("id", "paper").Where("id = ?", row.AttemptID).Scan(ctx); err != nil {
		return nil, err
	}
	bodies, err := s.loadBodies(ctx, tx, []uuid.UUID{row.VersionID})
	if err != nil {
		return nil, err
	}
	answers, err := listAnswers(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	body, layout := bodies[row.VersionID], a.Paper.Items[row.Position-1].Layout
	given, err := question.Stored(body, layout, inTime(answers)[row.Position].Payload)
	if err != nil {
		return nil, err
	}
	script := &Script{ID: row.ID, CourseID: row.CourseID, State: row.State, MaxPoints: row.MaxPoints, Held: row}
	for _, m := range question.ToMark(body, layout, given) {
		if m.Part != row.Part {
			continue
		}
		if row.Part > 0 {
			script.Case = body.Stem
		}
		script.Rubric, _ = question.RubricOf(m.Body)
		if script.Review, err = question.ReviewOf(m.Body, m.Layout, m.Answer); err != nil {
			return nil, err
		}
		hideFileNames(&script.Review)
		if row.State == ScriptModeration {
			script.Marks, err = listMarks(ctx, tx, row.ID)
		}
		return script, err
	}
	return nil, fault.ErrNotFound
}
