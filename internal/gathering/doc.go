// Package gathering runs training classes (lớp tập huấn): classes, sessions, who is named to attend,
// and roll calls. A class of a school (lớp của trường) is another thing: organization.SchoolClass.
//
// Tables (schema gathering): classes, sessions, invitations, class_staff, participants,
// attendance_marks (history, append-only); its view attendances is the newest mark of each.
//
// States of a class:
//
//	draft --> open --> running --> finished
//	  |        |          |
//	  +--------+----------+------> cancelled (with a reason)
//
// draft: its host plans it; open: people are named and register; running: from the first mark of a roll
// call on; finished: every roll call is closed. Finished and cancelled stay.
//
// Places: everybody joins the queue of the class in the order of being named or of registering, and
// places go to the head of the queue (seat.go, the only code that gives one), under the lock of the
// class. Nobody is ever confirmed beyond the seats, and nobody overtakes.
//
// Roll calls: a mark carries a key made on the device; sending it again changes nothing. Of two marks
// the newer by its own time wins, whatever order they arrive in; both stay in the history. A closed roll
// call changes only with a reason. There is no location and no surveillance in it.
//
// Who sees whom: those who are named to run a class (class_staff: a grant for one case, under a
// document, until a day) and the focal point of its host see the people of that class, and each opening
// is recorded; the focal point of another agency sees the own people; province roles see numbers.
//
// Attendance reaches learning by the event gathering.attendance_changed and its reaction: learning
// enrolls those who are confirmed and notes who attended the share that the class asks for.
//
// Events: gathering.attendance_changed (once a command, and only when who has a place or who attended a
// closed roll call has changed), gathering.places_changed, gathering.staff_changed and gathering.class_changed,
// from which people are told. Read contract: views class_facts, session_facts,
// participant_facts, attendance_facts.
package gathering
