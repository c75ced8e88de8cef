package exchange

import "strings"

// readText reads questions written in plain text.
func (im *importer) readText(text string) error {
	r := &writtenReader{importer: im, lost: map[int][]words{}}
	var lines []line
	for i, row := range strings.Split(composed(text), "\n") {
		l := line{number: i + 1}
		l.write(visible(row), 0)
		lines = append(lines, l)
	}
	return r.readLines(lines)
}
