package measure

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/identity"
	"taphuan/internal/organization"
	"taphuan/internal/outbox"
	"taphuan/internal/planning"
	"taphuan/internal/postgres"
)

// Figure is one measured figure with its goal ("<=100").
type Figure struct {
	Name, Unit, Goal string
	Value            float64
}

// world is the measured province with the services over it.
type world struct {
	db           *postgres.DB
	owner        *bun.DB
	organization *organization.Service
	province     reach // every agency
	branch       reach // a tenth of them
	one          reach // one
	people       int
}

// reach is an agency with everything below it.
type reach []uuid.UUID

func (r reach) agency() uuid.UUID { return r[0] }

// as is somebody who holds a role there.
func (r reach) as(role access.Role) access.Principal {
	return access.Principal{PersonID: uuid.Must(uuid.NewV7()), Grants: []access.Grant{{Role: role, AgencyID: r.agency(), Agencies: r}}}
}

// part is what one part of the program measures over the world.
type part func(ctx context.Context, w *world) ([]Figure, error)

// parts are measured in turn: the duties last, since the database goes on tidying their million rows for minutes.
var parts = []part{measureSearch, measureLists, measureImport, measureDuties}

// People builds a world of so many people in a migrated, empty database and measures every part; tell
// hears each figure as it is known.
func People(ctx context.Context, url string, people int, tell func(Figure)) error {
	owner, err := postgres.OpenAsOwner(ctx, url)
	if err != nil {
		return err
	}
	defer owner.Close()
	began := time.Now()
	if err := buildWorld(ctx, owner, people); err != nil {
		return err
	}
	tell(Figure{Name: "people", Unit: "people", Value: float64(people)})
	tell(Figure{Name: "agencies", Unit: "agencies", Value: agencies})
	tell(Figure{Name: "people_world_built", Unit: "s", Value: time.Since(began).Seconds()})
	db, err := postgres.Open(ctx, url, 4)
	if err != nil {
		return err
	}
	defer db.Close()
	w, err := openWorld(ctx, db, owner, people)
	if err != nil {
		return err
	}
	for _, measure := range parts {
		figures, err := measure(ctx, w)
		for _, f := range figures {
			tell(f)
		}
		if err != nil {
			return err
		}
	}
	return nil
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
	w := &world{db: db, owner: owner, people: people, organization: organization.New(db, accounts, &outbox.Outbox{}, organization.Links{Closed: planning.ClosedPeriods, Restate: planning.RestateTx}, time.Now)}
	for code, r := range map[string]*reach{"B0": &w.province, "B1": &w.branch, "B2000": &w.one} {
		err := owner.NewRaw(`SELECT c.descendant_id FROM organization.agency_closure c JOIN organization.agency_versions v ON v.agency_id = c.ancestor_id
			WHERE v.code = ? ORDER BY c.depth`, code).Scan(ctx, r)
		if err != nil {
			return nil, err
		}
	}
	return w, nil
}

// seconds times one run.
func seconds(run func() error) (float64, error) {
	began := time.Now()
	err := run()
	return time.Since(began).Seconds(), err
}
