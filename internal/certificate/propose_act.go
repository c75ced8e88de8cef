package certificate

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
	"taphuan/internal/vietnamese"
)

// ProposeAct says what shall be done to a certificate, by which decision, and why.
type ProposeAct struct {
	CertificateID  uuid.UUID
	Kind           LineKind
	Cause          Cause
	PublicNote     string // at most 200 characters; ""
	Reason         string
	DecisionNumber string
	DecisionOn     time.Time
	Corrected      *Corrected // of a correction
}

const (
	longestNote     = 200
	longestDecision = 60
	longestUnit     = 200
)

// ProposeAct notes what shall be done to a certificate; nothing changes before a second person approves it. It needs
// register.manage at the issuer's agency. Errors: fault.ErrNotFound elsewhere, ErrActOwn, ErrActState for a certificate
// that was revoked or replaced, ErrActOpen, fault.ErrInvalid with the fields named.
func (s *Service) ProposeAct(ctx context.Context, who access.Principal, cmd ProposeAct) (Act, error) {
	if err := who.Require(access.ManageRegister); err != nil {
		return Act{}, err
	}
	cmd.clean()
	var a Act
	err := s.db.RunInTx(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		c, err := lockCertificate(ctx, tx, cmd.CertificateID)
		if err != nil {
			return err
		}
		by, err := issuerByID(ctx, tx, c.IssuerID)
		if err != nil {
			return err
		}
		if err := who.RequireAt(access.ManageRegister, by.AgencyID); err != nil {
			return err
		}
		if err := cmd.check(who, c, s.Today()); err != nil {
			return err
		}
		a = cmd.act(who, c, s.now())
		if _, err := tx.NewInsert().Model(&a).Exec(ctx); err != nil {
			if postgres.IsUnique(err, "acts_open") {
				err = ErrActOpen
			}
			return err
		}
		return recordAct(ctx, tx, who, access.ManageRegister, by, a, "propose_register_act", a.Reason)
	})
	return a, err
}

func (cmd *ProposeAct) clean() {
	for _, text := range []*string{&cmd.PublicNote, &cmd.Reason, &cmd.DecisionNumber} {
		*text = vietnamese.Normalize(*text)
	}
	if cmd.Corrected != nil {
		cmd.Corrected.Name, cmd.Corrected.Unit = vietnamese.Normalize(cmd.Corrected.Name), vietnamese.Normalize(cmd.Corrected.Unit)
	}
}

// check says what is wrong with the proposal for the certificate.
func (cmd ProposeAct) check(who access.Principal, c Certificate, today time.Time) error {
	switch {
	case c.PersonID == who.PersonID:
		return ErrActOwn
	case !c.inForce():
		return ErrActState
	}
	wrong := fault.ErrInvalid
	if !slices.Contains(causes[cmd.Kind], cmd.Cause) {
		wrong = wrong.At("body.cause", "invalid", fault.Text{VI: "Hãy chọn một lý do trong danh sách.", EN: "Choose a cause from the list."})
	}
	wrong = wrong.CheckText("body.publicNote", cmd.PublicNote, 0, longestNote).CheckReason("body.reason", cmd.Reason).
		CheckText("body.decisionNumber", cmd.DecisionNumber, 1, longestDecision)
	if cmd.DecisionOn.After(today) || cmd.DecisionOn.Before(c.IssuedOn) {
		wrong = wrong.At("body.decisionOn", "out_of_range", fault.Text{VI: "Ngày quyết định phải từ ngày cấp giấy đến hôm nay.", EN: "The decision lies between the day of issue and today."})
	}
	if cmd.Kind == Correction {
		wrong = cmd.Corrected.check(wrong, c.Facts)
	}
	return wrong.OrNil()
}

// check says what is wrong with the facts as they shall read.
func (n *Corrected) check(wrong *fault.Error, f Facts) *fault.Error {
	if n == nil || *n == (Corrected{f.Name, f.Unit, f.From, f.To}) {
		return wrong.At("body.corrected", "required", fault.Text{VI: "Hãy sửa ít nhất một thông tin.", EN: "Change something at least."})
	}
	if err := organization.CheckFullName(n.Name); err != nil {
		wrong = wrong.At("body.corrected.name", "invalid", fault.From(err).Fields[0].Text)
	}
	wrong = wrong.CheckText("body.corrected.unit", n.Unit, 0, longestUnit)
	from, wrongFrom := time.Parse(time.DateOnly, n.From)
	to, wrongTo := time.Parse(time.DateOnly, n.To)
	if wrongFrom != nil || wrongTo != nil || to.Before(from) {
		wrong = wrong.At("body.corrected.from", "out_of_range", fault.Text{VI: "Ngày bắt đầu phải là ngày thật, không sau ngày kết thúc.", EN: "The first day must be a real day, not after the last one."})
	}
	return wrong
}

func (cmd ProposeAct) act(who access.Principal, c Certificate, now time.Time) Act {
	a := Act{ID: audit.NewID(), Kind: cmd.Kind, CertificateID: c.ID, IssuerID: c.IssuerID, PersonID: c.PersonID, AgencyID: c.AgencyID, State: ActProposed,
		Cause: cmd.Cause, PublicNote: cmd.PublicNote, Reason: cmd.Reason, DecisionNumber: cmd.DecisionNumber, DecisionOn: cmd.DecisionOn,
		ProposedBy: who.PersonID, ProposedAt: now}
	if cmd.Kind == Correction {
		a.Corrected = cmd.Corrected
	}
	return a
}

// recordAct writes the log of the issuer's agency; names stay in the register.
func recordAct(ctx context.Context, tx bun.IDB, who access.Principal, right access.Permission, by issuer, a Act, action, reason string) error {
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(right, by.AgencyID)), AgencyID: by.AgencyID, Action: action,
		ObjectType: "certificate_act", ObjectID: a.ID, Reason: reason,
		After: map[string]string{"kind": string(a.Kind), "certificate": a.CertificateID.String(), "state": string(a.State), "cause": string(a.Cause), "decision": a.decision()}})
}
