package postgres

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Scope says which rows a transaction may see and write. Scopes add up: a row is visible when
// its agency or its person is named, or under a system reason.
type Scope struct {
	persons  []uuid.UUID
	agencies []uuid.UUID
	province bool
	system   Reason
}

// Reason names why code runs outside any person's rights. The list is closed: see reasons.go.
type Reason string

// Nobody is the scope of public reading: no row about a person is visible.
func Nobody() Scope { return Scope{} }

// Persons is the scope of rows about the given people, usually the caller alone.
func Persons(ids ...uuid.UUID) Scope { return Scope{persons: ids} }

// Agencies is the scope of rows that belong to the given agencies.
func Agencies(ids ...uuid.UUID) Scope { return Scope{agencies: ids} }

// Province is the scope of figures of every unit. It shows no row about a person.
func Province() Scope { return Scope{province: true} }

// System is the scope of a named duty of the platform itself; all rows are visible.
func System(reason Reason) Scope { return Scope{system: reason} }

// AndPersons adds people to a scope. The caller has checked that they may be seen.
func (s Scope) AndPersons(ids ...uuid.UUID) Scope {
	s.persons = append(append([]uuid.UUID{}, s.persons...), ids...)
	return s
}

// AndAgencies adds agencies to a scope.
func (s Scope) AndAgencies(ids ...uuid.UUID) Scope {
	s.agencies = append(append([]uuid.UUID{}, s.agencies...), ids...)
	return s
}

const setScope Prepared = `SELECT set_config('app.persons', $1, true), set_config('app.agencies', $2, true),
	set_config('app.province', $3, true), set_config('app.system', $4, true)`

// SetScope replaces the scope of a running transaction. Services use it to widen their own scope
// to people whom they have just read under the narrower one.
func SetScope(ctx context.Context, tx bun.Tx, s Scope) error {
	_, err := setScope.Exec(ctx, tx, joinIDs(s.persons), joinIDs(s.agencies), onOff(s.province), onOff(s.system != ""))
	return err
}

func joinIDs(ids []uuid.UUID) string {
	var b strings.Builder
	b.Grow(37 * len(ids))
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(id.String())
	}
	return b.String()
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}
