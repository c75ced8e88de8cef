package organization

// sqlPart is a piece of SQL with the arguments of its question marks, in their order.
type sqlPart struct {
	text string
	args []any
}

func (p *sqlPart) add(text string, args ...any) {
	p.text, p.args = p.text+text, append(p.args, args...)
}

func (p *sqlPart) join(other sqlPart) { p.add(other.text, other.args...) }
