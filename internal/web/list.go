package web

// Paging is the part of a query that asks for one page of a list.
type Paging struct {
	Page     int `query:"page" minimum:"1" maximum:"100000" default:"1"`
	PageSize int `query:"pageSize" minimum:"1" maximum:"100" default:"25"`
}

// Limit is how many rows the page holds at most.
func (p Paging) Limit() int64 { return int64(p.PageSize) }

// Offset is how many rows come before the page.
func (p Paging) Offset() int64 { return int64(p.Page-1) * int64(p.PageSize) }

// List is one page of a list.
type List[T any] struct {
	Items    []T `json:"items"`
	Total    int `json:"total"`
	Page     int `json:"page"`
	PageSize int `json:"pageSize"`
}

// ListOf returns a page of items, each mapped to its wire shape.
func ListOf[D, T any](items []D, total int, p Paging, shape func(D) T) List[T] {
	list := List[T]{Items: make([]T, len(items)), Total: total, Page: p.Page, PageSize: p.PageSize}
	for i, item := range items {
		list.Items[i] = shape(item)
	}
	return list
}

// LocalText is a text in Vietnamese and, where it is translated, in English.
type LocalText struct {
	VI string `json:"vi"`
	EN string `json:"en,omitempty"`
}

// Body wraps an output as huma takes it.
type Body[T any] struct{ Body T }

// Respond wraps a body.
func Respond[T any](body T) *Body[T] { return &Body[T]{Body: body} }
