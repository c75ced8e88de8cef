package postgres

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// NullID returns the id as a column takes it: NULL for uuid.Nil.
func NullID(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

var likeEscapes = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Containing returns a LIKE pattern that finds the text anywhere, whatever it holds.
func Containing(text string) string { return "%" + likeEscapes.Replace(text) + "%" }

// JSON carries a value to and from a jsonb column; to scan, V is a pointer.
type JSON struct{ V any }

// Value encodes the value.
func (j JSON) Value() (driver.Value, error) {
	data, err := json.Marshal(j.V)
	return string(data), err
}

// Scan decodes a column into the value.
func (j JSON) Scan(src any) error {
	switch data := src.(type) {
	case []byte:
		return json.Unmarshal(data, j.V)
	case string:
		return json.Unmarshal([]byte(data), j.V)
	}
	return fmt.Errorf("jsonb column holds %T", src)
}
