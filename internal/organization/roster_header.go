package organization

import (
	"crypto/sha256"
	"regexp"
	"slices"
	"strings"

	"taphuan/internal/vietnamese"
)

// maxColumns bounds how many columns of a list are looked at.
const maxColumns = 100

// columns says what each column of a list is read as.
type columns struct {
	fields []heading // what is read from each column
	tops   []heading // over each column, of the first row of headings
	titles []string  // the words over each column
}

// findColumns reads a row of headings; ok is false when it is none: a name and one thing more. It is
// weak when three things are known and the name is not: the first unknown column may hold it, which
// is for a person to say.
func findColumns(cells []string) (c columns, ok, weak bool) {
	cells = cells[:min(len(cells), maxColumns)]
	c = columns{fields: make([]heading, len(cells)), tops: make([]heading, len(cells)), titles: make([]string, len(cells))}
	known := 0
	for i, cell := range cells {
		c.tops[i] = readHeading(cell)
		c.titles[i] = firstRunes(vietnamese.Normalize(cell), 100)
		if c.tops[i] != unknownHeading {
			known++
		}
		c.set(c.tops[i], i)
	}
	ok = known >= 2 && (c.at(nameHeading) >= 0 || c.at(familyHeading) >= 0)
	return c, ok, !ok && known >= 3 && c.guessName()
}

// guessName takes the first column of an unknown heading for the names.
func (c *columns) guessName() bool {
	for i, title := range c.titles {
		if title != "" && c.fields[i] == unknownHeading {
			c.fields[i] = nameHeading
			return true
		}
	}
	return false
}

// at returns the first column that is read as the heading; -1: none.
func (c *columns) at(h heading) int { return slices.Index(c.fields, h) }

// births are the columns of birth: one, or one for men and one for women.
func (c *columns) births() []int {
	var at []int
	for i, h := range c.fields {
		if h == birthHeading {
			at = append(at, i)
		}
	}
	return at
}

// set notes a column; of each kind that is kept the first counts.
func (c *columns) set(h heading, at int) {
	if h == unknownHeading || h != ignoredHeading && h != forbiddenHeading && c.at(h) >= 0 {
		return
	}
	c.fields[at] = h
}

// widen makes room for columns that stand right of the headings.
func (c *columns) widen(n int) {
	for n = min(n, maxColumns); len(c.fields) < n; {
		c.fields, c.tops, c.titles = append(c.fields, unknownHeading), append(c.tops, unknownHeading), append(c.titles, "")
	}
}

var (
	numbering = regexp.MustCompile(`^\(?([0-9]{1,2}|[A-Za-z])\)?$`)
	genders   = []string{"nam", "nu"}
)

// addSubheadings takes a second or third row of headings: what stands below a merged heading
// ("Năm sinh" over "Nam" and "Nữ", "Họ và tên" over "Họ đệm" and "Tên"), or their numbering.
func (c *columns) addSubheadings(cells []string) bool {
	found, numbers, filled, data := 0, 0, 0, false
	for i, cell := range cells {
		text := vietnamese.Normalize(cell)
		if text == "" {
			continue
		}
		filled++
		isHeading := readHeading(text) != unknownHeading
		if numbering.MatchString(text) {
			numbers++
		}
		if isHeading || c.isGender(i, text) {
			found++
		}
		data = data || !isHeading && (i == c.at(nameHeading) || i == c.at(ordinalHeading) || strings.ContainsAny(text, "0123456789"))
	}
	if filled > 1 && numbers == filled {
		return true
	}
	if found == 0 || data {
		return false
	}
	c.fillIn(cells[:min(len(cells), maxColumns)])
	return true
}

func (c *columns) isGender(at int, text string) bool {
	return c.top(at) == birthHeading && slices.Contains(genders, vietnamese.Fold(text))
}

func (c *columns) fillIn(cells []string) {
	c.widen(len(cells))
	births := []int{}
	for i, cell := range cells {
		text := firstRunes(vietnamese.Normalize(cell), 100)
		if text == "" {
			continue
		}
		c.titles[i] = strings.TrimPrefix(c.titles[i]+" / "+text, " / ")
		if c.isGender(i, text) {
			births = append(births, i)
			continue
		}
		h := readHeading(text)
		if h == familyHeading && i == c.at(nameHeading) { // the merged heading stood over two columns
			c.fields[i] = unknownHeading
		}
		c.set(h, i)
	}
	if len(births) > 0 {
		for i, h := range c.fields {
			if h == birthHeading {
				c.fields[i] = unknownHeading
			}
		}
		for _, i := range births {
			c.fields[i] = birthHeading
		}
	}
}

// top returns the heading over a column: its own in the first row, or the merged one to its left.
func (c *columns) top(at int) heading {
	for i := min(at, len(c.tops)-1); i >= 0; i-- {
		if c.tops[i] != unknownHeading {
			return c.tops[i]
		}
	}
	return unknownHeading
}

// tail returns the column right of the names when nothing stands over it and it holds one word:
// "Họ và tên" is often one heading over two columns.
func (c *columns) tail(cells []string) int {
	name := c.at(nameHeading)
	next := name + 1
	if name < 0 || next >= len(cells) || next < len(c.fields) && (c.titles[next] != "" || c.fields[next] != unknownHeading) {
		return -1
	}
	if len(strings.Fields(vietnamese.Normalize(cells[next]))) != 1 {
		return -1
	}
	return next
}

// forbidden reports whether a column's own heading says that it is never kept.
func (c *columns) forbidden(at int) bool {
	if at < len(c.fields) && c.fields[at] == forbiddenHeading {
		return true
	}
	for _, title := range strings.Split(c.titles[at], " / ") {
		if readHeading(title) == forbiddenHeading {
			return true
		}
	}
	return false
}

// restrict drops what a list of this kind does not keep.
func (c *columns) restrict(kind RosterKind) {
	for i, h := range c.fields {
		if h != unknownHeading && h != forbiddenHeading && !kind.takes(h) {
			c.fields[i] = ignoredHeading
		}
	}
}

// form tells lists that were made from one form: the hash of what stands over the columns.
func (c *columns) form() []byte {
	words := make([]string, len(c.titles))
	for i, title := range c.titles {
		words[i] = headingWords(title)
	}
	hash := sha256.Sum256([]byte(strings.TrimRight(strings.Join(words, "|"), "|")))
	return hash[:]
}
