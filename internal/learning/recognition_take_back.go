package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// TakeBackRecognition takes the caller's own request back before it is decided; another may be sent
// then. Errors: fault.ErrNotFound for another person's, ErrRecognitionMoved once it was decided.
func (s *Service) TakeBackRecognition(ctx context.Context, who access.Principal, id uuid.UUID) (Recognition, error) {
	if err := who.Require(access.Learn); err != nil {
		return Recognition{}, err
	}
	var r Recognition
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		var err error
		if r, err = lockRecognition(ctx, tx, id); err != nil {
			return err
		}
		if !r.MayTakeBack(who) {
			return ErrRecognitionMoved
		}
		before, now := r.summary(), s.now()
		r.State, r.TakenBackAt = RecognitionTakenBack, &now
		if _, err := tx.NewUpdate().Model(&r).Column("state", "taken_back_at").Where("id = ? AND person_id = ?", r.ID, who.PersonID).Exec(ctx); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(access.Learner), AgencyID: r.AgencyID,
			Action: "take_back_recognition", ObjectType: "recognition", ObjectID: r.ID, Before: before, After: r.summary()})
	})
	return r, err
}
