package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// TransferState says how far a transfer has come.
type TransferState string

// The states of a transfer.
const (
	TransferOffered   TransferState = "offered"   // waits for the receiving agency
	TransferAccepted  TransferState = "accepted"  // the person is theirs
	TransferDeclined  TransferState = "declined"  // the receiving agency said no
	TransferWithdrawn TransferState = "withdrawn" // the releasing agency took it back
)

// Transfer (chuyển công tác) is a person whom one agency releases and another is asked to take in.
type Transfer struct {
	bun.BaseModel `bun:"table:organization.transfers,alias:t"`
	ID            uuid.UUID     `bun:"id"`
	PersonID      uuid.UUID     `bun:"person_id"`
	FullName      string        `bun:"full_name"`
	FromAgencyID  uuid.UUID     `bun:"from_agency_id"`
	ToAgencyID    uuid.UUID     `bun:"to_agency_id"`
	MovesOn       time.Time     `bun:"moves_on,type:date"`
	Note          string        `bun:"note"`
	State         TransferState `bun:"state"`
	OfferedBy     uuid.UUID     `bun:"offered_by"`
	DecidedBy     *uuid.UUID    `bun:"decided_by"`
	DecidedAt     *time.Time    `bun:"decided_at"`
	Reason        string        `bun:"reason"`
}

func refuseOpenTransfer(ctx context.Context, tx bun.IDB, people ...uuid.UUID) error {
	open, err := tx.NewSelect().Model((*Transfer)(nil)).Where("person_id IN (?)", bun.List(people)).Where("state = ?", string(TransferOffered)).Exists(ctx)
	if err == nil && open {
		return ErrTransferOpen
	}
	return err
}

func (s *Service) offerTx(ctx context.Context, tx bun.Tx, who access.Principal, p Person, terms PostingTerms, reason string) (uuid.UUID, error) {
	t := Transfer{ID: audit.NewID(), PersonID: p.ID, FullName: p.FullName, FromAgencyID: p.AgencyID, ToAgencyID: terms.AgencyID,
		MovesOn: terms.From, Note: reason, State: TransferOffered, OfferedBy: who.PersonID}
	if _, err := tx.NewInsert().Model(&t).Exec(ctx); err != nil {
		return uuid.Nil, err
	}
	return t.ID, recordPersonTx(ctx, tx, who, p, "offer_transfer", reason, nil,
		map[string]any{"transfer": t.ID, "to_agency": t.ToAgencyID, "on": dayText(&t.MovesOn)})
}

// DecideTransfer accepts, declines or withdraws an offered transfer. Terms name the unit and the
// post when it is accepted; the day may be another than the offered one.
type DecideTransfer struct {
	ID     uuid.UUID
	State  TransferState
	Terms  PostingTerms
	Reason string // of declining or withdrawing
}

// DecideTransfer decides an offer: the receiving agency accepts or declines it, the releasing agency
// withdraws it. It needs people.manage there (fault.ErrNotFound elsewhere). Errors: ErrTransferDecided,
// fault.ErrInvalid, and on accepting those of MovePerson.
func (s *Service) DecideTransfer(ctx context.Context, who access.Principal, cmd DecideTransfer) (done PostingEntry, err error) {
	if err := who.Require(access.ManagePeople); err != nil {
		return done, err
	}
	scope := postgres.Agencies(who.AgenciesFor(access.ManagePeople)...)
	err = s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		var t Transfer
		if err := tx.NewSelect().Model(&t).Where("id = ?", cmd.ID).For("UPDATE").Scan(ctx); err != nil {
			return err
		}
		at := t.ToAgencyID
		if cmd.State == TransferWithdrawn {
			at = t.FromAgencyID
		}
		if err := who.RequireAt(access.ManagePeople, at); err != nil {
			return err
		}
		if t.State != TransferOffered {
			return ErrTransferDecided
		}
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(t.PersonID)); err != nil {
			return err
		}
		done, err = s.decideTx(ctx, tx, who, t, cmd)
		return err
	})
	return done, err
}

