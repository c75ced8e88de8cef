package postgres

// Page bounds a list: at most Limit rows after the first Offset ones.
type Page struct{ Limit, Offset int64 }
