package assessment

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// AskedBy is at whose request somebody has extra time. Nothing more is kept about why.
type AskedBy string

// Who asks for extra time.
const (
	AskedByLearner AskedBy = "learner" // theo đề nghị của người học
	AskedByAgency  AskedBy = "agency"  // theo đề nghị của đơn vị
)

// Bounds of extra time.
const (
	leastExtra  = 10  // percent
	mostExtra   = 200 // percent
	longestGift = 3   // years
	shownGifts  = 50
)

// ExtraTime (thêm giờ làm bài) is a share of a test's minutes that a person has on top, until a day. It is frozen in an
// attempt when that starts.
type ExtraTime struct {
	bun.BaseModel `bun:"table:assessment.extra_times"`
	ID            uuid.UUID  `bun:"id"`
	PersonID      uuid.UUID  `bun:"person_id"`
	AgencyID      uuid.UUID  `bun:"agency_id"` // which gave it
	Percent       int        `bun:"percent"`
	AskedBy       AskedBy    `bun:"asked_by"`
	ValidUntil    time.Time  `bun:"valid_until,type:date"` // the last day
	GivenBy       uuid.UUID  `bun:"given_by"`
	GivenAt       time.Time  `bun:"given_at,nullzero,default:now()"`
	EndedBy       *uuid.UUID `bun:"ended_by"`
	EndedAt       *time.Time `bun:"ended_at"`
}

// HoldsOn reports whether a test that starts on a day gets it.
func (e ExtraTime) HoldsOn(day time.Time) bool { return e.EndedAt == nil && !e.ValidUntil.Before(day) }

var (
	textExtraPercent = fault.Text{VI: "Thời gian thêm từ 10 đến 200 phần trăm.", EN: "Extra time is 10 to 200 percent."}
	textExtraUntil   = fault.Text{VI: "Ngày cuối phải từ hôm nay đến 3 năm tới.", EN: "The last day lies between today and three years from now."}
	textExtraAsked   = fault.Text{VI: "Hãy chọn ai đề nghị.", EN: "Choose who asks for it."}
)

// GiveExtraTime gives a person more time at every test that they start from now on; what they had before ends.
type GiveExtraTime struct {
	PersonID   uuid.UUID
	Percent    int
	AskedBy    AskedBy
	ValidUntil time.Time
}

func (cmd GiveExtraTime) check(today time.Time) error {
	f := fault.ErrInvalid
	if cmd.Percent < leastExtra || cmd.Percent > mostExtra {
		f = f.At("body.percent", "range", textExtraPercent)
	}
	if cmd.ValidUntil.Before(today) || cmd.ValidUntil.After(today.AddDate(longestGift, 0, 0)) {
		f = f.At("body.until", "range", textExtraUntil)
	}
	if cmd.AskedBy != AskedByLearner && cmd.AskedBy != AskedByAgency {
		f = f.At("body.askedBy", "unknown", textExtraAsked)
	}
	return f.OrNil()
}

// GiveExtraTime is for whoever keeps the people of the person's agency of today (people.manage). Errors: fault.ErrNotFound
// for people elsewhere, fault.ErrInvalid by field.
func (s *Service) GiveExtraTime(ctx context.Context, who access.Principal, cmd GiveExtraTime) error {
	return s.keepingExtra(ctx, who, cmd.PersonID, func(ctx context.Context, tx bun.Tx, agency uuid.UUID) error {
		if err := cmd.check(organization.Day(s.now())); err != nil {
			return err
		}
		if _, err := endExtra(ctx, tx, cmd.PersonID, who.PersonID); err != nil {
			return err
		}
		given := ExtraTime{ID: audit.NewID(), PersonID: cmd.PersonID, AgencyID: agency, Percent: cmd.Percent, AskedBy: cmd.AskedBy, ValidUntil: cmd.ValidUntil, GivenBy: who.PersonID}
		if _, err := tx.NewInsert().Model(&given).Returning("NULL").Exec(ctx); err != nil {
			return err
		}
		return recordExtra(ctx, tx, who, "give_extra_time", given)
	})
}

