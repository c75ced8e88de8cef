package assessment

import (
	"context"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// Bounds of what a learner says about what is noted, in characters.
const (
	shortestReply = 3
	longestReply  = 2000
)

// ErrNothingNoted says that nothing is noted about an own attempt.
var ErrNothingNoted = fault.New(fault.NotFound, "observation.none",
	fault.Text{VI: "Không có điều gì được ghi nhận về bài này.", EN: "Nothing is noted about this paper."})

// ReplyToObservation keeps the learner's own words about what is noted of their attempt; new words replace the old.
// Errors: fault.ErrNotFound for another's attempt, ErrNothingNoted, fault.ErrInvalid at "body.reply".
func (s *Service) ReplyToObservation(ctx context.Context, who access.Principal, attempt uuid.UUID, reply string) (Observation, error) {
	reply = vietnamese.Normalize(reply)
	if n := utf8.RuneCountInString(reply); n < shortestReply || n > longestReply {
		return Observation{}, fault.ErrInvalid.At("body.reply", "observation.reply", fault.Text{
			VI: "Hãy viết từ 3 đến 2.000 ký tự.", EN: "Write 3 to 2,000 characters."})
	}
	var found Observation
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		if _, err := ownObservation(ctx, tx, who, attempt); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE assessment.observations SET reply = ?, replied_at = now() WHERE attempt_id = ? AND person_id = ?`, reply, attempt, who.PersonID)
		if err == nil {
			found, err = ownObservation(ctx, tx, who, attempt)
		}
		return err
	})
	return found, err
}
