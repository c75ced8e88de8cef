package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// SubmitRecognition asks that a certificate from elsewhere stand for a course.
type SubmitRecognition struct {
	CourseID       uuid.UUID
	Title          string // as printed on the certificate
	Issuer         string
	DocumentNumber string
	IssuedOn       time.Time
	ValidUntil     *time.Time // last valid day; nil: without end
	CheckAt        string     // an address or an office where it can be checked
}

// oldestCertificate bounds how far back a certificate may lie.
var oldestCertificate = time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC)

// SubmitRecognition stores the caller's request; the agency of today will check it. Errors:
// fault.ErrInvalid with the fields named, ErrNoPosting, ErrRecognitionOfficers, ErrRecognitionOpen,
// ErrRecognitionKnown.
func (s *Service) SubmitRecognition(ctx context.Context, who access.Principal, cmd SubmitRecognition) (Recognition, error) {
	if err := who.Require(access.Learn); err != nil {
		return Recognition{}, err
	}
	cmd.clean()
	if err := cmd.validate(s.today()); err != nil {
		return Recognition{}, err
	}
	r := Recognition{ID: audit.NewID(), PersonID: who.PersonID, CourseID: cmd.CourseID, Title: cmd.Title, Issuer: cmd.Issuer, DocumentNumber: cmd.DocumentNumber,
		IssuedOn: cmd.IssuedOn, ValidUntil: cmd.ValidUntil, CheckAt: cmd.CheckAt, State: RecognitionSubmitted}
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		place, err := organization.FindPlace(ctx, tx, who.PersonID, s.today())
		switch {
		case err != nil:
			return err
		case place.AgencyID == uuid.Nil:
			return ErrNoPosting
		case place.Kind != organization.Officer:
			return ErrRecognitionOfficers
		}
		r.AgencyID = place.AgencyID
		if err := s.refuseKnown(ctx, tx, r); err != nil {
			return err
		}
		_, err = tx.NewInsert().Model(&r).Exec(ctx)
		if postgres.IsUnique(err, "recognitions_open") {
			return ErrRecognitionOpen
		}
		return err
	})
	return r, err
}

// refuseKnown: what is recognized counts once, so another certificate is taken only when it holds
// longer than the one that is recognized.
func (s *Service) refuseKnown(ctx context.Context, tx bun.IDB, r Recognition) error {
	query := tx.NewSelect().Model((*Recognition)(nil)).Where("person_id = ? AND course_id = ? AND state = ?", r.PersonID, r.CourseID, RecognitionAccepted)
	if r.ValidUntil == nil {
		query.Where("valid_until IS NULL")
	} else {
		query.Where("valid_until IS NULL OR (valid_until >= ? AND valid_until >= ?)", s.today(), *r.ValidUntil)
	}
	known, err := query.Exists(ctx)
	if err != nil || !known {
		return err
	}
	return ErrRecognitionKnown
}

func (cmd *SubmitRecognition) clean() {
	for _, text := range []*string{&cmd.Title, &cmd.Issuer, &cmd.DocumentNumber, &cmd.CheckAt} {
		*text = vietnamese.Normalize(*text)
	}
}

func (cmd SubmitRecognition) validate(today time.Time) error {
	wrong := fault.ErrInvalid
	for _, f := range []struct {
		name, text string
		max        int
	}{{"title", cmd.Title, 200}, {"issuer", cmd.Issuer, 200}, {"documentNumber", cmd.DocumentNumber, 60}, {"checkAt", cmd.CheckAt, 300}} {
		wrong = wrong.CheckText("body."+f.name, f.text, 1, f.max)
	}
	switch {
	case cmd.IssuedOn.After(today):
		wrong = wrong.At("body.issuedOn", "future", fault.Text{VI: "Ngày cấp chưa đến. Hãy ghi ngày in trên giấy.", EN: "This day has not come. Enter the day printed on the certificate."})
	case cmd.IssuedOn.Before(oldestCertificate):
		wrong = wrong.At("body.issuedOn", "too_old", fault.Text{VI: "Chỉ nhận giấy cấp từ năm 2010.", EN: "Only certificates issued since 2010 are taken."})
	}
	switch {
	case cmd.ValidUntil == nil:
	case cmd.ValidUntil.Before(cmd.IssuedOn):
		wrong = wrong.At("body.validUntil", "before_issue", fault.Text{VI: "Ngày hết hiệu lực phải sau ngày cấp.", EN: "The last valid day must not be before the day of issue."})
	case cmd.ValidUntil.Before(today):
		wrong = wrong.At("body.validUntil", "expired", fault.Text{VI: "Giấy này đã hết hiệu lực nên không thể công nhận.", EN: "This certificate has expired and cannot be recognized."})
	}
	return wrong.OrNil()
}
