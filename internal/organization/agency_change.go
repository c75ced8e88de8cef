package organization

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// row is a row of a table as JSON, by column; days are texts.
type row map[string]any

func (r row) with(changes row) row {
	next := row{}
	for key, value := range r {
		next[key] = value
	}
	for key, value := range changes {
		next[key] = value
	}
	return next
}

func (r row) id(column string) uuid.UUID {
	text, _ := r[column].(string)
	id, _ := uuid.Parse(text)
	return id
}

func (r row) text(column string) string {
	text, _ := r[column].(string)
	return text
}

// day returns a day of the row; the zero time where there is none.
func (r row) day(column string) time.Time {
	day, _ := time.Parse(time.DateOnly, r.text(column))
	return day
}

// change is one row that an event writes: Before nil adds it.
type change struct {
	What   string
	Before row
	After  row
}

// changedColumns are the columns of each table that an event may write, in the order of writing: what is
// referred to comes first.
var changedColumns = []struct {
	what    string
	key     string
	columns []string
	person  string // the column that names the person
}{
	{"agencies", "id", nil, ""},
	{"agency_versions", "id", []string{"valid_from", "valid_to", "name", "short_name", "kind", "code", "parent_id", "professional_parent_id", "header_kind",
		"full_place_name", "publishes_strength", "contact", "name_key"}, ""},
	{"postings", "id", []string{"agency_id", "valid_from", "valid_to"}, "person_id"},
	{"school_classes", "id", nil, ""},
	{"class_members", "person_id", []string{"school_class_id", "agency_id", "valid_from", "valid_to"}, "person_id"},
	{"grants", "id", []string{"agency_id", "school_class_id", "valid_from", "valid_to"}, "person_id"},
	{"persons", "id", []string{"agency_id", "code"}, "id"},
}

// insertSQL adds rows given as JSON to the named table.
const insertSQL = `INSERT INTO organization.? SELECT r.* FROM jsonb_array_elements(?::jsonb) e, jsonb_populate_record(NULL::organization.?, e) r`

// writeChanges writes the changes of an event. Updates come before additions, so that a posting is
// closed before the next one opens. errChangedMeanwhile when a row is no longer what it was.
func writeChanges(ctx context.Context, tx bun.IDB, changes []change) error {
	for _, table := range changedColumns {
		var before, after, added []row
		for _, c := range changes {
			switch {
			case c.What != table.what:
			case c.Before == nil:
				added = append(added, c.After)
			default:
				before, after = append(before, c.Before), append(after, c.After)
			}
		}
		if err := updateRows(ctx, tx, table.what, table.key, table.columns, before, after); err != nil {
			return err
		}
		if len(added) == 0 {
			continue
		}
		name := bun.Ident(table.what)
		if _, err := tx.ExecContext(ctx, insertSQL, name, asJSON(added), name); err != nil {
			return err
		}
	}
	return nil
}

// undoChanges takes the changes of an event back, the last table first.
func undoChanges(ctx context.Context, tx bun.IDB, changes []change) error {
	tables := slices.Clone(changedColumns)
	slices.Reverse(tables)
	for _, table := range tables {
		var before, after, added []row
		for _, c := range changes {
			switch {
			case c.What != table.what:
			case c.Before == nil:
				added = append(added, c.After)
			default:
				before, after = append(before, c.Before), append(after, c.After)
			}
		}
		if err := deleteRows(ctx, tx, table.what, added); err != nil {
			return err
		}
		if err := updateRows(ctx, tx, table.what, table.key, table.columns, after, before); err != nil {
			return err
		}
	}
	return nil
}

