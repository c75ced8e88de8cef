package organization

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// PostingTerms is what is agreed about a posting: where, as what, from when to when.
type PostingTerms struct {
	AgencyID      uuid.UUID
	Position      string
	PositionGroup string
	Staffing      string // none, dedicated (chuyên trách), dual_role (kiêm nhiệm)
	Counts        bool   // counts for reporting
	From          time.Time
	To            *time.Time // first day on which it no longer holds
}

func (t PostingTerms) posting(id, person uuid.UUID) Posting {
	return Posting{ID: id, PersonID: person, AgencyID: t.AgencyID, Position: trimmed(t.Position, 200), PositionGroup: t.PositionGroup,
		Staffing: t.Staffing, Counts: t.Counts, ValidFrom: t.From, ValidTo: t.To}
}

// earliestPosting is the first day on which a posting may begin.
var earliestPosting = time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC)

// checkPosting says what is wrong with a posting as it was entered, if anything.
func checkPosting(p Posting, today time.Time) error {
	switch {
	case !slices.Contains(PositionGroups(), p.PositionGroup):
		return fault.ErrInvalid.At("body.positionGroup", "invalid", fault.TextInvalid)
	case !slices.Contains([]string{"none", "dedicated", "dual_role"}, p.Staffing):
		return fault.ErrInvalid.At("body.staffing", "invalid", fault.TextInvalid)
	case p.ValidFrom.Before(earliestPosting) || p.ValidFrom.After(today.AddDate(1, 0, 0)):
		return ErrPostingDay
	case p.ValidTo != nil && !p.ValidTo.After(p.ValidFrom):
		return ErrPostingOrder
	}
	return nil
}

// checkBeside says what is wrong with a posting beside the others of the person, if anything.
func checkBeside(p Posting, others []Posting) error {
	for _, o := range others {
		if o.ID == p.ID || !p.overlaps(o) {
			continue
		}
		if p.Counts && o.Counts {
			return ErrCountsTwice
		}
		if o.AgencyID == p.AgencyID && vietnamese.Fold(o.Position) == vietnamese.Fold(p.Position) {
			return ErrPostingTwice
		}
	}
	return nil
}

// AddPosting gives a person another posting.
type AddPosting struct {
	PersonID uuid.UUID
	Terms    PostingTerms
	Reason   string
}

// AddPosting adds a posting in an agency of the caller's reach and returns its id, from the first day on that is
// in no closed period (see enterTx). It needs people.manage at the person's agency and there (fault.ErrNotFound
// elsewhere). Errors: ErrStudentPosting, ErrPostingDay, ErrPostingOrder, ErrPostingSealed, ErrAgencyEnded,
// ErrCountsTwice, ErrPostingTwice, fault.ErrInvalid.
func (s *Service) AddPosting(ctx context.Context, who access.Principal, cmd AddPosting) (id uuid.UUID, done PostingEntry, err error) {
	reason, err := reasonOf(cmd.Reason)
	if err != nil {
		return uuid.Nil, done, err
	}
	if err := who.RequireAt(access.ManagePeople, cmd.Terms.AgencyID); err != nil {
		return uuid.Nil, done, err
	}
	posting := cmd.Terms.posting(audit.NewID(), cmd.PersonID)
	err = s.managing(ctx, who, cmd.PersonID, func(ctx context.Context, tx bun.Tx, p Person) error {
		if done, err = s.putPostingTx(ctx, tx, who, "add_posting", p, posting); err != nil {
			return err
		}
		return recordPersonTx(ctx, tx, who, p, "add_posting", reason, nil, done.describe(posting))
	})
	return posting.ID, done, err
}

// putPostingTx checks and enters a new posting and lets the person follow it.
func (s *Service) putPostingTx(ctx context.Context, tx bun.Tx, who access.Principal, act string, p Person, posting Posting) (PostingEntry, error) {
	if p.Kind == Student {
		return PostingEntry{}, ErrStudentPosting
	}
	if err := checkPosting(posting, s.Today()); err != nil {
		return PostingEntry{}, err
	}
	others, err := listPostings(ctx, tx, p.ID)
	if err != nil {
		return PostingEntry{}, err
	}
	done, err := s.enterTx(ctx, tx, who, act, others, append(slices.Clone(others), posting))
	if err != nil {
		return done, err
	}
	return done, s.followPostingsTx(ctx, tx, p)
}

