// Package measure times what must stay fast with a province's people, over a made-up world of any size,
// through the services and under row-level security: search and lists, who a requirement names, denominators,
// the import of a list. Each part adds its own lines (see People).
package measure
