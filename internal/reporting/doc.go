// Package reporting counts: completion of required learning, the indicators of the plan, and the
// training part of the official report.
//
// Tables (schema reporting): cells (figures of one agency, course and day, folded from the domains'
// deltas), fold_cursors. Everything else is read from the other domains' *_facts views; the SQL stands
// in query/, each file with its business definition on top.
//
// Two bases, never mixed. State (A1, A2, B4, done / not done) is taken on a day over the people whose
// counting posting is in the unit on that day, whatever place they completed at. Activity (B1 to B3, B5 to
// B10) goes by the agency of the moment, which a fact carries and nothing rewrites. People, turns and
// certificates are three measures; distinct people are never summed.
//
// Succession: every agency that ever was has a place on the day of the figures (itself, its successor,
// or where it was dissolved the agency above it), so that each is counted once and a merged unit is
// compared with the sum of its predecessors (package tree).
//
// Who sees what: figures of an agency are counted inside that agency's own scope, those of any unit for
// province roles under a system reason by SQL that returns totals alone. Rows of people open for their own agency
// only, and every opening is recorded.
//
// Invariants: a cell equals the same count from the facts (Rebuild compares them row by row and wins);
// required = done + not done + overdue + exempt + not counted; the rows of a unit add up to it.
package reporting
