package measure

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/identity"
	"taphuan/internal/organization"
	"taphuan/internal/outbox"
	"taphuan/internal/postgres"
)

// Figure is one measured figure with its goal ("<=100").
type Figure struct {
	Name, Unit, Goal string
	Value            float64
}

// world is the measured province with the services over it.
type world struct {
	organization *organization.Service
	above        access.Principal // keeps people in every agency
	one          access.Principal // keeps people in one
	people       int
}

// part is what one part of the program measures over the world.
type part func(ctx context.Context, w *world) ([]Figure, error)

// parts are measured in turn: add a line for imports, audiences, denominators.
var parts = []part{measureSearch}

// People builds a world of so many people in a migrated, empty database and measures every part.
func People(ctx context.Context, url string, people int) ([]Figure, error) {
	owner, err := postgres.OpenAsOwner(ctx, url)
	if err != nil {
		return nil, err
	}
	defer owner.Close()
	began := time.Now()
	if err := buildWorld(ctx, owner, people); err != nil {
		return nil, err
	}
	if err := organization.RebuildClosureTx(ctx, owner); err != nil {
		return nil, err
	}
	figures := []Figure{{Name: "people", Unit: "people", Value: float64(people)}, {Name: "people_world_built", Unit: "s", Value: time.Since(began).Seconds()}}
	db, err := postgres.Open(ctx, url, 4)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	w, err := openWorld(ctx, db, owner, people)
	if err != nil {
		return nil, err
	}
	for _, measure := range parts {
		more, err := measure(ctx, w)
		if err != nil {
			return figures, err
		}
		figures = append(figures, more...)
	}
	return figures, nil
}

func openWorld(ctx context.Context, db *postgres.DB, owner *bun.DB, people int) (*world, error) {
	keys, err := identity.NewKeys(make([]byte, 32))
	if err != nil {
		return nil, err
	}
	accounts, err := identity.New(identity.Options{DB: db, Keys: keys, PublicURL: "http://localhost", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	var units []uuid.UUID
	if err := owner.NewRaw("SELECT agency_id FROM organization.agency_versions ORDER BY kind = 'province' DESC, code").Scan(ctx, &units); err != nil {
		return nil, err
	}
	focal := func(reach ...uuid.UUID) access.Principal {
		return access.Principal{PersonID: uuid.Must(uuid.NewV7()), Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: reach[0], Agencies: reach}}}
	}
	return &world{organization: organization.New(db, accounts, &outbox.Outbox{}, time.Now), above: focal(units...), one: focal(units[1]), people: people}, nil
}

// searches are what people type: rare and common names, one word and several, with accents and without.
var searches = []string{"nguyen", "Nguyễn", "đường", "duong", "van an", "Nguyễn Văn An", "kim lan", "cb0000042", "d", "đ", "tran rot", "Hòa Đặng"}

// measureSearch times the search by name over everybody and in one agency.
func measureSearch(ctx context.Context, w *world) ([]Figure, error) {
	var figures []Figure
	for name, who := range map[string]access.Principal{"search_everybody": w.above, "search_agency": w.one} {
		var took []float64
		for i := range 20 * len(searches) {
			q := organization.ListPeople{AgencyID: who.Grants[0].AgencyID, Query: searches[(i+rand.IntN(3))%len(searches)], Limit: 50}
			began := time.Now()
			if _, err := w.organization.ListPeople(ctx, who, q); err != nil {
				return nil, err
			}
			if i >= len(searches) { // the first round warms up
				took = append(took, float64(time.Since(began).Microseconds())/1000)
			}
		}
		slices.Sort(took)
		figures = append(figures, Figure{Name: name + "_p50", Value: took[len(took)/2], Unit: "ms", Goal: "<=50"},
			Figure{Name: name + "_p95", Value: took[len(took)*95/100], Unit: "ms", Goal: "<=100"})
	}
	slices.SortFunc(figures, func(a, b Figure) int { return len(a.Name) - len(b.Name) })
	return figures, nil
}
