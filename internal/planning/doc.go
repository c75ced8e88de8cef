// Package planning holds plans and what they ask for: periods with their windows and deadlines, and
// the dated list of who owes reports.
//
// Tables (schema planning): plans, periods, reporters. None holds a person.
//
// Invariants: a plan is a record, never a constant, so the next one is loaded beside it and names its
// predecessor; a period's days are both included; a deadline is the last valid day, until 23:59:59 in
// Viet Nam ("trước 10/5" is 09/5); an agency owes reports only by a line of the list with its document.
//
// Read contract: view period_facts.
package planning
