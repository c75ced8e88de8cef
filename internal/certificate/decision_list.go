package certificate

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
)

// MostOnList bounds how many people a decision names: all are issued in one transaction, while the register is locked.
const MostOnList = 500

// DecisionList (danh sách kèm quyết định công nhận) names those whose results a decision recognizes. A second person accepts
// it, and all are issued at once, in the order of their names.
type DecisionList struct {
	bun.BaseModel  `bun:"table:certificate.decision_lists"`
	ID             uuid.UUID  `bun:"id"`
	IssuerID       uuid.UUID  `bun:"issuer_id"`
	DecisionNumber string     `bun:"decision_number"`
	DecisionOn     time.Time  `bun:"decision_on,type:date"`
	Authority      string     `bun:"authority"` // who decided
	People         int        `bun:"people"`
	State          ActState   `bun:"state"`
	ProposedBy     uuid.UUID  `bun:"proposed_by"`
	ProposedAt     time.Time  `bun:"proposed_at"`
	DecidedBy      *uuid.UUID `bun:"decided_by"`
	DecidedAt      *time.Time `bun:"decided_at"`
	DecisionNote   string     `bun:"decision_note"`
}

// basis is what the certificates say they rest on.
func (l DecisionList) basis() string {
	return fmt.Sprintf("Quyết định số %s ngày %s của %s", l.DecisionNumber, l.DecisionOn.Format("02/01/2006"), l.Authority)
}

// MayDecide says why the person may not decide the list of an issuer's agency now; nil when they may. Errors as Act.MayDecide's,
// but for the own name on it, which the decision itself refuses.
func (l DecisionList) MayDecide(who access.Principal, issuerAgency uuid.UUID) error {
	return Act{State: l.State, ProposedBy: l.ProposedBy}.MayDecide(who, issuerAgency)
}

// MayTakeBack is Act.MayTakeBack for a list.
func (l DecisionList) MayTakeBack(who access.Principal, issuerAgency uuid.UUID) error {
	return Act{State: l.State, ProposedBy: l.ProposedBy}.MayTakeBack(who, issuerAgency)
}

// ErrWaitingMoved says that somebody on a list does not wait any more, or waits on another one.
var ErrWaitingMoved = fault.New(fault.Conflict, "register.waiting_moved",
	fault.Text{VI: "Có người trong danh sách không còn chờ hoặc đã ở danh sách khác. Hãy tải lại trang rồi chọn lại.", EN: "Somebody on the list does not wait any more or is on another one. Reload the page and choose again."})

func refuseOwn(who access.Principal, people []uuid.UUID) error {
	for _, person := range people {
		if person == who.PersonID {
			return ErrActOwn
		}
	}
	return nil
}

func recordList(ctx context.Context, tx bun.IDB, who access.Principal, right access.Permission, by issuer, l DecisionList, action, reason string) error {
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(right, by.AgencyID)), AgencyID: by.AgencyID, Action: action,
		ObjectType: "decision_list", ObjectID: l.ID, Reason: reason, After: map[string]any{"state": l.State, "people": l.People, "decision": l.basis()}})
}
