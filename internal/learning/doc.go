// Package learning knows who learns what: required learning, enrollments, progress in lessons,
// watched video and completion.
//
// Tables (schema learning): requirements, enrollments, lesson_progress, playbacks,
// watch_segments, test_passes, class_parts, completions, recognitions, exemptions, absences, deltas.
//
// Invariants: an enrollment is one person, one course, one round; its first step pins it to the course
// version in which it is made, and until then it is on the course's version of today. A completion is
// written once per enrollment with the agency of that moment; it is complete when
// the final test is passed and every lesson is done, or exempt because the pre-test was passed or a
// training class was attended that stands for them; a class may ask for attendance as a part of its own.
// Facts are appended, conclusions derived; each change of a figure appends a delta in the same
// transaction.
//
// Watching: a video lesson is done when the union of the segments that the server credited covers
// RequiredShare of it. One playback is open per person, and a lesson credits at most the time for
// which its playbacks were open times MaxSpeed, so that forging costs as long as watching. The
// transcript is an equal way. Playbacks and segments are forgotten 90 days after completion; the
// credit stays.
//
// Recognition: a certificate from elsewhere stands for a course once three people have spoken: the
// officer who submits, a focal point who checks, another person who accepts; never one twice. It
// counts from the day of the certificate until its last valid day or its withdrawal, adds no activity
// and is never a certificate of ours.
//
// Events: learning.course_completed. Read contract: views requirement_facts, enrollment_facts,
// completion_facts, recognition_facts, credit_facts, class_part_facts, delta_facts and function duty_facts.
package learning
