package web

import (
	"errors"
	"maps"

	"github.com/danielgtaylor/huma/v2"
)

// errZeroByte refuses a body in words that wordsFor knows.
var errZeroByte = errors.New("a text holds a byte of zero")

// formats read bodies as huma does, but refuse texts that PostgreSQL cannot hold.
func formats() map[string]huma.Format {
	all := maps.Clone(huma.DefaultFormats)
	for name, format := range all {
		read := format.Unmarshal
		format.Unmarshal = func(data []byte, v any) error {
			if holdsZeroByte(data) {
				return errZeroByte
			}
			return read(data, v)
		}
		all[name] = format
	}
	return all
}

// holdsZeroByte reports whether JSON escapes a byte of zero in a text. An escaped backslash before u0000
// is a backslash.
func holdsZeroByte(json []byte) bool {
	for i := 0; i+5 < len(json); i++ {
		if json[i] != '\\' {
			continue
		}
		if string(json[i+1:i+6]) == "u0000" {
			return true
		}
		i++ // what is escaped
	}
	return false
}
