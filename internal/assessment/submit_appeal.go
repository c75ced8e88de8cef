package assessment

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// Bounds of what a learner writes in an appeal, in characters.
const (
	shortestAppeal = 10
	longestAppeal  = 2000
)

// SubmitAppeal is what a learner objects to in a result of their own.
type SubmitAppeal struct {
	AttemptID uuid.UUID
	Position  int // 0: the whole paper
	Reason    string
}

// SubmitAppeal notes the appeal within the test's days after the result. Errors: fault.ErrNotFound for another's
// attempt, ErrNotGraded, ErrAppealClosed, ErrAppealTwice, fault.ErrInvalid at "body.position" or "body.reason".
func (s *Service) SubmitAppeal(ctx context.Context, who access.Principal, cmd SubmitAppeal) (Appeal, error) {
	reason := vietnamese.Normalize(cmd.Reason)
	if n := utf8.RuneCountInString(reason); n < shortestAppeal || n > longestAppeal {
		return Appeal{}, fault.ErrInvalid.At("body.reason", "appeal.reason", fault.Text{
			VI: "Hãy viết rõ chỗ chưa đồng ý và vì sao, từ 10 đến 2.000 ký tự.",
			EN: "Say what you disagree with and why, in 10 to 2,000 characters."})
	}
	var appeal Appeal
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		a, err := findAttempt(ctx, tx, cmd.AttemptID, who.PersonID)
		if err != nil {
			return err
		}
		if a.State != Graded {
			return ErrNotGraded
		}
		_, test, err := s.contextOf(ctx, tx, a)
		if err != nil {
			return err
		}
		if until := appealsUntil(a, test); until == nil || a.ReadAt.After(*until) {
			return ErrAppealClosed
		}
		if cmd.Position < 0 || cmd.Position > len(a.Paper.Items) {
			return fault.ErrInvalid.At("body.position", "appeal.position", textPositionUnknown)
		}
		appeal = Appeal{ID: audit.NewID(), AttemptID: a.ID, Position: cmd.Position, PersonID: a.PersonID, AgencyID: a.AgencyID, CourseID: a.CourseID,
			Reason: reason, State: AppealOpen}
		_, err = tx.NewInsert().Model(&appeal).Exec(ctx)
		if postgres.IsUnique(err, "") {
			err = ErrAppealTwice
		}
		return err
	})
	return appeal, err
}

// appealsUntil is when appeals against a result end; nil when the test takes none, counts for nothing, or there is no
// result.
func appealsUntil(a Attempt, test Test) *time.Time {
	decided := a.DecidedAt()
	if decided == nil || test.Marking.AppealDays == 0 || !a.Kind.Counts() {
		return nil
	}
	until := decided.AddDate(0, 0, test.Marking.AppealDays)
	return &until
}
