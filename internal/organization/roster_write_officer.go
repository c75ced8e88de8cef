package organization

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
)

// officerWriter writes some rows of a list of officers. No step asks once per row.
type officerWriter struct {
	service *Service
	tx      bun.Tx
	world   *rosterWorld
	roster  *Roster
	known   map[uuid.UUID]*knownOfficer
	rows    []RosterRow

	opened []Posting   // postings that begin
	closed []uuid.UUID // postings that end
	ends   []time.Time
	movers []uuid.UUID // people whose agency becomes another
	places []uuid.UUID
	lines  map[restated]Restatement // what reaches into closed periods
}

// restated is a period and an agency whose figures an entry does not change any more.
type restated struct{ period, agency uuid.UUID }

func (w *officerWriter) write(ctx context.Context) error {
	fresh, err := newPersons(w.rows, Officer, func(row *RosterRow) uuid.UUID { return *row.UnitID })
	if err != nil {
		return err
	}
	if err := insertPeople(ctx, w.tx, fresh); err != nil {
		return err
	}
	for i := range w.rows {
		w.plan(&w.rows[i])
	}
	if err := w.change(ctx); err != nil {
		return err
	}
	if err := completePersons(ctx, w.tx, w.rows); err != nil {
		return err
	}
	return w.service.ensureAccounts(ctx, w.tx, w.world.scope, fresh)
}

// plan notes what a row does to postings. A posting that begins and changes on one day is written
// over, since it held for no day.
func (w *officerWriter) plan(row *RosterRow) {
	k := w.known[*row.PersonID]
	if k != nil && !row.changesPosting(k) {
		return
	}
	entry := row.enters(k, w.roster.from(w.world.today), w.world.closed)
	next := entry.posting
	next.ID, next.PersonID, next.PositionGroup = audit.NewID(), *row.PersonID, cmp.Or(next.PositionGroup, w.world.units.root.usualGroup())
	w.opened = append(w.opened, next)
	w.restate(entry.lines)
	if k == nil {
		return
	}
	if k.PostingID != nil {
		w.closed, w.ends = append(w.closed, *k.PostingID), append(w.ends, next.ValidFrom)
	}
	w.movers, w.places = append(w.movers, k.ID), append(w.places, *row.UnitID)
}

// restate notes the lines of one more person, once for each period and agency.
func (w *officerWriter) restate(lines []Restatement) {
	for _, line := range lines {
		key := restated{line.PeriodID, line.AgencyID}
		line.People = w.lines[key].People + 1
		line.Act, line.RosterID, line.ActorID = "commit_roster", w.roster.ID, w.roster.actor()
		w.lines[key] = line
	}
}

func (w *officerWriter) change(ctx context.Context) error {
	if err := w.service.links.Restate(ctx, w.tx, slices.Collect(maps.Values(w.lines))); err != nil {
		return err
	}
	if len(w.closed) > 0 {
		_, err := w.tx.ExecContext(ctx, `DELETE FROM organization.postings o USING unnest(ARRAY[?]::uuid[], ARRAY[?]::date[]) AS n(id, day)
			WHERE o.id = n.id AND o.valid_from >= n.day`, bun.List(w.closed), bun.List(w.ends))
		if err != nil {
			return err
		}
		_, err = w.tx.ExecContext(ctx, `UPDATE organization.postings o SET valid_to = n.day FROM unnest(ARRAY[?]::uuid[], ARRAY[?]::date[]) AS n(id, day)
			WHERE o.id = n.id AND o.valid_to IS NULL`, bun.List(w.closed), bun.List(w.ends))
		if err != nil {
			return err
		}
	}
	if err := insertMany(ctx, w.tx, w.opened); err != nil || len(w.movers) == 0 {
		return err
	}
	_, err := w.tx.ExecContext(ctx, `UPDATE organization.persons p SET agency_id = n.agency_id, updated_at = now()
		FROM unnest(ARRAY[?]::uuid[], ARRAY[?]::uuid[]) AS n(id, agency_id) WHERE p.id = n.id AND p.agency_id <> n.agency_id`, bun.List(w.movers), bun.List(w.places))
	return err
}
