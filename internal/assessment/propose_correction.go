package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
	"taphuan/internal/vietnamese"
)

// ProposeCorrection says what was wrong in a question version, and what to do about it.
type ProposeCorrection struct {
	VersionID    uuid.UUID
	Kind         CorrectionKind
	NewVersionID uuid.UUID // of NewKey; otherwise uuid.Nil
	Reason       string
}

// ProposeCorrection notes a correction, whose effects the platform then counts; nothing changes before a second person
// approves it. It needs grading.manage. Errors: fault.ErrNotFound, ErrCorrectionOpen, fault.ErrInvalid at
// "body.reason", "body.kind" or, when old papers cannot be scored by the new version, "body.newVersionId".
func (s *Service) ProposeCorrection(ctx context.Context, who access.Principal, cmd ProposeCorrection) (Correction, error) {
	if err := who.Require(access.ManageGrading); err != nil {
		return Correction{}, err
	}
	reason := vietnamese.Normalize(cmd.Reason)
	if err := fault.ErrInvalid.CheckReason("body.reason", reason).OrNil(); err != nil {
		return Correction{}, err
	}
	c := Correction{ID: audit.NewID(), VersionID: cmd.VersionID, Kind: cmd.Kind, State: CorrectionCounting, Reason: reason, ProposedBy: who.PersonID}
	err := s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		if err := s.checkVersions(ctx, tx, cmd, &c); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&c).Exec(ctx); err != nil {
			if postgres.IsUnique(err, "corrections_open") {
				err = ErrCorrectionOpen
			}
			return err
		}
		return recordCorrection(ctx, tx, who, "propose_correction", reason, c)
	})
	return c, err
}

// checkVersions fills in the course and the new version.
func (s *Service) checkVersions(ctx context.Context, tx bun.IDB, cmd ProposeCorrection, c *Correction) error {
	wrong, err := findVersion(ctx, tx, cmd.VersionID)
	if err != nil {
		return err
	}
	c.CourseID = wrong.CourseID
	if cmd.Kind != NewKey {
		return nil
	}
	right, err := findVersion(ctx, tx, cmd.NewVersionID)
	if err != nil {
		return err
	}
	if right.QuestionID != wrong.QuestionID || right.Number <= wrong.Number {
		return fault.ErrInvalid.At("body.newVersionId", "correction.version", fault.Text{
			VI: "Hãy chọn một bản mới hơn của chính câu hỏi này. Nhập lại khóa học với đáp án đã sửa để có bản mới.",
			EN: "Choose a later version of this very question. Import the course again with the corrected key to get one."})
	}
	bodies, err := s.loadBodies(ctx, tx, []uuid.UUID{cmd.VersionID, cmd.NewVersionID})
	if err != nil {
		return err
	}
	c.NewVersionID = &cmd.NewVersionID
	return question.CorrectsKey(bodies[cmd.VersionID], bodies[cmd.NewVersionID])
}

type versionRow struct {
	ID         uuid.UUID
	QuestionID uuid.UUID
	CourseID   uuid.UUID
	Number     int
}

// findVersion returns a question version; sql.ErrNoRows when there is none.
func findVersion(ctx context.Context, tx bun.IDB, id uuid.UUID) (versionRow, error) {
	var row versionRow
	err := tx.NewRaw(`SELECT v.id, v.question_id, q.course_id, v.number FROM assessment.question_versions v JOIN assessment.questions q ON q.id = v.question_id
		WHERE v.id = ?`, id).Scan(ctx, &row)
	return row, err
}

func recordCorrection(ctx context.Context, tx bun.IDB, who access.Principal, action, reason string, c Correction) error {
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(access.Examiner), Action: action, ObjectType: "correction",
		ObjectID: c.ID, Reason: reason, After: c.summary()})
}