// updateRows turns rows that still are what they were into what they become, in the columns that an
// event writes. A row is found by its key and the day on which it began.
func updateRows(ctx context.Context, tx bun.IDB, what, key string, columns []string, from, to []row) error {
	if len(from) == 0 {
		return nil
	}
	var set, same []byte
	for i, c := range columns {
		if i > 0 {
			set, same = append(set, ", "...), append(same, " AND "...)
		}
		set = append(set, c+" = n."+c...)
		same = append(same, "t."+c+" IS NOT DISTINCT FROM o."+c...)
	}
	name := bun.Ident(what)
	result, err := tx.ExecContext(ctx, `UPDATE organization.? t SET ? FROM (SELECT a.value AS was, b.value AS becomes
			FROM jsonb_array_elements(?::jsonb) WITH ORDINALITY a JOIN jsonb_array_elements(?::jsonb) WITH ORDINALITY b USING (ordinality)) e,
			LATERAL jsonb_populate_record(NULL::organization.?, e.was) o, LATERAL jsonb_populate_record(NULL::organization.?, e.becomes) n
		WHERE t.? = o.? AND ?`, name, bun.Safe(set), asJSON(from), asJSON(to), name, name, bun.Ident(key), bun.Ident(key), bun.Safe(same))
	if err != nil {
		return err
	}
	return wantRows(result, len(from))
}

// deleteRows deletes rows that an event added, as long as nobody has changed them.
func deleteRows(ctx context.Context, tx bun.IDB, what string, added []row) error {
	if len(added) == 0 {
		return nil
	}
	name := bun.Ident(what)
	result, err := tx.ExecContext(ctx, `DELETE FROM organization.? t USING jsonb_array_elements(?::jsonb) e, jsonb_populate_record(NULL::organization.?, e) o
		WHERE to_jsonb(t) = to_jsonb(o)`, name, asJSON(added), name)
	if err != nil {
		return err
	}
	return wantRows(result, len(added))
}

func wantRows(result interface{ RowsAffected() (int64, error) }, want int) error {
	n, err := result.RowsAffected()
	if err == nil && n != int64(want) {
		return errChangedMeanwhile
	}
	return err
}

func asJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // rows hold only what came from JSON
	}
	return string(data)
}

// journalRow is a change as it is kept.
type journalRow struct {
	bun.BaseModel `bun:"table:organization.agency_event_changes"`
	EventID       uuid.UUID  `bun:"event_id"`
	Number        int        `bun:"number"`
	What          string     `bun:"what"`
	RowID         uuid.UUID  `bun:"row_id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	PersonID      *uuid.UUID `bun:"person_id"`
	Before        row        `bun:"before,type:jsonb"`
	After         row        `bun:"after,type:jsonb"`
}

// keepChanges writes the journal of an event, after what is in it already.
func keepChanges(ctx context.Context, tx bun.IDB, event uuid.UUID, changes []change) error {
	var from int
	err := tx.NewRaw("SELECT COALESCE(max(number), 0) FROM organization.agency_event_changes WHERE event_id = ?", event).Scan(ctx, &from)
	if err != nil {
		return err
	}
	rows := make([]journalRow, len(changes))
	for i, c := range changes {
		rows[i] = journalRow{EventID: event, Number: from + i + 1, What: c.What, Before: c.Before, After: c.After}
		rows[i].RowID, rows[i].AgencyID = c.After.id("id"), c.After.id("agency_id")
		if c.What == "agencies" {
			rows[i].AgencyID = c.After.id("id")
		}
		for _, table := range changedColumns {
			if table.what == c.What && table.person != "" {
				person := c.After.id(table.person)
				rows[i].PersonID = &person
				rows[i].RowID = c.After.id(table.key)
			}
		}
	}
	return insertMany(ctx, tx, rows)
}

// listChanges reads the journal of an event.
func listChanges(ctx context.Context, tx bun.IDB, event uuid.UUID) ([]change, error) {
	var rows []journalRow
	err := tx.NewSelect().Model(&rows).Where("event_id = ?", event).Order("number").Scan(ctx)
	changes := make([]change, len(rows))
	for i, r := range rows {
		changes[i] = change{What: r.What, Before: r.Before, After: r.After}
	}
	return changes, err
}

// listRows reads whole rows as JSON.
func listRows(ctx context.Context, tx bun.IDB, query string, args ...any) ([]row, error) {
	var rows []struct {
		Row row `bun:"type:jsonb"`
	}
	err := tx.NewRaw(query, args...).Scan(ctx, &rows)
	found := make([]row, len(rows))
	for i, r := range rows {
		found[i] = r.Row
	}
	return found, err
}

func uuidArray(ids []uuid.UUID) any { return pgdialect.Array(ids) }
