package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// CheckRecognition is what the focal point found: propose the certificate, or return it.
type CheckRecognition struct {
	ID      uuid.UUID
	Propose bool
	Note    string // how it was checked, or what is wrong; required
}

// CheckRecognition notes the check and hands the case to the agency's leader, or back to the officer.
// It needs recognition.check at the case's agency. Errors: those of Recognition.MayCheck,
// fault.ErrInvalid at "body.note".
func (s *Service) CheckRecognition(ctx context.Context, who access.Principal, cmd CheckRecognition) (Recognition, error) {
	note, err := reasonOf("body.note", cmd.Note)
	if err != nil {
		return Recognition{}, err
	}
	state, action := RecognitionReturned, "return_recognition"
	if cmd.Propose {
		state, action = RecognitionProposed, "propose_recognition"
	}
	return s.changeRecognition(ctx, who, access.CheckRecognition, cmd.ID, action, note, func(r *Recognition) error {
		if err := r.MayCheck(who); err != nil {
			return err
		}
		now := s.now()
		r.State, r.CheckedBy, r.CheckedAt, r.CheckNote = state, &who.PersonID, &now, note
		return nil
	})
}

// changeRecognition locks a case, lets change judge and alter it, and writes it with its audit entry.
func (s *Service) changeRecognition(ctx context.Context, who access.Principal, permission access.Permission, id uuid.UUID, action, reason string,
	change func(*Recognition) error) (Recognition, error) {
	if err := who.Require(permission); err != nil {
		return Recognition{}, err
	}
	var r Recognition
	err := s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(permission)...), func(ctx context.Context, tx bun.Tx) error {
		var err error
		if r, err = lockRecognition(ctx, tx, id); err != nil {
			return err
		}
		before := r.summary()
		if err := change(&r); err != nil {
			return err
		}
		if _, err := tx.NewUpdate().Model(&r).Where("id = ? AND agency_id = ?", r.ID, r.AgencyID).Exec(ctx); err != nil {
			return err
		}
		err = audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(permission, r.AgencyID)), AgencyID: r.AgencyID,
			Action: action, ObjectType: "recognition", ObjectID: r.ID, Reason: reason, Before: before, After: r.summary()})
		if err != nil || r.State == RecognitionProposed { // a proposal is no answer yet
			return err
		}
		return s.outbox.AppendTx(ctx, tx, RecognitionDecided{RecognitionID: r.ID})
	})
	return r, err
}

// summary is what the audit log keeps of a case.
func (r Recognition) summary() map[string]any {
	kept := map[string]any{"person_id": r.PersonID, "course_id": r.CourseID, "document_number": r.DocumentNumber, "state": r.State}
	if r.WithdrawnOn != nil {
		kept["withdrawn_on"] = dateOrNull(r.WithdrawnOn)
	}
	return kept
}

// reasonOf returns a reason in its stored form; fault.ErrInvalid at the field when it says nothing.
func reasonOf(path, text string) (string, error) {
	text = vietnamese.Normalize(text)
	return text, fault.ErrInvalid.CheckReason(path, text).OrNil()
}
