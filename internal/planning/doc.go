// Package planning holds plans and what they ask for: periods with their windows and deadlines, the
// dated list of who owes reports, the targets of agencies, and each agency's own yearly training plan.
//
// Tables (schema planning): plans, periods, reporters, gathering_edges (who collects from whom, from a day
// to a day, by a document), restatements, targets, target_versions, training_plans, training_plan_items.
// None holds a person but the actor of a restatement; the last four open in their agency's scope alone.
//
// Invariants: a plan is a record, never a constant, so the next one is loaded beside it and names its
// predecessor; a period's days are both included; a deadline is the last valid day, until 23:59:59 in
// Viet Nam ("trước 10/5" is 09/5); an agency owes reports only by a line of the list with its document;
// each unit has one collector at most on any day and no circle; succession changes neither list.
// A target's value and a submitted yearly plan never change: a change is the next version, dated, with
// its document. Money is what the agency declares itself, in đồng; no figure is not 0.
//
// Read contract: views period_facts, target_facts, training_plan_facts.
package planning
