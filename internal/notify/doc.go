// Package notify tells people what concerns them: an inbox in the platform and, for those who gave
// an address, one mail a day.
//
// Tables (schema notify): notices, preferences, address_proofs, mails, reminder_days.
//
// Invariants:
//   - a person is told once for each event and step (unique in notices), however often the event is
//     delivered or the reminders of a day are written again;
//   - a notice holds no other person's name: the words are made from the title of a course or
//     class, a day, a number;
//   - mail goes only to an address that was proved by a code, at most one digest a day, never in the
//     person's quiet hours; a duty and what others did to one's rights cannot be muted, the rest can;
//   - what has to be known within two days (a class that is cancelled or moved, a place given or taken back) does not
//     wait for the digest; in quiet hours it goes out only when their end would be too late (urgent.go). What somebody
//     did to a person's way to sign in is mailed at once, at any hour;
//   - no text carries a link to sign in: a platform that teaches people not to click must not ask
//     them to. Mails say "open the page by your own bookmark";
//   - mails keeps that something was sent and when, not what and not to which address.
//
// The ladder of a required course: its learner 30, 14, 7 and 1 days before the date and once when it
// has passed; the focal points of the unit 7 days before and once after, and the leaders three days
// after, with numbers only. Students are counted apart; their class teacher is told as a focal point is.
// Everybody who has a place in a training class, or runs it, is told of each session the day before.
// Reminders are written once a day, at any hour. A student gets mail only at an address that they
// proved themselves, as everybody else.
//
// What is due, and which sessions are near, is asked from the domains that know (Options.Due, Options.Meetings),
// so that this package knows neither courses nor classes.
package notify
