// Package organization knows who is where: agencies (a dated tree with succession), schools and
// their classes, people and their postings, and the roles they are granted.
//
// Tables (schema organization): agencies, agency_versions, agency_closure, agency_events with
// sources and targets; persons, postings, person_tokens, transfers; school_classes, class_members,
// guardian_bases, rollovers, rollover_rows; grants; agency_people_settings, national_numbers;
// person_merges, merge_changes, distinct_people; roster_imports, roster_rows;
// agency_event_applications, agency_event_changes (the journal by which an event is reversed),
// agency_reversals, agency_sheets.
//
// Invariants: an agency is its id, never its name; everything about it is asked as of a day; the
// closure equals the versions (RebuildClosureTx); a person has at most one open posting that
// counts for reporting, and persons.agency_id is that posting's agency (a student's school); a
// move closes one posting and opens another and loses nothing; no entry about postings changes a day of a
// period whose reports were due (enterTx; RosterRow.enters for lists).
//
// Versions are cut and continued by events alone (AgencyEvents). An event is planned by pure code from the
// state (planEvent), shown (PreviewAgencyEvent), applied as it was shown or refused (ApplyAgencyEvent), and
// taken back row by row as long as nothing rests on it (ReverseAgencyEvent): applying and reversing leaves every
// row as it was. Once the
// reports of a period that it touches were due, taking it back keeps a restatement line and changes
// nothing. What other domains do with an event (Follower) runs in its transaction.
//
// Two entries of one person become one by a ledger that can be undone (Ledger, PersonFacts). Under 16
// nobody has an account without a guardian's basis. National numbers are off, encrypted and masked.
//
// Read contract for other domains and reports: views posting_facts, class_member_facts,
// agency_facts, agency_closure_facts, person_facts.
package organization
