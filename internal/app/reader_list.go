package app

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
	"taphuan/internal/web"
)

// Reader is one opening of the caller's data by another person.
type Reader struct {
	At           time.Time `json:"at"`
	ReaderName   string    `json:"readerName"`
	ReaderAgency string    `json:"readerAgency"`
	What         string    `json:"what" doc:"people_list, completion_list, recognition_list, slip, roster"`
}

// readerRoutes adds "Ai đã xem dữ liệu của tôi": who opened the caller's rows.
func (a *App) readerRoutes() {
	web.Handle(a.server, web.Route{Method: http.MethodGet, Path: "/me/readers", Permission: access.SignedIn, Name: "list-readers",
		Summary: "Who opened the caller's data, newest first"}, func(ctx context.Context, who access.Principal, in *web.Paging) (*web.Body[web.List[Reader]], error) {
		var reads []audit.Read
		var total int
		err := a.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
			var err error
			reads, total, err = audit.ListReads(ctx, tx, who.PersonID, in.Limit(), in.Offset())
			return err
		})
		if err != nil {
			return nil, err
		}
		names, err := a.parts.organization.NamesOf(ctx, readersOf(reads), agenciesOf(reads))
		if err != nil {
			return nil, err
		}
		return web.Respond(web.ListOf(reads, total, *in, func(r audit.Read) Reader {
			return Reader{At: r.At.UTC(), ReaderName: names[r.ReaderID], ReaderAgency: names[r.AgencyID], What: r.What}
		})), nil
	})
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