func (s *Service) decideTx(ctx context.Context, tx bun.Tx, who access.Principal, t Transfer, cmd DecideTransfer) (PostingEntry, error) {
	p, err := lockPerson(ctx, tx, t.PersonID)
	if err != nil {
		return PostingEntry{}, err
	}
	reason := t.Note
	if cmd.State != TransferAccepted {
		if reason, err = reasonOf(cmd.Reason); err != nil {
			return PostingEntry{}, err
		}
	}
	_, err = tx.ExecContext(ctx, `UPDATE organization.transfers SET state = ?, decided_by = ?, decided_at = now(), reason = ? WHERE id = ?`,
		string(cmd.State), who.PersonID, reason, t.ID)
	if err != nil {
		return PostingEntry{}, err
	}
	if cmd.State == TransferAccepted {
		if err := who.RequireAt(access.ManagePeople, cmd.Terms.AgencyID); err != nil {
			return PostingEntry{}, fault.ErrInvalid.At("body.agencyId", "reach", fault.Text{
				VI: "Hãy chọn cơ quan nhận hoặc một đơn vị trực thuộc của cơ quan đó.", EN: "Choose your agency or a unit of it."}).Because(err)
		}
		return s.moveTx(ctx, tx, who, p, cmd.Terms, reason)
	}
	action := "decline_transfer"
	if cmd.State == TransferWithdrawn {
		action = "withdraw_transfer"
	}
	return PostingEntry{}, recordPersonTx(ctx, tx, who, p, action, reason, nil, map[string]any{"transfer": t.ID})
}

// TransferLine is one transfer in a list, with the names of the agencies.
type TransferLine struct {
	Transfer
	FromAgency string
	ToAgency   string
	Incoming   bool // the caller's agency is asked
}

// ListTransfers returns the open transfers into and out of an agency's subtree, and how many there
// are. It needs people.manage at the agency (fault.ErrNotFound elsewhere); the opening is shown to the
// people named.
func (s *Service) ListTransfers(ctx context.Context, who access.Principal, agency uuid.UUID, limit, offset int64) ([]TransferLine, int, error) {
	if err := who.RequireAt(access.ManagePeople, agency); err != nil {
		return nil, 0, err
	}
	var lines []TransferLine
	var total int
	err := s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ManagePeople)...), func(ctx context.Context, tx bun.Tx) error {
		units, err := Descendants(ctx, tx, []uuid.UUID{agency}, s.Today())
		if err != nil {
			return err
		}
		where := ` WHERE t.state = 'offered' AND (t.to_agency_id IN (?0) OR t.from_agency_id IN (?0))`
		if err := tx.NewRaw(`SELECT count(*) FROM organization.transfers t`+where, bun.List(units)).Scan(ctx, &total); err != nil {
			return err
		}
		lines = nil
		err = tx.NewRaw(`SELECT t.id, t.person_id, t.full_name, t.from_agency_id, t.to_agency_id, t.moves_on, t.note, t.state,
			COALESCE(f.name, '') AS from_agency, COALESCE(o.name, '') AS to_agency, t.to_agency_id IN (?0) AS incoming
			FROM organization.transfers t
			LEFT JOIN organization.agency_versions f ON f.agency_id = t.from_agency_id AND f.valid_to IS NULL
			LEFT JOIN organization.agency_versions o ON o.agency_id = t.to_agency_id AND o.valid_to IS NULL`+where+
			` ORDER BY t.offered_at DESC, t.id LIMIT ?1 OFFSET ?2`, bun.List(units), limit, offset).Scan(ctx, &lines)
		if err != nil {
			return err
		}
		people := make([]uuid.UUID, len(lines))
		for i, l := range lines {
			people[i] = l.PersonID
		}
		return audit.RecordReadsTx(ctx, tx, who.PersonID, agency, "transfer_list", people)
	})
	return lines, total, err
}
