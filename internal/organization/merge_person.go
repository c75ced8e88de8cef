package organization

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/identity"
	"taphuan/internal/postgres"
)

// Faults of merging.
var (
	ErrMergeSame = fault.ErrInvalid.At("body.mergedId", "same",
		fault.Text{VI: "Hãy chọn hai hồ sơ khác nhau.", EN: "Choose two different entries."})
	ErrMergeKinds = fault.New(fault.Conflict, "merge.kinds",
		fault.Text{VI: "Không gộp hồ sơ học sinh với hồ sơ cán bộ: hai nhóm này có số liệu riêng.", EN: "A student's entry is never merged with an officer's: their figures are kept apart."})
	ErrMergeAccount = fault.New(fault.Conflict, "merge.account",
		fault.Text{VI: "Chỉ hồ sơ kia có tài khoản. Hãy giữ hồ sơ có tài khoản và gộp hồ sơ này vào.", EN: "Only the other entry has an account. Keep that one and merge this entry into it."})
	ErrMergeUndone = fault.New(fault.Conflict, "merge.undone",
		fault.Text{VI: "Lần gộp này đã được hoàn tác.", EN: "This merge has been undone."})
)

// MergePeople makes one person of two entries: Merged goes into Kept.
type MergePeople struct {
	Kept, Merged uuid.UUID
	Reason       string
}

// PersonMerge (gộp hồ sơ) is one merge with what both entries held before and what the kept one holds after.
type PersonMerge struct {
	bun.BaseModel  `bun:"table:organization.person_merges,alias:m"`
	ID             uuid.UUID   `bun:"id"`
	KeptID         uuid.UUID   `bun:"kept_id"`
	MergedID       uuid.UUID   `bun:"merged_id"`
	MergedName     string      `bun:"merged_name"`
	AgencyID       uuid.UUID   `bun:"agency_id"`
	MergedAgencyID uuid.UUID   `bun:"merged_agency_id"`
	Evidence       []string    `bun:"evidence,array"`
	Before         MergeCounts `bun:"before,type:jsonb"`
	After          MergeCounts `bun:"after,type:jsonb"`
	AccountLocked  bool        `bun:"account_locked"`
	Reason         string      `bun:"reason"`
	MergedBy       uuid.UUID   `bun:"merged_by"`
	MergedAt       time.Time   `bun:"merged_at,nullzero,default:now()"`
	UndoneBy       *uuid.UUID  `bun:"undone_by"`
	UndoneAt       *time.Time  `bun:"undone_at"`
	UndoReason     *string     `bun:"undo_reason"`
}

// MergeCounts is what both entries hold, by kind of fact. It is stored as JSON.
type MergeCounts struct {
	Kept   []FactCount `json:"kept"`
	Merged []FactCount `json:"merged"`
}

