package assessment

import (
	"context"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
	"taphuan/internal/vietnamese"
)

// maxComment bounds what a marker says about an answer, in characters.
const maxComment = 2000

// MarkScript is what a marker gives an answer: a level of each criterion, as its place from 0.
type MarkScript struct {
	ScriptID uuid.UUID
	Levels   map[string]int
	Comment  string
}

// MarkScript stores the mark of the caller, who must hold the answer. The mark that was the last to come makes the
// answer final and, when it was the attempt's last answer, the attempt's result with what follows from a pass.
// Errors: ErrNotHeld when the claim has run out, fault.ErrInvalid below "body.levels" or "body.comment", fault.ErrNotFound.
func (s *Service) MarkScript(ctx context.Context, who access.Principal, cmd MarkScript) (ScriptState, error) {
	scope, err := gradingScope(who, access.MarkAnswers)
	if err != nil {
		return "", err
	}
	cmd.Comment = vietnamese.Normalize(cmd.Comment)
	if utf8.RuneCountInString(cmd.Comment) > maxComment {
		return "", fault.ErrInvalid.At("body.comment", "too_long", fault.TextInvalid)
	}
	var state ScriptState
	err = s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		attempt, row, err := lockScript(ctx, tx, cmd.ScriptID)
		if err != nil {
			return err
		}
		if !row.heldBy(who.PersonID) || row.State == ScriptFinal || row.PersonID == who.PersonID {
			return ErrNotHeld
		}
		state, err = s.markTx(ctx, tx, who, attempt, row, cmd)
		return err
	})
	return state, err
}

// lockScript locks the attempt and then the answer, as everything does that ends in a result.
func lockScript(ctx context.Context, tx bun.IDB, id uuid.UUID) (*Attempt, scriptRow, error) {
	var row scriptRow
	if err := tx.NewSelect().Model(&row).Column("attempt_id").Where("id = ?", id).Scan(ctx); err != nil {
		return nil, row, err
	}
	attempts, err := lockAttempts(ctx, tx, []uuid.UUID{row.AttemptID})
	if err != nil || len(attempts) == 0 {
		return nil, row, fault.ErrNotFound.Because(err)
	}
	row = scriptRow{}
	err = tx.NewRaw(`SELECT *, now() AS read_at FROM assessment.scripts WHERE id = ? FOR UPDATE`, id).Scan(ctx, &row)
	return attempts[0], row, err
}

func (s *Service) markTx(ctx context.Context, tx bun.Tx, who access.Principal, a *Attempt, row scriptRow, cmd MarkScript) (ScriptState, error) {
	points, err := s.earned(ctx, tx, row, cmd.Levels)
	if err != nil {
		return "", err
	}
	marks, err := listMarks(ctx, tx, row.ID)
	if err != nil {
		return "", err
	}
	mark := Mark{ID: audit.NewID(), ScriptID: row.ID, PersonID: row.PersonID, AgencyID: row.AgencyID, MarkerID: who.PersonID,
		Round: len(marks) + 1, Levels: cmd.Levels, Points: points, Comment: cmd.Comment}
	if _, err := tx.NewInsert().Model(&mark).Exec(ctx); err != nil {
		if postgres.IsUnique(err, "") {
			err = ErrNotHeld
		}
		return "", err
	}
	state, final := outcome(append(marks, mark), row.SecondMarker, row.ModerationOver)
	if _, err := tx.ExecContext(ctx, `UPDATE assessment.scripts SET state = ?, points = ?, claimed_by = NULL, claimed_until = NULL WHERE id = ?`, string(state), final, row.ID); err != nil {
		return "", err
	}
	if err := audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.MarkAnswers, row.AgencyID)), AgencyID: row.AgencyID,
		Action: "mark_answer", ObjectType: "script", ObjectID: row.ID, After: map[string]any{"round": mark.Round, "points": points, "state": string(state)}}); err != nil {
		return "", err
	}
	return state, s.followMark(ctx, tx, who, a, state)
}

// earned is what the chosen levels are worth.
func (s *Service) earned(ctx context.Context, tx bun.IDB, row scriptRow, levels map[string]int) (int, error) {
	bodies, err := s.loadBodies(ctx, tx, []uuid.UUID{row.VersionID})
	if err != nil {
		return 0, err
	}
	part, _ := question.PartOf(bodies[row.VersionID], row.Part)
	rubric, _ := question.RubricOf(part)
	points, err := rubric.Earned("body.levels", levels)
	return int(points), err
}

// followMark takes the attempt to its next state: under review from the first mark on, graded with the last. What
// follows from a pass belongs to the learner, whom the scope takes in for that.
func (s *Service) followMark(ctx context.Context, tx bun.Tx, who access.Principal, a *Attempt, state ScriptState) error {
	if a.State == Submitted {
		if _, err := tx.ExecContext(ctx, `UPDATE assessment.attempts SET state = 'under_review' WHERE id = ?`, a.ID); err != nil {
			return err
		}
		a.State = UnderReview
	}
	if state != ScriptFinal {
		return nil
	}
	if err := postgres.SetScope(ctx, tx, postgres.Agencies(who.AgenciesFor(access.MarkAnswers)...).AndPersons(a.PersonID)); err != nil {
		return err
	}
	return s.regradeTx(ctx, tx, []*Attempt{a}, PointChange{Cause: ByMarking, ChangedBy: who.PersonID})
}
