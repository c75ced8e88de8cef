package organization

import (
	"time"

	"github.com/google/uuid"
)

// sqlPart is a piece of SQL with the arguments of its question marks, in their order.
type sqlPart struct {
	text string
	args []any
}

func (p *sqlPart) add(text string, args ...any) {
	p.text, p.args = p.text+text, append(p.args, args...)
}

func (p *sqlPart) join(other sqlPart) { p.add(other.text, other.args...) }

// subtree is an agency with everything below it on a day.
type subtree struct {
	agency uuid.UUID
	day    time.Time
}

// agencies is the subtree as what stands behind IN.
func (t subtree) agencies() sqlPart {
	return sqlPart{"(SELECT descendant_id FROM organization.agency_closure WHERE ancestor_id = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?))",
		[]any{t.agency, t.day, t.day}}
}