// MergePeople merges two entries of one person, whoever entered them. Every fact of the merged entry
// becomes the kept one's: postings, classes, roles, enrollments, progress, attempts, certificates. The
// merged entry's account is locked and its row put away; UndoMerge restores both. Where both entries
// hold a posting that counts, the kept one's counts; sealed figures that count both stay, with a line beside
// them. It needs people.manage at both agencies (fault.ErrNotFound elsewhere). Errors: fault.ErrInvalid,
// ErrMergeSame, ErrMergeKinds, ErrMergeAccount, ErrPrivileged, ErrTransferOpen.
func (s *Service) MergePeople(ctx context.Context, who access.Principal, cmd MergePeople) (PersonMerge, error) {
	reason, err := reasonOf(cmd.Reason)
	if err != nil {
		return PersonMerge{}, err
	}
	var merge PersonMerge
	err = s.pair(ctx, who, cmd.Kept, cmd.Merged, func(ctx context.Context, tx bun.Tx, kept, merged Person) error {
		evidence, err := s.evidence(ctx, tx, kept, merged)
		if err != nil {
			return err
		}
		merge = PersonMerge{ID: audit.NewID(), KeptID: kept.ID, MergedID: merged.ID, MergedName: merged.FullName, AgencyID: kept.AgencyID,
			MergedAgencyID: merged.AgencyID, Evidence: evidence, Reason: reason, MergedBy: who.PersonID}
		if err := s.mayMerge(ctx, tx, who, kept, merged); err != nil {
			return err
		}
		return s.mergeTx(ctx, tx, who, &merge, kept, merged)
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(cmd.Merged)
		s.accounts.Watcher().NoteChanged(cmd.Kept)
	}
	return merge, err
}

// pair runs fn over two people of the caller's reach, both locked, in a scope that shows all of both.
func (s *Service) pair(ctx context.Context, who access.Principal, first, second uuid.UUID, fn func(ctx context.Context, tx bun.Tx, first, second Person) error) error {
	if first == second {
		return ErrMergeSame
	}
	return s.managing(ctx, who, first, func(ctx context.Context, tx bun.Tx, p Person) error {
		q, err := lockPerson(ctx, tx, second)
		if err != nil {
			return err
		}
		if err := who.RequireAt(access.ManagePeople, q.AgencyID); err != nil {
			return err
		}
		scope := postgres.Agencies(who.AgenciesFor(access.ManagePeople)...).AndPersons(p.ID, q.ID)
		if err := postgres.SetScope(ctx, tx, scope); err != nil {
			return err
		}
		return fn(ctx, tx, p, q)
	})
}

func (s *Service) mayMerge(ctx context.Context, tx bun.Tx, who access.Principal, kept, merged Person) error {
	if kept.Kind != merged.Kind {
		return ErrMergeKinds
	}
	if err := s.mayTouch(ctx, tx, who, kept.ID, merged.ID); err != nil {
		return err
	}
	var holders []uuid.UUID
	err := tx.NewRaw("SELECT person_id FROM organization.account_details WHERE person_id IN (?, ?)", kept.ID, merged.ID).Scan(ctx, &holders)
	if err != nil {
		return err
	}
	if !slices.Contains(holders, kept.ID) && slices.Contains(holders, merged.ID) {
		return ErrMergeAccount
	}
	return refuseOpenTransfer(ctx, tx, kept.ID, merged.ID)
}

func (s *Service) mergeTx(ctx context.Context, tx bun.Tx, who access.Principal, m *PersonMerge, kept, merged Person) error {
	var err error
	if m.Before, err = s.countBoth(ctx, tx, kept.ID, merged.ID); err != nil {
		return err
	}
	if m.AccountLocked, err = s.lockMerged(ctx, tx, who, m); err != nil {
		return err
	}
	if _, err := tx.NewInsert().Model(m).Exec(ctx); err != nil {
		return err
	}
	if err := s.restateMergeTx(ctx, tx, who, "merge_people", *m); err != nil {
		return err
	}
	ledger := &Ledger{tx: tx, mergeID: m.ID, Kept: kept.ID, Merged: merged.ID}
	if err := s.moveFacts(ctx, ledger, kept, merged); err != nil {
		return err
	}
	if m.After, err = s.countBoth(ctx, tx, kept.ID, merged.ID); err != nil {
		return err
	}
	if _, err := tx.NewUpdate().Model(m).Column("after").Where("id = ?", m.ID).Exec(ctx); err != nil {
		return err
	}
	if err := s.reindexTx(ctx, tx, kept.ID); err != nil {
		return err
	}
	return recordPersonTx(ctx, tx, who, kept, "merge_people", m.Reason, m.Before, map[string]any{"merge": m.ID, "merged": merged.ID, "after": m.After})
}

// restateMergeTx keeps a line for each period whose sealed figures count two entries that are, or are no longer, one
// person; the figures stay. Both entries have their own postings when it is called.
func (s *Service) restateMergeTx(ctx context.Context, tx bun.Tx, who access.Principal, act string, m PersonMerge) error {
	closed, err := s.closedPeriods(ctx, tx)
	if err != nil || len(closed) == 0 {
		return err
	}
	kept, err := listPostings(ctx, tx, m.KeptID)
	if err != nil {
		return err
	}
	merged, err := listPostings(ctx, tx, m.MergedID)
	if err != nil {
		return err
	}
	return s.restateTx(ctx, tx, who, act, countedTwice(kept, merged, closed))
}

// lockMerged locks the merged entry's account and reports whether it was open.
func (s *Service) lockMerged(ctx context.Context, tx bun.Tx, who access.Principal, m *PersonMerge) (bool, error) {
	var open []uuid.UUID
	err := tx.NewRaw("SELECT person_id FROM organization.account_details WHERE person_id = ? AND locked_at IS NULL", m.MergedID).Scan(ctx, &open)
	if err != nil || len(open) == 0 {
		return false, err
	}
	return true, s.accounts.DisableTx(ctx, tx, who, identity.Target{PersonID: m.MergedID, AgencyID: m.MergedAgencyID}, m.Reason)
}

// moveFacts gives the kept entry everything of the merged one and puts its row away.
func (s *Service) moveFacts(ctx context.Context, l *Ledger, kept, merged Person) error {
	for _, f := range s.facts {
		if f.Prepare != nil {
			if err := f.Prepare(ctx, l); err != nil {
				return err
			}
		}
	}
	if err := s.yieldPlaces(ctx, l); err != nil {
		return err
	}
	for _, t := range s.allTables() {
		if err := l.Repoint(ctx, t); err != nil {
			return err
		}
	}
	for _, u := range []Update{
		{Table: "organization.distinct_people", Key: []string{"first_id", "second_id"}, Where: "?0 IN (t.first_id, t.second_id)", Args: []any{merged.ID}},
		{Table: "organization.person_tokens", Key: []string{"agency_id", "token", "person_id"}, Where: "t.person_id = ?0", Args: []any{merged.ID}},
		{Table: "organization.persons", Key: []string{"id"}, Where: "t.id = ?0", Args: []any{merged.ID}},
	} {
		if _, err := l.Change(ctx, u); err != nil {
			return err
		}
	}
	return s.completeKept(ctx, l, kept, merged)
}

// yieldPlaces lets the merged entry give way where a person has one place only: its open counting
// posting no longer counts, its open class ends, when the kept entry has such a one.
func (s *Service) yieldPlaces(ctx context.Context, l *Ledger) error {
	_, err := l.Change(ctx, Update{Table: "organization.postings", Key: []string{"id"}, Set: map[string]string{"counts": "false"},
		Where: `t.person_id = ?0 AND t.counts AND t.valid_to IS NULL AND EXISTS (SELECT FROM organization.postings k
			WHERE k.person_id = ?1 AND k.counts AND k.valid_to IS NULL)`, Args: []any{l.Merged, l.Kept}})
	if err != nil {
		return err
	}
	_, err = l.Change(ctx, Update{Table: "organization.class_members", Key: []string{"school_class_id", "person_id", "valid_from"},
		Set: map[string]string{"valid_to": "GREATEST(?2::date, t.valid_from)"},
		Where: `t.person_id = ?0 AND t.valid_to IS NULL AND EXISTS (SELECT FROM organization.class_members k
			WHERE k.person_id = ?1 AND k.valid_to IS NULL)`, Args: []any{l.Merged, l.Kept, s.Today()}})
	return err
}

// completeKept gives the kept entry what it lacks and the merged one knew, and the agency of the
// posting that counts now.
func (s *Service) completeKept(ctx context.Context, l *Ledger, kept, merged Person) error {
	update := Update{Table: "organization.persons", Key: []string{"id"}, Set: map[string]string{}, Where: "t.id = ?0", Args: []any{kept.ID}}
	give := func(column, kind string, value any) {
		update.Set[column] = fmt.Sprintf("?%d::%s", len(update.Args), kind)
		update.Args = append(update.Args, value)
	}
	if kept.BirthYear == nil && merged.BirthYear != nil {
		give("birth_year", "smallint", *merged.BirthYear)
	}
	agency, err := reportingAgency(ctx, l.tx, kept.ID, s.Today())
	if err != nil {
		return err
	}
	if agency != uuid.Nil && agency != kept.AgencyID {
		give("agency_id", "uuid", agency)
	}
	if kept.Code == nil && merged.Code != nil && merged.AgencyID == kept.AgencyID && agency == kept.AgencyID {
		give("code", "text", *merged.Code)
	}
	if len(update.Set) == 0 {
		return nil
	}
	_, err = l.Change(ctx, update)
	if postgres.IsUnique(err, "persons_by_code") {
		return ErrCodeTaken
	}
	return err
}

func (s *Service) countBoth(ctx context.Context, tx bun.IDB, kept, merged uuid.UUID) (counts MergeCounts, err error) {
	if counts.Kept, err = s.countFacts(ctx, tx, kept); err != nil {
		return counts, err
	}
	counts.Merged, err = s.countFacts(ctx, tx, merged)
	return counts, err
}

// reindexTx writes the words of a person anew and lets every node forget them.
func (s *Service) reindexTx(ctx context.Context, tx bun.Tx, id uuid.UUID) error {
	p, err := FindPerson(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := indexPersonTx(ctx, tx, p); err != nil {
		return err
	}
	return s.accounts.TouchTx(ctx, tx, id)
}