// EndExtraTime takes it back from tests that are not started yet. Rights and errors as GiveExtraTime's; fault.ErrNotFound
// when the person has none.
func (s *Service) EndExtraTime(ctx context.Context, who access.Principal, person uuid.UUID) error {
	return s.keepingExtra(ctx, who, person, func(ctx context.Context, tx bun.Tx, agency uuid.UUID) error {
		ended, err := endExtra(ctx, tx, person, who.PersonID)
		if err == nil && ended == 0 {
			err = fault.ErrNotFound
		}
		if err != nil {
			return err
		}
		return recordExtra(ctx, tx, who, "end_extra_time", ExtraTime{PersonID: person, AgencyID: agency})
	})
}

// ListExtraTimes returns what a person of the caller's agencies was given, the newest first; the person sees that it was
// opened. Rights and errors as GiveExtraTime's.
func (s *Service) ListExtraTimes(ctx context.Context, who access.Principal, person uuid.UUID) ([]ExtraTime, error) {
	var given []ExtraTime
	err := s.keepingExtra(ctx, who, person, func(ctx context.Context, tx bun.Tx, agency uuid.UUID) (err error) {
		if given, err = extraTimesOf(ctx, tx, person); err != nil {
			return err
		}
		return audit.RecordReadsTx(ctx, tx, who.PersonID, agency, "extra_time", []uuid.UUID{person})
	})
	return given, err
}

// ListOwnExtraTimes is what the caller was given, the newest first.
func (s *Service) ListOwnExtraTimes(ctx context.Context, who access.Principal) ([]ExtraTime, error) {
	var given []ExtraTime
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) (err error) {
		given, err = extraTimesOf(ctx, tx, who.PersonID)
		return err
	})
	return given, err
}

// keepingExtra runs fn for somebody who keeps the people of the agency in which the person is today, which fn is given.
func (s *Service) keepingExtra(ctx context.Context, who access.Principal, person uuid.UUID, fn func(ctx context.Context, tx bun.Tx, agency uuid.UUID) error) error {
	if err := who.Require(access.ManagePeople); err != nil {
		return err
	}
	own := who.AgenciesFor(access.ManagePeople)
	return s.db.RunInTx(ctx, postgres.Agencies(own...), func(ctx context.Context, tx bun.Tx) error {
		place, err := organization.FindPlace(ctx, tx, person, organization.Day(s.now()))
		if err != nil {
			return err
		}
		if !slices.Contains(own, place.AgencyID) {
			return fault.ErrNotFound
		}
		if err := postgres.SetScope(ctx, tx, postgres.Agencies(own...).AndPersons(person)); err != nil {
			return err
		}
		return fn(ctx, tx, place.AgencyID)
	})
}

func extraTimesOf(ctx context.Context, tx bun.IDB, person uuid.UUID) ([]ExtraTime, error) {
	var given []ExtraTime
	err := tx.NewSelect().Model(&given).Where("person_id = ?", person).Order("given_at DESC", "id DESC").Limit(shownGifts).Scan(ctx)
	return given, err
}

func endExtra(ctx context.Context, tx bun.IDB, person, by uuid.UUID) (int64, error) {
	res, err := tx.ExecContext(ctx, `UPDATE assessment.extra_times SET ended_by = ?, ended_at = now() WHERE person_id = ? AND ended_at IS NULL`, by, person)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func recordExtra(ctx context.Context, tx bun.IDB, who access.Principal, action string, e ExtraTime) error {
	entry := audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManagePeople, e.AgencyID)), AgencyID: e.AgencyID,
		Action: action, ObjectType: "person", ObjectID: e.PersonID}
	if e.Percent > 0 {
		entry.After = map[string]any{"percent": e.Percent, "asked_by": e.AskedBy, "until": e.ValidUntil.Format(time.DateOnly)}
	}
	return audit.RecordTx(ctx, tx, entry)
}
