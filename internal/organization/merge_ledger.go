package organization

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
)

// ErrMergeChanged refuses to undo a merge when a row that it changed has been changed since.
var ErrMergeChanged = fault.New(fault.Conflict, "merge.changed",
	fault.Text{VI: "Sau khi gộp, vị trí công tác, lớp hoặc mã của hồ sơ này đã được sửa, nên không tự tách lại được. Hãy đưa hồ sơ về như ngay sau khi gộp, rồi hoàn tác.", EN: "Since the merge a posting, class or code of this entry was changed, so it cannot be parted by itself. Set the entry back to how it was right after the merge, then undo."})

// Ledger changes rows for a merge and writes down what each was, so that the merge can be undone to
// the last column. Nothing else changes rows in a merge.
type Ledger struct {
	tx      bun.Tx
	mergeID uuid.UUID
	Kept    uuid.UUID // the entry that stays
	Merged  uuid.UUID // the entry that goes into it
	step    int
}

// Update names rows and what becomes of their columns. Placeholders in Where and Set begin at ?0;
// the row is t.
type Update struct {
	Table string            // "learning.enrollments"
	Key   []string          // columns of the primary key
	Set   map[string]string // column to the SQL of its new value; empty: the row is deleted
	From  string            // ", (...) n" for values that are looked up
	Where string
	Args  []any
}

// Change writes down the rows that an update names and changes them. It returns how many they are.
func (l *Ledger) Change(ctx context.Context, u Update) (int, error) {
	l.step++
	before, after := "to_jsonb(t)", "NULL::jsonb"
	if len(u.Set) > 0 {
		before, after = jsonOf(u.Set, func(column string) string { return "t." + column }), jsonOf(u.Set, func(column string) string { return u.Set[column] })
	}
	n := len(u.Args)
	query := fmt.Sprintf(`INSERT INTO organization.merge_changes (merge_id, step, number, person_id, table_name, key, before, after)
		SELECT ?%d, ?%d, row_number() OVER (), ?%d, ?%d, %s, %s, %s FROM %s t%s WHERE %s`,
		n, n+1, n+2, n+3, keyOf(u.Key), before, after, u.Table, u.From, u.Where)
	noted, err := affected(l.tx.ExecContext(ctx, query, append(u.Args, l.mergeID, l.step, l.Kept, u.Table)...))
	if err != nil || noted == 0 {
		return 0, err
	}
	changes := changedRows{tx: l.tx, mergeID: l.mergeID, Step: l.step, TableName: u.Table, Keys: u.Key, Deleted: len(u.Set) == 0}
	for column := range u.Set {
		changes.Columns = append(changes.Columns, column)
	}
	return noted, changes.apply(ctx, noted)
}

// Exists reports whether a query finds a row, for what must be known before rows are moved.
func (l *Ledger) Exists(ctx context.Context, query string, args ...any) (bool, error) {
	found := false
	err := l.tx.NewRaw("SELECT EXISTS ("+query+")", args...).Scan(ctx, &found)
	return found, err
}

// Repoint gives the rows of the merged entry in a table to the kept one; those that it has already
// are taken out.
func (l *Ledger) Repoint(ctx context.Context, t PersonTable) error {
	if t.Unique != nil {
		same := "k.person_id = ?1"
		for _, column := range t.Unique {
			same += " AND k." + column + " = t." + column
		}
		_, err := l.Change(ctx, Update{Table: t.Name, Key: t.Key, Args: []any{l.Merged, l.Kept},
			Where: t.rows() + " AND EXISTS (SELECT FROM " + t.Name + " k WHERE " + same + ")"})
		if err != nil {
			return err
		}
	}
	_, err := l.Change(ctx, Update{Table: t.Name, Key: t.Key, Set: map[string]string{"person_id": "?1::uuid"}, Where: t.rows(), Args: []any{l.Merged, l.Kept}})
	return err
}

func keyOf(columns []string) string {
	set := map[string]string{}
	for _, column := range columns {
		set[column] = ""
	}
	return jsonOf(set, func(column string) string { return "t." + column })
}

