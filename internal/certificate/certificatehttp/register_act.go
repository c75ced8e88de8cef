package certificatehttp

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

type registerActInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Kind           string          `json:"kind" enum:"reissue,correction,revocation"`
		Cause          string          `json:"cause" enum:"lost,damaged,wrong_name,wrong_facts,result_annulled,issued_in_error,holder_requested"`
		PublicNote     string          `json:"publicNote,omitempty" maxLength:"200" doc:"One sentence that strangers read"`
		Reason         string          `json:"reason" minLength:"3" maxLength:"500" doc:"Only those who keep the register read it"`
		DecisionNumber string          `json:"decisionNumber" minLength:"1" maxLength:"60"`
		DecisionOn     string          `json:"decisionOn" format:"date" minLength:"1" maxLength:"10"`
		Corrected      *CorrectedFacts `json:"corrected,omitempty" doc:"Of a correction: the facts as they shall read"`
	}
}

func proposeAct(p RegisterParts) func(context.Context, access.Principal, *registerActInput) (*web.Body[RegisterAct], error) {
	return func(ctx context.Context, who access.Principal, in *registerActInput) (*web.Body[RegisterAct], error) {
		b := in.Body
		on, err := time.Parse(time.DateOnly, b.DecisionOn)
		if err != nil {
			return nil, fault.ErrInvalid.At("body.decisionOn", "invalid", fault.TextInvalid)
		}
		cmd := certificate.ProposeAct{CertificateID: in.ID, Kind: certificate.LineKind(b.Kind), Cause: certificate.Cause(b.Cause), PublicNote: b.PublicNote, Reason: b.Reason,
			DecisionNumber: b.DecisionNumber, DecisionOn: on}
		if b.Corrected != nil {
			cmd.Corrected = &certificate.Corrected{Name: b.Corrected.Name, Unit: b.Corrected.Unit, From: b.Corrected.From, To: b.Corrected.To}
		}
		a, err := p.Certificates.ProposeAct(ctx, who, cmd)
		return changedAct(ctx, p, a, err)
	}
}

type registerDecisionInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Approve bool   `json:"approve"`
		Note    string `json:"note,omitempty" maxLength:"500" doc:"Required to return it"`
	}
}

func decideAct(p RegisterParts) func(context.Context, access.Principal, *registerDecisionInput) (*web.Body[RegisterAct], error) {
	return func(ctx context.Context, who access.Principal, in *registerDecisionInput) (*web.Body[RegisterAct], error) {
		a, err := p.Certificates.DecideAct(ctx, who, certificate.DecideAct{ID: in.ID, Approve: in.Body.Approve, Note: in.Body.Note})
		return changedAct(ctx, p, a, err)
	}
}

func takeBackAct(p RegisterParts) func(context.Context, access.Principal, *registerEntryInput) (*web.Body[RegisterAct], error) {
	return func(ctx context.Context, who access.Principal, in *registerEntryInput) (*web.Body[RegisterAct], error) {
		a, err := p.Certificates.TakeBackAct(ctx, who, in.ID)
		return changedAct(ctx, p, a, err)
	}
}

func changedAct(ctx context.Context, p RegisterParts, a certificate.Act, err error) (*web.Body[RegisterAct], error) {
	if err != nil {
		return nil, err
	}
	names, err := actorsOf(ctx, p, []certificate.Act{a})
	return web.Respond(actOf(a, names)), err
}

// RegisterActCase is an act with its certificate and what the caller may do with it now.
type RegisterActCase struct {
	RegisterAct
	Certificate RegisterCertificate `json:"certificate"`
	MayDecide   bool                `json:"mayDecide"`
	MayTakeBack bool                `json:"mayTakeBack"`
	Blocked     string              `json:"blocked,omitempty" doc:"Why somebody else must act: the own certificate, or the own proposal"`
}

type registerActListInput struct {
	web.Paging
	State string `query:"state" enum:"proposed,approved,returned,taken_back" doc:"Without it: every state"`
}

func listActs(p RegisterParts) func(context.Context, access.Principal, *registerActListInput) (*web.Body[web.List[RegisterActCase]], error) {
	return func(ctx context.Context, who access.Principal, in *registerActListInput) (*web.Body[web.List[RegisterActCase]], error) {
		cases, total, err := p.Certificates.ListActs(ctx, who, certificate.ActState(in.State), in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		acts := make([]certificate.Act, len(cases))
		for i, c := range cases {
			acts[i] = c.Act
		}
		names, err := actorsOf(ctx, p, acts)
		return web.Respond(web.ListOf(cases, total, in.Paging, func(c certificate.ActCase) RegisterActCase {
			return actCaseOf(p.Certificates, c, names, web.Locale(ctx))
		})), err
	}
}

func actCaseOf(s *certificate.Service, c certificate.ActCase, names map[uuid.UUID]string, locale string) RegisterActCase {
	shown := RegisterActCase{RegisterAct: actOf(c.Act, names), Certificate: certificateOf(s, c.Certificate), MayDecide: c.MayDecide == nil, MayTakeBack: c.MayTakeBack == nil}
	if errors.Is(c.MayDecide, certificate.ErrActOwn) || errors.Is(c.MayDecide, certificate.ErrActSecond) {
		shown.Blocked = fault.From(c.MayDecide).Text.In(locale)
	}
	return shown
}
