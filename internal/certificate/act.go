package certificate

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// ActState says how far an act has come.
type ActState string

// The states of an act.
const (
	ActProposed  ActState = "proposed"   // chờ duyệt
	ActApproved  ActState = "approved"   // đã duyệt và ghi sổ
	ActReturned  ActState = "returned"   // trả lại
	ActTakenBack ActState = "taken_back" // người đề nghị đã rút
)

// Act (việc trên sổ) is what one person proposes to do to a certificate and another approves: to issue it again, to
// correct it, to revoke it. Nothing changes before the approval, which enters the line.
type Act struct {
	bun.BaseModel  `bun:"table:certificate.acts"`
	ID             uuid.UUID  `bun:"id"`
	Kind           LineKind   `bun:"kind"`
	CertificateID  uuid.UUID  `bun:"certificate_id"`
	IssuerID       uuid.UUID  `bun:"issuer_id"`
	PersonID       uuid.UUID  `bun:"person_id"`
	AgencyID       uuid.UUID  `bun:"agency_id"`
	State          ActState   `bun:"state"`
	Cause          Cause      `bun:"cause"`
	PublicNote     string     `bun:"public_note"` // strangers read it
	Reason         string     `bun:"reason"`      // only those who keep the register read it
	DecisionNumber string     `bun:"decision_number"`
	DecisionOn     time.Time  `bun:"decision_on,type:date"`
	Corrected      *Corrected `bun:"corrected,type:jsonb"` // of a correction
	ProposedBy     uuid.UUID  `bun:"proposed_by"`
	ProposedAt     time.Time  `bun:"proposed_at"`
	DecidedBy      *uuid.UUID `bun:"decided_by"`
	DecidedAt      *time.Time `bun:"decided_at"`
	DecisionNote   string     `bun:"decision_note"`
}

// Corrected are the facts that a correction may change, as they shall read. Score and course are what was achieved: they
// are corrected where they come from. It is stored as JSON.
type Corrected struct {
	Name string `json:"name"`
	Unit string `json:"unit"`
	From string `json:"from"` // YYYY-MM-DD
	To   string `json:"to"`
}

// Faults of acts.
var (
	ErrActOpen = fault.New(fault.Conflict, "register.act_open",
		fault.Text{VI: "Giấy này đã có một đề nghị đang chờ duyệt. Hãy đợi kết quả hoặc rút đề nghị đó trước.", EN: "Something is proposed for this certificate already. Wait for its result or take it back first."})
	ErrActState = fault.New(fault.Conflict, "register.moved_on",
		fault.Text{VI: "Đề nghị này đã được xử lý hoặc giấy đã đổi trạng thái. Hãy tải lại trang.", EN: "This has been handled, or the certificate has changed. Reload the page."})
	ErrActOwn = fault.New(fault.Forbidden, "register.own",
		fault.Text{VI: "Không ai được xử lý giấy chứng nhận của chính mình. Hãy để người khác xử lý.", EN: "Nobody handles their own certificate. Leave it to somebody else."})
	ErrActSecond = fault.New(fault.Forbidden, "register.second_person",
		fault.Text{VI: "Người duyệt phải khác người đề nghị. Hãy để người khác duyệt.", EN: "Whoever approves must not be the one who proposed. Leave it to somebody else."})
)

// MayDecide says why the person may not decide the act of an issuer's agency now; nil when they may. Errors:
// fault.ErrForbidden, fault.ErrNotFound (another agency's), ErrActOwn, ErrActSecond, ErrActState.
func (a Act) MayDecide(who access.Principal, issuerAgency uuid.UUID) error {
	if err := who.RequireAt(access.ApproveRegister, issuerAgency); err != nil {
		return err
	}
	switch {
	case a.State != ActProposed:
		return ErrActState
	case a.ProposedBy == who.PersonID:
		return ErrActSecond
	case a.PersonID == who.PersonID:
		return ErrActOwn
	}
	return nil
}

// MayTakeBack says why the person may not take the act back; nil when they may: the one who proposed it, until it is decided.
func (a Act) MayTakeBack(who access.Principal, issuerAgency uuid.UUID) error {
	if err := who.RequireAt(access.ManageRegister, issuerAgency); err != nil {
		return err
	}
	if a.State != ActProposed || a.ProposedBy != who.PersonID {
		return ErrActState
	}
	return nil
}

// decision is number and day as people in Viet Nam write them.
func (a Act) decision() string {
	return fmt.Sprintf("%s ngày %s", a.DecisionNumber, a.DecisionOn.Format("02/01/2006"))
}

// lockAct reads an act with its issuer and holds it until the commit.
func lockAct(ctx context.Context, tx bun.IDB, id uuid.UUID) (Act, issuer, error) {
	var a Act
	if err := tx.NewSelect().Model(&a).Where("id = ?", id).For("UPDATE").Scan(ctx); err != nil {
		return a, issuer{}, err
	}
	by, err := issuerByID(ctx, tx, a.IssuerID)
	return a, by, err
}

// lockCertificate reads a certificate and holds it until the commit.
func lockCertificate(ctx context.Context, tx bun.IDB, id uuid.UUID) (Certificate, error) {
	var c Certificate
	err := tx.NewSelect().Model(&c).Where("id = ?", id).For("UPDATE").Scan(ctx)
	return c, err
}
