package reporting

import (
	"embed"
	"fmt"
)

//go:embed query/*.sql
var queries embed.FS

// query is the text of a file in query/, by its name without the ending. Several names are joined:
// a file that opens a WITH comes first.
func query(names ...string) string {
	var text []byte
	for _, name := range names {
		file, err := queries.ReadFile("query/" + name + ".sql")
		if err != nil {
			panic(fmt.Sprintf("reporting: %v", err))
		}
		text = append(append(text, file...), '\n')
	}
	return string(text)
}
