package organizationhttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

type agencyPageInput struct {
	web.Paging
	AgencyInput
}

// Transfer is a person whom one agency releases and another is asked to take in.
type Transfer struct {
	ID         uuid.UUID `json:"id"`
	PersonID   uuid.UUID `json:"personId"`
	FullName   string    `json:"fullName"`
	FromAgency string    `json:"fromAgency"`
	ToAgencyID uuid.UUID `json:"toAgencyId"`
	ToAgency   string    `json:"toAgency"`
	MovesOn    string    `json:"movesOn" format:"date"`
	Note       string    `json:"note"`
	Incoming   bool      `json:"incoming" doc:"The agency is asked to take the person in"`
}

func listTransfers(svc *organization.Service) func(context.Context, access.Principal, *agencyPageInput) (*web.Body[web.List[Transfer]], error) {
	return func(ctx context.Context, who access.Principal, in *agencyPageInput) (*web.Body[web.List[Transfer]], error) {
		lines, total, err := svc.ListTransfers(ctx, who, in.ID, in.Limit(), in.Offset())
		return web.Respond(web.ListOf(lines, total, in.Paging, func(t organization.TransferLine) Transfer {
			return Transfer{ID: t.ID, PersonID: t.PersonID, FullName: t.FullName, FromAgency: t.FromAgency, ToAgencyID: t.ToAgencyID, ToAgency: t.ToAgency,
				MovesOn: web.Date(&t.MovesOn), Note: t.Note, Incoming: t.Incoming}
		})), err
	}
}

type decideTransferInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Terms
		State    string     `json:"state" enum:"accepted,declined,withdrawn"`
		AgencyID *uuid.UUID `json:"agencyId,omitempty" doc:"The unit that takes the person in"`
		Reason   string     `json:"reason,omitempty" maxLength:"500" doc:"Of declining or withdrawing"`
	}
}

func decideTransfer(svc *organization.Service) func(context.Context, access.Principal, *decideTransferInput) (*web.Body[PostingEntry], error) {
	return func(ctx context.Context, who access.Principal, in *decideTransferInput) (*web.Body[PostingEntry], error) {
		terms, err := in.Body.Terms.at(idOf(in.Body.AgencyID), svc.Today())
		if err != nil {
			return nil, err
		}
		done, err := svc.DecideTransfer(ctx, who, organization.DecideTransfer{ID: in.ID, State: organization.TransferState(in.Body.State), Terms: terms, Reason: in.Body.Reason})
		return web.Respond(enteredOf(ctx, done)), err
	}
}
