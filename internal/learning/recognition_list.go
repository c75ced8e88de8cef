package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// OwnRecognitions is a page of the caller's own requests.
type OwnRecognitions struct {
	Requests []Recognition // the newest first
	Total    int
	MayAsk   bool // an officer of an agency today
}

// ListOwnRecognitions returns a page of the caller's own requests and whether they may send one.
func (s *Service) ListOwnRecognitions(ctx context.Context, who access.Principal, limit, offset int64) (OwnRecognitions, error) {
	if err := who.Require(access.Learn); err != nil {
		return OwnRecognitions{}, err
	}
	var own OwnRecognitions
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		place, err := organization.FindPlace(ctx, tx, who.PersonID, s.today())
		if err != nil {
			return err
		}
		own.MayAsk = place.Kind == organization.Officer && place.AgencyID != uuid.Nil
		total, err := tx.NewSelect().Model(&own.Requests).Where("person_id = ?", who.PersonID).Order("submitted_at DESC", "id").Limit(limit).Offset(offset).ScanAndCount(ctx)
		own.Total = int(total)
		return err
	})
	return own, err
}

// ListRecognitions asks for one page of the cases of the caller's agencies in one state; an empty
// state: all.
type ListRecognitions struct {
	State         RecognitionState
	Limit, Offset int64
}

// RecognitionCase is a recognition with the officer whom it is about.
type RecognitionCase struct {
	Recognition
	Person organization.PersonLine
}

// ListRecognitions returns a page of cases, the oldest first, and how many there are. It needs
// recognition.check or recognition.accept (fault.ErrForbidden) and shows what lies in their reach;
// each opening is shown to the people read.
func (s *Service) ListRecognitions(ctx context.Context, who access.Principal, q ListRecognitions) ([]RecognitionCase, int, error) {
	agencies := append(who.AgenciesFor(access.CheckRecognition), who.AgenciesFor(access.AcceptRecognition)...)
	if who.IsAnonymous() {
		return nil, 0, fault.ErrSignInRequired
	}
	if len(agencies) == 0 {
		return nil, 0, fault.ErrForbidden
	}
	var cases []RecognitionCase
	var total int64
	scope := postgres.Agencies(agencies...)
	err := s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		var found []Recognition
		query := tx.NewSelect().Model(&found).Where("agency_id IN (?)", bun.List(agencies))
		if q.State != "" {
			query.Where("state = ?", q.State)
		}
		var err error
		if total, err = query.Order("submitted_at", "id").Limit(q.Limit).Offset(q.Offset).ScanAndCount(ctx); err != nil {
			return err
		}
		people := make([]uuid.UUID, len(found))
		reads := readsByAgency{}
		for i, r := range found {
			people[i] = r.PersonID
			reads.add(r.AgencyID, r.PersonID)
		}
		lines, err := describePeople(ctx, tx, scope, people)
		if err != nil {
			return err
		}
		cases = make([]RecognitionCase, len(found))
		for i, r := range found {
			cases[i] = RecognitionCase{Recognition: r, Person: lines[r.PersonID]}
		}
		return reads.record(ctx, tx, who, "recognition_list")
	})
	return cases, int(total), err
}
