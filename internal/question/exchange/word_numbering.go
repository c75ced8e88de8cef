package exchange

import (
	"strconv"
	"strings"
)

// numbering counts the automatic numbers of a document ("Câu 1.", "A."), which stand in no text.
type numbering struct {
	levels   map[string]map[int]numberLevel // by list, then level
	lists    map[string]string              // list by number id
	restarts map[string]map[int]int         // by number id: levels that start anew
	styles   map[string]*node               // numPr of a paragraph style
	counts   map[string]map[int]int         // by list: the last number of each level
}

type numberLevel struct {
	start        int
	format, text string
}

// read reads the lists of a document and the styles that use them. Errors as of archive.read and xmlReader.next.
func (n *numbering) read(a *archive) error {
	*n = numbering{map[string]map[int]numberLevel{}, map[string]string{}, map[string]map[int]int{}, map[string]*node{}, map[string]map[int]int{}}
	for name, visit := range map[string]func(*node){"word/numbering.xml": n.list, "word/styles.xml": n.style} {
		if !a.has(name) {
			continue
		}
		data, err := a.read(name, a.limits.Part)
		if err != nil {
			return err
		}
		parent := strings.TrimSuffix(name[len("word/"):], ".xml")
		if err := eachChild(data, parent, visit); err != nil {
			return err
		}
	}
	return nil
}

func (n *numbering) style(s *node) {
	if properties := s.first("pPr").first("numPr"); properties != nil {
		n.styles[s.attr("styleId")] = properties
	}
}

func (n *numbering) list(list *node) {
	switch list.name {
	case "abstractNum":
		levels := map[int]numberLevel{}
		for _, l := range list.all("lvl") {
			at, _ := strconv.Atoi(l.attr("ilvl"))
			levels[at] = levelAt(l)
		}
		n.levels[list.attr("abstractNumId")] = levels
	case "num":
		id := list.attr("numId")
		n.lists[id] = list.first("abstractNumId").attr("val")
		for _, o := range list.all("lvlOverride") {
			if start := o.first("startOverride"); start != nil {
				at, _ := strconv.Atoi(o.attr("ilvl"))
				if n.restarts[id] == nil {
					n.restarts[id] = map[int]int{}
				}
				n.restarts[id][at], _ = strconv.Atoi(start.attr("val"))
			}
		}
	}
}

func levelAt(l *node) numberLevel {
	start, err := strconv.Atoi(l.first("start").attr("val"))
	if err != nil {
		start = 1
	}
	return numberLevel{start, l.first("numFmt").attr("val"), l.first("lvlText").attr("val")}
}

// label counts a paragraph and returns its number as it is shown; "" for none and for bullets.
func (n *numbering) label(properties *node) string {
	pr := properties.first("numPr")
	if pr == nil {
		pr = n.styles[properties.first("pStyle").attr("val")]
	}
	id := pr.first("numId").attr("val")
	list, known := n.lists[id]
	if !known {
		return ""
	}
	at, _ := strconv.Atoi(pr.first("ilvl").attr("val"))
	level, known := n.levels[list][at]
	if !known || level.format == "bullet" || level.format == "none" {
		return ""
	}
	n.count(id, list, at, level)
	text := level.text
	for deep := at; deep >= 0; deep-- {
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(deep+1), spelledNumber(n.counts[list][deep], n.levels[list][deep].format))
	}
	return text
}

func (n *numbering) count(id, list string, at int, level numberLevel) {
	counts := n.counts[list]
	if counts == nil {
		counts = map[int]int{}
		n.counts[list] = counts
	}
	if start, again := n.restarts[id][at]; again {
		delete(n.restarts[id], at)
		counts[at] = start
	} else if last, counted := counts[at]; counted {
		counts[at] = last + 1
	} else {
		counts[at] = level.start
	}
	for deeper := range counts {
		if deeper > at {
			delete(counts, deeper)
		}
	}
}

func spelledNumber(n int, format string) string {
	if n < 1 || n > 10_000 {
		return strconv.Itoa(n)
	}
	switch format {
	case "upperLetter":
		return letter((n - 1) % 26)
	case "lowerLetter":
		return strings.ToLower(letter((n - 1) % 26))
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	}
	return strconv.Itoa(n)
}

func roman(n int) string {
	var out strings.Builder
	for _, step := range []struct {
		worth int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= step.worth; n -= step.worth {
			out.WriteString(step.sign)
		}
	}
	return out.String()
}