// ErrAgencyEnded refuses a posting in an agency that has ended before its first day.
var ErrAgencyEnded = fault.New(fault.Conflict, "posting.agency_ended",
	fault.Text{VI: "Vào ngày bắt đầu, cơ quan này đã kết thúc hoạt động. Hãy chọn cơ quan kế thừa hoặc đổi ngày.", EN: "On the first day this agency has ended. Choose its successor or another day."})

func agencyExists(ctx context.Context, tx bun.IDB, agency uuid.UUID, day time.Time) error {
	var stands bool
	err := tx.NewRaw(`SELECT EXISTS (SELECT FROM organization.agency_versions WHERE agency_id = ? AND (valid_to IS NULL OR valid_to > ?))`, agency, day).Scan(ctx, &stands)
	if err == nil && !stands {
		return ErrAgencyEnded
	}
	return err
}

func updatePostingTx(ctx context.Context, tx bun.IDB, p Posting) error {
	_, err := tx.NewUpdate().Model(&p).Column("position", "position_group", "staffing", "counts", "valid_from", "valid_to").
		Where("id = ? AND person_id = ?", p.ID, p.PersonID).Exec(ctx)
	return err
}

// followPostingsTx keeps persons.agency_id with the posting that counts today, or the last one that
// counted, and the words by which the person is found with it. Every node forgets the person.
func (s *Service) followPostingsTx(ctx context.Context, tx bun.Tx, p Person) error {
	agency, err := reportingAgency(ctx, tx, p.ID, s.Today())
	if err != nil {
		return err
	}
	if agency != uuid.Nil && agency != p.AgencyID {
		p.AgencyID = agency
		_, err := tx.ExecContext(ctx, "UPDATE organization.persons SET agency_id = ?, updated_at = now() WHERE id = ?", agency, p.ID)
		if postgres.IsUnique(err, "persons_by_code") {
			return ErrCodeTaken
		}
		if err != nil {
			return err
		}
	}
	if err := indexPersonTx(ctx, tx, p); err != nil {
		return err
	}
	return s.accounts.TouchTx(ctx, tx, p.ID)
}

// reportingAgency is the agency of the counting posting of a day; failing that, of the one that ended
// last, then of the one that begins next; uuid.Nil without any.
func reportingAgency(ctx context.Context, tx bun.IDB, person uuid.UUID, day time.Time) (uuid.UUID, error) {
	var agencies []uuid.UUID
	err := tx.NewRaw(`SELECT agency_id FROM organization.postings WHERE person_id = ?0 AND counts
		ORDER BY (valid_from > ?1), CASE WHEN valid_from > ?1 THEN valid_from END, valid_from DESC LIMIT 1`, person, day).Scan(ctx, &agencies)
	if err != nil || len(agencies) == 0 {
		return uuid.Nil, err
	}
	return agencies[0], nil
}

// describePosting is what the audit log keeps of a posting.
func describePosting(p Posting) map[string]any {
	return map[string]any{"posting": p.ID, "agency": p.AgencyID, "position": p.Position, "position_group": p.PositionGroup, "staffing": p.Staffing,
		"counts": p.Counts, "from": dayText(&p.ValidFrom), "to": dayText(p.ValidTo)}
}

// describe is what the audit log keeps of a posting that was entered.
func (e PostingEntry) describe(entered Posting) map[string]any {
	return e.note(describePosting(entered))
}

// note adds to what the audit log keeps which days were kept as they were.
func (e PostingEntry) note(described map[string]any) map[string]any {
	if e.HoldsFrom != nil {
		described["holds_from"], described["restated"] = dayText(e.HoldsFrom), len(e.Restated)
	}
	return described
}