func jsonOf(columns map[string]string, value func(column string) string) string {
	var parts []string
	for column := range columns {
		parts = append(parts, "'"+column+"', "+value(column))
	}
	return "jsonb_build_object(" + strings.Join(parts, ", ") + ")"
}

// changedRows is one step of a merge: rows of one table whose columns changed alike.
type changedRows struct {
	tx        bun.Tx
	mergeID   uuid.UUID
	Step      int
	TableName string
	Keys      []string `bun:",array"`
	Columns   []string `bun:",array"` // that changed; of a deleted row all of them
	Deleted   bool
	Rows      int
}

// apply makes the rows what the step says. Error: fault.ErrInternal when a row is not there.
func (c changedRows) apply(ctx context.Context, want int) error {
	if c.Deleted {
		return c.exec(ctx, want, fault.ErrInternal, "DELETE FROM "+c.TableName+" t USING "+c.from("m.key", "m.before", "m.before")+c.where())
	}
	return c.exec(ctx, want, fault.ErrInternal, c.update(c.from("m.key", "m.after", "m.before")))
}

// revert makes the rows what they were before the step. Error: ErrMergeChanged when a row is not as
// the step left it.
func (c changedRows) revert(ctx context.Context) error {
	if c.Deleted {
		columns := strings.Join(c.Columns, ", ")
		return c.exec(ctx, c.Rows, ErrMergeChanged, "INSERT INTO "+c.TableName+" ("+columns+") SELECT r."+strings.Join(c.Columns, ", r.")+
			" FROM organization.merge_changes m, jsonb_populate_record(NULL::"+c.TableName+", m.before) r WHERE m.merge_id = ?0 AND m.step = ?1")
	}
	return c.exec(ctx, c.Rows, ErrMergeChanged, c.update(c.from("m.key || m.after", "m.before", "m.after")))
}

// from reads the step's rows: k their keys, n their new values, o the values that they have now.
func (c changedRows) from(key, next, now string) string {
	record := func(of string) string { return "jsonb_populate_record(NULL::" + c.TableName + ", " + of + ")" }
	return "organization.merge_changes m, " + record(key) + " k, " + record(next) + " n, " + record(now) + " o"
}

func (c changedRows) update(from string) string {
	var sets []string
	now := ""
	for _, column := range c.Columns {
		sets = append(sets, column+" = n."+column)
		now += " AND t." + column + " IS NOT DISTINCT FROM o." + column
	}
	return "UPDATE " + c.TableName + " t SET " + strings.Join(sets, ", ") + " FROM " + from + c.where() + now
}

func (c changedRows) where() string {
	where := " WHERE m.merge_id = ?0 AND m.step = ?1"
	for _, k := range c.Keys {
		where += " AND t." + k + " = k." + k
	}
	return where
}

func (c changedRows) exec(ctx context.Context, want int, otherwise *fault.Error, query string) error {
	n, err := affected(c.tx.ExecContext(ctx, query, c.mergeID, c.Step))
	if err == nil && n != want {
		return otherwise.Because(fmt.Errorf("%s: %d rows of %d", c.TableName, n, want))
	}
	return err
}

// listSteps returns the steps of a merge, the last first.
func listSteps(ctx context.Context, tx bun.Tx, merge uuid.UUID) ([]changedRows, error) {
	var steps []changedRows
	err := tx.NewRaw(`SELECT m.step, m.table_name, bool_and(m.after IS NULL) AS deleted, count(*) AS rows,
		(SELECT array_agg(k) FROM jsonb_object_keys((array_agg(m.key))[1]) k) AS keys,
		(SELECT array_agg(k) FROM jsonb_object_keys((array_agg(m.before))[1]) k WHERE NOT EXISTS (SELECT FROM pg_attribute a
			WHERE a.attrelid = m.table_name::regclass AND a.attname = k AND a.attgenerated <> '')) AS columns
		FROM organization.merge_changes m WHERE m.merge_id = ? GROUP BY m.step, m.table_name ORDER BY m.step DESC`, merge).Scan(ctx, &steps)
	for i := range steps {
		steps[i].tx, steps[i].mergeID = tx, merge
	}
	return steps, err
}

func affected(result interface{ RowsAffected() (int64, error) }, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}
