package audithttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

// EntryFilter is what the log is asked for; exported, because huma does not read into embedded
// structs that are not.
type EntryFilter struct {
	Actor  string `query:"actor" format:"uuid" maxLength:"36" doc:"Person who acted"`
	Object string `query:"object" format:"uuid" maxLength:"36" doc:"Person or thing that was changed"`
	Agency string `query:"agency" format:"uuid" maxLength:"36" doc:"Agency whose affair it is"`
	Action string `query:"action" maxLength:"60"`
	From   string `query:"from" format:"date" maxLength:"10" doc:"First day"`
	To     string `query:"to" format:"date" maxLength:"10" doc:"Last day"`
}

func (f EntryFilter) query() (q audit.ListEntries, err error) {
	q.Action = f.Action
	for _, id := range []struct {
		text, at string
		into     *uuid.UUID
	}{{f.Actor, "query.actor", &q.ActorID}, {f.Object, "query.object", &q.ObjectID}, {f.Agency, "query.agency", &q.AgencyID}} {
		if id.text == "" {
			continue
		}
		if *id.into, err = uuid.Parse(id.text); err != nil {
			return q, fault.ErrInvalid.At(id.at, "invalid", fault.TextInvalid)
		}
	}
	if q.From, err = day(f.From, "query.from"); err != nil {
		return q, err
	}
	q.To, err = day(f.To, "query.to")
	return q, err
}

func day(text, at string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	parsed, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil, fault.ErrInvalid.At(at, "not_a_date", fault.TextInvalid)
	}
	return &parsed, nil
}

type entryListInput struct {
	EntryFilter
	Older    string `query:"older" format:"uuid" maxLength:"36" doc:"Only entries older than this one"`
	PageSize int    `query:"pageSize" minimum:"1" maximum:"100" default:"50"`
}

// Entry is one line of the audit log.
type Entry struct {
	ID         uuid.UUID     `json:"id"`
	At         time.Time     `json:"at"`
	ActorID    *uuid.UUID    `json:"actorId,omitempty"`
	ActorName  string        `json:"actorName" doc:"Empty: the platform itself"`
	ActorRole  web.LocalText `json:"actorRole"`
	AgencyName string        `json:"agencyName"`
	Action     string        `json:"action"`
	ActionName web.LocalText `json:"actionName"`
	ObjectType string        `json:"objectType"`
	ObjectID   *uuid.UUID    `json:"objectId,omitempty"`
	ObjectName string        `json:"objectName"`
	Reason     string        `json:"reason"`
	Before     any           `json:"before,omitempty" doc:"What it was"`
	After      any           `json:"after,omitempty" doc:"What it became"`
}

// EntryPage is a page of the log.
type EntryPage struct {
	Items []Entry    `json:"items"`
	Older *uuid.UUID `json:"older,omitempty" doc:"Ask for entries older than this one to go on"`
}

func listEntries(svc *audit.Service, names Names) func(context.Context, access.Principal, *entryListInput) (*web.Body[EntryPage], error) {
	return func(ctx context.Context, who access.Principal, in *entryListInput) (*web.Body[EntryPage], error) {
		q, err := in.query()
		if err != nil {
			return nil, err
		}
		if in.Older != "" {
			if q.Older, err = uuid.Parse(in.Older); err != nil {
				return nil, fault.ErrInvalid.At("query.older", "invalid", fault.TextInvalid)
			}
		}
		q.Limit = in.PageSize
		records, more, err := svc.ListEntries(ctx, who, q)
		if err != nil {
			return nil, err
		}
		page := EntryPage{}
		if page.Items, err = named(ctx, names, records); err != nil {
			return nil, err
		}
		if more {
			page.Older = &records[len(records)-1].ID
		}
		return web.Respond(page), nil
	}
}

type ownInput struct{ web.Paging }

func listOwn(svc *audit.Service, names Names) func(context.Context, access.Principal, *ownInput) (*web.Body[web.List[Entry]], error) {
	return func(ctx context.Context, who access.Principal, in *ownInput) (*web.Body[web.List[Entry]], error) {
		records, total, err := svc.ListOwnAccount(ctx, who, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		entries, err := named(ctx, names, records)
		return web.Respond(web.ListOf(entries, total, in.Paging, func(e Entry) Entry { return e })), err
	}
}
