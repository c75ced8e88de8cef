package exchange

import "strings"

// readText reads questions written in plain text.
func (im *importer) readText(text string) error {
	r := &writtenReader{importer: im, lost: map[int][]words{}}
	var lines []line
	for i, row := range strings.Split(composed(text), "\n") {
		var b lineBuilder
		b.write(visible(row), 0)
		lines = append(lines, b.line(i+1))
	}
	return r.readLines(lines)
}
