package learning

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// DecideRecognition is the word of a second person on a case that the focal point proposes.
type DecideRecognition struct {
	ID     uuid.UUID
	Accept bool
	Reason string // required
}

// DecideRecognition accepts or refuses a case. Accepted, it stands for the course from the day of the
// certificate. It needs recognition.accept at the case's agency. Errors: those of
// Recognition.MayDecide, fault.ErrInvalid at "body.reason".
func (s *Service) DecideRecognition(ctx context.Context, who access.Principal, cmd DecideRecognition) (Recognition, error) {
	reason, err := reasonOf("body.reason", cmd.Reason)
	if err != nil {
		return Recognition{}, err
	}
	state, action := RecognitionRefused, "refuse_recognition"
	if cmd.Accept {
		state, action = RecognitionAccepted, "accept_recognition"
	}
	return s.changeRecognition(ctx, who, access.AcceptRecognition, cmd.ID, action, reason, func(r *Recognition) error {
		if err := r.MayDecide(who); err != nil {
			return err
		}
		now := s.now()
		r.State, r.DecidedBy, r.DecidedAt, r.DecisionReason = state, &who.PersonID, &now, reason
		return nil
	})
}

// WithdrawRecognition takes back what was accepted, from a day on.
type WithdrawRecognition struct {
	ID     uuid.UUID
	FromOn time.Time // first day on which it no longer counts
	Reason string    // required
}

// WithdrawRecognition ends an accepted recognition; what it counted for before that day stays. It
// needs recognition.accept at the case's agency. Errors: those of Recognition.MayWithdraw,
// fault.ErrInvalid at "body.fromOn" or "body.reason".
func (s *Service) WithdrawRecognition(ctx context.Context, who access.Principal, cmd WithdrawRecognition) (Recognition, error) {
	reason, err := reasonOf("body.reason", cmd.Reason)
	if err != nil {
		return Recognition{}, err
	}
	return s.changeRecognition(ctx, who, access.AcceptRecognition, cmd.ID, "withdraw_recognition", reason, func(r *Recognition) error {
		if err := r.MayWithdraw(who); err != nil {
			return err
		}
		if cmd.FromOn.Before(r.IssuedOn) || cmd.FromOn.After(s.today()) {
			return errWithdrawalDay
		}
		now := s.now()
		r.State, r.WithdrawnBy, r.WithdrawnAt, r.WithdrawnOn, r.WithdrawalReason = RecognitionWithdrawn, &who.PersonID, &now, &cmd.FromOn, reason
		return nil
	})
}

var errWithdrawalDay = fault.ErrInvalid.At("body.fromOn", "out_of_range",
	fault.Text{VI: "Chọn một ngày từ ngày cấp giấy đến hôm nay.", EN: "Choose a day from the day of issue until today."})
