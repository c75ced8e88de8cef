package assessment

import (
	"context"

	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// ReviewVersion is what a second person says of the newest version of a question.
type ReviewVersion struct {
	CourseKey string
	Key       string
	Number    int
	Approve   bool // false: it is sent back
	Note      string
}

// ReviewVersion approves a draft or sends it back with a note. It needs question.review at whose course it is, and never
// comes from the author. Errors: fault.ErrNotFound, ErrOwnQuestion, ErrNotDraft when the version was reviewed or is not
// the newest, ErrRetired, fault.ErrInvalid at "body.note".
func (s *Service) ReviewVersion(ctx context.Context, who access.Principal, cmd ReviewVersion) error {
	note := vietnamese.Normalize(cmd.Note)
	wrong := fault.ErrInvalid.CheckText("body.note", note, 0, fault.LongestReason)
	if !cmd.Approve {
		wrong = fault.ErrInvalid.CheckReason("body.note", note)
	}
	if err := wrong.OrNil(); err != nil {
		return err
	}
	return s.inBank(ctx, who, access.ReviewQuestions, cmd.CourseKey, func(ctx context.Context, tx bun.Tx, b bankOf) error {
		held, err := b.hold(ctx, tx, cmd.Key)
		if err != nil {
			return err
		}
		versions, err := questionVersions(ctx, tx, held.ID)
		if err != nil {
			return err
		}
		newest := versions[0]
		switch {
		case !held.RetiredAt.IsZero():
			return ErrRetired
		case newest.Number != cmd.Number || newest.State != Draft:
			return ErrNotDraft
		case newest.AuthorID == who.PersonID:
			return ErrOwnQuestion
		}
		state, action := Reviewed, "approve_question"
		if !cmd.Approve {
			state, action = SentBack, "send_question_back"
		}
		_, err = tx.ExecContext(ctx, `UPDATE assessment.question_versions SET state = ?, reviewed_by = ?, reviewed_at = now(), review_note = ? WHERE id = ?`,
			string(state), who.PersonID, note, newest.ID)
		if err != nil {
			return err
		}
		return b.recordBank(ctx, tx, action, newest.ID, note, map[string]any{"key": cmd.Key, "number": newest.Number})
	})
}
