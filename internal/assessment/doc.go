// Package assessment owns question banks, tests, papers, attempts and their grades.
//
// Tables (schema assessment): questions, question_versions, question_files, tests, test_pool, attempts, answers,
// answer_files, sittings, code_tries, learner_settings, extra_times, pulse, outages, scripts, marks, appeals,
// corrections, correction_effects, point_changes, observations, similarities; bank_images, bank_imports,
// bank_import_items and bank_import_files hold what authors brought, which is forgotten after 30 days unless it was used.
//
// Invariants:
//   - a question version, a test and its pool never change: a changed question is a new version,
//     a changed test belongs to a new course version. Both are therefore kept in memory;
//   - an attempt's paper is drawn and frozen at its start: question versions and orders of options;
//   - at most one attempt of an enrollment and a kind runs (index attempts_running), whatever
//     number of devices start it;
//   - an answer is stored as given (choices as places on the screen) under a revision of the
//     client; a lower or equal revision never overwrites a higher one; what SaveAnswers returns is
//     committed;
//   - the clock is the database's. An answer that comes later than Grace after the deadline is
//     kept and flagged late: it is never graded and never replaces an answer in time; outages of the platform
//     give time back by one rule (outage.go);
//   - a self-check counts for nothing: passing it is no part of the course, and it may be taken again;
//   - while a sitting covers a learner, the test starts inside one only and ends with it at the latest; a sitting that
//     is changed never takes time from a running attempt (door.go, change_sitting.go);
//   - an attempt is taken in one window at a time (seat); what another still sends is kept by its revision;
//   - starts, answers and submissions of many learners are one transaction (postgres.Group), under the scope of these
//     learners and no others;
//   - grading is pure and in integer hundredths, in one transaction with what follows from it;
//     submitting again returns the same result;
//   - keys, points and explanations reach a learner in a Result only, after grading, when the test's
//     feedback allows it;
//   - what is noted about a final attempt beside its answers (leaving the page, likeness to another paper) is seen by its
//     learner and by examiners alone, decides nothing and is deleted 90 days after the result is final;
//   - a question that needs dragging or an image is published with an equivalent that is in use, of the same topic and
//     difficulty; a question shows pictures that were brought to its own course alone;
//   - figures of tests and questions (CountMarks, CountItems, CountPassRates) name nobody and are hidden for
//     small groups; package psychometrics computes them. Time per question is not recorded.
//
// The life of an attempt, which a trigger of the database holds (saving changes no state):
//
//	started --SubmitAttempt, CloseOverdueAttempts--> graded       nobody need mark anything
//	started --SubmitAttempt, CloseOverdueAttempts--> submitted    with the points of what needs nobody; the rest are scripts
//	submitted --------------MarkScript-------------> under_review somebody has marked an answer
//	under_review -----------MarkScript-------------> graded       every answer is final
//	graded --DecideAppeal, WorkCorrections---------> graded       with other points; a pass that was given stays
//
// An attempt that is not graded is the only one of its enrollment and kind. A script has one mark, or two blind ones
// and, where these differ by more than the test allows, a third person's. Marks and point_changes are only added to. A
// change by hand or of a key needs a second person.
//
// Saving holds the attempt's row FOR SHARE and grading FOR UPDATE: an answer is either in the
// grade or was refused, never acknowledged and forgotten.
//
// Events: assessment.attempt_graded, assessment.result_decided, assessment.appeal_answered. Read contract: view attempt_facts.
package assessment
