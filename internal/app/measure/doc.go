// Package measure times what must stay fast with a province's people, over a made-up world of any size,
// through the services and under row-level security. Each part of the program adds its own lines: search
// is here; imports, audiences and denominators have their place beside it (see People).
package measure
