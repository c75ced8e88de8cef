// Package planning holds plans and what they ask for: periods with their windows and deadlines, and
// the dated list of who owes reports.
//
// Tables (schema planning): plans, periods, reporters, gathering_edges (who collects from whom, from a day
// to a day, by a document), restatements. None holds a person but the actor of a restatement.
//
// Invariants: a plan is a record, never a constant, so the next one is loaded beside it and names its
// predecessor; a period's days are both included; a deadline is the last valid day, until 23:59:59 in
// Viet Nam ("trước 10/5" is 09/5); an agency owes reports only by a line of the list with its document;
// each unit has one collector at most on any day and no circle; succession changes neither list.
//
// Read contract: view period_facts.
package planning
