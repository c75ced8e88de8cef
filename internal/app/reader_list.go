package app

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
	"taphuan/internal/web"
)

// Reader is one opening of the caller's data by another person.
type Reader struct {
	At           time.Time     `json:"at"`
	ReaderName   string        `json:"readerName"`
	ReaderAgency string        `json:"readerAgency"`
	ReaderRole   web.LocalText `json:"readerRole" doc:"The role by which it was opened"`
	Document     string        `json:"document" doc:"Of an inspector: the document that names the agency"`
	What         string        `json:"what"`
	WhatName     web.LocalText `json:"whatName" doc:"What was opened, in words"`
}

// readerRoutes adds "Ai đã xem dữ liệu của tôi": who opened the caller's rows.
func (a *App) readerRoutes() {
	web.Handle(a.server, web.Route{Method: http.MethodGet, Path: "/me/readers", Permission: access.SignedIn, Name: "list-readers",
		Summary: "Who opened the caller's data, newest first"}, func(ctx context.Context, who access.Principal, in *web.Paging) (*web.Body[web.List[Reader]], error) {
		var reads []audit.Read
		var total int
		entries, err := a.parts.organization.EntriesOf(ctx, who.PersonID)
		if err != nil {
			return nil, err
		}
		err = a.db.Read(ctx, postgres.Persons(entries...), func(ctx context.Context, tx bun.Tx) error {
			var err error
			reads, total, err = audit.ListReads(ctx, tx, entries, in.Limit(), in.Offset())
			return err
		})
		if err != nil {
			return nil, err
		}
		names, err := a.parts.organization.NamesOf(ctx, readersOf(reads), agenciesOf(reads))
		if err != nil {
			return nil, err
		}
		rights, err := a.parts.organization.RightsOf(ctx, readingsOf(reads))
		if err != nil {
			return nil, err
		}
		list := web.List[Reader]{Items: make([]Reader, len(reads)), Total: total, Page: in.Page, PageSize: in.PageSize}
		for i, r := range reads {
			list.Items[i] = Reader{At: r.At.UTC(), ReaderName: names[r.ReaderID], ReaderAgency: names[r.AgencyID], ReaderRole: localText(rights[i].Role.Name()),
				Document: rights[i].Document, What: r.What, WhatName: localText(audit.ReadName(r.What))}
		}
		return web.Respond(list), nil
	})
}

func localText(text fault.Text) web.LocalText { return web.LocalText{VI: text.VI, EN: text.EN} }

func readingsOf(reads []audit.Read) []organization.Reading {
	readings := make([]organization.Reading, len(reads))
	for i, r := range reads {
		readings[i] = organization.Reading{ReaderID: r.ReaderID, AgencyID: r.AgencyID, At: r.At}
	}
	return readings
}

func readersOf(reads []audit.Read) []uuid.UUID {
	ids := make([]uuid.UUID, len(reads))
	for i, r := range reads {
		ids[i] = r.ReaderID
	}
	return ids
}

func agenciesOf(reads []audit.Read) []uuid.UUID {
	ids := make([]uuid.UUID, len(reads))
	for i, r := range reads {
		ids[i] = r.AgencyID
	}
	return ids
}
