package reporting

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/reporting/tree"
)

// span names a window of days.
type span string

// The spans of an indicator.
const (
	inPeriod span = "period"   // kỳ này
	before   span = "previous" // cùng kỳ năm trước
	sinceAll span = "since"    // lũy kế từ khi có kế hoạch
)

// window is a span's days, both included.
type window struct {
	Span     span
	From, To time.Time
}

// figures are the counts of one row and span by the names of the queries' columns. A missing count is
// 0; a NULL (a mean of nothing) is absent from known.
type figures map[string]int64

// counted holds figures by row (0: the whole) and span.
type counted map[int]map[span]figures

func (c counted) of(branch int, s span) figures { return c[branch][s] }

// families are the queries that count indicators.
var families = []string{"strength", "turns", "trained", "cohort", "scores", "certificates", "classes"}

// countFigures runs the families once each for all rows and windows. courses keeps strength and trained
// to what was completed of them; nil: every course.
func countFigures(ctx context.Context, tx bun.IDB, families []string, g tree.Group, windows []window, courses []uuid.UUID) (counted, error) {
	args := append(frame(g, windows), pgdialect.Array(courses))
	result := counted{}
	for _, family := range families {
		rows, err := tx.QueryContext(ctx, query("windows", family), args...)
		if err != nil {
			return nil, err
		}
		if err := result.scan(rows); err != nil {
			return nil, err
		}
	}
	return result, nil
}

// scanner is what scan reads: *sql.Rows.
type scanner interface {
	Columns() ([]string, error)
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

// scan reads rows of branch, span and counts by their columns' names.
func (c counted) scan(rows scanner) error {
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() {
		var branch int
		var s span
		counts := make([]*int64, len(columns)-2)
		into := []any{&branch, &s}
		for i := range counts {
			into = append(into, &counts[i])
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if c[branch] == nil {
			c[branch] = map[span]figures{}
		}
		if c[branch][s] == nil {
			c[branch][s] = figures{}
		}
		for i, n := range counts {
			if n != nil {
				c[branch][s][columns[i+2]] = *n
			}
		}
	}
	return rows.Err()
}

// frame are the arguments of query windows: each member once for the whole and once for its row.
func frame(g tree.Group, windows []window) []any {
	var agencies []uuid.UUID
	var from []string
	var branches []int
	for _, m := range g.Members {
		for _, branch := range []int{0, m.Branch} {
			if branch == 0 && len(agencies) > 0 && agencies[len(agencies)-1] == m.AgencyID {
				continue // successors in several rows: the whole alone
			}
			agencies, branches = append(agencies, m.AgencyID), append(branches, branch)
			from = append(from, sqlDay(m.CountsFrom))
		}
	}
	var spans, starts, ends []string
	for _, w := range windows {
		spans, starts, ends = append(spans, string(w.Span)), append(starts, sqlDay(w.From)), append(ends, sqlDay(w.To))
	}
	return []any{pgdialect.Array(agencies), pgdialect.Array(from), pgdialect.Array(branches), pgdialect.Array(spans), pgdialect.Array(starts), pgdialect.Array(ends)}
}

// sqlDay is a day as an array of dates takes it; the zero time is the first day of all.
func sqlDay(day time.Time) string {
	if day.IsZero() {
		return "0001-01-01"
	}
	return day.Format(time.DateOnly)
}

// Part is one line of a breakdown: a field of courses or an audience.
type Part struct {
	Part        string
	Turns       int64
	Completions int64
	People      int64 // distinct; never summed over parts
}

func countParts(ctx context.Context, tx bun.IDB, name string, g tree.Group, windows []window) (map[string]Part, error) {
	var rows []Part
	if err := tx.NewRaw(query("windows", name), frame(g, windows)...).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	parts := map[string]Part{}
	for _, row := range rows {
		parts[row.Part] = row
	}
	return parts, nil
}
