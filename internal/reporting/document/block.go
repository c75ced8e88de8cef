package document

// Block is one piece of the body: Heading, Paragraph or Table.
type Block interface{ isBlock() }

// Heading (đề mục) starts a part. Level 1 is numbered I, II, III and printed in bold capitals, level 2
// is numbered 1, 2, 3 in bold, level 3 is lettered a, b, c, d, đ. Writers add the numbers.
type Heading struct {
	Level int
	Text  string
}

// Paragraph is running text, or one item of a list when Dash is set.
type Paragraph struct {
	Runs []Run
	Dash bool // begins with "- "
}

// Run is a stretch of text of one look.
type Run struct {
	Text         string
	Bold, Italic bool
}

// Table (bảng) is a table with a repeated head. Rows are never split over pages.
type Table struct {
	Caption string // above the table
	Columns []Column
	Rows    []Row
	Note    string // below the table: the rule a figure follows, the source
	Size    int    // points, 11 to 13; 0 is 12
}

// Column is one column. Neighbors with the same Group share a cell above their titles.
type Column struct {
	Title string
	Group string
	Width int // share of the table's width, any unit; 0 counts as 10
	Align Align
}

// Align says where the text of a column stands.
type Align string

// The alignments. The zero value is Left.
const (
	Left   Align = ""
	Center Align = "center"
	Right  Align = "right"
)

// Row is one line. Strong rows are totals or titles of a group.
type Row struct {
	Cells  []Cell
	Strong bool
}

func (Heading) isBlock()   {}
func (Paragraph) isBlock() {}
func (Table) isBlock()     {}

// Plainly is a paragraph of one look.
func Plainly(text string) Paragraph { return Paragraph{Runs: []Run{{Text: text}}} }

// Item is a list item of one look.
func Item(text string) Paragraph { return Paragraph{Runs: []Run{{Text: text}}, Dash: true} }
